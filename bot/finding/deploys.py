"""Which component, where, and which of its versions is meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from bot.circleci.models import Component, Deployment, Environment, Version
from bot.finding.likely import alike, names_fitting
from bot.model.deeds import EarlierRollback, RollbackDeed, RollbackReason, RollbackRefused
from bot.model.fault import Ambiguous, NameKind, UnknownName
from bot.model.grammar_fault import Contradiction, ContradictionReason
from bot.model.line import Line

_T = TypeVar("_T", Component, Environment, Version)

#: Says a line again with another value of a field.
Retry: TypeAlias = Callable[[str, str], Line]


@dataclass(frozen=True, slots=True)
class DeployNames:
    """Which of the words of a rollback names what. None: none does."""

    component: str | None
    environment: str | None
    version: str | None


def deploy_names(words: Sequence[str], components: Sequence[str], environments: Sequence[str]) -> DeployNames:
    """In whatever order they were typed. What is neither is a version where it has a digit.

    Raises `Contradiction` for two of them.
    """
    rest = list(words)
    component, environment = _taken(rest, components), _taken(rest, environments)
    if component is None and (environment is not None or len(components) != 1):
        component = _unknown(rest)
    environment = environment or _unknown(rest)
    if len(rest) > 1:
        raise Contradiction(ContradictionReason.TWO_NAMES, names=(rest[0], rest[1]))
    if component is None and len(components) == 1:
        component = components[0]
    return DeployNames(component, environment, rest[0] if rest else None)


def _taken(rest: list[str], names: Sequence[str]) -> str | None:
    """The first of the words that names one, exactly before in part; it is no longer there then."""
    exactly = [each for each in rest if each.casefold() in {name.casefold() for name in names}]
    in_part = [each for each in rest if not _has_digit(each) and names_fitting(each, names)]
    found = next(iter([*exactly, *in_part]), None)
    if found is not None:
        rest.remove(found)
    return found


def _unknown(rest: list[str]) -> str | None:
    """The first of the words that is no version; it is no longer there then."""
    found = next((each for each in rest if not _has_digit(each)), None)
    if found is not None:
        rest.remove(found)
    return found


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


@dataclass(frozen=True, slots=True)
class NamedDeploy:
    """Names as they were typed, whatever their case; never a guess.

    ``shown_version``: the version of which the asker saw that it is live. ``retry_line`` says the line
    with another value of a field.
    """

    deed: RollbackDeed
    namespace: str | None
    version: str | None
    shown_version: str | None
    retry_line: Retry

    def component(self, components: Sequence[Component]) -> Component:
        if not self.deed.component:
            raise Ambiguous("component", self._choices(NameKind.COMPONENT, components))
        return self._one(components, NameKind.COMPONENT, self.deed.component, self.deed.called)

    def place(self, places: Sequence[Deployment]) -> Deployment:
        """The one place of those where the component was ever deployed."""
        if not places:
            raise RollbackRefused(self.deed, RollbackReason.NEVER_DEPLOYED)
        if not self.deed.environment:
            return self._only([each for each in places if self._was_live(each)] or places)
        environments = list({each.environment.id: each.environment for each in places}.values())
        found = self._one(
            environments, NameKind.ENVIRONMENT, self.deed.environment, within=self.deed.component
        )
        there = [each for each in places if each.environment.id == found.id]
        fit = [each for each in there if self.namespace in (None, each.namespace)]
        if not fit:
            spaces = tuple(each.namespace or "" for each in there)
            raise UnknownName(NameKind.NAMESPACE, self.namespace or "", spaces)
        if len(fit) > 1:
            choices = ((each.namespace, self.retry_line("namespace", each.namespace or "")) for each in fit)
            raise Ambiguous("namespace", tuple((label or "", line) for label, line in choices))
        return fit[0]

    def _was_live(self, place: Deployment) -> bool:
        """Whether the version that is named may be gone back to there."""
        earlier = [each.name for each in place.versions if not each.is_live]
        return self.version is None or bool(names_fitting(self.version, earlier))

    def _only(self, places: Sequence[Deployment]) -> Deployment:
        """Where no environment is named, the only one."""
        if len(places) == 1:
            return places[0]
        choices = self._choices(NameKind.ENVIRONMENT, [each.environment for each in places])
        raise Ambiguous("environment", choices)

    def live_version(self, place: Deployment, earlier: EarlierRollback | None = None) -> Version:
        """The version that is live there, if it is still the one that was shown.

        ``earlier``: what somebody has done to it since.
        """
        now = place.current_version
        if now is None:
            several = tuple(each.name for each in place.live_versions)
            reason = RollbackReason.SEVERAL_LIVE if several else RollbackReason.NOTHING_LIVE
            raise RollbackRefused(self.deed, reason, several)
        if self.shown_version not in (None, now.name):
            shown = self.shown_version or ""
            raise RollbackRefused(self.deed, RollbackReason.OTHER_LIVE, (now.name,), shown, earlier)
        return now

    def target(self, place: Deployment, abandoned: str | None = None) -> Version:
        """The version that was named, or the newest that is older than the live one; never the live one.

        ``abandoned``: what was live before somebody rolled back to the live one. Where the names of the
        versions do not tell then which are older, it is a choice.
        """
        if self.version is None:
            return self._earlier(place, abandoned)
        others = [each for each in place.versions if not each.is_live]
        live = names_fitting(self.version, [each.name for each in place.live_versions])
        if live and not names_fitting(self.version, [each.name for each in others]):
            raise RollbackRefused(self.deed, RollbackReason.LIVE_ALREADY, tuple(live))
        return self._one(others, NameKind.VERSION, self.version)

    def _earlier(self, place: Deployment, abandoned: str | None) -> Version:
        earlier = place.earlier_versions(abandoned)
        if not earlier:
            raise RollbackRefused(self.deed, RollbackReason.NONE_BEFORE)
        if abandoned is None or place.is_older(earlier[0]):
            return earlier[0]
        raise Ambiguous("version", self._choices(NameKind.VERSION, earlier))

    def _one(self, several: Sequence[_T], kind: NameKind, said: str, within: str = "") -> _T:
        """To CircleCI a name is exact, so one that is typed exactly is meant before all others."""
        by_name = {each.name: each for each in several}
        fit = names_fitting(said, by_name)
        if not fit:
            near = alike(said, by_name)
            choices = self._choices(kind, [each for each in several if each.name in near] or several)
            raise UnknownName(kind, said, tuple(by_name), within, choices)
        if len(fit) > 1:
            raise Ambiguous(kind.value, self._choices(kind, [by_name[each] for each in fit]))
        return by_name[fit[0]]

    def _choices(self, kind: NameKind, several: Sequence[_T]) -> tuple[tuple[str, Line], ...]:
        names = dict.fromkeys(each.name for each in several)
        return tuple((each, self.retry_line(kind.value, each)) for each in names)
