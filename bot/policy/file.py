"""The policy file: what it may say, and everything that is wrong with one.

Pydantic models of the YAML are turned into `bot.policy.rules` values, in which nothing is left to resolve.
"""

import stat
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy import entries
from bot.policy.globs import Globs
from bot.policy.rules import ChannelRules, Policy, Rule
from bot.policy.yaml import Problem, YamlDocument, path_text, read_yaml

_T = TypeVar("_T")

#: In bytes: thousands of projects and channels have room.
_LARGEST = 2_000_000
_EMPTY = "is empty; give at least one, or leave the key out where it isn't required"


class PolicyError(Exception):
    """A file that can't be used: all that is wrong with it."""

    def __init__(self, file: Path, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: each.line or 0))
        super().__init__("\n".join(each.sentence(file) for each in self.problems))


def load_policy(path: Path) -> Policy:
    """Read the file. Raises `PolicyError`, and FileNotFoundError where there is none."""
    return parse_policy(path, policy_text(path))


def policy_text(path: Path) -> str:
    """What the file says. Raises `PolicyError`, and FileNotFoundError where there is none."""
    try:
        said = _bytes(path)
        if said is None:
            raise PolicyError(path, [Problem("", "is a pipe or a device; make it a file")])
        if len(said) > _LARGEST:
            raise PolicyError(path, [Problem("", f"is too large for a policy: over {_LARGEST:,} bytes")])
        return said.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise PolicyError(path, [Problem("", f"can't be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        told = f"is not UTF-8 (at byte {error.start}); save it as UTF-8"
        raise PolicyError(path, [Problem("", told)]) from error


def _bytes(path: Path) -> bytes | None:
    """What is in it, as far as a policy can be long; None where it may never end, or never begin."""
    kind = path.stat().st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return None
    with path.open("rb") as file:
        return file.read(_LARGEST + 1)


def parse_policy(path: Path, text: str) -> Policy:
    """What the text of this file means. Raises `PolicyError`."""
    read = _read(text)
    if isinstance(read, _File):
        return _resolved(read)
    raise PolicyError(path, read)


@lru_cache(maxsize=8)
def _read(text: str) -> "_File | tuple[Problem, ...]":
    """What a text says as a policy, or all that is wrong with it: of the same text, it is the same."""
    found = read_yaml(text)
    problems = list(found.problems)
    if found.tree is not None and not isinstance(found.tree, dict):
        problems.append(Problem("", f"a policy's keys are {', '.join(_File.model_fields)}", 1))
    elif found.tree is not None or not problems:
        try:
            file = _File.model_validate(found.tree or {}, context=entries.KnownNames(found))
        except ValidationError as error:
            problems += [_problem(each, found) for each in error.errors(include_url=False)]
        else:
            if not problems:
                return file
    return tuple(problems)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _filled(value: object) -> object:
    """A key with nothing behind it, perhaps a comment, must not open a rule to all, or drop a limit."""
    if value is None:
        raise ValueError(_EMPTY)
    return value


_Given: TypeAlias = Annotated[_T | None, BeforeValidator(_filled)]


class _Grant(_Strict):
    do: Annotated[list[Permission], Field(min_length=1)]
    projects: Annotated[entries.ProjectGlobs, BeforeValidator(_filled)]
    branches: _Given[entries.RefGlobs] = None
    tags: _Given[entries.RefGlobs] = None
    who: _Given[Annotated[list[entries.GroupOrId], Field(min_length=1)]] = None


class _Everywhere(_Strict):
    allow: list[_Grant] = []


class _Channel(_Everywhere):
    name: str | None = None
    project: entries.ProjectText | None = None


class _File(_Strict):
    projects: dict[entries.ShortName, entries.SlugText] = {}
    groups: dict[entries.GroupName, list[entries.PersonId]] = {}
    channels: dict[entries.ChannelId, _Channel] = {}
    everywhere: _Everywhere = _Everywhere()
    protected: _Given[entries.RefGlobs] = None
    approve_within: _Given[entries.Length] = None
    markers: dict[entries.ProjectText, entries.ParameterName] = {}
    people: dict[entries.Login, entries.PersonId] = {}


_KEYS = sorted({name for model in (_Grant, _Channel, _File) for name in model.model_fields})

_REASONS: dict[str, Callable[[ErrorDetails], str]] = {
    "value_error": lambda error: str(error["ctx"]["error"]),
    "enum": lambda error: (
        f"{error['input']!r} isn't one of {', '.join(Permission)}{entries.like(error['input'], Permission)}"
    ),
    "extra_forbidden": lambda error: (
        "isn't read here; write out the keys that are meant"
        if error["loc"][-1] == "<<"
        else f"isn't a key here{entries.like(error['loc'][-1], _KEYS)}"
    ),
    "missing": lambda error: (
        'is missing; "*" means every project' if error["loc"][-1] == "projects" else "is missing"
    ),
    "too_short": lambda error: _EMPTY,
    "string_type": lambda error: "isn't text",
    "list_type": lambda error: "isn't a list; write one entry as [entry]",
    "dict_type": lambda error: "needs keys and values below it",
    "model_type": lambda error: "needs keys and values below it",
}


def _problem(error: ErrorDetails, found: YamlDocument) -> Problem:
    path = tuple(step for step in error["loc"] if step != "[key]")
    say = _REASONS.get(error["type"])
    return Problem(path_text(path), say(error) if say else error["msg"], found.line(path))


def _globs(several: list[str] | None) -> Globs | None:
    return Globs.of(several) if several is not None else None


def _rules(allow: list[_Grant], where: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            where=f"{where}.allow[{at}]",
            do=frozenset(grant.do),
            projects=Globs.of(grant.projects, parts=True),
            branches=_globs(grant.branches),
            tags=_globs(grant.tags),
            who=tuple(grant.who) if grant.who is not None else None,
        )
        for at, grant in enumerate(allow)
    )


def _resolved(file: _File) -> Policy:
    return Policy(
        projects={short: ProjectSlug.parse(slug) for short, slug in file.projects.items()},
        groups={name: frozenset(people) for name, people in file.groups.items()},
        channels={
            id: ChannelRules(
                _rules(channel.allow, f"channels.{id}"),
                ProjectSlug.parse(channel.project) if channel.project else None,
                channel.name,
            )
            for id, channel in file.channels.items()
        },
        everywhere=_rules(file.everywhere.allow, "everywhere"),
        protected=_globs(file.protected),
        approve_within=file.approve_within,
        markers={ProjectSlug.parse(slug): marker for slug, marker in file.markers.items()},
        people={login.lower(): id for login, id in file.people.items()},
    )
