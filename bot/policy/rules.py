"""A policy as a value: rules by channel, and rules for everywhere. What no rule allows is denied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Self

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission


@dataclass(frozen=True, slots=True)
class Globs:
    """``*`` stands for anything, ``/`` included; a leading ``!`` excludes. Only exclusions: all but those."""

    included: tuple[str, ...]
    excluded: tuple[str, ...] = ()

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Self:
        patterns = tuple(patterns)
        excluded = tuple(pattern[1:] for pattern in patterns if pattern.startswith("!"))
        included = tuple(pattern for pattern in patterns if not pattern.startswith("!"))
        return cls(included or ("*",), excluded)

    def match(self, text: str) -> bool:
        return any(fnmatchcase(text, each) for each in self.included) and not any(
            fnmatchcase(text, each) for each in self.excluded
        )


@dataclass(frozen=True, slots=True)
class People:
    """``names`` as the rule says them: groups, user ids, user group ids; the sets are what they come to."""

    names: tuple[str, ...]
    users: frozenset[str]
    user_groups: frozenset[str] = frozenset()

    def include(self, user: str, members: Mapping[str, frozenset[str]]) -> bool:
        """``members``: who is in each user group. Of an unknown group nobody is."""
        return user in self.users or any(user in members.get(group, ()) for group in self.user_groups)


@dataclass(frozen=True, slots=True)
class Rule:
    """One grant. ``where`` is its path in the file; None stands for all projects, all refs, everybody.

    With ``branches`` alone tags are not covered, and the other way round.
    """

    where: str
    do: frozenset[Permission]
    projects: Globs | None = None
    branches: Globs | None = None
    tags: Globs | None = None
    who: People | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel's rules and its default project."""

    rules: tuple[Rule, ...] = ()
    project: ProjectSlug | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """``projects``: short names; ``channels`` by id; ``everywhere``: rules of all channels."""

    projects: Mapping[str, ProjectSlug] = field(default_factory=lambda: MappingProxyType({}))
    channels: Mapping[str, Channel] = field(default_factory=lambda: MappingProxyType({}))
    everywhere: tuple[Rule, ...] = ()

    def rules(self, channel: str) -> tuple[Rule, ...]:
        """The rules that hold in a channel, its own first."""
        return (*self.channels.get(channel, _NONE).rules, *self.everywhere)

    def default(self, channel: str) -> ProjectSlug | None:
        return self.channels.get(channel, _NONE).project

    @property
    def user_groups(self) -> frozenset[str]:
        """The Slack user groups whose members must be known."""
        everything = (*self.everywhere, *(rule for each in self.channels.values() for rule in each.rules))
        return frozenset(group for rule in everything if rule.who for group in rule.who.user_groups)


_NONE = Channel()

#: Without a file: everybody may read, nobody may do more.
READING_ONLY = Policy(everywhere=(Rule("no policy file: reading only", frozenset({Permission.READ})),))
