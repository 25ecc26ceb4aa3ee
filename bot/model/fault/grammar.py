"""What can't be read of a line."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.fault.root import Fault
from bot.model.line import Line


@dataclass(eq=False, kw_only=True)
class GrammarFault(Fault):
    """The line can't be read. Answered in the acknowledgement.

    ``parameter``: the field of the command's arguments that it is about; None where it is about none.
    """

    parameter: str | None = None


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
    """``kind``: what was expected ("a pipeline"); ``why``: the kind's own word for what is wrong with it.

    ``example``: one that works.
    """

    said: str
    kind: str
    why: str
    example: str


class ContradictionReason(StrEnum):
    """What of a line does not go together."""

    FAILED_AND_JOBS = "failed and jobs"
    BRANCH_AND_TAG = "branch and tag"
    TWO_BRANCHES = "two branches"
    PARAMETER_TWICE = "parameter twice"


@dataclass(eq=False)
class Contradiction(GrammarFault):
    """Each argument can be read, but they don't go together. ``name``: of the pipeline's parameter."""

    reason: ContradictionReason
    name: str = ""
