"""Kinds of values that one can type, and where in a line they stand."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeAlias, TypeVar

from rapidfuzz import process

from bot.grammar import reference
from bot.model.bad_text import BadText, ValueReason
from bot.model.permission import Permission
from bot.model.reference import THIS_THREAD, Mark, Reference

_T = TypeVar("_T")

Value: TypeAlias = int | bool | str

_PARAMETER = re.compile(r"([A-Za-z_][\w-]*)=(.*)", re.ASCII | re.DOTALL)
# What a question has besides what it is about.
_ASKING = frozenset({
    *("did", "does", "has", "is", "was", "it", "this", "that", "the", "one", "here", "now"),
    *("build", "pipeline", "workflow", "run", "job", "fail", "failed", "failing", "red", "broken"),
})  # fmt: skip
_COMMIT = re.compile(r"[0-9a-fA-F]{4,64}", re.ASCII)
# What a button says, unlike a page that people count.
_MARK = re.compile(r"\+(\d{1,6})(?:\.(.+))?", re.ASCII | re.DOTALL)
_PAGES = 50
_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII)

# Of a pipeline's parameters. https://circleci.com/docs/pipeline-variables/
_LONGEST_NAME, _LONGEST_VALUE = 128, 512

_FORMS = "last, last failed, @branch, an address or an id"


@dataclass(frozen=True, slots=True)
class Kind(Generic[_T]):
    """A type of value that one can type.

    ``name`` stands in usage lines, ``noun`` in sentences ("a pipeline"), ``example`` is one that works.
    ``read`` raises `BadText`; ``forms`` says what can be typed.
    ``write`` is its inverse. ``width`` says how many of the words that are left belong to the value;
    ``whole`` that all of them do, even where another value must follow. ``spaced``: its values may have
    spaces, and then stand in quotes. ``optional`` is how a usage line shows it where it may be left out;
    else ``[name]``.
    """

    name: str
    noun: str
    example: str
    read: Callable[[str], _T]
    write: Callable[[_T], str] = str
    width: Callable[[Sequence[str]], int] = lambda _: 1
    optional: str = ""
    whole: Callable[[Sequence[str]], bool] = lambda _: False
    spaced: bool = False
    forms: str = ""


@dataclass(frozen=True, slots=True)
class Arg(Generic[_T]):
    """How a field of a command's arguments is typed: ``Annotated[Target, Arg(TARGET, "Which project")]``.

    With a ``flag`` by its name, else by its position. ``rest``: all that remain, as a tuple.
    ``hidden``: not shown in usage lines; buttons use it.
    """

    kind: Kind[_T]
    summary: str
    flag: str | None = None
    rest: bool = False
    hidden: bool = False


def _match(pattern: re.Pattern[str], text: str, otherwise: ValueReason) -> re.Match[str]:
    if (found := pattern.fullmatch(text)) is None:
        raise BadText(otherwise)
    return found


def _parameter(text: str) -> tuple[str, Value]:
    name, value = _match(_PARAMETER, text, ValueReason.NO_ASSIGNMENT).groups()
    if len(name) > _LONGEST_NAME:
        raise BadText(ValueReason.PART_TOO_LONG, _LONGEST_NAME, "name")
    if value in ("true", "false"):
        return name, value == "true"
    if _INTEGER.fullmatch(value):
        return name, int(value)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if len(value) > _LONGEST_VALUE:
        raise BadText(ValueReason.PART_TOO_LONG, _LONGEST_VALUE, "value")
    return name, value


def _write_parameter(parameter: tuple[str, Value]) -> str:
    name, value = parameter
    if isinstance(value, bool):
        return f"{name}={str(value).lower()}"
    written = f"{name}={value}"
    return written if _parameter(written) == parameter else f'{name}="{value}"'


def _permission(text: str) -> Permission:
    try:
        return Permission(text.lower())
    except ValueError:
        meant = permission_like(text)
        reason = ValueReason.MISSPELT if meant else ValueReason.NO_FORM
        raise BadText(reason, shown=meant or "") from None


def permission_like(text: str) -> Permission | None:
    """The permission that may be meant."""
    meant = process.extractOne(text.lower(), list(Permission), score_cutoff=70)
    return meant[0] if meant else None


def _mark(text: str) -> Mark:
    if not text.startswith("+"):
        return Mark(page=number_up_to(_PAGES, text))
    found = _match(_MARK, text, ValueReason.NO_MARK)
    return Mark(int(found[1]), found[2])


def _write_mark(mark: Mark) -> str:
    if mark.page > 1:
        return str(mark.page)
    return f"+{mark.offset}.{mark.token}" if mark.token else f"+{mark.offset}"


def _names(text: str) -> tuple[str, ...]:
    several = tuple(each.strip() for each in text.split(","))
    if not all(several):
        raise BadText(ValueReason.GAP_IN_NAMES)
    return several


def _exact(text: str) -> Reference:
    """A reference, but not a project's plain name: that may be another argument."""
    found = reference.read_reference(text)
    if found == Reference(text, found.project):
        raise BadText(ValueReason.NO_FORM)
    return found


