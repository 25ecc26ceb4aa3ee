"""The ways of running: over HTTP, in Socket Mode, as a worker, for one line."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from uuid import uuid4

import httpx
import structlog
from pydantic import SecretStr
from starlette.types import ASGIApp

from bot.app import Bot, bot, core, slack_refused, unusable_database, utc_now
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.operating.allocator import give_large_blocks_back
from bot.operating.gauges import loop_watched, tell_build
from bot.operating.readiness import Readiness
from bot.operating.serving import endpoints, serve
from bot.operating.traces import traces_sent
from bot.policy.rules import Policy
from bot.policy.source import PolicySource
from bot.settings import CannotStart, Mode, Settings
from bot.slack.app import socket_connection
from bot.slack.clients import TokenRefused
from bot.slack.drawing.blocks import payload
from bot.slack.intake import EVENTS_PATH, SlackIntake
from bot.store import SecondWriter, StoreUnavailable, database_location, migrate
from bot.terminal import TerminalOutbox

log = structlog.get_logger()

#: Where a load balancer, Slack and CircleCI reach it; and where only this machine does.
_EVERYWHERE, _HERE = "0.0.0.0", "127.0.0.1"  # noqa: S104


async def run_web(settings: Settings, stop: asyncio.Event) -> None:
    """HTTP: Slack sends to ``/slack/events`` on the port."""
    async with _running(settings, stop, slack=True) as (running, readiness):
        readiness.started(running)
        _tell_ready(Mode.WEB, running, port=settings.port)
        await stop.wait()


async def run_socket(settings: Settings, stop: asyncio.Event) -> None:
    """Socket Mode: no public address."""
    async with _running(settings, stop) as (running, readiness):
        connection = socket_connection(running.app, settings.secret("slack_app_token"))
        try:
            async with _given_up_at(stop):
                await connection.client.connect()
            readiness.started(running, connection.client.is_connected)
            _tell_ready(Mode.SOCKET, running)
            await stop.wait()
        except TokenRefused as error:
            raise slack_refused("Slack rejected SLACK_APP_TOKEN", str(error)) from error
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(connection.client.close(), timeout=1)


async def run_worker(settings: Settings, stop: asyncio.Event) -> None:
    """Finish what processes that died have left; needs PostgreSQL, which they share."""
    async with _running(settings, stop) as (running, readiness):
        if running.core.services.store.alone:
            raise CannotStart(
                "A worker needs a PostgreSQL database that it shares with the bot: set DATABASE_URL. "
                "With SQLite you don't need one: `ringmaster socket` or `ringmaster web` does its work too."
            )
        readiness.started(running)
        _tell_ready(Mode.WORKER, running)
        await stop.wait()


class StoppedEarly(Exception):
    """The process is to end before it is ready."""


@asynccontextmanager
async def _given_up_at(stop: asyncio.Event) -> AsyncIterator[None]:
    """Slack may be away for hours: what waits for it at the start is not waited for at the end.

    Raises `StoppedEarly`.
    """
    try:
        async with asyncio.timeout(None) as starting:
            watch = asyncio.create_task(_expire(starting, stop))
            try:
                yield
            finally:
                watch.cancel()
    except TimeoutError:
        if starting.expired():
            raise StoppedEarly from None
        raise


async def _expire(starting: asyncio.Timeout, stop: asyncio.Event) -> None:
    await stop.wait()
    starting.reschedule(asyncio.get_running_loop().time())


@asynccontextmanager
async def _running(
    settings: Settings, stop: asyncio.Event, *, slack: bool = False
) -> AsyncIterator[tuple[Bot, Readiness]]:
    """The bot, and what it serves: health and metrics from before it starts until after it has ended, on an
    address of their own, or on this machine where nothing is posted to the port; else beside that.

    Raises `CannotStart`, `StoppedEarly`.
    """
    readiness = Readiness()
    public = slack or bool(settings.webhook_secrets)
    admin = settings.admin_address or (None if public else (_HERE, settings.port))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(traces_sent())
        if admin is not None:
            await stack.enter_async_context(_listening(endpoints(readiness.report), *admin))
        async with _given_up_at(stop):
            running = await stack.enter_async_context(bot(settings))
        if public:
            posts = endpoints(
                readiness.report if admin is None else None, _takers(running, slack=slack), metrics=False
            )
            await stack.enter_async_context(_listening(posts, _EVERYWHERE, settings.port))
        _log_data(settings)
        await stack.enter_async_context(readiness.watched())
        await stack.enter_async_context(loop_watched())
        stack.callback(readiness.stopping)
        yield running, readiness


def _tell_ready(mode: Mode, running: Bot, **known: object) -> None:
    tell_build(mode)
    log.info("ready", mode=mode.value, workspace=running.workspace, **known)


def _log_data(settings: Settings) -> None:
    """Where it is, which hangs on the working directory."""
    database = database_location(settings.secret("database_url"))
    log.info("data", database=database, policy=str(settings.policy_file.absolute()))


def http_endpoints(running: Bot) -> ASGIApp:
    """All that HTTP mode serves: Slack's requests, CircleCI's webhooks, and the process's own endpoints."""
    readiness = Readiness()
    readiness.started(running)
    return endpoints(readiness.report, _takers(running, slack=True))


