"""Lines about what a channel or a person wants to hear of."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, TypeAlias

from bot.grammar import Arg, Kind, Syntax, kinds
from bot.grammar.vocabulary import BY_FLAG, WHOM_FLAG
from bot.lines.paging import ListMark
from bot.model.bad_text import BadText, ValueReason
from bot.model.digest import DigestTimes, read_digest_times
from bot.model.quiet import QuietHours, read_hours
from bot.model.reference import AT_HAND, LIST_START, Reference
from bot.model.subscription import AUTHOR, CAUSES, Event

_LENGTH = re.compile(r"(?:\d{1,5} ?[a-z]+(?: |, | and |(?=\d)|$))+", re.ASCII)
_SAID = (
    (re.compile(r"^(?:the )?next "), ""),
    (re.compile(r"\bhalf an hour\b"), "30m"),
    (re.compile(r"\bhalf a day\b"), "12h"),
    (re.compile(r"\b(?:an?|one) (?=[a-z])"), "1"),
)
_LENGTH_PART = re.compile(r"(\d+) ?([a-z]+)", re.ASCII)
_UNITS = {
    timedelta(minutes=1): ("m", "min", "mins", "minute", "minutes"),
    timedelta(hours=1): ("h", "hr", "hrs", "hour", "hours"),
    timedelta(days=1): ("d", "day", "days"),
    timedelta(weeks=1): ("w", "wk", "week", "weeks"),
}
_SIZES = {name: size for size, names in _UNITS.items() for name in names}
_LONGEST = timedelta(days=30)
#: Slack's id of a user group. https://docs.slack.dev/reference/objects/usergroup-object
_GROUP = re.compile(r"S[A-Z0-9]{4,}", re.ASCII)


#: What events are called as well, the bot's own words among them.
_CALLED = {
    Event.FAILED: "fail fails failing failure failures broken breaks",
    Event.FIXED: "fixes fixing recovered",
    Event.SUCCEEDED: "succeed succeeds success successes successful passed passes passing",
    Event.ON_HOLD: "on-hold hold holds held waiting waits approval approvals",
    Event.CANCELED: "cancelled cancels cancellation cancellations canceling cancelling",
    Event.STARTED: "start starts begun",
}
_EVENTS = {word: event for event, words in _CALLED.items() for word in (event.value, *words.split())}
_EVENT = f"(?:on hold|{'|'.join(sorted(_EVENTS, key=len, reverse=True))})"
_BETWEEN = re.compile(r"[,\s]+(?:(?:and|or)\s+)?")


#: What causes are called as well.
_CAUSED = {
    "push": "pushes pushed pushing commit commits",
    "api": "apis manual manually trigger triggers triggered",
    "schedule": "schedules scheduled scheduling cron nightly",
}
_CAUSES = {word: cause for cause in CAUSES for word in (cause, *_CAUSED[cause].split())}


def _events(text: str) -> tuple[Event, ...]:
    said = _BETWEEN.split(text.strip().lower().replace("on hold", Event.ON_HOLD))
    if said in (["all"], ["everything"]):
        return tuple(Event)
    if any(each not in _EVENTS for each in said):
        raise BadText(ValueReason.NO_EVENT, shown=", ".join(Event))
    return tuple(dict.fromkeys(_EVENTS[each] for each in said))


def _cause(text: str) -> str:
    if (said := text.lower()) not in _CAUSES:
        raise BadText(ValueReason.NO_EVENT, shown=", ".join(CAUSES))
    return _CAUSES[said]


def _whom(text: str) -> str:
    if (said := text.removeprefix("@")).lower() == AUTHOR:
        return AUTHOR
    if not _GROUP.fullmatch(said):
        raise BadText(ValueReason.NO_GROUP, shown=AUTHOR)
    return said


def _length(text: str) -> timedelta:
    said = text.strip().lower()
    for words, number in _SAID:
        said = words.sub(number, said)
    parts = [(int(number), name) for number, name in _LENGTH_PART.findall(said)]
    if not _LENGTH.fullmatch(said) or any(name not in _SIZES for _, name in parts):
        raise BadText(ValueReason.NO_LENGTH)
    length = sum((number * _SIZES[name] for number, name in parts), timedelta())
    if not timedelta() < length <= _LONGEST:
        raise BadText(ValueReason.LENGTH_RANGE, _LONGEST.days)
    return length


def _write_length(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    for size, unit in ((1440, "d"), (60, "h")):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


EVENT_LIST = Kind(
    "events",
    "events",
    "failed,fixed",
    _events,
    ",".join,
    listed=True,
    phrase=re.compile(f"(?:(?:on|for|to) )?(?:only )?({_EVENT}(?:(?: and| or)? {_EVENT})*)(?: only)?"),
)
CAUSE: Kind[str] = Kind("cause", "a cause", "push", _cause)
#: A login, or the id of somebody who was mentioned, with its ``@``.
LOGIN = replace(kinds.NAME, name="login|@person", noun="a login", example="ana-lima")
WORKFLOWS = replace(kinds.NAME_LIST, name="globs", noun="workflows", example="deploy*,test")
WHOM: Kind[str] = Kind("author|@group", "whom to mention", AUTHOR, _whom, lambda whom: whom)
LENGTH = Kind("length", "a length of time", "2h", _length, _write_length, optional="[2h]")
MUTED_LENGTH = replace(LENGTH, spaced=True)


#: ``follow #813 until it's done``: that is what it does.
_UNTIL_DONE = frozenset(
    {"until", "till", "once", "after", "done", "finished", "finishes", "finish", "ends", "ended", "over"}
    | {"complete", "completes", "completed", "ready"}
)
#: The run that is followed.
FollowedTarget: TypeAlias = Annotated[
    Reference,
    Arg(
        kinds.PIPELINE_REFERENCE,
        "Which pipeline: #812, last failed, @branch or a link",
        words=_UNTIL_DONE,
    ),
]


@dataclass(frozen=True, slots=True)
class FollowArgs:
    target: FollowedTarget = AT_HAND
    me: Annotated[bool, Arg(kinds.SWITCH, "In your direct messages, for you alone", flag="--me")] = False


@dataclass(frozen=True, slots=True)
class FollowingArgs:
    me: Annotated[bool, Arg(kinds.SWITCH, "What's followed in your direct messages", flag="--me")] = False
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class UnfollowArgs:
    target: FollowedTarget = AT_HAND
    me: Annotated[bool, Arg(kinds.SWITCH, "In your direct messages", flag="--me")] = False


@dataclass(frozen=True, slots=True)
class SubscribeArgs:
    target: Annotated[
        Reference,
        Arg(
            kinds.BRANCHES_REFERENCE,
            "Which project, and branch or tag: web, web@release/*, web@!main or all of acme/*",
        ),
    ] = AT_HAND
    on: Annotated[
        tuple[Event, ...] | None,
        Arg(EVENT_LIST, "What to post: failed, fixed, succeeded, on_hold, canceled, started", flag="--on"),
    ] = None
    workflow: Annotated[
        tuple[str, ...] | None,
        Arg(WORKFLOWS, "Only workflows of these names, e.g. deploy*,test", flag="--workflow", several=True),
    ] = None
    by: Annotated[str | None, Arg(LOGIN, "Only what this person pushed or started", flag=BY_FLAG)] = None
    event: Annotated[
        str | None, Arg(CAUSE, "Only what a push, an API call or a schedule started", flag="--event")
    ] = None
    mention: Annotated[
        str | None, Arg(WHOM, "Whom to mention: the commit's author, or a group", flag=WHOM_FLAG)
    ] = None
    remind: Annotated[
        timedelta | None,
        Arg(LENGTH, "Remind who can approve, once, when an approval has waited this long", flag="--remind"),
    ] = None
    preview: Annotated[
        bool, Arg(kinds.SWITCH, "Show what the last runs would have posted", flag="--preview")
    ] = False


@dataclass(frozen=True, slots=True)
class SubscriptionsArgs:
    """None."""


@dataclass(frozen=True, slots=True)
class UnsubscribeArgs:
    target: Annotated[
        Reference,
        Arg(kinds.BRANCHES_REFERENCE, "Which project and branch: web, web@release/*, acme/* or all"),
    ] = AT_HAND


@dataclass(frozen=True, slots=True)
class MuteArgs:
    length: Annotated[timedelta | None, Arg(MUTED_LENGTH, "For how long, e.g. 30m, 2h or 1d; else 2 h")] = (
        None
    )
    off: Annotated[bool, Arg(kinds.SWITCH, "Post notices again", flag="--off")] = False


FOLLOW = Syntax("follow", FollowArgs, ("follow", "follow #813", "follow web@main --me"), acts=True)
FOLLOWING = Syntax("following", FollowingArgs, ("following", "following --me"))
UNFOLLOW = Syntax("unfollow", UnfollowArgs, ("unfollow", "unfollow #813"), acts=True)
HOURS = Kind(
    "hours",
    "hours of the week",
    "Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin",
    read_hours,
    optional="[hours] [time zone]",
    spaced=True,
)


@dataclass(frozen=True, slots=True)
class QuietArgs:
    hours: Annotated[
        QuietHours | None, Arg(HOURS, "When, and in which time zone, e.g. Mon-Fri 18:00-08:00, Sat, Sun UTC")
    ] = None
    break_through: Annotated[
        bool, Arg(kinds.SWITCH, "Post failures of default branches at once", flag="--break-through")
    ] = False
    off: Annotated[bool, Arg(kinds.SWITCH, "Turn quiet hours off", flag="--off")] = False


DIGEST_TIMES = Kind(
    "time",
    "a time of day",
    "daily 09:00 Europe/Berlin",
    read_digest_times,
    optional="[days] [time] [time zone]",
    spaced=True,
)


@dataclass(frozen=True, slots=True)
class DigestArgs:
    times: Annotated[
        DigestTimes | None,
        Arg(DIGEST_TIMES, "When, and in which time zone, e.g. Mon-Fri 09:00 Europe/Berlin"),
    ] = None
    post: Annotated[bool, Arg(kinds.SWITCH, "Post one now", flag="--post")] = False
    off: Annotated[bool, Arg(kinds.SWITCH, "Turn the digest off", flag="--off")] = False


SUBSCRIBE = Syntax(
    "subscribe",
    SubscribeArgs,
    ("subscribe web", "subscribe acme/*", "subscribe web@main --on failed,fixed,on_hold --mention author"),
    acts=True,
)
SUBSCRIPTIONS = Syntax("subscriptions", SubscriptionsArgs, ("subscriptions",))
UNSUBSCRIBE = Syntax("unsubscribe", UnsubscribeArgs, ("unsubscribe web", "unsubscribe all"), acts=True)
MUTE = Syntax("mute", MuteArgs, ("mute", "mute 30m", "mute --off"), acts=True)
QUIET = Syntax(
    "quiet",
    QuietArgs,
    ("quiet", "quiet Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin", "quiet --off"),
    acts=True,
)
DIGEST = Syntax(
    "digest",
    DigestArgs,
    ("digest", "digest daily 09:00 Europe/Berlin", "digest --post", "digest --off"),
    acts=True,
)
