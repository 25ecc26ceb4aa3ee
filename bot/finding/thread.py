"""What was shown here: in this thread, or anywhere in this channel by the start of its id."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.finding.choice import Again
from bot.model.fault import Ambiguous, NotShown
from bot.model.reference import Reference
from bot.model.request import Place
from bot.model.shown import Noun, ShownThing
from bot.policy.access import Access
from bot.store.engine import StoreUnavailable
from bot.store.memory import Memory

#: What a thread may be about, if not about the noun itself: the nearest first.
NEAREST = {
    Noun.PIPELINE: (Noun.PIPELINE, Noun.WORKFLOW, Noun.JOB),
    Noun.WORKFLOW: (Noun.WORKFLOW, Noun.JOB, Noun.PIPELINE),
    Noun.JOB: (Noun.JOB, Noun.WORKFLOW, Noun.PIPELINE),
}


@dataclass(frozen=True, slots=True)
class ThreadMemory:
    """Without the store nothing is remembered: then things must be named."""

    access: Access
    memory: Memory
    place: Place

    async def latest(self, noun: Noun, again: Again) -> ShownThing:
        """What this thread is about."""
        for each in NEAREST[noun] if self.place.thread else ():
            if (shown := await self._remembered(each)) is not None:
                return shown
        raise NotShown(noun, "", example=again(Reference("last", last=True)))

    async def starting(self, noun: Noun, start: str, said: str, again: Again) -> ShownThing:
        """The only thing shown here whose id starts so; one of the ``noun`` before others."""
        try:
            found = await self.memory.starting(self.place, start)
        except StoreUnavailable:
            found = ()
        by_id = {each.id: each for each in found}
        several = [
            each for each in by_id.values() if each.id and self.access.sees(ProjectSlug.parse(each.project))
        ]
        fitting = [each for each in several if each.noun is noun] or several
        if not fitting:
            raise NotShown(noun, said, example=again(Reference("last", last=True)))
        if len(fitting) > 1:
            choices = [(self._label(each), again(Reference(each.id or "", id=each.id))) for each in fitting]
            raise Ambiguous(noun.value, said, tuple(choices))
        return fitting[0]

    async def _remembered(self, noun: Noun) -> ShownThing | None:
        try:
            return await self.memory.latest(self.place, noun)
        except StoreUnavailable:
            return None

    def _label(self, shown: ShownThing) -> str:
        number = f" #{shown.number}" if shown.number is not None else ""
        return f"{shown.noun.value}{number} of {self.access.called(ProjectSlug.parse(shown.project))}"
