"""What a policy says: values, as the file gives them but resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.circleci.slug import ProjectSlug
from bot.model.permission import Permission
from bot.policy.globs import Globs
from bot.policy.names import KnownProjects, LearnedNames

ALL_PROJECTS = Globs(parts=True)


@dataclass(frozen=True, slots=True)
class Rule:
    """One grant. ``where`` is its path in the file: ``channels.C0DEPLOYS.allow[1]``.

    ``branches`` and ``tags`` both None: every branch and tag; one of
    them alone does not cover the other. ``who`` None: everybody; else names of groups, user ids and ids of
    Slack user groups, as written.
    """

    where: str
    do: frozenset[Permission]
    projects: Globs = ALL_PROJECTS
    branches: Globs | None = None
    tags: Globs | None = None
    who: tuple[str, ...] | None = None

    @property
    def every_ref(self) -> bool:
        """Whether it is the same for all branches and tags."""
        return self.branches is None and self.tags is None


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """``project``: what is meant where none is named. ``name`` is for people."""

    rules: tuple[Rule, ...] = ()
    project: ProjectSlug | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """``projects``: by short name. ``groups``: user and user group ids by the group's name.

    ``protected``: branches of which only the newest pipeline may be approved or rerun. ``approve_within``:
    what has waited longer is not approved any more. ``markers``: by project the pipeline parameter, declared
    in its configuration, that takes the id of the bot's own row: so that a pipeline whose start was not
    answered can be found again. ``people``: Slack ids of persons by their logins, in lower case. ``learned``:
    what the file doesn't say, and CircleCI did.
    """

    projects: Mapping[str, ProjectSlug] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    channels: Mapping[str, ChannelRules] = field(default_factory=dict)
    everywhere: tuple[Rule, ...] = ()
    protected: Globs | None = None
    approve_within: timedelta | None = None
    markers: Mapping[ProjectSlug, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    learned: LearnedNames = field(default_factory=LearnedNames, repr=False, compare=False)
    _known: dict[str, KnownProjects] = field(default_factory=dict, init=False, repr=False, compare=False)

    def rules(self, channel: str) -> tuple[Rule, ...]:
        """What holds in a channel: its own rules, then those for everywhere, direct messages too."""
        own = self.channels.get(channel)
        return own.rules + self.everywhere if own else self.everywhere

    def knows(self, channel: str, project: ProjectSlug) -> bool:
        """Whether a rule of this channel is about the project, for whomever."""
        name = str(project)
        return any(rule.projects.cover(name) for rule in self.rules(channel))

    def known(self, channel: str) -> KnownProjects:
        """Those that the channel knows. On the way to each acknowledgement, so it is made once."""
        place = channel if channel in self.channels else ""
        if place not in self._known:
            here = {short: slug for short, slug in self.projects.items() if self.knows(channel, slug)}
            self._known[place] = KnownProjects.of(here)
        return self._known[place]

    @property
    def user_groups(self) -> frozenset[str]:
        """Ids of the Slack user groups whose members must be known."""
        rules = [*self.everywhere, *(rule for own in self.channels.values() for rule in own.rules)]
        written = {entry for rule in rules for entry in rule.who or ()} - self.groups.keys()
        return frozenset(each for each in written.union(*self.groups.values()) if each.startswith("S"))


#: What holds where there is no file.
READING_ONLY = Policy(everywhere=(Rule("no policy file: reading only", frozenset({Permission.READ})),))
