"""A slash command → Request."""

from collections.abc import Mapping
from datetime import datetime

from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.slack.inbound.payload import optional_text, required_text
from bot.slack.inbound.text import normalize


def command_request(
    body: Mapping[str, object], *, workspace: str, now: datetime, handles: Mapping[str, str]
) -> Request:
    """A slash command. ``workspace`` is the one in which the bot is installed.

    https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
    """
    what = "a slash command"
    return Request(
        line=normalize(optional_text(body, "text") or "", handles),
        actor=Actor(required_text(what, body, "user_id"), required_text(what, body, "team_id")),
        place=Place(workspace, required_text(what, body, "channel_id")),
        reply=Reply(Surface.COMMAND, response_url=optional_text(body, "response_url")),
        key=required_text(what, body, "trigger_id"),
        received_at=now,
    )
