"""What is at hand where nothing is named: what a thread is about, else what a channel saw last."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.circleci.errors import NotFound
from bot.circleci.models import JobDetails, Pipeline, Workflow
from bot.circleci.slug import ProjectSlug
from bot.finding.choice import Again, is_in
from bot.finding.location import Location, Lookup
from bot.finding.spot import NEAREST, Spot
from bot.finding.visible import is_visible
from bot.model.fault import Ambiguous
from bot.model.reference import NamedState, Reference
from bot.model.request import Place
from bot.model.run import FAILED_STATUSES, newest_attempts
from bot.model.shown import Noun, ShownThing
from bot.policy.access import Access
from bot.reading.parts import PartName, read_those
from bot.store.engine import StoreUnavailable
from bot.store.memory import Memory

#: How many of the things that a channel saw last are looked at, and of those of a thread.
_SEEN, _OF_THREAD = 5, 10
#: How a UUID may begin.
_START = re.compile(r"[0-9a-f]{4,8}|[0-9a-f]{8}-[0-9a-f-]{0,27}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AtHand:
    """``place``: where it is asked, by whom ``access`` is about."""

    memory: Memory
    place: Place
    access: Access
    lookup: Lookup

    async def of_thread(self) -> tuple[ShownThing, ...]:
        """What this thread's messages are about, that of the first of them first."""
        with suppress(StoreUnavailable):
            shown = await self.memory.of_thread(self.place, _OF_THREAD)
            return tuple(each for each in dict.fromkeys(shown) if self._is_known(each))
        return ()

    async def runs(self, several: Sequence[ShownThing]) -> list[Pipeline]:
        """The different runs to which these belong, of those that are there and may be seen."""
        tries = await self._all_looked_up(several)
        runs = [await self.lookup.pipeline_of(each) for each in tries if each is not None]
        return list({each.id: each for each in runs}.values())

    async def of_channel(self, noun: Noun, *, failing: bool) -> Location | None:
        """The last thing that was seen here which tells of a ``noun``; ``failing``: that has failed."""
        seen: tuple[ShownThing, ...] = ()
        with suppress(StoreUnavailable):
            seen = await self.memory.of_channel(self.place, 4 * _SEEN)
        fit = [each for each in dict.fromkeys(seen) if self._is_known(each)]
        if not failing:
            fit = [each for each in fit if each.noun in NEAREST[noun][:2] or noun is Noun.PIPELINE][:1]
        tries = await self._all_looked_up(fit[:_SEEN])
        found = [each for each in tries if each is not None]
        return next((each for each in found if not failing or _failed(each)), None)

    async def thing(self, shown: ShownThing, *, at_once: bool = False) -> Location:
        """What was shown; ``at_once``: a pipeline with its workflows. Raises CircleCI's NotFound."""
        if at_once and shown.noun is Noun.PIPELINE and shown.id:
            return await self.lookup.pipeline_at_once(shown.id)
        at = Spot(shown.noun, ProjectSlug.parse(shown.project), shown.id, shown.number)
        return Location(await self.lookup.thing(at))

    async def starting(self, noun: Noun, said: str, again: Again) -> ShownThing | None:
        """The only thing shown here whose id starts so; one of the ``noun`` before others."""
        if not _START.fullmatch(said):
            return None
        found: tuple[ShownThing, ...] = ()
        with suppress(StoreUnavailable):
            found = await self.memory.starting(self.place, said.lower())
        by_id = {each.id: each for each in found if each.id}
        several = [each for each in by_id.values() if self.access.sees(ProjectSlug.parse(each.project))]
        fitting = [each for each in several if each.noun is noun] or several
        if len(fitting) > 1:
            choices = [(self._label(each), again(Reference.of_id(each.id or ""))) for each in fitting]
            raise Ambiguous(noun.value, tuple(choices))
        return fitting[0] if fitting else None

    def _label(self, shown: ShownThing) -> str:
        number = f" #{shown.number}" if shown.number is not None else ""
        return f"{shown.noun.value}{number} of {self.access.called(ProjectSlug.parse(shown.project))}"

    def _is_known(self, shown: ShownThing) -> bool:
        return self.access.sees(ProjectSlug.parse(shown.project))

    async def _all_looked_up(self, several: Sequence[ShownThing]) -> list[Location | None]:
        found = await read_those(self.lookup.circleci, several, self._looked_up, _part)
        return [each for _, each in found]

    async def _looked_up(self, shown: ShownThing) -> Location | None:
        """With what tells whether it failed, where it is there and may be seen."""
        with suppress(NotFound):
            location = await self.lookup.with_workflows(await self.thing(shown))
            run = await self.lookup.pipeline_of(location)
            if is_visible(self.access, run):
                return replace(location, run=run)
        return None


def _part(shown: ShownThing) -> PartName:
    return shown.noun.value, f"#{shown.number}" if shown.number is not None else None


def _failed(location: Location) -> bool:
    match location.thing:
        case Pipeline(state=state):
            return state == "errored" or is_in(NamedState.FAILED, newest_attempts(location.workflows or ()))
        case Workflow(status=status) | JobDetails(status=status):
            return status in FAILED_STATUSES
    return False
