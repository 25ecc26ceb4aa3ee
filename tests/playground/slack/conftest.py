"""A bare Bolt app between the workspace and the tests: what it heard, and what it says back."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.slack.small_slack import SmallSlack


class Bolt:
    """The app. ``heard`` are the bodies that its listeners got; ``on_command`` may be replaced."""

    def __init__(self, slack: SmallSlack, secret: str) -> None:
        self.client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        # Without a name, it looks for its caller's through all that is imported.
        self.app = AsyncApp(
            name="tests", client=self.client, signing_secret=secret, process_before_response=True
        )
        self.heard: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.on_command: Callable[..., Awaitable[object]] = self._ack
        self.on_action: Callable[..., Awaitable[object]] = self._ack
        self.on_mention: Callable[..., Awaitable[object]] = self._nothing
        self.app.command("/ci")(self.command)
        self.app.action(re.compile(""))(self.action)
        self.app.event("app_mention")(self.mention)
        self.asgi = Starlette(routes=[Route("/slack/events", self.endpoint, methods=["POST"])])

    async def endpoint(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        return await AsyncSlackRequestHandler(self.app).handle(request)

    async def command(self, body: dict[str, Any], ack: Any, respond: Any, say: Any) -> None:
        self.heard.append(body)
        await self.on_command(body=body, ack=ack, respond=respond, say=say)

    async def action(self, body: dict[str, Any], ack: Any, respond: Any, say: Any) -> None:
        self.heard.append(body)
        await self.on_action(body=body, ack=ack, respond=respond, say=say)

    async def mention(self, body: dict[str, Any], ack: Any, say: Any) -> None:
        self.heard.append(body)
        await self.on_mention(body=body, ack=ack, say=say)

    async def _ack(self, ack: Any, **_: Any) -> None:
        await ack()

    async def _nothing(self, **_: Any) -> None: ...


class Stage:
    """A served workspace with a Bolt app."""

    def __init__(self, slack: SmallSlack, bolt: Bolt) -> None:
        self.slack = slack
        self.bolt = bolt
        self.client = bolt.client


Setting = Callable[..., AbstractAsyncContextManager[Stage]]


@asynccontextmanager
async def over_http(secret: str | None = None, **options: Any) -> AsyncIterator[Stage]:
    """The app hears over HTTP, in this process. ``secret``: with which the app checks signatures."""
    options = {"retry_delays": (0.0, 0.0, 0.0)} | options
    slack = SmallSlack(**options)
    async with slack.serve():
        bolt = Bolt(slack, secret or slack.signing_secret)
        slack.deliver_to("http://app/slack/events", httpx.ASGITransport(bolt.asgi))
        yield Stage(slack, bolt)


@asynccontextmanager
async def over_sockets(connections: int = 1, **options: Any) -> AsyncIterator[Stage]:
    """The app hears through Socket Mode."""
    options = {"retry_delays": (0.0, 0.0, 0.0)} | options
    slack = SmallSlack(**options)
    async with slack.serve():
        bolt = Bolt(slack, slack.signing_secret)
        handlers = [AsyncSocketModeHandler(bolt.app, slack.app_token) for _ in range(connections)]
        for handler in handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call]
        await slack.sockets.connected(connections)
        try:
            yield Stage(slack, bolt)
        finally:
            for handler in handlers:
                await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with over_http() as stage:
        yield stage


@pytest.fixture(params=[over_http, over_sockets], ids=["http", "socket"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The same play over either protocol."""
    setting: Setting = request.param
    async with setting() as stage:
        yield stage
