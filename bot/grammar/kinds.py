"""Kinds of values that one can type, and where in a line they stand."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeAlias, TypeVar

from bot.grammar import abilities, links, reference, refs
from bot.grammar.quoting import assignment
from bot.grammar.words import unquoted_value
from bot.model.bad_text import BadText, ValueReason
from bot.model.reference import Mark, Reference

_T = TypeVar("_T")

Value: TypeAlias = int | bool | str

_PARAMETER = re.compile(r"([A-Za-z_][\w-]*)=(.*)", re.ASCII | re.DOTALL)
_COMMIT = re.compile(r"[0-9a-fA-F]{4,64}", re.ASCII)
# What a button says, unlike a page that people count.
_MARK = re.compile(r"\+(\d{1,6})(?:\.(.+))?", re.ASCII | re.DOTALL)
_PAGES = 50
_BOOLEANS = ("true", "false")
_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII)

# Of a pipeline's parameters. https://circleci.com/docs/pipeline-variables/
_LONGEST_NAME, _LONGEST_VALUE = 128, 512


@dataclass(frozen=True, slots=True)
class Kind(Generic[_T]):
    """A type of value that one can type.

    ``name`` stands in usage lines, ``noun`` in sentences ("a pipeline"), ``example`` is one that works.
    ``read`` raises `BadText`; ``write`` is its inverse. ``spaced``: its values may have spaces, and take the
    words up to the next flag or the end. ``listed``: they have commas between them, beside which there may
    be spaces, and an "and". ``phrase``: how a value is said without its flag, in a group: ``last
    20 lines``. ``optional`` is how a usage line shows it where it may be left out;
    else ``[name]``.
    """

    name: str
    noun: str
    example: str
    read: Callable[[str], _T]
    write: Callable[[_T], str] = str
    optional: str = ""
    spaced: bool = False
    listed: bool = False
    phrase: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Arg(Generic[_T]):
    """How a field of a command's arguments is typed: ``Annotated[Target, Arg(TARGET, "Which project")]``.

    With a ``flag`` by its name, else by its position. ``rest``: all that remain, as a tuple.
    ``several``: names, of which more may follow behind the same flag. ``words`` mean the switch, besides its
    own name; beside a reference they name nothing: ``flaky tests``.
    ``hidden``: not shown in usage lines; buttons use it. ``rare``: the help of its command alone shows it.
    """

    kind: Kind[_T]
    summary: str
    flag: str | None = None
    rest: bool = False
    several: bool = False
    words: frozenset[str] = frozenset()
    hidden: bool = False
    rare: bool = False


def _match(pattern: re.Pattern[str], text: str, otherwise: ValueReason) -> re.Match[str]:
    if (found := pattern.fullmatch(text)) is None:
        raise BadText(otherwise)
    return found


def _parameter(text: str) -> tuple[str, Value]:
    name, value = _match(_PARAMETER, text, ValueReason.NO_ASSIGNMENT).groups()
    if len(name) > _LONGEST_NAME:
        raise BadText(ValueReason.PART_TOO_LONG, _LONGEST_NAME, "name")
    value, quoted = unquoted_value(value)
    if not quoted and value in _BOOLEANS:
        return name, value == "true"
    if not quoted and _INTEGER.fullmatch(value):
        return name, int(value)
    if len(value) > _LONGEST_VALUE:
        raise BadText(ValueReason.PART_TOO_LONG, _LONGEST_VALUE, "value")
    return name, value


def _write_parameter(parameter: tuple[str, Value]) -> str:
    name, value = parameter
    if isinstance(value, str):
        return assignment(name, value, quoted=value in _BOOLEANS or bool(_INTEGER.fullmatch(value)))
    return f"{name}={str(value).lower()}"


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


PROJECT_NAME = Kind("project", "a project", "web", links.read_project_name, lambda name: name.said)
PIPELINE_REFERENCE: Kind[Reference] = Kind(
    "pipeline",
    "a pipeline",
    "#812",
    reference.read_reference,
    lambda it: it.said,
)
WORKFLOW_REFERENCE = replace(
    PIPELINE_REFERENCE,
    name="workflow",
    noun="a workflow",
    example="last failed",
)
JOB_REFERENCE = replace(PIPELINE_REFERENCE, name="job", noun="a job", example="last failed")
PROJECT_REFERENCE = replace(PIPELINE_REFERENCE, name="project", noun="a project", example="web")
BRANCH_REFERENCE = replace(
    PIPELINE_REFERENCE,
    name="project@branch",
    noun="a project or @branch",
    example="web@main",
    optional="[project][@branch]",
)
#: A branch may be a pattern: ``web@release/*``.
BRANCHES_REFERENCE = replace(BRANCH_REFERENCE)
COMMIT = Kind(
    "commit", "a commit", "a1b2c3d", lambda text: _match(_COMMIT, text, ValueReason.NO_COMMIT)[0].lower()
)
NAME_LIST = Kind("names", "names", "unit,e2e", _names, ",".join, listed=True)
TAG = Kind("tag", "a tag", "v1.2.0", refs.read_ref, phrase=re.compile(r"tag (\S+)"))
NAME = Kind("name", "a name", "build-and-test", partial(_text, 255))
GLOB = Kind("glob", "a pattern", "*.xml", partial(_text, 255))
ARTIFACT_PATH = Kind("path", "a path", "coverage/index.html", partial(_text, 1024), spaced=True)
PARALLEL_RUN = Kind("number", "a parallel run", "3", partial(number_up_to, 9_999))
LIST_MARK = Kind("page", "a page", "2", _mark, _write_mark)
PARAMETER = Kind("name=value", "a parameter", "env=staging", _parameter, _write_parameter)
ABILITY = Kind(
    "action",
    "an action",
    "trigger",
    abilities.read_ability,
    abilities.write_ability,
)
COMMAND_WORDS = Kind("command", "a command", "trigger", _command_words, spaced=True)
SWITCH = Kind("switch", "a switch", "", bool)
