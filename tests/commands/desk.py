"""A desk at which commands are asked: the real client, the real store, the small CircleCI."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx

import tests.past  # noqa: F401  it is copied, not played
from bot.charts import Charts
from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.command import AuthorizedLine, Command, Context
from bot.commands import COMMANDS
from bot.finding.write_call import WriteCall
from bot.grammar import parse, says_exactly
from bot.model.fault import Fault
from bot.model.line import Line
from bot.model.message import Block, Button, Buttons, File, Lines, Message, Small
from bot.model.outbox import PostedMessage
from bot.model.reply import Prefixes, Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.model.spans import (
    Bullet,
    ChannelMention,
    Emoji,
    GroupMention,
    Span,
    Text,
    Timestamp,
    TypedLine,
    UserMention,
)
from bot.playground.circleci import SmallCircleCI
from bot.policy.access import Access
from bot.policy.file import load_policy
from bot.policy.names import LearnedNames
from bot.policy.source import PolicySource
from bot.services import Services
from bot.spine.completing import further_results
from bot.store import Store, open_store
from bot.terminal import TerminalOutbox
from bot.views.refusals.refusal import refusal

Answer = TypeVar("Answer")
ANA, BEN = "U0ANA", "U0BEN"

POLICY = """
projects: {web: gh/acme/web, api: gh/acme/api, mobile: circleci/8kPq3vRZtNwYb5XjLmCdTs/Hf6sWz2QnKxVr9GbJpEyUa}
groups: {release: [U0ANA]}
channels:
  C0WEB:
    project: web
    allow:
      - {do: [trigger], projects: [web], branches: ["*", "!main"]}
      - {do: [trigger], projects: [mobile]}
  C0DEPLOYS:
    allow:
      - {do: [trigger], projects: [web], branches: [main], tags: ["v*"], who: [release]}
      - {do: [configure], projects: ["*"]}
everywhere:
  allow:
    - {do: [read], projects: ["gh/acme/*", mobile]}
