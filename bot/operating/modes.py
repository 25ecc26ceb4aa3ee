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

from bot.app import Bot, bot, core, utc_now
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.operating.serving import endpoints, serve
from bot.policy.rules import Policy
from bot.policy.source import PolicySource
from bot.settings import CannotStart, Settings
from bot.slack.app import socket_connection
from bot.slack.drawing.blocks import payload
from bot.slack.intake import EVENTS_PATH, SlackIntake
from bot.store import SecondWriter, StoreUnavailable, migrate
from bot.terminal import TerminalOutbox

log = structlog.get_logger()

#: Servers listen on every interface: a load balancer or a probe comes from elsewhere.
_EVERYWHERE = "0.0.0.0"  # noqa: S104


async def run_web(settings: Settings, stop: asyncio.Event) -> None:
    """HTTP: Slack sends to ``/slack/events`` on the port."""
    async with (
        bot(settings) as running,
        _listening(http_endpoints(running), settings.port) as url,
    ):
        log.info("ready", mode="web", url=url, workspace=running.workspace)
        await stop.wait()


async def run_socket(settings: Settings, stop: asyncio.Event) -> None:
    """Socket Mode: no public address. Health and metrics are served on the port."""
    async with bot(settings) as running:
        connection = socket_connection(running.app, settings.secret("slack_app_token"))

        async def ready() -> Mapping[str, str]:
            lacking = dict(await running.core.lacking())
            if not await connection.client.is_connected():
                lacking["slack"] = "not connected"
            return lacking

        async with _listening(endpoints(ready, running.webhooks), settings.port):
            await connection.client.connect()  # type: ignore[no-untyped-call]
            log.info("ready", mode="socket", workspace=running.workspace)
            try:
                await stop.wait()
            finally:
                with suppress(TimeoutError):
                    await asyncio.wait_for(connection.client.close(), timeout=1)  # type: ignore[no-untyped-call]


async def run_worker(settings: Settings, stop: asyncio.Event) -> None:
    """Finish what processes that died have left; needs PostgreSQL, which they share."""
    async with bot(settings) as running:
        if running.core.services.store.alone:
            raise CannotStart(
                "A worker needs a PostgreSQL database that it shares with the bot: set DATABASE_URL. "
                "With SQLite you don't need one: `ringmaster socket` or `ringmaster web` does its work too."
            )
        async with _listening(endpoints(running.core.lacking, running.webhooks), settings.port):
            log.info("ready", mode="worker", workspace=running.workspace)
            await stop.wait()


def http_endpoints(running: Bot) -> ASGIApp:
    """What HTTP mode serves: Slack's requests, CircleCI's webhooks, and the process's own endpoints."""
    slack = SlackIntake(running.app, running.core.settings.signing_secrets)
    return endpoints(running.core.lacking, {EVENTS_PATH: slack, **running.webhooks})


@asynccontextmanager
async def _listening(app: ASGIApp, port: int) -> AsyncIterator[str]:
    """Serve on the port. Raises `CannotStart` where it is taken."""
    async with AsyncExitStack() as stack:
        try:
            url = await stack.enter_async_context(serve(app, port, host=_EVERYWHERE, grace=1))
        except OSError as error:
            raise CannotStart(
                f"Can't listen on port {port}: {error.strerror}. Set PORT to another."
            ) from error
        yield url


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
    policies = PolicySource(settings.policy_file)
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
            line=line,
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

    async def until_stopped() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, stop.set)
        await main(stop)
        log.info("stopped")

    asyncio.run(until_stopped())
