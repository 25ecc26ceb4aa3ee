"""Mentions of the bot.

https://docs.slack.dev/reference/events/app_mention
"""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.slack.inbound.payload import first_fields, optional_text, required_fields, required_text
from bot.slack.inbound.text import normalize

# Messages of people. https://docs.slack.dev/reference/events/message#subtypes
_BY_PEOPLE = frozenset({None, "", "file_share", "me_message", "thread_broadcast"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def mention_request(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request | None:
    """A mention. None where it is none of a person's: a bot's, an edited one, one of the bot itself."""
    what = "a mention"
    event = required_fields(body, "event", what)
    authorization = first_fields(body.get("authorizations"))
    if optional_text(authorization, "team_id") not in (None, workspace):
        return None  # meant for the bot of another workspace
    bot = optional_text(authorization, "user_id")
    user = optional_text(event, "user")
    by_bot = any(event.get(each) for each in ("bot_id", "bot_profile", "edited", "hidden"))
    if by_bot or event.get("subtype") not in _BY_PEOPLE or user is None or user == bot:
        return None
    ts = required_text(event, "ts", what)
    channel = required_text(event, "channel", what)
    return Request(
        line=_after_mention(optional_text(event, "text") or "", bot),
        actor=Actor(user, _home(body, event)),
        place=Place(workspace, channel, optional_text(event, "thread_ts") or ts),
        reply=Reply(Surface.MENTION, message=ts),
        key=required_text(body, "event_id", what),
        received_at=now,
    )


def _after_mention(text: str, bot: str | None) -> str:
    """The line: what follows the bot's name, else what stands before it."""
    for found in _MENTION.finditer(text):
        if bot is None or found[1] == bot:
            return normalize(text[found.end() :]) or normalize(text[: found.start()])
    return normalize(text)


def _home(body: Mapping[str, object], event: Mapping[str, object]) -> str:
    """The workspace of the one who mentions.

    In a shared channel ``user_team`` tells it, or only an organisation (``E…``): then it stays unknown,
    and that organisation is no workspace of ours.
    """
    home = optional_text(event, "user_team") or optional_text(event, "source_team")
    home = home or optional_text(event, "team")
    if home is None and not body.get("is_ext_shared_channel"):
        home = optional_text(body, "team_id")
    return home or "unknown"
