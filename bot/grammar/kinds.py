"""The kinds of values that commands take."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from rapidfuzz import process

from bot.grammar import names, reference
from bot.grammar.kind import Kind
from bot.model.permission import Permission
from bot.model.reference import HERE, Mark, Reference

Value: TypeAlias = int | bool | str

_PARAMETER = re.compile(r"([A-Za-z_][\w-]*)=(.*)", re.ASCII | re.DOTALL)
# What a question has besides what it is about.
_ASKING = frozenset({
    *("did", "does", "has", "is", "was", "it", "this", "that", "the", "one", "here", "now"),
    *("build", "pipeline", "workflow", "run", "job", "fail", "failed", "failing", "red", "broken"),
})  # fmt: skip
_COMMIT = re.compile(r"[0-9a-fA-F]{4,64}", re.ASCII)
_MARK = re.compile(r"(\d{1,6})(?:\.(.+))?", re.ASCII)
_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII)

# Of a pipeline's parameters. https://circleci.com/docs/pipeline-variables/
_LONGEST_NAME, _LONGEST_VALUE = 128, 512

_FORMS = "last, last failed, @branch, an address or an id"


def _parameter(text: str) -> tuple[str, Value]:
    found = _PARAMETER.fullmatch(text)
    if found is None:
        raise ValueError("that is a name, = and a value, without spaces around =")
    name, value = found.groups()
    if len(name) > _LONGEST_NAME:
        raise ValueError(f"its name has more than {_LONGEST_NAME} characters")
    if value in ("true", "false"):
        return name, value == "true"
    if _INTEGER.fullmatch(value):
        return name, int(value)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if len(value) > _LONGEST_VALUE:
        raise ValueError(f"its value has more than {_LONGEST_VALUE} characters")
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
        likely = f"; did you mean {meant}?" if meant else ""
        raise ValueError(f"that is {PERMISSION.forms}{likely}") from None


def permission_like(text: str) -> Permission | None:
    """The permission that may be meant."""
    meant = process.extractOne(text.lower(), list(Permission), score_cutoff=70)
    return meant[0] if meant else None


def _mark(text: str) -> Mark:
    found = _MARK.fullmatch(text)
    if found is None:
        raise ValueError("only the button of a list knows it")
    return Mark(int(found[1]), found[2])


def _write_mark(mark: Mark) -> str:
    return f"{mark.offset}.{mark.token}" if mark.token else str(mark.offset)


def _commit(text: str) -> str:
    if not _COMMIT.fullmatch(text):
        raise ValueError("it has 4 to 64 of the digits 0-9 and a-f")
    return text.lower()


def _names(text: str) -> tuple[str, ...]:
    several = tuple(each.strip() for each in text.split(","))
    if not all(several):
        raise ValueError("those are names with commas between them, without empty ones")
    return several


def _exact(text: str) -> Reference:
    """A reference, but not a project's plain name: that may be another argument."""
    found = reference.read(text)
    if found == Reference(text, found.project):
        raise ValueError
    return found


def _asked_why(text: str) -> Reference:
    """A reference, perhaps within a question: ``did this fail?``, ``did web@main fail?``."""
    words = text.rstrip("?!. ").split()
    if words and words[0].lower() in _ASKING:
        words = [word for word in words if word.lower() not in _ASKING]
    return reference.read(" ".join(words)) if words else HERE


def _asking_width(words: Sequence[str]) -> int:
    return len(words) if words[0].lower().rstrip("?!.") in _ASKING else reference.width(words)


def _switch(text: str) -> bool:
    raise ValueError("it stands alone, without a value")


def _text(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.strip():
            raise ValueError("it is empty")
        if len(text) > longest:
            raise ValueError(f"it has more than {longest} characters")
        return text

    return read


def counted(highest: int) -> Callable[[str], int]:
    """Reads a number from 1 on."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= highest):
            raise ValueError(f"it is a number from 1 to {highest:,}")
        return int(text)

    return read


PROJECT = Kind("project", "a project", "web", names.project, names.write_project)
TARGET = Kind(
    "project@branch",
    "a project or @branch",
    "web@main",
    names.target,
    names.write_target,
    optional="[project][@branch]",
)
PIPELINE = Kind(
    "pipeline",
    "a pipeline",
    "#812",
    reference.read,
    reference.write,
    reference.width,
    whole=reference.complete,
    forms=f"a number like #812, {_FORMS}",
)
WORKFLOW = replace(
    PIPELINE,
    name="workflow",
    noun="a workflow",
    example="last failed",
    forms=f"its pipeline's number like #812, {_FORMS}",
)
JOB = replace(
    PIPELINE, name="job", noun="a job", example="last failed", forms=f"a number like #155, {_FORMS}"
)
EXACT = replace(WORKFLOW, read=_exact)
WHY = replace(PIPELINE, read=_asked_why, width=_asking_width, example="last failed")
COMMIT = Kind("commit", "a commit", "a1b2c3d", _commit)
NAMES = Kind("names", "names", "unit,e2e", _names, ",".join, spaced=True)
TAG = Kind("tag", "a tag", "v1.2.0", names.ref)
NAME = Kind("name", "a name", "build-and-test", _text(255))
GLOB = Kind("glob", "a pattern", "*.xml", _text(255))
PATH = Kind("path", "a path", "coverage/index.html", _text(1024), spaced=True)
RUN = Kind("number", "a parallel run", "3", counted(9_999))
PAGE = Kind("page", "a page", "10", _mark, _write_mark)
PARAMETER = Kind("name=value", "a parameter", "env=staging", _parameter, _write_parameter)
PERMISSION = Kind("action", "an action", "trigger", _permission, forms=f"one of {', '.join(Permission)}")
WORDS = Kind("command", "a command", "trigger", _text(100), width=len)
SWITCH = Kind("switch", "a switch", "", _switch)