def _takers(running: Bot, *, slack: bool) -> Mapping[str, ASGIApp]:
    if not slack:
        return running.webhooks
    intake = SlackIntake(running.app, running.core.settings.signing_secrets)
    return {EVENTS_PATH: intake, **running.webhooks}


@asynccontextmanager
async def _listening(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Serve there. Raises `CannotStart` where that is not possible."""
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(serve(app, port, host=host, grace=1))
        except OSError as error:
            raise CannotStart(
                f"Can't listen on port {port}: {error.strerror}. Set PORT or ADMIN_PORT to another."
            ) from error
        yield


async def run_migrations(settings: Settings) -> None:
    """Bring the database up to date. Raises `CannotStart`."""
    try:
        await migrate(settings.secret("database_url"))
    except (StoreUnavailable, SecondWriter) as error:
        raise unusable_database(error) from error


async def say_once(
    settings: Settings,
    line: str,
    *,
    json: bool,
    channel: str | None,
    user: str | None,
    follow: bool = False,
    members: Mapping[str, frozenset[str]] | None = None,
    guests: frozenset[str] = frozenset(),
    transport: httpx.AsyncBaseTransport | None = None,
) -> bool:
    """Run one line as somebody in a channel would, and print the answer. False: it was refused.

    ``channel``: its id, or its name in the policy. ``follow``: each redrawing is printed too, else only the
    last. Rows of what it does are kept for the line alone: the running bot's database is not touched.
    """

    async def guest(person: str) -> bool:
        return person in guests

    workspace = "T0TERMINAL"
    outbox = TerminalOutbox(json=payload if json else None, follow=follow)
    policies = PolicySource(settings.policy_file, named=settings.names_policy)
    if policies.problem is not None:
        raise CannotStart(policies.problem)
    alone = settings.model_copy(update={"database_url": SecretStr("sqlite://")})
    async with core(
        alone,
        outbox,
        workspace=workspace,
        policies=policies,
        members=lambda: members or {},
        guest=guest,
        transport=transport,
    ) as parts:
        request = Request(
            line=line.encode(errors="replace").decode(),  # bytes that are no text can be typed
            actor=Actor(user or "U0TERMINAL", workspace),
            place=Place(workspace, _channel_id(policies.current, channel or "C0TERMINAL")),
            reply=Reply(Surface.TERMINAL),
            key=uuid4().hex,
            received_at=utc_now(),
        )
        await parts.dispatcher.receive(request)
        await parts.pool.idle()
    outbox.finish()
    return not outbox.refused


def _channel_id(policy: Policy, said: str) -> str:
    """The id of a channel, perhaps by its name in the policy. Raises `CannotStart` for a name it lacks."""
    names = {rules.name: id for id, rules in policy.channels.items() if rules.name}
    name = said.removeprefix("#")
    if said.startswith("#") and name not in names:
        known = ", ".join(f"#{each}" for each in names) or "none"
        raise CannotStart(f"The policy has no channel #{name}. Its channels: {known}.")
    return names.get(name, said)


def run_until_stopped(main: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run until SIGTERM or SIGINT, then finish what is under way within 10 s."""
    gc.freeze()  # what was imported
    gc.enable()
    give_large_blocks_back()

    async def until_stopped() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, stop.set)
        with suppress(StoppedEarly):
            await main(stop)
        log.info("stopped")

    asyncio.run(until_stopped())
