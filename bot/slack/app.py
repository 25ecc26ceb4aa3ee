"""The Bolt app, for HTTP or Socket Mode, with our few listeners: acknowledge, convert, hand on; no decisions.

They are a middleware of Bolt's, whose answer it waits for instead of looking every 10 ms whether a listener
has acknowledged: they leave the work to the dispatcher.
https://docs.slack.dev/tools/bolt-python/concepts/global-middleware
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from prometheus_client import Counter
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.grammar_fault import OtherSlashCommand
from bot.pool import CRASHES
from bot.slack.bolt import Fits, LeanApp, Payload, quiet_logger
from bot.slack.directory import Directory
from bot.slack.inbound.click import click_request
from bot.slack.inbound.command import command_request
from bot.slack.inbound.mention import mention_request
from bot.slack.inbound.payload import IncompletePayload, optional_text, part_at
from bot.slack.replies.whisper import acknowledgement
from bot.slack.socket import SocketClient, SocketConnection
from bot.spine.dispatch import Dispatcher
from bot.views.refusals.refusal import refusal

log = structlog.get_logger()

_UNHEARD = Counter("ringmaster_unheard_total", "Deliveries that nothing in the bot is for", ["type"])


def slack_app(
    client: AsyncWebClient,
    dispatcher: Dispatcher,
    directory: Directory,
    *,
    workspace: str,
    slash: str,
    now: Callable[[], datetime],
) -> LeanApp:
    """The Bolt app, for payloads that are Slack's: over HTTP `SlackIntake` sees to that.

    Each listener is for a whole family of payloads.
    """
    app = LeanApp(
        name="ringmaster",
        logger=quiet_logger(),
        client=client,
        raise_error_for_unhandled_request=True,
    )
    app.error(_not_handled)

    async def command(body: Payload) -> Payload | None:
        message = await dispatcher.receive(
            command_request(body, workspace=workspace, now=now(), handles=directory.handles)
        )
        return acknowledgement(message) if message is not None else None

    async def click(body: Payload) -> None:
        request = click_request(body, workspace=workspace, now=now())
        if request is not None:
            await dispatcher.receive(request)

    async def mention(body: Payload) -> None:
        request = mention_request(body, workspace=workspace, now=now(), handles=directory.handles)
        if request is not None:
            if body.get("is_ext_shared_channel"):
                directory.take_shared(request.place.channel)
            await dispatcher.receive(request)

    async def groups_changed(_: Payload) -> None:
        directory.stale()

    app.listen(lambda body: body.get("command") == slash, command)
    app.listen(lambda body: bool(body.get("command")), partial(_tell_name, slash))
    app.listen(lambda body: body.get("type") == "block_actions", click)
    app.listen(_is_event("app_mention"), mention)
    app.listen(_is_event("subteam_members_changed", "subteam_updated"), groups_changed)
    app.listen(lambda body: body.get("type") == "url_verification", _verify_address)
    return app


async def _verify_address(body: Payload) -> Payload:
    """https://docs.slack.dev/reference/events/url_verification"""
    return {"challenge": body.get("challenge")}


async def _tell_name(slash: str, body: Payload) -> Payload:
    """The app's command has another name than the setting says."""
    _UNHEARD.labels("command").inc()
    log.warning("another slash command", command=body["command"], listens_to=slash)
    return acknowledgement(refusal(OtherSlashCommand(str(body["command"]), slash)))


def _is_event(*types: str) -> Fits:
    return lambda body: body.get("type") == "event_callback" and part_at(body, "event", "type") in types


async def _not_handled(error: Exception, body: Mapping[str, Any]) -> BoltResponse:
    """Slack delivers again what is not acknowledged, and counts it as failed: that helps with nothing here.

    Only where somebody waits for it is a bug of ours not acknowledged, so that Slack tells them.
    """
    event = isinstance(body.get("event"), Mapping)
    kind = optional_text(body, "event", "type") if event else optional_text(body, "type")
    match error:
        case BoltUnhandledRequestError():
            _UNHEARD.labels(kind or "none").inc()
            waits = log.debug if event else log.warning  # who asked what isn't an event
            waits("not for us", type=kind)
        case IncompletePayload():
            log.warning("a delivery can't be read", type=kind, reason=str(error))
        case _:
            CRASHES.inc()
            log.error("a listener crashed", type=kind, exc_info=error)
            return BoltResponse(status=200 if event else 500)
    return BoltResponse(status=200)


def socket_connection(app: LeanApp, app_token: str) -> SocketConnection:
    """The Socket Mode connection."""
    return SocketConnection(app, SocketClient(app, app_token))
