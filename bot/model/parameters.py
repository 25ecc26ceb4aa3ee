"""What a configuration declares that a pipeline can be given, and what was given instead."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.circleci.models import Pipeline
from bot.model.fault import Fault
from bot.model.grammar_fault import GrammarFault
from bot.model.line import Line

ParameterValue: TypeAlias = int | bool | str


class ParameterType(StrEnum):
    """CircleCI's words."""

    BOOLEAN = "boolean"
    ENUM = "enum"
    INTEGER = "integer"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class DeclaredParameter:
    """``type`` None: it says none that is known. ``default`` and an enum's ``values`` are as written."""

    name: str
    type: ParameterType | None = None
    default: str | None = None
    description: str = ""
    values: tuple[str, ...] = ()

    def fits(self, value: ParameterValue) -> bool:
        """Whether CircleCI takes the value, as far as can be known."""
        match self.type:
            case ParameterType.BOOLEAN:
                return isinstance(value, bool)
            case ParameterType.INTEGER:
                return isinstance(value, int) and not isinstance(value, bool)
            case ParameterType.STRING:
                return isinstance(value, str)
            case ParameterType.ENUM if self.values:
                return isinstance(value, str) and value in self.values
        return True


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the configuration of a ``pipeline`` declares.

    ``later_names``: what only the configuration declares with which a setup configuration goes on.
    """

    pipeline: Pipeline
    parameters: tuple[DeclaredParameter, ...]
    later_names: frozenset[str] = frozenset()

    def parameter(self, name: str) -> DeclaredParameter | None:
        return next((each for each in self.parameters if each.name == name), None)


class ParameterReason(StrEnum):
    """What is wrong with a parameter that was given."""

    UNKNOWN = "unknown"
    DECLARED_LATER = "declared later"  # by what a setup configuration goes on with
    VALUE = "value"
    BRANCH = "branch"  # which is no parameter, but stands after @
    TAG = "tag"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class ParameterMistake:
    """``meant``: the parameter that may be meant; ``mended``: the value as it takes it, if that is plain."""

    reason: ParameterReason
    name: str
    value: ParameterValue
    meant: DeclaredParameter | None = None
    mended: ParameterValue | None = None

    @property
    def misfit(self) -> bool:
        """Whether the value does not fit what may be meant."""
        return self.meant is not None and not self.meant.fits(self.value)


@dataclass(frozen=True, slots=True)
class TriggerOffer:
    """A pipeline that can be started, whole: by ``line``, of this branch or tag, with these parameters.

    ``typed``: the same as people type it.
    """

    line: Line
    typed: Line
    called: str
    branch: str | None
    tag: str | None
    parameters: tuple[tuple[str, ParameterValue], ...]


class MistakenParameters(Fault):
    """CircleCI would start a pipeline that fails at once; nothing was started.

    ``declaration`` None: not known, since ``denied_ref``, which was not meant, may not be triggered.
    ``mended``: without the mistakes, where each has a plain remedy; ``anyway``: as it was given; either is
    None where no line holds it. ``help``: the line that lists the parameters.
    """

    called: str
    declaration: Declaration | None
    mistakes: tuple[ParameterMistake, ...]
    mended: TriggerOffer | None
    anyway: TriggerOffer | None
    help: Line
    denied_ref: str = ""


class LooseWords(GrammarFault):
    """Words around a parameter's value or ``=``; ``corrected``: the line with them as one ``assignment``.

    ``likely``: the line in which the word is a switch, a parameter that is to be true.
    ``quotable``: whether it could be a value when it is quoted.
    """

    said: str
    assignment: str
    corrected: Line | None
    likely: tuple[Line, ...] = ()
    quotable: bool = True
