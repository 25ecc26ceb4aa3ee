"""Who takes what Slack delivers, over HTTP or in Socket Mode: our few listeners, which convert and hand on.

No decisions. What they return is the acknowledgement: the work goes on behind it, at the dispatcher's.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

import structlog
from prometheus_client import Counter

from bot.model.grammar_fault import OtherSlashCommand
from bot.pool import CRASHES
from bot.slack.directory import Directory
from bot.slack.inbound.click import click_request
from bot.slack.inbound.command import command_request
from bot.slack.inbound.mention import mention_request
from bot.slack.inbound.payload import IncompletePayload, optional_text, part_at
from bot.slack.replies.whisper import acknowledgement
from bot.spine.dispatch import Dispatcher
from bot.views.refusals.refusal import refusal

Payload: TypeAlias = dict[str, Any]
Fits: TypeAlias = Callable[[Payload], bool]

#: Gives what the acknowledgement says; None: nothing.
Listener: TypeAlias = Callable[[Payload], Awaitable[Payload | None]]

log = structlog.get_logger()

_UNHEARD = Counter("ringmaster_unheard_total", "Deliveries that nothing in the bot is for", ["type"])


class NotAcknowledged(Exception):
    """A bug of ours, where somebody waits: Slack tells them if nobody acknowledges."""


class Listeners:
    """Each is for a whole family of payloads, which are known to be Slack's: over HTTP `SlackIntake` sees to
    that. Of several that fit the first takes a payload.
    """

    def __init__(self, *listeners: tuple[Fits, Listener]) -> None:
        self._listeners: Sequence[tuple[Fits, Listener]] = listeners

    async def take(self, payload: Payload) -> Payload | None:
        """Gives what the acknowledgement says.

        Slack delivers again what is not acknowledged, and counts it as failed: that helps with nothing here.
        Only where somebody waits for it is a bug of ours not acknowledged: then it raises `NotAcknowledged`.
        """
        try:
            for fits, listener in self._listeners:
                if fits(payload):
                    return await listener(payload)
        except IncompletePayload as error:
            log.warning("a delivery can't be read", type=_kind(payload), reason=str(error))
        except Exception as error:
            CRASHES.inc()
            log.error("a listener crashed", type=_kind(payload), exc_info=error)
            if not _is_about_event(payload):
                raise NotAcknowledged from error
        else:
            _UNHEARD.labels(_kind(payload) or "none").inc()
            tell = log.debug if _is_about_event(payload) else log.warning
            tell("not for us", type=_kind(payload))
        return None


def _is_about_event(payload: Payload) -> bool:
    """Then nobody waits for it."""
    return isinstance(payload.get("event"), dict)


def _kind(payload: Payload) -> str | None:
    return optional_text(payload, "event", "type") or optional_text(payload, "type")


def slack_listeners(
    dispatcher: Dispatcher, directory: Directory, *, workspace: str, slash: str, now: Callable[[], datetime]
) -> Listeners:
    """All that there are."""

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
            await dispatcher.receive(request)

    async def groups_changed(_: Payload) -> None:
        directory.stale()

    return Listeners(
        (lambda body: body.get("command") == slash, command),
        (lambda body: bool(body.get("command")), partial(_tell_name, slash)),
        (_is_type("block_actions"), click),
        (_is_event("app_mention"), mention),
        (_is_event("subteam_members_changed", "subteam_updated"), groups_changed),
        (_is_type("url_verification"), _challenged),
    )


async def _tell_name(slash: str, body: Payload) -> Payload:
    """The app's command has another name than the setting says."""
    _UNHEARD.labels("command").inc()
    log.warning("another slash command", command=body["command"], listens_to=slash)
    return acknowledgement(refusal(OtherSlashCommand(str(body["command"]), slash)))


async def _challenged(body: Payload) -> Payload:
    """https://docs.slack.dev/reference/events/url_verification"""
    return {"challenge": body.get("challenge")}


def _is_type(name: str) -> Fits:
    return lambda body: body.get("type") == name


def _is_event(*types: str) -> Fits:
    return lambda body: body.get("type") == "event_callback" and part_at(body, "event", "type") in types
