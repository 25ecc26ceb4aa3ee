"""What can't be read of a line. Facts only: `bot.views.refusals` turns them into words."""

from dataclasses import field
from enum import StrEnum

from bot.model.bad_text import ValueReason
from bot.model.fault import Fault
from bot.model.line import Line


class GrammarFault(Fault):
    """The line can't be read. ``parameter``: the field of the command's arguments that it is about."""

    parameter: str | None = field(default=None, kw_only=True)


class EmptyLine(GrammarFault):
    """Nothing was typed."""


class OtherSlashCommand(GrammarFault):
    """Slack sent the app a slash command, ``heard``, that is not its ``own``, as the setting has it."""

    heard: str
    own: str


class UnknownCommand(GrammarFault):
    """``said``: the words as typed; ``suggestions``: whole lines that may be meant, the likeliest first.

    ``look``: the line that looks at what is only named: surely if it is the likeliest, else if it exists.
    """

    said: str
    suggestions: tuple[Line, ...] = ()
    look: Line | None = None


class UnclosedQuote(GrammarFault):
    said: str


class NameLost(GrammarFault):
    """Slack sent the id of a person or a group where a name was typed within a word, and we don't know it."""


class LineTooLong(GrammarFault):
    length: int
    limit: int


class MissingArgument(GrammarFault):
    """``words``: the command; ``argument``: what is missing; ``usage``: the command's usage line.

    ``flag``: the one that has no value.
    """

    words: str
    argument: str
    usage: Line
    example: Line
    flag: str = ""


class SurplusArgument(GrammarFault):
    """``after``: the word before it, else the command's."""

    words: str
    said: str
    usage: Line
    after: str = ""


class UnknownFlag(GrammarFault):
    """``suggestion``: the flag that may be meant; ``corrected``: the whole line with it."""

    words: str
    said: str
    usage: Line
    suggestion: str | None = None
    corrected: Line | None = None


class BadValue(GrammarFault):
    """``kind``: what was expected ("a pipeline"); ``example``: one that works.

    ``flag``: the one whose value it is; ``words``: the command's.
    """

    said: str
    kind: str
    reason: ValueReason
    example: str
    limit: int = 0
    shown: str = ""
    flag: str = ""
    words: str = ""


class ContradictionReason(StrEnum):
    """What of a line does not go together."""

    FAILED_AND_JOBS = "failed and jobs"
    BRANCH_AND_TAG = "branch and tag"
    FAILED_AND_ALL = "failed and all"
    TWO_NAMES = "two names"
    PARAMETER_TWICE = "parameter twice"


class Contradiction(GrammarFault):
    """Each argument can be read, but they don't go together. ``name``: of the pipeline's parameter.

    ``names``: what names two things where one is meant; ``lines``: those that name one of them.
    """

    reason: ContradictionReason
    name: str = ""
    names: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
