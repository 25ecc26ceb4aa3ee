"""The policy file: YAML that people write, checked as a whole; all problems are told, with their places."""

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy.rules import Channel, Globs, People, Policy, Rule

_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_USER_GROUP = re.compile(r"S[A-Z0-9]{2,}")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{2,}")

Pattern = Annotated[str, StringConstraints(min_length=1, pattern=r"^!?[^!\s]\S*$")]


class PolicyError(Exception):
    """What is wrong with a policy file: ``problems`` are (place in the file, reason)."""

    def __init__(self, file: Path, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{file}: {f'{at}: ' if at else ''}{why}" for at, why in problems))
        self.file = file
        self.problems = problems


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Grant(_Part):
    do: Annotated[list[Permission], Field(min_length=1)]
    projects: Annotated[list[Pattern], Field(min_length=1)] | None = None
    branches: Annotated[list[Pattern], Field(min_length=1)] | None = None
    tags: Annotated[list[Pattern], Field(min_length=1)] | None = None
    who: Annotated[list[str], Field(min_length=1)] | None = None


class _Channel(_Part):
    name: str | None = None
    project: str | None = None
    allow: list[_Grant] = []


class _Everywhere(_Part):
    allow: list[_Grant] = []


class _File(_Part):
    projects: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    channels: dict[str, _Channel] = {}
    everywhere: _Everywhere = _Everywhere()


def load(path: Path) -> Policy:
    """Read and check a policy file. Raises `PolicyError`, and OSError where it can't be read."""
    try:
        data = yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506  a SafeLoader
        parsed = _File.model_validate(data if data is not None else {})
    except yaml.YAMLError as error:
        raise PolicyError(path, ((_line(error), _reason(error)),)) from error
    except UnicodeDecodeError as error:
        raise PolicyError(path, (("", "it is not UTF-8 text"),)) from error
    except ValidationError as error:
        problems = tuple((_place(each["loc"]), _plain(each["msg"])) for each in error.errors())
        raise PolicyError(path, problems) from error
    reading = _Reading(parsed)
    policy = reading.policy()
    if reading.problems:
        raise PolicyError(path, tuple(reading.problems))
    return policy


class _Reading:
    """Turns what was parsed into a Policy, gathering what is wrong on the way."""

    def __init__(self, file: _File) -> None:
        self._file = file
        self.problems: list[tuple[str, str]] = []
        self._projects: dict[str, ProjectSlug] = {}

    def policy(self) -> Policy:
        for short, slug in self._file.projects.items():
            if "/" in short or "@" in short or "#" in short or not short.strip():
                self._wrong(f"projects.{short}", "a short name has no /, @ or #")
            try:
                self._projects[short] = ProjectSlug.parse(slug)
            except ValueError:
                self._wrong(f"projects.{short}", f"{slug} is no project slug such as gh/acme/web")
        for group, people in self._file.groups.items():
            for number, each in enumerate(people):
                if not (_USER.fullmatch(each) or _USER_GROUP.fullmatch(each)):
                    where = f"groups.{group}[{number}]"
                    self._wrong(where, f"{each} is no user id (U…) or user group id (S…)")
        channels = {id: self._channel(id, each) for id, each in self._file.channels.items()}
        everywhere = self._rules("everywhere", self._file.everywhere.allow)
        return Policy(MappingProxyType(self._projects), MappingProxyType(channels), everywhere)

    def _wrong(self, where: str, why: str) -> None:
        self.problems.append((where, why))

    def _channel(self, id: str, channel: _Channel) -> Channel:
        where = f"channels.{id}"
        if not _CHANNEL.fullmatch(id):
            self._wrong(where, f"{id} is no channel id such as C024BE91L; put the name into `name`")
        project = None
        if channel.project is not None:
            project = self._projects.get(channel.project) or _slug(channel.project)
            if project is None:
                self._wrong(f"{where}.project", f"{channel.project} is no short name and no project slug")
        return Channel(self._rules(where, channel.allow), project)

    def _rules(self, where: str, grants: list[_Grant]) -> tuple[Rule, ...]:
        return tuple(self._rule(f"{where}.allow[{number}]", grant) for number, grant in enumerate(grants))

    def _rule(self, where: str, grant: _Grant) -> Rule:
        return Rule(
            where,
            frozenset(grant.do),
            projects=self._project_globs(f"{where}.projects", grant.projects),
            branches=Globs.of(grant.branches) if grant.branches else None,
            tags=Globs.of(grant.tags) if grant.tags else None,
            who=self._people(f"{where}.who", grant.who) if grant.who else None,
        )

    def _project_globs(self, where: str, patterns: list[str] | None) -> Globs | None:
        if patterns is None:
            return None
        found = []
        for number, pattern in enumerate(patterns):
            mark, name = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
            if name in self._projects:
                found.append(f"{mark}{self._projects[name]}")
            elif "/" in name or name == "*":
                found.append(mark + _short_vcs(name))
            else:
                self._wrong(f"{where}[{number}]", f"{name} is no short name of `projects`, and no slug")
        return Globs.of(found) if found else None

    def _people(self, where: str, names: list[str]) -> People:
        ids: list[str] = []
        for number, name in enumerate(names):
            if name in self._file.groups:
                ids += self._file.groups[name]
            elif _USER.fullmatch(name) or _USER_GROUP.fullmatch(name):
                ids.append(name)
            else:
                why = f"{name} is no group of `groups`, no user id (U…), no user group id (S…)"
                self._wrong(f"{where}[{number}]", why)
        groups = frozenset(each for each in ids if _USER_GROUP.fullmatch(each))
        return People(tuple(names), frozenset(ids) - groups, groups)


def _slug(text: str) -> ProjectSlug | None:
    try:
        return ProjectSlug.parse(text)
    except ValueError:
        return None


def _short_vcs(pattern: str) -> str:
    """Patterns are compared with slugs in the short form."""
    vcs, slash, rest = pattern.partition("/")
    return {"github": "gh", "bitbucket": "bb"}.get(vcs, vcs) + slash + rest


def _place(location: tuple[int | str, ...]) -> str:
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in location).lstrip(".")


def _plain(message: str) -> str:
    return "unknown here" if message == "Extra inputs are not permitted" else message


def _line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark is not None else ""


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error)


class _Loader(yaml.SafeLoader):
    """YAML in which a key that stands twice is an error, not a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        for key in _twice(self.construct_object(key, deep=True) for key, _ in node.value):
            raise yaml.constructor.ConstructorError(None, None, f"{key} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def _twice(keys: Iterator[Hashable]) -> Iterator[Hashable]:
    seen: set[Hashable] = set()
    for key in keys:
        if key in seen:
            yield key
        seen.add(key)
