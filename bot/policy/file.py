"""The policy file: what it may say, and everything that is wrong with one.

Pydantic models of the YAML are turned into `bot.policy.rules` values, in which nothing is left to resolve.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
)
from pydantic_core import ErrorDetails

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy import entries
from bot.policy.globs import Globs
from bot.policy.rules import ChannelRules, Policy, Rule
from bot.policy.yaml import Problem, Read, path_text, read_yaml

_NOTHING = "covers nothing: what it names it also excludes"
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


def load_policy(path: Path) -> Policy:
    """Read the file. Raises `PolicyError`, and FileNotFoundError where there is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise PolicyError(path, [Problem("", f"can't be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise PolicyError(path, [Problem("", f"is not UTF-8 (at byte {error.start})")]) from error
    found = read_yaml(text)
    problems = list(found.problems)
    if found.tree is not None and not isinstance(found.tree, dict):
        problems.append(Problem("", f"a policy has these keys: {', '.join(_File.model_fields)}", 1))
    elif found.tree is not None or not problems:
        try:
            file = _File.model_validate(found.tree or {}, context=entries.KnownNames(found))
        except ValidationError as error:
            problems += [_problem(each, found) for each in error.errors(include_url=False)]
        else:
            policy = _resolved(file)
            problems += _empty(policy, found)
            if not problems:
                return policy
    raise PolicyError(path, sorted(problems, key=lambda each: each.line or 0))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Globs: TypeAlias = Annotated[list[Annotated[str, AfterValidator(entries.ref_glob)]], Field(min_length=1)]
_Person: TypeAlias = Annotated[str, AfterValidator(entries.person)]
_Who: TypeAlias = Annotated[str, AfterValidator(entries.who)]
_Project: TypeAlias = Annotated[str, AfterValidator(entries.read_project)]
_ProjectGlob: TypeAlias = Annotated[str, AfterValidator(entries.project_glob)]
_Length: TypeAlias = Annotated[timedelta, BeforeValidator(entries.length)]


def _filled(value: object) -> object:
    """A key with nothing behind it, perhaps a comment, must not open a rule to all, or drop a limit."""
    if value is None:
        raise ValueError(_EMPTY)
    return value


class _Grant(_Strict):
    do: Annotated[list[Permission], Field(min_length=1)]
    projects: Annotated[list[_ProjectGlob], Field(min_length=1)] | None = None
    branches: _Globs | None = None
    tags: _Globs | None = None
    who: Annotated[list[_Who], Field(min_length=1)] | None = None

    _said = field_validator("projects", "branches", "tags", "who", mode="before")(_filled)


class _Channel(_Strict):
    name: str | None = None
    project: _Project | None = None
    allow: list[_Grant] = []


class _Everywhere(_Strict):
    allow: list[_Grant] = []


class _File(_Strict):
    projects: dict[
        Annotated[str, AfterValidator(entries.read_short_name)], Annotated[str, AfterValidator(entries.slug)]
    ] = {}
    groups: dict[Annotated[str, AfterValidator(entries.group)], list[_Person]] = {}
    channels: dict[Annotated[str, AfterValidator(entries.channel)], _Channel] = {}
    everywhere: _Everywhere = _Everywhere()
    protected: _Globs | None = None
    approve_within: _Length | None = None
    markers: dict[_Project, Annotated[str, AfterValidator(entries.parameter)]] = {}

    _said = field_validator("protected", "approve_within", mode="before")(_filled)


_KEYS = sorted({name for model in (_Grant, _Channel, _File) for name in model.model_fields})

_REASONS: dict[str, Callable[[ErrorDetails], str]] = {
    "value_error": lambda error: str(error["ctx"]["error"]),
    "enum": lambda error: (
        f"{error['input']!r} is not one of {', '.join(Permission)}{entries.like(error['input'], Permission)}"
    ),
    "extra_forbidden": lambda error: f"is not a key here{entries.like(error['loc'][-1], _KEYS)}",
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
    return Problem(path_text(path), say(error) if say else error["msg"], found.line(path))


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
                where=path_text((*where, "allow", at)),
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
        protected=of_refs(file.protected),
        approve_within=file.approve_within,
        markers={ProjectSlug.parse(full(name)): marker for name, marker in file.markers.items()},
    )


def _empty(policy: Policy, found: Read) -> Iterable[Problem]:
    """Patterns that leave nothing: such a rule would look like a grant, and grant nothing."""
    if policy.protected is not None and policy.protected.example is None:
        yield Problem("protected", _NOTHING, found.line(("protected",)))
    ways = [("everywhere",), *(("channels", id) for id in policy.channels)]
    several = [policy.everywhere, *(each.rules for each in policy.channels.values())]
    for way, rules in zip(ways, several, strict=True):
        for at, rule in enumerate(rules):
            for name in ("projects", "branches", "tags"):
                chosen: Globs | None = getattr(rule, name)
                if chosen is not None and chosen.example is None:
                    path = (*way, "allow", at, name)
                    yield Problem(path_text(path), _NOTHING, found.line(path))
