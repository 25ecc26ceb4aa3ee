"""Which component, where, and which of its versions is meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.circleci.models import Component, Deployment, Environment, Version
from bot.model.fault import Ambiguous, BadValue, NotPossible
from bot.model.line import Line
from bot.model.spans import Code, Text
from bot.views.parts.text import some_names

_T = TypeVar("_T", Component, Environment, Version)


@dataclass(frozen=True, slots=True)
class NamedDeploy:
    """Names as they were typed, whatever their case; never a guess.

    ``shown``: the version of which the asker saw that it is live. ``again`` says the line with another
    value of a field. ``what`` is not done where it can't be; ``see`` is the next line then.
    """

    called: str
    component: str
    environment: str
    namespace: str | None
    version: str | None
    shown: str | None
    again: Callable[[str, str], Line]
    what: Text
    see: Text

    def of(self, components: Sequence[Component]) -> Component:
        return self._one(components, "component", "a component", self.component, f"{self.called} has")

    def at(self, places: Sequence[Deployment]) -> Deployment:
        """The one place of those where the component was ever deployed."""
        if not places:
            why = f"CircleCI knows no version of {self.component} that was deployed."
            raise NotPossible(self.what, (why,), self.see)
        environments = [each.environment for each in places]
        has = f"{self.component} is deployed to"
        found = self._one(environments, "environment", "an environment", self.environment, has)
        there = [each for each in places if each.environment.id == found.id]
        fit = [each for each in there if self.namespace in (None, each.namespace)]
        if not fit:
            spaces = [each.namespace or "" for each in there]
            raise BadValue(self.namespace or "", "a namespace", f"there are {some_names(spaces)}", spaces[0])
        if len(fit) > 1:
            choices = ((each.namespace, self.again("namespace", each.namespace or "")) for each in fit)
            raise Ambiguous("namespace", found.name, tuple((label or "", line) for label, line in choices))
        return fit[0]

    def live(self, place: Deployment) -> Version:
        """The version that is live there, if it is still the one that was shown."""
        now = place.current
        if now is None:
            several = some_names([each.name for each in place.live])
            why = f"{several} are live at once; CircleCI's page has the choice." if several else ""
            raise NotPossible(self.what, (why or "Nothing is live there.",), self.see)
        if self.shown not in (None, now.name):
            changed: Text = (Code(now.name), " is live now, and no longer ", Code(self.shown or ""), ".")
            raise NotPossible(self.what, changed, self.see)
        return now

    def target(self, place: Deployment) -> Version:
        """The version that was named, or the one that was live before; never the one that is live."""
        if self.version is None and place.before is None:
            raise NotPossible(self.what, ("No other version was live there before.",), self.see)
        if self.version is None and place.before is not None:
            return place.before
        others_first = sorted(place.versions, key=lambda each: each.is_live)
        found = self._one(others_first, "version", "a version", self.version or "", "the latest others are")
        if found.is_live:
            raise NotPossible(self.what, (Code(found.name), " is live already."), self.see)
        return found

    def _one(self, several: Sequence[_T], field: str, noun: str, said: str, has: str) -> _T:
        """To CircleCI a name is exact, so one that is typed exactly is meant before all others."""
        by_name = {each.name: each for each in several}
        if said in by_name:
            return by_name[said]
        fit = [each for name, each in by_name.items() if name.casefold() == said.casefold()]
        if not fit:
            raise BadValue(said, noun, f"{has} {some_names(list(by_name))}", next(iter(by_name)))
        if len(fit) > 1:
            raise Ambiguous(field, said, tuple((each.name, self.again(field, each.name)) for each in fit))
        return fit[0]