def _asked_why(text: str) -> Reference:
    """A reference, perhaps within a question: ``did this fail?``, ``did web@main fail?``."""
    words = text.rstrip("?!. ").split()
    if words and words[0].lower() in _ASKING:
        words = [word for word in words if word.lower() not in _ASKING]
    return reference.read_reference(" ".join(words)) if words else THIS_THREAD


def _asking_width(words: Sequence[str]) -> int:
    return len(words) if words[0].lower().rstrip("?!.") in _ASKING else reference.reference_width(words)


def _text(longest: int, text: str) -> str:
    if not text.strip():
        raise BadText(ValueReason.EMPTY)
    if len(text) > longest:
        raise BadText(ValueReason.TOO_LONG, longest)
    return text


def _command_words(text: str) -> str:
    """With or without what stands before a line: ``/ci trigger``, ``@ringmaster trigger``."""
    prefix, _, rest = text.partition(" ")
    return _text(100, rest if prefix.startswith(("/", "@")) and rest else text)


def number_up_to(highest: int, text: str) -> int:
    """A number from 1 on."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= highest):
        raise BadText(ValueReason.OUT_OF_RANGE, highest)
    return int(text)


PROJECT_NAME = Kind("project", "a project", "web", reference.read_project_name, lambda name: name.said)
TARGET = Kind(
    "project@branch",
    "a project or @branch",
    "web@main",
    reference.read_target,
    reference.write_target,
    optional="[project][@branch]",
)
PIPELINE_REFERENCE = Kind(
    "pipeline",
    "a pipeline",
    "#812",
    reference.read_reference,
    reference.write_reference,
    reference.reference_width,
    whole=reference.is_whole_reference,
    forms=f"a number like #812, {_FORMS}",
)
WORKFLOW_REFERENCE = replace(
    PIPELINE_REFERENCE,
    name="workflow",
    noun="a workflow",
    example="last failed",
    forms=f"its pipeline's number like #812, {_FORMS}",
)
JOB_REFERENCE = replace(
    PIPELINE_REFERENCE, name="job", noun="a job", example="last failed", forms=f"a number like #155, {_FORMS}"
)
EXACT_REFERENCE = replace(WORKFLOW_REFERENCE, read=_exact)
FAILURE_QUESTION = replace(PIPELINE_REFERENCE, read=_asked_why, width=_asking_width, example="last failed")
COMMIT = Kind(
    "commit", "a commit", "a1b2c3d", lambda text: _match(_COMMIT, text, ValueReason.NO_COMMIT)[0].lower()
)
NAME_LIST = Kind("names", "names", "unit,e2e", _names, ",".join, spaced=True)
TAG = Kind("tag", "a tag", "v1.2.0", reference.read_ref)
NAME = Kind("name", "a name", "build-and-test", partial(_text, 255))
GLOB = Kind("glob", "a pattern", "*.xml", partial(_text, 255))
ARTIFACT_PATH = Kind("path", "a path", "coverage/index.html", partial(_text, 1024), spaced=True)
PARALLEL_RUN = Kind("number", "a parallel run", "3", partial(number_up_to, 9_999))
LIST_MARK = Kind("page", "a page", "2", _mark, _write_mark)
PARAMETER = Kind("name=value", "a parameter", "env=staging", _parameter, _write_parameter)
PERMISSION = Kind("action", "an action", "trigger", _permission, forms=f"one of {', '.join(Permission)}")
COMMAND_WORDS = Kind("command", "a command", "trigger", _command_words, width=len)
SWITCH = Kind("switch", "a switch", "", bool)
