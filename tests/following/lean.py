"""A follower with all that is real around it but Slack: an outbox that notes what is drawn and when."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

import tests.past  # noqa: F401  it is copied, not played
from bot.charts import Charts
from bot.circleci.client import CircleCI
from bot.commands import COMMANDS
from bot.following.follower import Follower
from bot.model.line import Line
from bot.model.message import File, Message
from bot.model.outbox import PostedMessage, Watch, Whole
from bot.model.reply import Prefixes, Surface
from bot.model.request import Place, Request
from bot.model.run import Run
from bot.playground.circleci import SmallCircleCI
from bot.policy.source import PolicySource
from bot.pool import Pool
from bot.services import Services
from bot.store import Store, open_store

POLICY = "projects: {web: gh/acme/web}\neverywhere: {allow: [{do: [read, follow], projects: ['*']}]}\n"
WORKSPACE = "T0ACME"


class SimulatedClock:
    """It stands still until somebody sleeps or says so."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.advance(seconds)
        await asyncio.sleep(0)


@dataclass(slots=True)
class RecordingOutbox:
    """Takes everything. ``edits``: when, of which message, and what it became; ``posts``: the same."""

    clock: SimulatedClock
    edits: list[tuple[datetime, PostedMessage, Message]] = field(default_factory=list)
    posts: list[tuple[datetime, Place, Message]] = field(default_factory=list)

    async def answer(
        self, request: Request, message: Message, whole: Whole | None = None
    ) -> PostedMessage | None:
        return await self.say(request.place, message)

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        return await self.say(posted.place, message)

    async def say(self, place: Place, message: Message) -> PostedMessage:
        self.posts.append((self.clock.at, place, message))
        return PostedMessage(place, f"1800000000.{len(self.posts):06}")

    async def update(self, posted: PostedMessage, message: Message, *, once: bool = False) -> None:
        self.edits.append((self.clock.at, posted, message))

    async def replace(self, request: Request, message: Message) -> None:
        raise NotImplementedError

    async def leave(self, request: Request) -> None:
        raise NotImplementedError

    async def permalink(self, posted: PostedMessage) -> str | None:
        raise NotImplementedError

    def takes_charts(self, workspace: str) -> bool:
        return False

    async def share(self, posted: PostedMessage, file: File) -> None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Lean:
    clock: SimulatedClock
    small: SmallCircleCI
    circleci: CircleCI
    store: Store
    services: Services
    outbox: RecordingOutbox
    follower: Follower
    pool: Pool

    async def watch(self, run: str, channel: str = "C0WEB", number: int = 1) -> Watch:
        """A card of a run, as somebody asked for it now."""
        posted = PostedMessage(Place(WORKSPACE, channel), f"1700000000.{number:06}")
        line = Line(f"status {run}")
        watch = Watch(posted, line, "U0ANA", Surface.COMMAND, run)
        await self.store.watches.keep(watch, self.clock.at.timestamp())
        return watch

    async def drawn(self, watch: Watch, run: Run) -> Message:
        """How the message is to look."""
        message = await self.follower.editor.message(watch, run)
        assert message is not None
        return message

    async def turn(self) -> None:
        await self.follower.turn()
        await self.pool.idle()

    async def passes(self, seconds: float, step: float = 1.0) -> None:
        until = self.clock.at + timedelta(seconds=seconds)
        while self.clock.at < until:
            self.clock.advance(step)
            await self.turn()


@asynccontextmanager
async def lean(
    directory: Path, transport: httpx.AsyncBaseTransport | None = None, database: str = "sqlite://"
) -> AsyncIterator[Lean]:
    """``transport``: the way to CircleCI, if not straight to the small one."""
    clock = SimulatedClock()
    small = SmallCircleCI(clock=clock.now)
    (policy := directory / "policy.yml").write_text(POLICY)
    store, charts, pool = await open_store(database), Charts(), Pool()
    way = transport or httpx.ASGITransport(small.asgi)
    try:
        async with CircleCI(small.token, base_url="http://circleci.test", transport=way) as circleci:
            outbox = RecordingOutbox(clock)
            services = Services(
                commands={command.words: command for command in COMMANDS},
                clients={WORKSPACE: circleci},
                store=store,
                policies=PolicySource(policy),
                members=dict,
                guest=_no_guest,
                outbox=outbox,
                prefixes=Prefixes("/ci", "@ringmaster"),
                charts=charts,
                artifact_limit=0,
                now=clock.now,
                sleep=clock.sleep,
            )
            yield Lean(clock, small, circleci, store, services, outbox, Follower(services, pool), pool)
            await pool.close()
            assert pool.crashes == 0
    finally:
        await charts.close()
        await store.close()


async def _no_guest(user: str) -> bool:
    return False
