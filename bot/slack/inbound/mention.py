"""A mention → Request."""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.grammar.edges import is_noise
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.slack.inbound.payload import lacks, optional_text, required_text
from bot.slack.inbound.text import normalize

# Messages of people. https://docs.slack.dev/reference/events/message#subtypes
_BY_PEOPLE = frozenset({None, "", "file_share", "me_message", "thread_broadcast"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")

# A mark of formatting, around more than the name.
_OPENED = re.compile(r"[*_~]+$")


def mention_request(
    body: Mapping[str, object], *, workspace: str, now: datetime, handles: Mapping[str, str]
) -> Request | None:
    """A mention. None where it is none of a person's: a bot's, an edited one, one of the bot itself.

    https://docs.slack.dev/reference/events/app_mention
    """
    what = "a mention"
    if not isinstance(event := body.get("event"), Mapping):
        lacks(what, "event")
    if optional_text(body, "authorizations", 0, "team_id") not in (None, workspace):
        return None  # meant for the bot of another workspace
    bot, user = optional_text(body, "authorizations", 0, "user_id"), optional_text(event, "user")
    by_bot = any(event.get(each) for each in ("bot_id", "bot_profile", "edited", "hidden"))
    if by_bot or event.get("subtype") not in _BY_PEOPLE or user is None or user == bot:
        return None
    ts = required_text(what, event, "ts")
    return Request(
        line=_after_mention(optional_text(event, "text") or "", bot, handles),
        actor=Actor(user, _home(body)),
        place=Place(
            workspace, required_text(what, event, "channel"), optional_text(event, "thread_ts") or ts
        ),
        reply=Reply(Surface.MENTION, message=ts),
        key=required_text(what, body, "event_id"),
        received_at=now,
    )


def _after_mention(text: str, bot: str | None, handles: Mapping[str, str]) -> str:
    """The line: what follows the bot's name, else what stands before it."""
    for found in _MENTION.finditer(text):
        if bot is None or found[1] == bot:
            return _beside(text[: found.start()], text[found.end() :], handles)
    return normalize(text, handles)


def _beside(before: str, after: str, handles: Mapping[str, str]) -> str:
    if opened := _OPENED.search(before):  # *@ringmaster status web*
        mark = opened[0]
        after = after.removeprefix(mark) if after.startswith(mark) else mark + after.lstrip()
    line, earlier = normalize(after, handles), normalize(_last_line(before), handles)
    return earlier if earlier and is_noise(line) else line


def _last_line(text: str) -> str:
    lines = [each for each in text.splitlines() if each.strip()]
    return lines[-1] if lines else ""


def _home(body: Mapping[str, object]) -> str:
    """The workspace of the one who mentions.

    In a shared channel ``user_team`` tells it, or only an organisation (``E…``): then it stays unknown,
    and that organisation is no workspace of ours.
    """
    told = (optional_text(body, "event", name) for name in ("user_team", "source_team", "team"))
    ours = None if body.get("is_ext_shared_channel") else optional_text(body, "team_id")
    return next(filter(None, told), ours) or "unknown"
