"""What became of a write, or of the bot's own means to do it."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.fault.root import Fault
from bot.model.line import Line
from bot.model.permission import Permission


@dataclass(eq=False)
class NotRecorded(Fault):
    """The store can't be written: nothing was started."""


@dataclass(eq=False)
class NotBegun(Fault):
    """``line`` was asked at ``at``, but the bot stopped before it began, and now it is too late."""

    line: Line
    at: datetime


@dataclass(eq=False)
class AlreadyAsked(Fault):
    """This very wish was already taken up by ``user`` at ``at``.

    ``open``: what comes of it is still to be seen; ``lost``: it can't be told what came of it.
    """

    user: str
    at: datetime
    open: bool = False
    lost: bool = False


@dataclass(eq=False)
class OutcomeUnknown(Fault):
    """The answer was lost, and looking did not tell. ``line`` tries again, as who may do ``permission``."""

    line: Line
    project: str
    permission: Permission


@dataclass(eq=False)
class Busy(Fault):
    """Too much is under way here; nothing was started."""
