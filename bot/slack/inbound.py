"""Slack's payloads → Request. Pure: one function for each family of payloads.

Ids are read from the verified payload alone, never names. A payload that lacks what it must have raises
ValueError, which says what.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn

from bot.model.plain import printable
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request

#: The value of a menu's entry that only opens a page: never a line.
OPENS = "open:"

# Messages of people. https://docs.slack.dev/reference/events/message#subtypes
_BY_PEOPLE = frozenset({None, "", "file_share", "me_message", "thread_broadcast"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")

_MARKUP = re.compile(r"<([^<>]*)>")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_QUOTES = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
# A phone turns -- into a dash; it only means a flag where a word begins with it.
_DASH = re.compile(r"(?<!\S)[—–―](?=\w)")
_QUOTED_WHOLE = re.compile(r"(`{1,3})([^`]*)\1")


def command_request(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request:
    """A slash command. ``workspace`` is the one in which the bot is installed.

    https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling
    """
    what = "a slash command"
    trigger = _required(what, body, "trigger_id")
    return Request(
        line=normalize(_text(body, "text") or ""),
        actor=Actor(_required(what, body, "user_id"), _required(what, body, "team_id")),
        place=Place(workspace, _required(what, body, "channel_id")),
        reply=Reply(Surface.COMMAND, response_url=_text(body, "response_url")),
        key=trigger,
        received_at=now,
        trigger_id=trigger,
    )


def click_request(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request | None:
    """A button or a menu's entry, whose value is a line. None for one that only opens a page.

    ``team`` and the user's ``team_id`` are those of the one who clicks, who in a shared channel may be
    of another workspace. The wish is the button of the message, however many click it.
    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    what = "a click"
    if not isinstance(action := _at(body, "actions", 0), Mapping) or not action:
        _lacks(what, "actions")
    actor = _required(what, body, "user", "id")
    value = _text(_at(action, "selected_option") or action, "value")
    if value is None or value.startswith(OPENS):
        return None
    channel = _text(body, "channel", "id") or _text(body, "container", "channel_id")
    channel = channel or _lacks(what, "channel_id")
    ts = _text(body, "container", "message_ts") or _text(body, "message", "ts") or _lacks(what, "ts")
    thread = _text(body, "message", "thread_ts") or _text(body, "container", "thread_ts")
    # The answer goes into the thread of the message; but nobody can reply to an ephemeral one.
    own = None if _at(body, "container", "is_ephemeral") else ts
    trigger = _text(body, "trigger_id")
    return Request(
        line=value,
        actor=Actor(actor, _text(body, "user", "team_id") or _required(what, body, "team", "id")),
        place=Place(workspace, channel, thread or own),
        reply=Reply(Surface.BUTTON, own, _text(body, "response_url")),
        key=f"{channel}:{ts}:{value}",
        received_at=now,
        delivery=trigger,
        trigger_id=trigger,
    )


def mention_request(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request | None:
    """A mention. None where it is none of a person's: a bot's, an edited one, one of the bot itself.

    https://docs.slack.dev/reference/events/app_mention
    """
    what = "a mention"
    if not isinstance(event := body.get("event"), Mapping):
        _lacks(what, "event")
    if _text(body, "authorizations", 0, "team_id") not in (None, workspace):
        return None  # meant for the bot of another workspace
    bot, user = _text(body, "authorizations", 0, "user_id"), _text(event, "user")
    by_bot = any(event.get(each) for each in ("bot_id", "bot_profile", "edited", "hidden"))
    if by_bot or event.get("subtype") not in _BY_PEOPLE or user is None or user == bot:
        return None
    ts = _required(what, event, "ts")
    return Request(
        line=_after_mention(_text(event, "text") or "", bot),
        actor=Actor(user, _home(body)),
        place=Place(workspace, _required(what, event, "channel"), _text(event, "thread_ts") or ts),
        reply=Reply(Surface.MENTION, message=ts),
        key=_required(what, body, "event_id"),
        received_at=now,
    )


def _after_mention(text: str, bot: str | None) -> str:
    """The line: what follows the bot's name, else what stands before it."""
    for found in _MENTION.finditer(text):
        if bot is None or found[1] == bot:
            return normalize(text[found.end() :]) or normalize(text[: found.start()])
    return normalize(text)


def _home(body: Mapping[str, object]) -> str:
    """The workspace of the one who mentions.

    In a shared channel ``user_team`` tells it, or only an organisation (``E…``): then it stays unknown,
    and that organisation is no workspace of ours.
    """
    told = (_text(body, "event", name) for name in ("user_team", "source_team", "team"))
    ours = None if body.get("is_ext_shared_channel") else _text(body, "team_id")
    return next(filter(None, told), ours) or "unknown"


# What somebody typed


def normalize(text: str) -> str:
    """The line as it was meant, before Slack and keyboards did something to it.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    meant = _ENTITY.sub(lambda found: _ENTITIES[found[1]], _MARKUP.sub(_unmarked, text))
    meant = printable(meant).translate(_QUOTES).strip()
    if whole := _QUOTED_WHOLE.fullmatch(meant):
        meant = whole[2].strip()
    return _DASH.sub("--", meant)


def _unmarked(found: re.Match[str]) -> str:
    """What was typed where Slack says ``<https://…|label>``, ``<@U…>``, ``<#C…|name>`` or ``<!here>``."""
    target, _, label = found[1].partition("|")
    if target.startswith(("@", "#")):
        return target
    if target.startswith("!subteam^"):
        return "@" + target.removeprefix("!subteam^")
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    if target.startswith(("mailto:", "tel:")):
        return label or target.partition(":")[2]
    # Slack links a bare host or a name like v1.2.co by itself; then the label is what was typed.
    if label and target in (f"http://{label}", f"https://{label}"):
        return label
    return target


# Parts of a payload, which may be of any shape


def _at(fields: object, *path: str | int) -> object:
    """What stands at ``path``: names of fields, places in lists. None where there is nothing."""
    for key in path:
        match fields, key:
            case Mapping(), str():
                fields = fields.get(key)
            case list(), int() if len(fields) > key:
                fields = fields[key]
            case _:
                return None
    return fields


def _text(fields: object, *path: str | int) -> str | None:
    value = _at(fields, *path)
    return value if isinstance(value, str) and value else None


def _required(what: str, fields: object, *path: str) -> str:
    """Raises ValueError with the first name at which there is nothing."""
    for end in range(1, len(path)):
        if not isinstance(_at(fields, *path[:end]), Mapping):
            _lacks(what, path[end - 1])
    return _text(fields, *path) or _lacks(what, path[-1])


def _lacks(what: str, name: str) -> NoReturn:
    raise ValueError(f"{what} without {name}")