"""


class Clock:
    """The time, which passes when somebody sleeps."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def sleep(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Waves(httpx.AsyncBaseTransport):
    """Counts round trips that wait for each other: a beginning while nothing is under way."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self._under_way = 0
        self.count = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.count += not self._under_way
        self._under_way += 1
        try:
            for _ in range(10):  # what is asked at the same time begins meanwhile
                await asyncio.sleep(0)
            return await self._inner.handle_async_request(request)
        finally:
            self._under_way -= 1


@dataclass
class Desk:
    """``sent`` counts the calls that a command made through ``ctx.send``; ``pressing``: no line is typed.

    ``files``: of all messages, which are closed in the end.
    """

    small: SmallCircleCI
    circleci: CircleCI
    store: Store
    clock: Clock
    waves: Waves
    policy: Path
    sent: int = 0
    pressing: bool = False
    place: Place = field(default_factory=lambda: Place("T0ACME", "C0WEB"))
    actor: str = ANA
    artifact_limit: int = 20_000_000
    charts: Charts = field(default_factory=Charts)
    learned: LearnedNames = field(default_factory=LearnedNames)
    files: list[File] = field(default_factory=list)

    def context(self, line: str) -> Context:
        surface = Surface.BUTTON if self.pressing else Surface.COMMAND
        request = Request(line, self._asker, self.place, Reply(surface), "key", self.clock.now())
        command, args = self.read(line)
        exact = self.pressing or says_exactly(line, command.syntax, args, self.access.project_names)
        asked = AuthorizedLine(request, command, args, self.access, rule="", exact=exact)
        services = Services(
            commands={command.words: command for command in COMMANDS},
            clients={"T0ACME": self.circleci},
            store=self.store,
            policies=PolicySource(self.policy),
            members=dict,
            guest=self.guest,
            outbox=TerminalOutbox(),
            prefixes=Prefixes("/ci", "@ringmaster"),
            charts=self.charts,
            artifact_limit=self.artifact_limit,
            now=self.clock.now,
            sleep=self.clock.sleep,
        )
        return Context(services, asked, self)

    async def guest(self, user: str) -> bool:
        return False

    @property
    def id(self) -> str:
        return "0123456789abcdef"

    async def send(self, call: WriteCall[Answer], exact: Line | None = None, target: str = "") -> Answer:
        self.sent += 1
        return await call.call(self.circleci)

    def read(self, line: str) -> tuple[Command[Any, Any], Any]:
        syntax, args = parse(line, [command.syntax for command in COMMANDS], self.access.project_names)
        return next(command for command in COMMANDS if command.words == syntax.words), args

    @property
    def _asker(self) -> Actor:
        return Actor(self.actor, "T0ACME")

    @property
    def access(self) -> Access:
        default = self.store.channels.default(self.place.workspace, self.place.channel)
        policy = replace(load_policy(self.policy), learned=self.learned)
        return Access(policy, {}, self._asker, self.place, default)

    async def ask(self, line: str) -> Message:
        """Carry the line out; gives its first answer. The count of waves begins anew."""
        command, args = self.read(line)
        self.waves.count = 0
        context = self.context(line)
        message = context.with_unread(command.view(await command.run(args, context)))
        self.files += message.files
        return message

    async def press(self, line: str) -> Message:
        """The same, as a button carries it: what acts is not asked about."""
        self.pressing = True
        try:
            return await self.ask(line)
        finally:
            self.pressing = False

    async def ask_on(self, line: str) -> list[Message]:
        """The first answer, and all that it is redrawn as."""
        command, args = self.read(line)
        context = self.context(line)
        result = await command.run(args, context)
        further = further_results(context.authorized_line, result, context)
        assert further is not None
        results = [result, *[each async for each in further]]
        return [context.with_unread(command.view(each)) for each in results]

    async def post(self, message: Message, ts: str = "1.0") -> None:
        """Let the message stand in the channel, and go on in its thread."""
        await self.store.memory.remember(PostedMessage(replace(self.place, thread=ts), ts), message)
        self.place = replace(self.place, thread=ts)

    def asked(self, method: str = "GET") -> list[str]:
        return [request.path for request in self.small.requests if request.method == method]


@asynccontextmanager
async def desk(tmp_path: Path, policy: str = POLICY) -> AsyncIterator[Desk]:
    clock = Clock()
    small = SmallCircleCI(clock=clock.now)
    waves = Waves(httpx.ASGITransport(small.asgi))
    (file := tmp_path / "policy.yml").write_text(policy)
    store = await open_store("sqlite://")
    try:
        async with CircleCI(small.token, base_url="http://circleci.test", transport=waves) as circleci:
            made = Desk(small, circleci, store, clock, waves, file)
            try:
                yield made
            finally:
                await made.charts.close()
                for each in made.files:
                    each.close()
    finally:
        await store.close()


def lines(message: Message) -> list[str]:
    """A message as somebody reads it: its lines, and its buttons by their labels."""
    return [line for block in message.blocks for line in _lines(block)]


def buttons(message: Message) -> dict[str, str | None]:
    """The lines or addresses that the buttons carry, by their labels."""
    found: Sequence[Button] = [
        button
        for block in message.blocks
        if isinstance(block, Buttons)
        for button in (*block.items, *block.more)
    ]
    return {button.label: button.line or button.url for button in found}


def told(error: Fault | CircleCIError) -> list[str]:
    """What its asker reads of an error."""
    return lines(refusal(error))


def offered(error: Fault | CircleCIError) -> list[Button]:
    """The buttons of an error."""
    rows = [block for block in refusal(error).blocks if isinstance(block, Buttons)]
    return [button for row in rows for button in (*row.items, *row.more)]


async def recovered(desk: Desk, line: str, ago: timedelta = timedelta(seconds=1)) -> Message | None:
    """What is said of a write whose answer was lost, once it is looked for as the spine does."""
    command, args = desk.read(line)
    assert command.recover is not None
    try:
        found = await command.recover(args, desk.context(line), desk.clock.now() - ago)
    except (CircleCIError, Fault):
        return None
    return command.view(found) if found is not None else None


def _lines(block: Block) -> list[str]:
    match block:
        case Lines(several):
            return [plain(line) for line in several]
        case Small(text):
            return [plain(text)]
        case Buttons(items, more):
            return ["".join(f"[{button.label}]" for button in (*items, *more))]
    return [getattr(block, "text", "")]


def plain(text: Text) -> str:
    return "".join(_plain(span) for span in text)


def _plain(span: Span) -> str:
    match span:
        case str():
            return span
        case Emoji(name):
            return f":{name}:"
        case TypedLine(line):
            return f"/ci {line}".rstrip()
        case Timestamp():
            return "(when)"
        case Bullet():
            return ""
        case UserMention(id) | GroupMention(id):
            return f"@{id}"
        case ChannelMention(id):
            return f"#{id}"
        case _:
            return span.text
