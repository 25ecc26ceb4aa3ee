"""What the asker can act on. Facts only: `bot.views.refusals` turns them into words.

::

    Fault
    ├── GrammarFault       the line can't be read
    │   ├── EmptyLine
    │   ├── UnknownCommand
    │   ├── UnclosedQuote
    │   ├── LineTooLong
    │   ├── MissingArgument
    │   ├── SurplusArgument
    │   ├── UnknownFlag
    │   └── BadValue
    ├── Denied             the policy says no
    ├── ForeignWorkspace   the asker belongs to another workspace
    ├── GuestRefused       the asker is a guest, who may only read
    ├── ReferenceFault     the thing that is meant can't be told
    │   ├── NoProject
    │   ├── UnknownProject
    │   ├── UnknownWord
    │   ├── NothingHere
    │   ├── NeverStarted
    │   ├── PipelinesNumber
    │   ├── Ambiguous
    │   └── NotShown
    ├── NotPossible        CircleCI or the thing itself does not allow it
    ├── NotRecorded        the store can't be written, so nothing was started
    ├── NotBegun           the bot stopped before it could begin, too long ago
    ├── AlreadyAsked       this very wish was already taken up
    ├── OutcomeUnknown     it may or may not have started
    └── Busy               too much is under way
"""

from dataclasses import dataclass
from datetime import datetime

from bot.model.line import Line
from bot.model.message import Confirm
from bot.model.permission import Permission
from bot.model.shown import Noun
from bot.model.spans import Text


class Fault(Exception):
    """The root. Subclasses are dataclasses of facts (not frozen: Python sets a traceback on them)."""


class GrammarFault(Fault):
    """The line can't be read. Answered in the acknowledgement."""


@dataclass(eq=False)
class EmptyLine(GrammarFault):
    """Nothing was typed."""


@dataclass(eq=False)
class UnknownCommand(GrammarFault):
    """``said``: the words as typed; ``suggestions``: whole lines that may be meant, the likeliest first."""

    said: str
    suggestions: tuple[Line, ...] = ()


@dataclass(eq=False)
class UnclosedQuote(GrammarFault):
    said: str


@dataclass(eq=False)
class LineTooLong(GrammarFault):
    length: int
    limit: int


@dataclass(eq=False)
class MissingArgument(GrammarFault):
    """``words``: the command; ``argument``: what is missing; ``usage``: the command's usage line."""

    words: str
    argument: str
    usage: Line
    example: Line


@dataclass(eq=False)
class SurplusArgument(GrammarFault):
    words: str
    said: str
    usage: Line


@dataclass(eq=False)
class UnknownFlag(GrammarFault):
    """``suggestion``: the flag that may be meant; ``corrected``: the whole line with it."""

    words: str
    said: str
    usage: Line
    suggestion: str | None = None
    corrected: Line | None = None


@dataclass(eq=False)
class BadValue(GrammarFault):
    """``kind``: what was expected ("a pipeline"); ``why``: what is wrong; ``example``: one that works."""

    said: str
    kind: str
    why: str
    example: str


@dataclass(eq=False)
class Denied(Fault):
    """The policy says no.

    ``project`` is the asker's own word for it (None: in general), ``ref`` a branch or tag where that
    was what decided, ``who`` the groups or people who may here, ``elsewhere`` the channels in which the
    asker may. ``open_refs`` says that other branches are open to the asker here, ``branches`` which:
    patterns, of which those with a leading ``!`` exclude.
    """

    permission: Permission
    project: str | None = None
    ref: str | None = None
    who: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    open_refs: bool = False
    branches: tuple[str, ...] = ()


@dataclass(eq=False)
class ForeignWorkspace(Fault):
    """The asker belongs to another workspace than the bot."""


@dataclass(eq=False)
class GuestRefused(Fault):
    """The asker is a guest, who may read but not change anything. ``sure`` False: Slack did not tell."""

    sure: bool = True


class ReferenceFault(Fault):
    """The thing that is meant can't be told."""


@dataclass(eq=False)
class NoProject(ReferenceFault):
    """No project was named, and the channel has no default.

    ``lines``: what was asked, with projects that work here; ``default``: the line that sets the channel's
    default, where the asker may.
    """

    lines: tuple[Line, ...] = ()
    default: Line | None = None


@dataclass(eq=False)
class UnknownProject(ReferenceFault):
    """A word that is neither a short name nor a slug. ``lines``: the whole lines that may be meant."""

    said: str
    suggestions: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(eq=False)
class UnknownWord(ReferenceFault):
    """A word that is no ``kind`` ("a pipeline"), and no project's name either.

    ``forms``: what can be typed; ``example``: a line that works; ``lines``: those that may be meant.
    """

    said: str
    kind: str
    forms: str
    example: Line
    lines: tuple[Line, ...] = ()


@dataclass(eq=False)
class NothingHere(ReferenceFault):
    """No such thing: ``noun`` that was looked for, ``said`` how it was referred to, in ``project``.

    Also what is said where the channel may not see the project, so that nobody learns that it exists.
    ``next``: a line that shows what there is instead, where there is a nearer one than the pipelines.
    """

    noun: str
    said: str
    project: str | None = None
    next: Line | None = None


@dataclass(eq=False)
class NeverStarted(ReferenceFault):
    """The pipeline has no ``noun``: errors kept it from starting, and if ``configuration``, that one's."""

    noun: Noun
    project: str
    number: int
    configuration: bool = True


@dataclass(eq=False)
class PipelinesNumber(ReferenceFault):
    """A job is asked for, and no job has this number, but a pipeline of the project has."""

    project: str
    number: int


@dataclass(eq=False)
class Ambiguous(ReferenceFault):
    """Several fit: ``choices`` are (label, whole line), to choose from; never a guess.

    ``asks``: what is asked before each, where a choice has an effect at once.
    """

    noun: str
    said: str
    choices: tuple[tuple[str, Line], ...]
    asks: tuple[Confirm, ...] = ()


@dataclass(eq=False)
class NotShown(ReferenceFault):
    """Nothing was named, and this thread is about no ``noun``; or no id shown here starts so."""

    noun: Noun
    said: str
    example: Line


@dataclass(eq=False)
class NotPossible(Fault):
    """``what`` was not done because of ``why``; ``next`` is what to do instead.

    ``line``: what to type instead, and what it ``does``.
    """

    what: Text
    why: Text
    next: Text = ()
    line: Line | None = None
    does: str = ""


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
