"""What we say, before it is Slack's.

A `Message` is a row of blocks, the few shapes that we use, and a block holds lines of `bot.model.spans`.
`bot.slack.drawing` turns them into Block Kit, `bot.terminal` into lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from os import SEEK_END
from typing import BinaryIO, TypeAlias

from bot.model.line import Line
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Code, Text, Timestamp, TypedLine

_PIECE = 64 * 2**10


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph: one Text a line."""

    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted text: a log's end, a configuration's part."""

    text: str


@dataclass(frozen=True, slots=True)
class Small:
    """Small print under a message."""

    text: Text


class Style(StrEnum):
    """A button's colour. At most one primary button in a message; danger asks first."""

    DEFAULT = "default"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Confirm:
    """What is asked before a click counts: names the project, the branch and the effect."""

    title: str
    text: str
    yes: str
    no: str = "Not now"


@dataclass(frozen=True, slots=True)
class Button:
    """A command line that is already typed (``line``), or a link to a page (``url``); never both.

    ``accessibility`` is what a screen reader says, which stands alone: "Cancel web #815 on release/2.6";
    without it the label and the message's sentence. ``once``: when it is done, all such buttons go.
    """

    label: str
    line: Line | None = None
    url: str | None = None
    style: Style = Style.DEFAULT
    confirm: Confirm | None = None
    accessibility: str = ""
    once: bool = False
    offered: bool = False  # it may be meant: a line that has an effect asks first


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of at most four buttons; ``more`` go into an overflow menu of at most five."""

    items: tuple[Button, ...]
    more: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line between parts."""


@dataclass(frozen=True, slots=True)
class LineSeries:
    """One line of a chart: a value for each of its categories."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over the same categories, in their order. Its ``words`` tell the same."""

    title: str
    categories: tuple[str, ...]
    series: tuple[LineSeries, ...]
    x_label: str
    y_label: str
    words: str


Block: TypeAlias = Lines | CodeBlock | Small | Buttons | Divider | LineChart


class Audience(StrEnum):
    """Who sees a message."""

    CHANNEL = "channel"  # the channel, or the thread in which it was asked
    THREAD = "thread"  # a thread, always: details, files, the next page of a list
    ASKER = "asker"  # the one who asked, alone
    DIRECT = "direct"  # the same, in their conversation with the bot, where it lasts


@dataclass(frozen=True, slots=True)
class File:
    """A whole that is too long for a message: a configuration, an artifact, a log.

    ``content``: its bytes, or a file on disk, which is closed as soon as it was shared or can't be. ``page``:
    where CircleCI has what it holds. ``alt``: of a picture, what it shows. ``beside``: it comes with an
    answer, and is not what was asked for.
    """

    name: str
    content: bytes | BinaryIO = field(repr=False)
    title: str | None = None
    page: str | None = None
    alt: str = ""
    beside: bool = False

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.seek(0, SEEK_END)

    def pieces(self) -> Iterator[bytes]:
        """All of it from its beginning, a little at a time."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        self.content.seek(0)
        while piece := self.content.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Let go of what lies on disk. To close it again does nothing."""
        if not isinstance(self.content, bytes):
            self.content.close()


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    ``text`` is one sentence: the notification, and what a screen reader reads. ``depicts`` is what the
    message is about (nothing typed in its thread means this); ``shows`` are further things in it.
    ``drawn_by``: the line that draws it again when something is done to the pipeline that it depicts.
    ``live``: that may change by itself; ``told``: the keys of `bot.model.news` that it tells already.
    ``topic``: what it tells of besides runs, as ``deploys:gh/acme/web``: when that changes it is drawn again.
    ``thread`` are messages that go into the thread of this one, ``files`` are shared there too.
    ``choice``: one of its buttons is taken, and the message then says which.
    ``key``: what is told by it, once in a channel, also where nobody lived to write that it was said.
    """

    text: Text
    blocks: tuple[Block, ...] = ()
    audience: Audience = Audience.CHANNEL
    depicts: ShownThing | None = None
    shows: tuple[ShownThing, ...] = ()
    thread: tuple["Message", ...] = ()
    files: tuple[File, ...] = ()
    drawn_by: Line | None = None
    live: bool = False
    told: tuple[str, ...] = ()
    topic: str = ""
    refusal: bool = False  # the answer is that it was not done
    choice: bool = False
    key: str = ""

    @property
    def runs(self) -> tuple[str, ...]:
        """The ids of the pipelines in it, what it depicts first."""
        shown = (self.depicts, *self.shows) if self.depicts else self.shows
        return tuple(each.id for each in shown if each.noun is Noun.PIPELINE and each.id)

    @property
    def run(self) -> str | None:
        """The id of the pipeline that it is about; of what it depicts, the one that this belongs to."""
        return next(iter(self.runs), None) if self.depicts else None


def has_charts(message: Message) -> bool:
    """Whether it has charts, which not every workspace takes yet."""
    return any(isinstance(part, LineChart) for part in message.blocks)


def without_charts(message: Message) -> Message:
    """The message without them."""
    return replace(message, blocks=tuple(part for part in message.blocks if not isinstance(part, LineChart)))


def has_once(message: Message) -> bool:
    """Whether it has buttons that are good for one time."""
    rows = (part for part in message.blocks if isinstance(part, Buttons))
    return any(each.once for row in rows for each in (*row.items, *row.more))


def without_once(message: Message) -> Message:
    """The message without them."""
    return _with_buttons(message, lambda it: not it.once)


def without_acts(message: Message) -> Message:
    """The message without buttons that have an effect, which all ask first."""
    return _with_buttons(message, lambda it: it.confirm is None)


def _with_buttons(message: Message, keeps: Callable[[Button], bool]) -> Message:
    def block(part: Block) -> Block:
        if not isinstance(part, Buttons):
            return part
        return Buttons(tuple(filter(keeps, part.items)), tuple(filter(keeps, part.more)))

    return replace(message, blocks=tuple(map(block, message.blocks)))


def without_clock(message: Message) -> Message:
    """The message without the hour at which it was true."""

    def small(part: Block) -> Block:
        if not isinstance(part, Small):
            return part
        return Small(tuple(each for each in part.text if not (isinstance(each, Timestamp) and each.clock)))

    return replace(message, blocks=tuple(map(small, message.blocks)))


def picture(message: Message) -> str:
    """A digest of what it looks like, but for the time; the same in each process."""
    seen = repr((message.text, without_clock(message).blocks))
    return blake2b(seen.encode(errors="surrogatepass"), digest_size=9).hexdigest()


def read_as(message: Message, line: Line, other: Line | None) -> Message:
    """With the line in small print as which another one was read; ``other``: what it may mean besides."""
    small = Small(("Read as ", TypedLine(line)))
    instead = Buttons((Button(f"Or {other}", other),)) if other else None
    return replace(message, blocks=(*message.blocks, small, *((instead,) if instead else ())))


def with_prefix(message: Message, prefix: str) -> Message:
    """The message with ``prefix`` before each line to type: the slash command, or the bot's mention."""

    def text(spans: Text) -> Text:
        return tuple(
            Code(f"{prefix} {each.line}".rstrip()) if isinstance(each, TypedLine) else each for each in spans
        )

    def block(part: Block) -> Block:
        match part:
            case Lines(several):
                return Lines(tuple(map(text, several)))
            case Small(line):
                return Small(text(line))
            case _:
                return part

    return replace(
        message,
        text=text(message.text),
        blocks=tuple(map(block, message.blocks)),
        thread=tuple(with_prefix(each, prefix) for each in message.thread),
    )
