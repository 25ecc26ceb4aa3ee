"""The composition root: settings → client, store, dispatcher, listeners. Knows everyone, known by none."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import httpx
import structlog
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot.circleci.client import CircleCI
from bot.commands import COMMANDS
from bot.dispatch import Dispatcher
from bot.model.invocation import Actor, Invocation, Place, Source
from bot.model.outbox import Outbox
from bot.policy.source import PolicySource
from bot.settings import Settings
from bot.slack import bolt, checks
from bot.slack.directory import Directory
from bot.slack.outbound import SlackOutbox, payload
from bot.store import SecondWriter, Store, migrate, open_store
from bot.store.actions import StoreUnavailable
from bot.terminal import TerminalOutbox
from bot.web import endpoints, serving
from bot.worker import Worker

log = structlog.get_logger()

#: How often to look for writes that a dead process left, and for changed channel defaults, in seconds.
LOOK_EVERY = 2.0

#: Servers listen on every interface: a load balancer or a probe comes from elsewhere.
EVERYWHERE = "0.0.0.0"  # noqa: S104


class CannotStart(Exception):
    """What keeps the program from starting, and how to mend it: one sentence for a terminal."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Core:
    """What every way of running shares, whatever the messages go to."""

    settings: Settings
    circleci: CircleCI
    store: Store
    policies: PolicySource
    worker: Worker
    dispatcher: Dispatcher


