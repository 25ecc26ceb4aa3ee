"""Where messages go, and those of them that must stay true."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeAlias

from bot.model.line import Line
from bot.model.message import File, Message
from bot.model.reply import UNASKED_SURFACES, Surface
from bot.model.request import Place, Request


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """A message that stands somewhere: its place (whose thread is where replies go) and timestamp."""

    place: Place
    ts: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a card says besides how its run is. ``whom``: the ids of people and groups who are to look.

    ``note``: what was new when it was posted, as long as the run has ``failed`` or not as it had then.
    """

    note: str
    failed: bool
    whom: tuple[str, ...]

    def note_of(self, failed: bool) -> str:
        """The note, where that is so still."""
        return self.note if failed == self.failed else ""


@dataclass(frozen=True, slots=True)
class Watch:
    """Which message, the line that draws it, who asked for it with what, and the id of the run it depicts.

    ``told``: the keys of what it said already, or was said beneath it, of `bot.model.news`.
    ``asked_in``: of a direct message that was asked for elsewhere, where: that channel's rules hold for it.
    ``picture``: the digest of how it looks (`bot.model.message.picture`), where that is known. ``remark``:
    what it goes on saying of its own. ``joined``: who asked for it when it stood there already.
    """

    posted: PostedMessage
    line: Line
    asker: str
    surface: Surface
    run: str
    told: tuple[str, ...] = ()
    asked_in: str | None = None
    picture: str | None = None
    remark: Remark | None = None
    joined: tuple[str, ...] = ()

    @property
    def askers(self) -> tuple[str, ...]:
        """Who is told of it: those who asked."""
        return self.joined if self.surface in UNASKED_SURFACES else (self.asker, *self.joined)

    @property
    def asked_place(self) -> Place:
        """Where it was asked for."""
        place = self.posted.place
        return replace(place, channel=self.asked_in) if self.asked_in else place


@dataclass(frozen=True, slots=True)
class FollowedRun:
    """A run that is looked at again by itself. ``due``: when next, ``touched``: when somebody last cared.

    ``seen``: when CircleCI last told how it is; ``ended``: when it first told that all of it has ended. In
    seconds since 1970.
    """

    workspace: str
    run: str
    due: float
    touched: float
    seen: float | None = None
    ended: float | None = None


#: Gives the whole of an answer whose first part is known: for a way by which it can't be drawn again.
Whole: TypeAlias = Callable[[], Awaitable[Message]]


class Outbox(Protocol):
    """Slack, or a terminal. Raises `Undeliverable` once all that may help was tried."""

    async def answer(
        self, request: Request, message: Message, whole: Whole | None = None
    ) -> PostedMessage | None:
        """Say ``message`` where ``request`` was asked, by the ways of its reply.

        None where it does not stand as a message of its own that could be edited (an ephemeral one): then
        ``whole`` was waited for, and is what was said.
        """

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        """Post into the thread of ``posted``."""

    async def say(self, place: Place, message: Message) -> PostedMessage:
        """Post it there, unasked; a channel that is a person's id is their conversation with the bot."""

    async def update(self, posted: PostedMessage, message: Message, *, once: bool = False) -> None:
        """Draw ``posted`` again. ``once``: who asks tries again, where that may help."""

    async def replace(self, request: Request, message: Message) -> None:
        """Draw the message whose button was pressed as this one."""

    async def leave(self, request: Request) -> None:
        """Draw the message whose button was pressed without what could be done once."""

    async def permalink(self, posted: PostedMessage) -> str | None:
        """The address of a message; None where it is no more, or that can't be known now."""

    def takes_charts(self, workspace: str) -> bool:
        """Whether messages may hold charts there, as far as is known; else they are left out of them."""

    async def share(self, posted: PostedMessage, file: File) -> None:
        """Share a file in the thread of ``posted``."""


class Remedy(StrEnum):
    """What may help where a message, or a file, was refused. Else another way of the reply does."""

    AGAIN = "again"  # the same in a moment: it is Slack's own trouble
    SHORTER = "shorter"  # its sentence alone: we drew what Slack does not take
    ANOTHER_WAY = "another way"  # this one is closed, for this message or for all
    NONE = "none"  # what was to be drawn again is no more: then nobody misses it
    REPAIR = "repair"  # our token, or how we call, is wrong: the operator is to know; another way may be open


class Undeliverable(Exception):
    """It was refused. ``reason`` is Slack's word for it; ``after``: seconds that Slack says to wait."""

    def __init__(
        self, reason: str, remedy: Remedy = Remedy.ANOTHER_WAY, *, after: float | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.after = after

    @property
    def closed(self) -> bool:
        """Whether the channel takes nothing any more: it is archived or gone, or the bot is not in it."""
        return self.reason in ("is_archived", "channel_not_found", "not_in_channel")

    @property
    def absent(self) -> bool:
        """Whether the bot is not in the channel, which may be hidden from it then."""
        return self.reason in ("not_in_channel", "channel_not_found")

    @property
    def uneditable(self) -> bool:
        """Whether the message stands, and stays as it is; beneath it more can be said."""
        return self.reason in ("edit_window_closed", "cant_update_message")

    @property
    def limited(self) -> bool:
        """Whether nothing but too many calls is the matter."""
        return self.after is not None or self.reason in ("ratelimited", "rate_limited")
