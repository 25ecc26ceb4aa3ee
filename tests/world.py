"""A test is a world: the real bot between the small Slack and the small CircleCI.

Leaving the world stops everything in it, and fails where something in the background crashed.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import httpx
import stamina

import tests.past  # noqa: F401  it is copied, not played
from bot.app import Bot, bot
from bot.charts import Chart, Charts
from bot.operating.modes import http_endpoints
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.contents import picture
from bot.playground.demo import demo_settings
from bot.playground.slack.small_slack import SmallSlack
from bot.playground.slack.workspace import Message
from bot.slack.app import socket_connection
from tests.store.files import migrated

ANA, BEN, CHO, GUS, ZOE = "U0ANA", "U0BEN", "U0CHO", "U0GUS", "U0ZOE"
DEPLOYS, WEB, RANDOM = "C0DEPLOYS", "C0WEB", "C0RANDOM"

Mode = Literal["http", "socket"]


class Clock:
    """CircleCI's time, which passes when the bot sleeps or when a test says so."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.advance(seconds)
        await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class World:
    slack: SmallSlack
    circleci: SmallCircleCI
    bot: Bot
    clock: Clock

    async def idle(self) -> None:
        """Until nothing is under way anywhere."""
        await self.slack.idle()
        await self.bot.core.pool.idle()
        await self.slack.idle()

    async def types(self, line: str, *, user: str = ANA, channel: str = WEB) -> "Shown":
        """Type `/ci line`; gives what is new afterwards."""
        before = self._everything()
        await self.slack.command(channel, user, f"/ci {line}".rstrip())
        await self.idle()
        return self._new(before)

    async def mentions(
        self, line: str, *, user: str = ANA, channel: str = WEB, thread: str | None = None
    ) -> "Shown":
        """Say `@ringmaster line`, in a thread where one is given."""
        before = self._everything()
        said = await self.slack.mention(channel, user, line, thread_ts=thread)
        await self.idle()
        return self._new({*before, said.ts})

    async def clicks(self, message: Message, label: str, *, user: str = ANA) -> "Shown":
        """Click a button by its label or its line."""
        before = self._everything()
        await self.slack.click(message.ts, label, user)
        await self.idle()
        return self._new(before)

    async def passes(self, seconds: float, step: float = 10.0) -> None:
        """Let time pass, while the bot follows what it follows."""
        until = self.clock.now() + timedelta(seconds=seconds)
        while self.clock.now() < until:
            self.clock.advance(step)
            await self.bot.core.follower.turn()
            await self.idle()

    def asked_of_circleci(self) -> list[str]:
        """Every request that CircleCI saw, as ``METHOD path``."""
        return [f"{request.method} {request.path}" for request in self.circleci.requests]

    def actions(self) -> list[Mapping[str, Any]]:
        """The rows of what was to be written, the oldest first."""
        with closing(self._database()) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute("select * from action order by id")]

    def make_older(self, by: timedelta) -> None:
        """All actions were asked so much earlier."""
        with closing(self._database()) as connection:
            connection.execute("update action set created_at = created_at - ?", (by.total_seconds(),))

    def make_unwritten(self) -> None:
        """Slack took all answers, and the process died before it wrote that."""
        with closing(self._database()) as connection:
            connection.execute("update action set tell_at = 0, told_at = null, leased_until = 0")
            for table in ("watch", "follow"):
                connection.execute(f"delete from {table}")

    def make_taken_over(self, times: int) -> None:
        """All actions were taken over so often, each time by a process that died."""
        with closing(self._database()) as connection:
            connection.execute("update action set fence = ?", (times,))

    @asynccontextmanager
    async def database_locked(self) -> AsyncIterator[None]:
        """Nobody else can write to the database. What the bot writes ends first: while its loop turns."""
        with closing(self._database(timeout=0)) as connection:
            while not connection.in_transaction:
                try:
                    connection.execute("begin exclusive")
                except sqlite3.OperationalError:
                    await asyncio.sleep(0.005)
            yield
            connection.rollback()

    def _database(self, timeout: float = 5.0) -> sqlite3.Connection:
        url = self.bot.core.settings.secret("database_url")
        return sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=timeout)

    def _everything(self) -> set[str]:
        return {message.ts for message in self.slack.workspace.messages.values()}

    def _new(self, before: set[str]) -> "Shown":
        messages = self.slack.workspace.messages.values()
        return Shown([message for message in messages if message.ts not in before])


