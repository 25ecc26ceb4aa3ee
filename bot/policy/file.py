"""The policy file: what it may say, and everything that is wrong with one.

Pydantic models of the YAML are turned into `bot.policy.rules` values, in which nothing is left to resolve.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from rapidfuzz import process

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy import globs
from bot.policy.globs import Globs
from bot.policy.rules import ChannelRules, Policy, Rule
from bot.policy.yaml import Problem, Read, as_mapping, read, spelled

_ID = re.compile(r"[UWS][A-Z0-9]{4,}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_EMPTY = "is empty; leave the key out, or give at least one"


class PolicyError(Exception):
    """A file that can't be used: all that is wrong with it."""

    def __init__(self, file: Path, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(self._lines()))

    def _lines(self) -> Iterable[str]:
        for problem in self.problems:
            at = f"{self.file}:{problem.line}" if problem.line else str(self.file)
            yield f"{at}: {problem.path} {problem.reason}" if problem.path else f"{at}: {problem.reason}"


def load(path: Path) -> Policy:
    """Read the file. Raises `PolicyError`, and FileNotFoundError where there is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise PolicyError(path, [Problem("", f"can't be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise PolicyError(path, [Problem("", f"is not UTF-8 (at byte {error.start})")]) from error
    found = read(text)
    problems = list(found.problems)
    if found.tree is not None and not isinstance(found.tree, dict):
        problems.append(Problem("", f"a policy has these keys: {', '.join(_File.model_fields)}", 1))
    elif found.tree is not None or not problems:
        try:
            file = _File.model_validate(found.tree or {}, context=_Known(found))
        except ValidationError as error:
            problems += [_problem(each, found) for each in error.errors(include_url=False)]
        else:
            policy = _resolved(file)
            problems += _empty(policy, found)
            if not problems:
                return policy
    raise PolicyError(path, sorted(problems, key=lambda each: each.line or 0))


class _Known:
    """Names that the file itself defines, whether or not the rest of it is right."""

    def __init__(self, found: Read) -> None:
        top = as_mapping(found.tree)
        self.projects = tuple(as_mapping(top.get("projects")))
        self.groups = tuple(as_mapping(top.get("groups")))


def _known(info: ValidationInfo) -> _Known:
    if not isinstance(info.context, _Known):
        raise TypeError("a policy is validated with the names that it defines")
    return info.context


def _like(said: object, names: Iterable[str]) -> str:
    """What may have been meant, for the end of a sentence."""
    near = process.extractOne(str(said), [name for name in names if name != said], score_cutoff=60)
    return f"; did you mean {str(near[0])!r}?" if near else ""


def _channel(value: str) -> str:
    if not _CHANNEL.fullmatch(value):
        raise ValueError(f"{value!r} is not a channel's id, which looks like C0123456789")
    return value


def _short(value: str, info: ValidationInfo) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(f"{value!r} is not a short name: letters, digits, dots, hyphens and underscores")
    alike = [each for each in _known(info).projects if each.lower() == value.lower()]
    if value != alike[0]:
        raise ValueError(f"{value!r} differs from {alike[0]!r} in capitals alone, which nobody types")
    return value


def _group(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(f"{value!r} is not a group's name: letters, digits, dots, hyphens and underscores")
    if _ID.fullmatch(value):
        raise ValueError(f"{value!r} looks like an id of Slack's; write the group's name in small letters")
    return value


def _person(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError(f"{value!r} is neither a person's id (U…, W…) nor a Slack user group's (S…)")
    return value


def _who(value: str, info: ValidationInfo) -> str:
    groups = _known(info).groups
    if value not in groups and not _ID.fullmatch(value):
        raise ValueError(f"{value!r} is no group of this file, nor an id (U…, W…, S…){_like(value, groups)}")
    return value


def _slug(value: str) -> str:
    try:
        return str(ProjectSlug.parse(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a project's slug; one looks like gh/acme/web") from None


def _project(value: str, info: ValidationInfo) -> str:
    """A short name or a slug, as one project."""
    if "/" in value:
        return _slug(value)
    known = _known(info).projects
    if value not in known:
        raise ValueError(f"{value!r} is no short name of this file's projects{_like(value, known)}")
    return value


def _project_glob(value: str, info: ValidationInfo) -> str:
    sign, text = ("!", value[1:]) if value.startswith("!") else ("", value)
    if wrong := globs.fault(value):
        raise ValueError(f"{value!r} {wrong}")
    if set(text) == {"*"}:
        return f"{sign}*/*/*"
    if "/" not in text:
        return sign + _project(text, info)
    parts = text.split("/")
    vcs, *rest = parts
    if len(parts) != 3 or not all(parts):
        raise ValueError(f"{value!r} has not three parts, as gh/acme/* has")
    if set(vcs) == {"*"}:
        return value
    try:
        return f"{sign}{ProjectSlug.parse(f'{vcs}/x/x').vcs}/{'/'.join(rest)}"
    except ValueError:
        raise ValueError(f"{value!r} does not start with gh, bb, circleci or *") from None


def _ref_glob(value: str) -> str:
    if wrong := globs.fault(value):
        raise ValueError(f"{value!r} {wrong}")
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Globs: TypeAlias = Annotated[list[Annotated[str, AfterValidator(_ref_glob)]], Field(min_length=1)]
_Person: TypeAlias = Annotated[str, AfterValidator(_person)]
_Who: TypeAlias = Annotated[str, AfterValidator(_who)]
_Project: TypeAlias = Annotated[str, AfterValidator(_project)]
_ProjectGlob: TypeAlias = Annotated[str, AfterValidator(_project_glob)]


class _Grant(_Strict):
    do: Annotated[list[Permission], Field(min_length=1)]
    projects: Annotated[list[_ProjectGlob], Field(min_length=1)] | None = None
    branches: _Globs | None = None
    tags: _Globs | None = None
    who: Annotated[list[_Who], Field(min_length=1)] | None = None

    @field_validator("projects", "branches", "tags", "who", mode="before")
    @classmethod
    def _said(cls, value: object) -> object:
        """A key with nothing behind it, perhaps a comment, must not open the rule to all."""
        if value is None:
            raise ValueError(_EMPTY)
        return value


class _Channel(_Strict):
    name: str | None = None
    project: _Project | None = None
    allow: list[_Grant] = []


class _Everywhere(_Strict):
    allow: list[_Grant] = []


class _File(_Strict):
    projects: dict[Annotated[str, AfterValidator(_short)], Annotated[str, AfterValidator(_slug)]] = {}
    groups: dict[Annotated[str, AfterValidator(_group)], list[_Person]] = {}
    channels: dict[Annotated[str, AfterValidator(_channel)], _Channel] = {}
    everywhere: _Everywhere = _Everywhere()


_KEYS = sorted({name for model in (_Grant, _Channel, _File) for name in model.model_fields})

_REASONS: dict[str, Callable[[ErrorDetails], str]] = {
    "value_error": lambda error: str(error["ctx"]["error"]),
    "enum": lambda error: (
        f"{error['input']!r} is not one of {', '.join(Permission)}{_like(error['input'], Permission)}"
    ),
    "extra_forbidden": lambda error: f"is not a key here{_like(error['loc'][-1], _KEYS)}",
    "missing": lambda error: "is missing",
    "too_short": lambda error: _EMPTY,
    "string_type": lambda error: "is not text",
    "list_type": lambda error: "is not a list; one entry is written as [entry]",
    "dict_type": lambda error: "has no keys and values below it",
    "model_type": lambda error: "has no keys and values below it",
}


def _problem(error: ErrorDetails, found: Read) -> Problem:
    path = tuple(step for step in error["loc"] if step != "[key]")
    say = _REASONS.get(error["type"])
    return Problem(spelled(path), say(error) if say else error["msg"], found.line(path))


def _resolved(file: _File) -> Policy:
    projects = {short: ProjectSlug.parse(slug) for short, slug in file.projects.items()}

    def full(text: str) -> str:
        return str(projects.get(text, text))

    def of_projects(several: list[str] | None) -> Globs | None:
        if several is None:
            return None
        each = (f"!{full(glob[1:])}" if glob.startswith("!") else full(glob) for glob in several)
        return Globs.of(each, parts=True)

    def of_refs(several: list[str] | None) -> Globs | None:
        return Globs.of(several) if several is not None else None

    def rules(grants: list[_Grant], where: tuple[str, ...]) -> tuple[Rule, ...]:
        return tuple(
            Rule(
                where=spelled((*where, "allow", at)),
                do=frozenset(grant.do),
                projects=of_projects(grant.projects),
                branches=of_refs(grant.branches),
                tags=of_refs(grant.tags),
                who=tuple(grant.who) if grant.who is not None else None,
            )
            for at, grant in enumerate(grants)
        )

    return Policy(
        projects=projects,
        groups={name: frozenset(people) for name, people in file.groups.items()},
        channels={
            id: ChannelRules(
                rules(channel.allow, ("channels", id)),
                ProjectSlug.parse(full(channel.project)) if channel.project else None,
                channel.name,
            )
            for id, channel in file.channels.items()
        },
        everywhere=rules(file.everywhere.allow, ("everywhere",)),
    )


def _empty(policy: Policy, found: Read) -> Iterable[Problem]:
    """Patterns that leave nothing: such a rule would look like a grant, and grant nothing."""
    ways = [("everywhere",), *(("channels", id) for id in policy.channels)]
    several = [policy.everywhere, *(each.rules for each in policy.channels.values())]
    for way, rules in zip(ways, several, strict=True):
        for at, rule in enumerate(rules):
            for name in ("projects", "branches", "tags"):
                chosen: Globs | None = getattr(rule, name)
                if chosen is not None and chosen.example is None:
                    path = (*way, "allow", at, name)
                    yield Problem(
                        spelled(path), "covers nothing: what it names it also excludes", found.line(path)
                    )
