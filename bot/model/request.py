"""Someone asked something, somewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Ids come from the verified payload only, never from a name.

    ``id`` is Slack's user id (``U…`` or ``W…``), ``workspace`` the team that this person belongs to,
    which in a shared channel may be another than the bot's.
    """

    id: str
    workspace: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is asked and answered.

    ``workspace`` is the team in which the bot is installed, ``thread`` the timestamp of the thread's
    root message, or None in the channel itself.
    """

    workspace: str
    channel: str
    thread: str | None = None


class Source(StrEnum):
    """What brought the line to us."""

    COMMAND = "command"
    MENTION = "mention"
    BUTTON = "button"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Request:
    """One line, from one person, in one place: what everything typed, mentioned or clicked becomes.

    ``key`` is the wish: a button of one message is one wish, however many click it. ``delivery`` is what
    Slack calls this delivery, where that is not the key: the same twice is a retry. ``message`` is the
    timestamp of the message on which a button was clicked, or of a mention. ``response_url`` lets the bot
    answer where it is not a member; it is a secret for half an hour, so it stays out of reprs.
    """

    line: str
    actor: Actor
    place: Place
    source: Source
    key: str
    received_at: datetime
    message: str | None = None
    response_url: str | None = field(default=None, repr=False)
    delivery: str | None = None