@dataclass(frozen=True, slots=True)
class Shown:
    """What a line made appear."""

    messages: list[Message]

    @property
    def only(self) -> Message:
        """The one message that appeared."""
        assert len(self.messages) == 1, [read(message) for message in self.messages]
        return self.messages[0]

    @property
    def answer(self) -> str:
        """What was answered, as people read it; what is news of the run is told after it."""
        return read(self.messages[0])

    @property
    def text(self) -> str:
        """The one message, as people read it."""
        return read(self.only)

    @property
    def whispered(self) -> bool:
        """Whether only the one who asked sees it."""
        return self.only.ephemeral


def read(message: Message) -> str:
    """A message's blocks as people read them, one line each; its text where it has no blocks."""
    return "\n".join(as_read(block) for block in message.blocks) if message.blocks else message.text


def as_read(node: Any) -> str:
    """A block, or a part of one, as people read it."""
    match node:
        case {"type": "text" | "mrkdwn" | "plain_text", "text": str(text)}:
            return text
        case {"type": "link", "url": url}:
            return str(node.get("text") or url)
        case {"type": "emoji", "name": name}:
            return f":{name}:"
        case {"type": "user", "user_id": user}:
            return f"<@{user}>"
        case {"type": "usergroup", "usergroup_id": group}:
            return f"<!subteam^{group}>"
        case {"type": "channel", "channel_id": channel}:
            return f"<#{channel}>"
        case {"type": "date", "fallback": fallback}:
            return str(fallback)
        case {"type": "button", "text": text}:
            return f"[{as_read(text)}]"
        case {"type": "overflow", "options": options}:
            return " ".join(f"[{as_read(option['text'])}]" for option in options)
        case {"type": "rich_text" | "rich_text_list", "elements": elements}:
            return "\n".join(as_read(element) for element in elements)
        case {"type": "actions" | "context", "elements": elements}:
            return " ".join(as_read(element) for element in elements)
        case {"elements": elements}:
            return "".join(as_read(element) for element in elements)
        case {"text": text}:
            return as_read(text)
    return ""


class BlankCharts(Charts):
    """Draws none: to start what draws takes a second."""

    async def draw(self, chart: Chart) -> bytes:
        return picture()


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands whether a bot runs or not."""

    slack: SmallSlack
    circleci: SmallCircleCI
    clock: Clock


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """A Slack that is served, and a CircleCI."""
    clock = Clock()
    # Slack's time stands while the bot's passes: a minute has no end there.
    slack = SmallSlack(rates={}, retry_delays=(0.0, 0.0, 0.0), timeout=30.0)
    async with slack.serve():
        yield Ground(slack, SmallCircleCI(clock=clock.now), clock)


@asynccontextmanager
async def world(
    tmp_path: Path,
    mode: Mode = "http",
    *,
    on: Ground | None = None,
    charts: Charts | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    **changed: object,
) -> AsyncIterator[World]:
    """Everything, up and connected. ``on``: where a bot was before; ``changed``: settings that differ from
    the demo's.
    """
    await migrated(tmp_path / "ringmaster.db")
    async with AsyncExitStack() as stack:
        # As often as ever, without the waits in between.
        stack.enter_context(stamina.set_testing(True, attempts=100, cap=True))
        on = on or await stack.enter_async_context(ground())
        slack, circleci, clock, url = on.slack, on.circleci, on.clock, on.slack.workspace.address
        settings = demo_settings(
            slack_url=url,
            circleci_url="http://circleci.test",
            circleci_token=circleci.token,
            signing_secret=slack.signing_secret,
            database_url=f"sqlite:///{tmp_path / 'ringmaster.db'}",
            **changed,
        )
        running = await stack.enter_async_context(
            bot(
                settings,
                now=clock.now,
                sleep=clock.sleep,
                transport=transport or httpx.ASGITransport(circleci.asgi),
                charts=charts or BlankCharts(),
                following=False,
            )
        )
        if mode == "http":
            slack.deliver_to("http://bot.test/slack/events", httpx.ASGITransport(http_endpoints(running)))
        else:
            connection = socket_connection(running.app, slack.app_token)
            await connection.client.connect()
            stack.push_async_callback(connection.client.close)
        yield World(slack, circleci, running, clock)
        await running.core.pool.close()
        assert running.core.pool.crashes == 0
