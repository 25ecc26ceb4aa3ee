"""What a line of a message is made of.

A `Text` is a row of spans. A plain ``str`` among them is always literal text: whoever renders a span
escapes it, so nothing that comes from outside can mention, link or break a message.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.model.line import Line


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Inline code: a branch, a commit, a line to type."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an https address. The address is ours or CircleCI's, never taken from free text."""

    url: str
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Emoji:
    """A sign by Slack's name, without colons: ``white_check_mark``."""

    name: str


@dataclass(frozen=True, slots=True)
class UserMention:
    id: str


@dataclass(frozen=True, slots=True)
class GroupMention:
    """A Slack user group (``S…``)."""

    id: str


@dataclass(frozen=True, slots=True)
class ChannelMention:
    id: str


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment, shown in each reader's own time zone: "12 min ago", or the time of day with ``clock``.

    ``day``: with the day before it.
    """

    at: datetime
    clock: bool = False
    day: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """At a line's beginning: the line is an entry of a list, as its neighbors that begin so."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line to type, ready to copy: `prefixed` puts before it what stands before a line where it is read."""

    line: Line


Span: TypeAlias = (
    str
    | Bold
    | Code
    | Link
    | Emoji
    | UserMention
    | GroupMention
    | ChannelMention
    | Timestamp
    | Bullet
    | TypedLine
)
Text: TypeAlias = tuple[Span, ...]
