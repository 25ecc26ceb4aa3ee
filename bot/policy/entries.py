"""What single entries of a policy file may be: types, which say what is wrong with an entry."""

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from rapidfuzz import process

from bot.circleci.slug import ProjectSlug
from bot.policy.globs import Globs, fault
from bot.policy.yaml import YamlDocument, as_mapping

_ID = r"[UWS][A-Z0-9]{4,}"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}"
_GLOB = frozenset("*?!")
_LENGTH = re.compile(r"([1-9]\d{0,3})\s*(min|h|d)", re.ASCII)
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class KnownNames:
    """Names that the file itself defines, and projects' slugs, whether or not the rest of it is right."""

    def __init__(self, found: YamlDocument) -> None:
        top = as_mapping(found.tree)
        self.groups = tuple(as_mapping(top.get("groups")))
        self.projects = {short: str(each) for short, each in as_mapping(top.get("projects")).items()}


def like(said: object, names: Iterable[str]) -> str:
    """What may have been meant, for the end of a sentence."""
    near = process.extractOne(str(said), [name for name in names if name != said], score_cutoff=60)
    return f"; did you mean {str(near[0])!r}?" if near else ""


def _form(pattern: str, reason: str) -> AfterValidator:
    """The whole entry is of this form, or ``reason`` is said of it."""
    form = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise ValueError(f"{value!r} {reason}")
        return value

    return AfterValidator(check)


def _no_other_capitals(value: str, info: ValidationInfo[KnownNames]) -> str:
    first = next(each for each in info.context.projects if each.lower() == value.lower())
    if value != first:
        raise ValueError(f"{value!r} differs from {first!r} only in its capitals")
    return value


def _who(value: str, info: ValidationInfo[KnownNames]) -> str:
    groups = info.context.groups
    if value not in groups and not re.fullmatch(_ID, value):
        raise ValueError(
            f"{value!r} is neither a group in this file nor an id (U…, W…, S…){like(value, groups)}"
        )
    return value


def _slug(value: str) -> str:
    try:
        if set(value) & _GLOB:
            raise ValueError
        return str(ProjectSlug.parse(value))
    except ValueError:
        raise ValueError(f"{value!r} isn't a project's slug like gh/acme/web") from None


def _project(value: str, info: ValidationInfo[KnownNames]) -> str:
    """A short name or a slug, as one project's slug; of a short name it is checked where that is defined."""
    if "/" in value:
        return _slug(value)
    known = info.context.projects
    if value not in known:
        raise ValueError(f"{value!r} isn't one of this file's short names{like(value, known)}")
    try:
        return _slug(known[value])
    except ValueError:
        return value


def _glob(value: str) -> str:
    if wrong := fault(value):
        raise ValueError(f"{value!r} {wrong}")
    return value


def _project_glob(value: str, info: ValidationInfo[KnownNames]) -> str:
    text = value.removeprefix("!")
    sign = "!" if value.startswith("!") else ""
    if set(text) == {"*"}:
        return f"{sign}*/*/*"
    if "/" not in text:
        return sign + _project(text, info)
    parts = text.split("/")
    vcs, *rest = parts
    if len(parts) != 3 or not all(parts):
        raise ValueError(f"{value!r} doesn't have three parts like gh/acme/*")
    if set(vcs) == {"*"}:
        return value
    try:
        return f"{sign}{ProjectSlug.parse(f'{vcs}/x/x').vcs}/{'/'.join(rest)}"
    except ValueError:
        raise ValueError(f"{value!r} doesn't start with gh, bb, circleci or *") from None


def _leave_some(globs: list[str], *, parts: bool) -> list[str]:
    """A rule whose patterns leave nothing would look like a grant, and grant nothing."""
    if Globs.of(globs, parts=parts).example is None:
        raise ValueError("covers nothing: it excludes what it names")
    return globs


def read_length(value: object) -> timedelta:
    """``30min``, ``12h``, ``3d``. Raises ValueError, saying so."""
    found = _LENGTH.fullmatch(str(value))
    if found is None:
        raise ValueError(f"{value!r} isn't a length of time like 30min, 12h or 3d")
    return int(found[1]) * _UNITS[found[2]]


ChannelId: TypeAlias = Annotated[str, _form(r"[CGD][A-Z0-9]{2,}", "isn't a channel id like C0123456789")]
ShortName: TypeAlias = Annotated[
    str,
    _form(_NAME, "isn't a short name: use letters, digits, dots, hyphens and underscores"),
    AfterValidator(_no_other_capitals),
]
GroupName: TypeAlias = Annotated[
    str,
    _form(_NAME, "isn't a group name: use letters, digits, dots, hyphens and underscores"),
    _form(rf"(?!{_ID}\Z).*", "looks like a Slack id; use lowercase for a group name"),
]
#: What CircleCI calls a person who pushes or commits.
Login: TypeAlias = Annotated[str, Field(min_length=1, max_length=100)]
PersonId: TypeAlias = Annotated[
    str, _form(_ID, "isn't the id of a person (U…, W…) or a Slack user group (S…)")
]
GroupOrId: TypeAlias = Annotated[str, AfterValidator(_who)]
SlugText: TypeAlias = Annotated[str, AfterValidator(_slug)]
#: A short name or a slug, as the slug.
ProjectText: TypeAlias = Annotated[str, AfterValidator(_project)]
ProjectGlobs: TypeAlias = Annotated[
    list[Annotated[str, AfterValidator(_glob), AfterValidator(_project_glob)]],
    Field(min_length=1),
    AfterValidator(partial(_leave_some, parts=True)),
]
RefGlobs: TypeAlias = Annotated[
    list[Annotated[str, AfterValidator(_glob)]],
    Field(min_length=1),
    AfterValidator(partial(_leave_some, parts=False)),
]
ParameterName: TypeAlias = Annotated[
    str,
    _form(r"[A-Za-z_][\w-]{0,127}", "isn't a parameter name: use letters, digits, hyphens and underscores"),
]
#: ``30min``, ``12h``, ``3d``.
Length: TypeAlias = Annotated[timedelta, BeforeValidator(read_length)]
