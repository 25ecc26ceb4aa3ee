"""Somebody who types wrong lines and follows what is offered, to a bot without Slack."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import httpx
from structlog.testing import capture_logs

from bot.app import Core, core
from bot.model.message import Audience, Block, Button, Buttons, File, Lines, Message, Small
from bot.model.outbox import PostedMessage, Whole
from bot.model.questions import WriteQuestion
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.model.spans import Code, Text
from bot.playground.circleci import SmallCircleCI
from bot.playground.demo import POLICY, demo_settings
from bot.playground.slack import cast
from bot.policy.source import PolicySource
from tests.world import BlankCharts, Clock

_TYPED = re.compile(r"/ci (.+)")
_PLACEHOLDER = re.compile(r"[<\[]")
#: What asks: its button does what it says.
QUESTIONS = frozenset(each.__name__ for each in WriteQuestion.__subclasses__())
#: To be asked, to choose among what fits, or to say in which project, is to go on: only the log has it as
#: refused.
GOES_ON = QUESTIONS | {
    *("answered", "Ambiguous", "NoProject", "OneRunALine", "SeveralSteps"),
    *("SeveralApprovals", "SeveralRejections", "SeveralReruns"),
}


@dataclass
class Collected:
    """An outbox that keeps what is said to a request, by its key."""

    said: dict[str, list[Message]] = field(default_factory=dict)
    _timestamps: Iterator[int] = field(default_factory=lambda: count(1))

    async def permalink(self, posted: PostedMessage) -> str | None:
        return None

    def takes_charts(self, workspace: str) -> bool:
        return True

    async def answer(
        self, request: Request, message: Message, whole: Whole | None = None
    ) -> PostedMessage | None:
        self.said.setdefault(request.key, []).append(message)
        ts = str(next(self._timestamps))
        if message.audience is Audience.ASKER:
            return None
        return PostedMessage(replace(request.place, thread=request.place.thread or ts), ts)

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        return PostedMessage(posted.place, str(next(self._timestamps)))

    async def say(self, place: Place, message: Message) -> PostedMessage:
        return await self.post(PostedMessage(place, ""), message)

    async def update(self, posted: PostedMessage, message: Message, *, once: bool = False) -> None:
        """Nobody looks twice."""

    async def share(self, posted: PostedMessage, file: File) -> None:
        file.close()


class Remembering(httpx.ASGITransport):
    """Answers what was asked before as it did then, until something is changed."""

    def __init__(self, circleci: SmallCircleCI) -> None:
        super().__init__(circleci.asgi)
        self._known: dict[httpx.URL, tuple[int, httpx.Headers, bytes]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET":
            self._known.clear()
            return await super().handle_async_request(request)
        if request.url not in self._known:
            answer = await super().handle_async_request(request)
            self._known[request.url] = (answer.status_code, answer.headers, await answer.aread())
        status, headers, body = self._known[request.url]
        return httpx.Response(status, headers=headers, content=body)


@dataclass(frozen=True, slots=True)
class Said:
    """What a line was answered with. ``outcome``: as the log has it, ``answered`` or the name of a fault."""

    line: str
    messages: tuple[Message, ...]
    outcome: str

    @property
    def offers(self) -> tuple[str, ...]:
        """What there is to press or to type where it was not carried out, but for what asks."""
        if self.outcome == "answered" or self.outcome in QUESTIONS:
            return ()
        return tuple(dict.fromkeys(each for message in self.messages for each in offered(message)))


@dataclass(frozen=True, slots=True)
class Crawler:
    """One person in one channel."""

    parts: Core
    circleci: SmallCircleCI
    outbox: Collected
    clock: Clock
    actor: Actor
    place: Place
    _keys: Iterator[int] = field(default_factory=count)

    def as_who(self, user: str) -> "Crawler":
        """Somebody else in the same channel."""
        return replace(self, actor=Actor(user, cast.users()[user].team))

    async def says(self, line: str) -> Said:
        """Type it."""
        return await self._asks(self._request(line, Surface.COMMAND))

    async def takes(self, offer: str) -> Said:
        """Press a button that carries it, where it was only thought to be meant."""
        return await self._asks(replace(self._request(offer, Surface.BUTTON), offered=True))

    async def _asks(self, request: Request) -> Said:
        with capture_logs() as logged:
            told = await self.parts.dispatcher.receive(request)
            await self.parts.pool.idle()
        messages = [told] if told else self.outbox.said.pop(request.key, [])
        outcomes = [each["outcome"] for each in logged if each["event"] == "delivery"]
        return Said(request.line, tuple(messages), str((outcomes or ["nothing"])[0]))

    @property
    def posts(self) -> list[str]:
        return [each.path for each in self.circleci.requests if each.method == "POST"]

    def _request(self, line: str, surface: Surface) -> Request:
        key = f"crawl-{next(self._keys)}"
        return Request(line, self.actor, self.place, Reply(surface), key, self.clock.now())


def offered(message: Message) -> Iterator[str]:
    """The lines of its buttons, and those in its words that can be typed as they stand."""
    for block in message.blocks:
        if isinstance(block, Buttons):
            buttons: tuple[Button, ...] = (*block.items, *block.more)
            yield from (each.line for each in buttons if each.line)
        yield from (
            found[1]
            for text in _texts(block)
            for span in text
            if isinstance(span, Code)
            and (found := _TYPED.match(span.text))
            and not _PLACEHOLDER.search(span.text)
        )


def _texts(block: Block) -> tuple[Text, ...]:
    match block:
        case Lines(several):
            return several
        case Small(text):
            return (text,)
    return ()


@asynccontextmanager
async def crawler(user: str, channel: str, policy: Path = POLICY) -> AsyncIterator[Crawler]:
    """Somebody of the playground in one of its channels, with a bot and a CircleCI of their own."""
    clock, outbox, person = Clock(), Collected(), cast.users()[user]
    circleci = SmallCircleCI(clock=clock.now)

    async def guest(asked: str) -> bool:
        return cast.users()[asked].guest

    settings = demo_settings(
        slack_url="http://slack.test",
        circleci_url="http://circleci.test",
        circleci_token=circleci.token,
        signing_secret="",
    )
    async with core(
        settings,
        outbox,
        workspace=cast.TEAM,
        policies=PolicySource(policy),
        members=lambda: {each.id: frozenset(each.users) for each in cast.usergroups().values()},
        guest=guest,
        now=clock.now,
        sleep=clock.sleep,
        transport=Remembering(circleci),
        charts=BlankCharts(),
    ) as parts:
        await parts.services.store.channels.refresh()
        place = Place(cast.TEAM, channel)
        yield Crawler(parts, circleci, outbox, clock, Actor(user, person.team), place)
        assert parts.pool.crashes == 0
