"""Builds the Bolt app, for HTTP or Socket Mode, with our few listeners.

`process_before_response` makes Bolt wait for the listener instead of looking every 10 ms whether it has
acknowledged: listeners acknowledge first and leave the work to the dispatcher.
https://docs.slack.dev/tools/bolt-python/concepts/async
"""

import logging
from collections.abc import Callable
from datetime import datetime

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp

from bot.slack import listeners
from bot.slack.directory import Directory
from bot.spine.dispatch import Dispatcher

#: Where Slack sends everything in HTTP mode.
EVENTS_PATH = "/slack/events"


def client(token: str, api_url: str) -> AsyncWebClient:
    """A Web API client that waits when Slack says to, and tries again when Slack stumbles."""
    return AsyncWebClient(
        token=token,
        base_url=api_url.rstrip("/") + "/",
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=5),
            AsyncServerErrorRetryHandler(max_retry_count=2),
        ],
    )


def build(
    web_client: AsyncWebClient,
    dispatcher: Dispatcher,
    directory: Directory,
    *,
    workspace: str,
    slash: str,
    now: Callable[[], datetime],
    signing_secret: str | None = None,
) -> AsyncApp:
    """The Bolt app. ``signing_secret`` None: Socket Mode, whose payloads need no signature."""
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_not_about_the_token)
    app = AsyncApp(
        name="ringmaster",
        client=web_client,
        signing_secret=signing_secret or "",
        request_verification_enabled=signing_secret is not None,
        process_before_response=True,
    )
    listeners.register(app, dispatcher, directory, workspace=workspace, slash=slash, now=now)
    return app


def _not_about_the_token(record: logging.LogRecord) -> bool:
    """Bolt finds the token in the environment, too, and warns that it takes the client's: which is meant."""
    return "`token` will be unused" not in str(record.msg)


def http(app: AsyncApp) -> ASGIApp:
    """The ASGI endpoint that Slack's requests go to."""
    return AsyncSlackRequestHandler(app, path=EVENTS_PATH)  # type: ignore[return-value]  # its scope is a plain dict


def socket_connection(app: AsyncApp, app_token: str) -> AsyncSocketModeHandler:
    """The Socket Mode connection."""
    return AsyncSocketModeHandler(app, app_token)