@asynccontextmanager
async def core(
    settings: Settings,
    outbox: Outbox,
    *,
    policies: PolicySource,
    members: Callable[[], Mapping[str, frozenset[str]]],
    now: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[Core]:
    """Put the spine together; on leaving, finish what is under way."""
    async with AsyncExitStack() as stack:
        circleci = await stack.enter_async_context(
            CircleCI(
                settings.secret("circleci_token"),
                base_url=settings.circleci_url,
                app_url=settings.circleci_app_url,
                ca_bundle=settings.circleci_ca_bundle,
                transport=transport,
            )
        )
        store = await open_store(settings.secret("database_url"))
        stack.push_async_callback(store.close)
        worker = Worker()
        stack.push_async_callback(worker.close)
        dispatcher = Dispatcher(
            commands=COMMANDS,
            circleci=circleci,
            policies=policies,
            members=members,
            store=store,
            outbox=outbox,
            worker=worker,
            slash=settings.slash_command,
            artifact_limit=settings.artifact_limit_mb * 1_000_000,
            now=now,
            sleep=sleep,
        )
        yield Core(settings, circleci, store, policies, worker, dispatcher)


@dataclass(frozen=True, slots=True)
class Bot:
    """The core, connected to Slack: ``workspace`` is the team that the bot's token belongs to."""

    core: Core
    app: AsyncApp
    directory: Directory
    workspace: str


@asynccontextmanager
async def bot(
    settings: Settings,
    *,
    signed: bool,
    now: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[Bot]:
    """The bot, ready for payloads. ``signed``: they come over HTTP and must be signed.

    Raises `CannotStart` where Slack does not take the bot's token.
    """
    web_client = bolt.client(settings.secret("slack_bot_token"), settings.slack_api_url)
    looked = await checks.look(web_client)
    if looked.problem is not None:
        raise CannotStart(
            f"Slack does not take SLACK_BOT_TOKEN: {looked.problem}. `ringmaster doctor` says more."
        )
    policies = PolicySource(settings.policy_file)
    directory = Directory(web_client, lambda: policies.current.user_groups)
    async with core(
        settings,
        SlackOutbox(web_client),
        policies=policies,
        members=lambda: directory.members,
        now=now,
        sleep=sleep,
        transport=transport,
    ) as parts:
        await directory.refresh()
        secret = settings.slack_signing_secret if signed else None
        app = bolt.build(
            web_client,
            parts.dispatcher,
            directory,
            workspace=looked.workspace,
            slash=settings.slash_command,
            now=now,
            signing_secret=secret.get_secret_value() if secret else None,
        )
        async with _background(directory.keep_fresh(), _take_over(parts)):
            yield Bot(parts, app, directory, looked.workspace)


@asynccontextmanager
async def _background(*works: Awaitable[None]) -> AsyncIterator[None]:
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _take_over(parts: Core) -> None:
    """Look, now and again, for writes whose process died, and for channels whose default changed."""
    adopt_all = parts.store.alone
    while True:
        try:
            await parts.store.channels.refresh()
            await parts.dispatcher.resume(adopt_all=adopt_all)
            adopt_all = False
        except StoreUnavailable as error:
            log.warning("the database does not answer", error=str(error))
        await asyncio.sleep(LOOK_EVERY)


def http_endpoints(running: Bot) -> Starlette:
    """What HTTP mode serves: Slack's requests, and the process's own endpoints."""
    return endpoints(partial(_lacking, running.core), slack=(bolt.PATH, bolt.http(running.app)))


async def run_web(settings: Settings, stop: asyncio.Event) -> None:
    """HTTP: Slack sends to ``/slack/events`` on the port."""
    async with (
        bot(settings, signed=True) as running,
        serving(http_endpoints(running), host=EVERYWHERE, port=settings.port) as url,
    ):
        log.info("ready", mode="web", url=url, workspace=running.workspace)
        await stop.wait()


async def run_socket(settings: Settings, stop: asyncio.Event) -> None:
    """Socket Mode: no public address. Health and metrics are served on the port."""
    async with bot(settings, signed=False) as running:
        connection = bolt.socket(running.app, settings.secret("slack_app_token"))

        async def ready() -> Mapping[str, str]:
            lacking = dict(await _lacking(running.core))
            if not await connection.client.is_connected():
                lacking["slack"] = "not connected"
            return lacking

        async with serving(endpoints(ready), host=EVERYWHERE, port=settings.port):
            await connection.client.connect()  # type: ignore[no-untyped-call]
            log.info("ready", mode="socket", workspace=running.workspace)
            try:
                await stop.wait()
            finally:
                await asyncio.wait_for(connection.client.close(), timeout=5)  # type: ignore[no-untyped-call]


async def run_worker(settings: Settings, stop: asyncio.Event) -> None:
    """Finish what processes that died have left; needs PostgreSQL, which they share."""
    async with bot(settings, signed=False) as running:
        if running.core.store.alone:
            raise CannotStart(
                "A worker shares its database with the bot, which SQLite can't: set DATABASE_URL to "
                "PostgreSQL. With SQLite, `ringmaster socket` or `ringmaster web` does all the work."
            )
        async with serving(endpoints(partial(_lacking, running.core)), host=EVERYWHERE, port=settings.port):
            log.info("ready", mode="worker", workspace=running.workspace)
            await stop.wait()


async def _lacking(parts: Core) -> Mapping[str, str]:
    lacking = {}
    if (trouble := await parts.store.trouble()) is not None:
        lacking["database"] = trouble
    if parts.policies.problem is not None:
        lacking["policy"] = "the file is wrong; the last good one is in force"
    return lacking


async def run_migrations(settings: Settings) -> None:
    """Bring the database up to date. Raises `CannotStart`."""
    try:
        await migrate(settings.secret("database_url"))
    except (StoreUnavailable, SecondWriter) as error:
        raise CannotStart(str(error)) from error


async def say_once(
    settings: Settings,
    line: str,
    *,
    json: bool,
    channel: str | None,
    user: str | None,
    members: Mapping[str, frozenset[str]] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> bool:
    """Run one line as somebody in a channel would, and print the answer. False: it was refused.

    Rows of what it does are kept for the line alone: the running bot's database is not touched.
    """
    outbox = TerminalOutbox(json=payload if json else None)
    alone = settings.model_copy(update={"database_url": SecretStr("sqlite://")})
    async with core(
        alone,
        outbox,
        policies=PolicySource(settings.policy_file),
        members=lambda: members or {},
        transport=transport,
    ) as parts:
        invocation = Invocation(
            line=line,
            actor=Actor(user or "U0TERMINAL", "T0TERMINAL"),
            place=Place("T0TERMINAL", channel or "C0TERMINAL"),
            source=Source.TERMINAL,
            key=uuid4().hex,
            received_at=utc_now(),
        )
        await parts.dispatcher.receive(invocation)
        await parts.worker.idle()
    return not outbox.refused


def run(main: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run until SIGTERM or SIGINT, then finish what is under way within 10 s."""

    async def until_stopped() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, stop.set)
        await main(stop)
        log.info("stopped")

    asyncio.run(until_stopped())
