"""Slack's payloads → Invocation. Pure.

Ids are read from the verified payload alone, never names. A payload that lacks what it must have raises
ValueError, which says what.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.model.request import Actor, Place, Request, Source
from bot.slack.inbound.text import normalise

#: The value of a menu's entry that only opens a page: never a line.
OPENS = "open:"

# Messages of people. https://docs.slack.dev/reference/events/message#subtypes
_BY_PEOPLE = frozenset({None, "", "file_share", "me_message", "thread_broadcast"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def command(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request:
    """A slash command. ``workspace`` is the one in which the bot is installed.

    https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
    """
    what = "a slash command"
    return Request(
        line=normalise(_optional(body, "text") or ""),
        actor=Actor(_needed(body, "user_id", what), _needed(body, "team_id", what)),
        place=Place(workspace, _needed(body, "channel_id", what)),
        source=Source.COMMAND,
        key=_needed(body, "trigger_id", what),
        received_at=now,
        response_url=_optional(body, "response_url"),
    )


def mention(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request | None:
    """A mention. None where it is none of a person's: a bot's, an edited one, one of the bot itself.

    https://docs.slack.dev/reference/events/app_mention
    """
    what = "a mention"
    event = _mapping(body, "event", what)
    authorization = _first(body.get("authorizations"))
    if _optional(authorization, "team_id") not in (None, workspace):
        return None  # meant for the bot of another workspace
    bot = _optional(authorization, "user_id")
    user = _optional(event, "user")
    by_bot = any(event.get(each) for each in ("bot_id", "bot_profile", "edited", "hidden"))
    if by_bot or event.get("subtype") not in _BY_PEOPLE or user is None or user == bot:
        return None
    ts = _needed(event, "ts", what)
    return Request(
        line=_after_mention(_optional(event, "text") or "", bot),
        actor=Actor(user, _home(body, event)),
        place=Place(
            workspace,
            _needed(event, "channel", what),
            _optional(event, "thread_ts") or ts,
        ),
        source=Source.MENTION,
        key=_needed(body, "event_id", what),
        received_at=now,
        message=ts,
    )


def click(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request | None:
    """A button or a menu's entry. None for one that only opens a page.

    ``team`` and the user's ``team_id`` are those of the one who clicks, who in a shared channel may be
    of another workspace. The wish is the button of the message, however many click it.
    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    what = "a click"
    action = _first(body.get("actions"))
    if not action:
        raise ValueError(f"{what} without actions")
    container, message = _maybe(body, "container"), _maybe(body, "message")
    user = _mapping(body, "user", what)
    value = _optional(_maybe(action, "selected_option") or action, "value")
    if value is None or value.startswith(OPENS):
        return None
    channel = _optional(_maybe(body, "channel"), "id") or _needed(container, "channel_id", what)
    ts = _optional(container, "message_ts") or _needed(message, "ts", what)
    team = _optional(user, "team_id") or _needed(_mapping(body, "team", what), "id", what)
    thread = _optional(message, "thread_ts") or _optional(container, "thread_ts")
    # The answer goes into the thread of the message; but nobody can reply to an ephemeral one.
    own = None if container.get("is_ephemeral") else ts
    return Request(
        line=value,
        actor=Actor(_needed(user, "id", what), team),
        place=Place(workspace, channel, thread or own),
        source=Source.BUTTON,
        key=f"{channel}:{ts}:{value}",
        received_at=now,
        message=own,
        response_url=_optional(body, "response_url"),
        delivery=_optional(body, "trigger_id"),
    )


def _after_mention(text: str, bot: str | None) -> str:
    """The line: what follows the bot's name, else what stands before it."""
    for found in _MENTION.finditer(text):
        if bot is None or found[1] == bot:
            return normalise(text[found.end() :]) or normalise(text[: found.start()])
    return normalise(text)


def _home(body: Mapping[str, object], event: Mapping[str, object]) -> str:
    """The workspace of the one who mentions.

    In a shared channel ``user_team`` tells it, or only an organisation (``E…``): then it stays unknown,
    and that organisation is no workspace of ours.
    """
    home = _optional(event, "user_team") or _optional(event, "source_team") or _optional(event, "team")
    if home is None and not body.get("is_ext_shared_channel"):
        home = _optional(body, "team_id")
    return home or "unknown"


def _needed(fields: Mapping[str, object], name: str, what: str) -> str:
    value = _optional(fields, name)
    if value is None:
        raise ValueError(f"{what} without {name}")
    return value


def _optional(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None


def _mapping(fields: Mapping[str, object], name: str, what: str) -> Mapping[str, object]:
    value = fields.get(name)
    if not isinstance(value, Mapping):
        raise ValueError(f"{what} without {name}")
    return value


def _maybe(fields: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = fields.get(name)
    return value if isinstance(value, Mapping) else {}


def _first(items: object) -> Mapping[str, object]:
    first = items[0] if isinstance(items, list) and items else {}
    return first if isinstance(first, Mapping) else {}
