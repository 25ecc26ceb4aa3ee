"""Which component, where, and which of its versions is meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.circleci.models import Component, Deployment, Environment, Version
from bot.finding.likely import alike
from bot.model.deeds import RollbackDeed, RollbackReason, RollbackRefused
from bot.model.fault import Ambiguous, NameKind, UnknownName
from bot.model.line import Line

_T = TypeVar("_T", Component, Environment, Version)


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
    retry_line: Callable[[str, str], Line]

    def component(self, components: Sequence[Component]) -> Component:
        return self._one(components, NameKind.COMPONENT, self.deed.component, self.deed.called)

    def place(self, places: Sequence[Deployment]) -> Deployment:
        """The one place of those where the component was ever deployed."""
        if not places:
            raise RollbackRefused(self.deed, RollbackReason.NEVER_DEPLOYED)
        environments = list({each.environment.id: each.environment for each in places}.values())
        if not self.deed.environment:
            return self._only(places, environments)
        found = self._one(
            environments, NameKind.ENVIRONMENT, self.deed.environment, within=self.deed.component
        )
        there = [each for each in places if each.environment.id == found.id]
        fit = [each for each in there if self.namespace in (None, each.namespace)]
        if not fit:
            spaces = tuple(each.namespace or "" for each in there)
            raise UnknownName(NameKind.NAMESPACE, self.namespace or "", spaces, "namespace")
        if len(fit) > 1:
            choices = ((each.namespace, self.retry_line("namespace", each.namespace or "")) for each in fit)
            raise Ambiguous("namespace", found.name, tuple((label or "", line) for label, line in choices))
        return fit[0]

    def _only(self, places: Sequence[Deployment], environments: Sequence[Environment]) -> Deployment:
        """Where no environment is named, the only one."""
        if len(environments) == 1 and len(places) == 1:
            return places[0]
        choices = ((each.name, self.retry_line("environment", each.name)) for each in environments)
        raise Ambiguous("environment", self.deed.component, tuple(choices))

    def live_version(self, place: Deployment) -> Version:
        """The version that is live there, if it is still the one that was shown."""
        now = place.current_version
        if now is None:
            several = tuple(each.name for each in place.live_versions)
            reason = RollbackReason.SEVERAL_LIVE if several else RollbackReason.NOTHING_LIVE
            raise RollbackRefused(self.deed, reason, several)
        if self.shown_version not in (None, now.name):
            raise RollbackRefused(self.deed, RollbackReason.OTHER_LIVE, (now.name,), self.shown_version or "")
        return now

    def target(self, place: Deployment) -> Version:
        """The version that was named, or the one that was live before; never the one that is live."""
        if self.version is None and place.previous_version is None:
            raise RollbackRefused(self.deed, RollbackReason.NONE_BEFORE)
        if self.version is None and place.previous_version is not None:
            return place.previous_version
        others_first = sorted(place.versions, key=lambda each: each.is_live)
        found = self._one(others_first, NameKind.VERSION, self.version or "")
        if found.is_live:
            raise RollbackRefused(self.deed, RollbackReason.LIVE_ALREADY, (found.name,))
        return found

    def _one(self, several: Sequence[_T], kind: NameKind, said: str, within: str = "") -> _T:
        """To CircleCI a name is exact, so one that is typed exactly is meant before all others."""
        field = kind.value
        by_name = {each.name: each for each in several}
        if said in by_name:
            return by_name[said]
        fit = [each for name, each in by_name.items() if name.casefold() == said.casefold()]
        if not fit:
            likely = tuple(self.retry_line(field, each) for each in alike(said, by_name))
            raise UnknownName(kind, said, tuple(by_name), field, within, likely)
        if len(fit) > 1:
            choices = ((each.name, self.retry_line(field, each.name)) for each in fit)
            raise Ambiguous(field, said, tuple(choices))
        return fit[0]
