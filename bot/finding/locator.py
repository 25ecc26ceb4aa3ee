"""Where a reference points: a thing of CircleCI's that nobody is shown yet."""

from contextlib import suppress
from dataclasses import dataclass, field

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug
from bot.finding.choice import Again, any_failed
from bot.finding.granted_runs import GrantedRuns
from bot.finding.location import NEAREST, Location, Lookup, Spot, Thing, looking, spot
from bot.model.fault import Ambiguous, NothingHere, NotShown
from bot.model.permission import Permission
from bot.model.reference import Reference, Target
from bot.model.request import Place
from bot.model.run import newest_attempts
from bot.model.shown import Noun, ShownThing
from bot.model.subject import Scope
from bot.policy.access import Access
from bot.store.engine import StoreUnavailable
from bot.store.memory import Memory


@dataclass(frozen=True, slots=True)
class Locator:
    """``permission``: what the command needs, besides reading, and ``scope``: of what it declares to.

    ``again`` says the line with another reference in it: what a choice among several carries. Without the
    store nothing is remembered: then things must be named.
    """

    permission: Permission
    scope: Scope
    access: Access
    memory: Memory
    place: Place
    again: Again
    _circleci: CircleCI = field(repr=False)

    def runs(self, target: Target) -> GrantedRuns:
        """The runs of a project, or of its branch that was named. Costs no network. Raises `Denied`."""
        self._within(Scope.RUN, Scope.BRANCH)
        slug, called = self.access.project(target.project)
        branch = target.branch
        self.access.require(self.permission, slug, called=called, branch=branch, ref_known=bool(branch))
        return GrantedRuns(slug, called, branch, self.permission, self.access, self._circleci)

    async def _locate(self, noun: Noun, reference: Reference, *, at_once: bool = False) -> Location:
        """The thing that is named, or what tells which it is. Raises a `Fault`."""
        self._within(Scope.RUN, Scope.BRANCH)
        lookup, said = self._lookup, reference.said
        if reference.empty or reference.start:
            shown = await (self._starting(noun, reference) if reference.start else self._latest(noun))
            at = Spot(shown.noun, ProjectSlug.parse(shown.project), shown.id, shown.number)
            with looking(noun, said):
                return Location(self._seen(await lookup.thing(at)))
        if reference.id:
            with looking(noun, said):
                if at_once:
                    return await lookup.whatever_at_once(reference.id)
                return await lookup.whatever(reference.id, noun, self._is_shown)
        project = None
        if reference.project or not (reference.pipeline_id or reference.workflow_id or reference.job_id):
            project = self.runs(Target(reference.project, reference.branch))
        place = spot(reference, noun, project.slug if project else None)
        with looking(noun, said, project.called if project else None):
            if place is not None:
                return Location(self._seen(await self._at(place)), project)
            if project is None:
                raise NothingHere(noun.value, said)
            if reference.failed:
                return await self._last_failed(noun, project)
            if (newest := await project.newest_pipeline()) is None:
                raise NothingHere(Noun.PIPELINE.value, said, project.called) from NotFound(404, "")
            return Location(newest, project)

    async def _at(self, place: Spot) -> Thing:
        try:
            return await self._lookup.thing(place)
        except NotFound:
            await self._lookup.ask_in_vain(int(place.noun is not Noun.PIPELINE))
            raise

    async def _last_failed(self, noun: Noun, project: GrantedRuns) -> Location:
        async for pipeline, workflows in project.search():
            never_started = noun is Noun.PIPELINE and pipeline.state == "errored"
            if never_started or any_failed(newest_attempts(workflows)):
                return Location(pipeline, project, workflows)
        raise NotFound(404, "")

    async def _latest(self, noun: Noun) -> ShownThing:
        """What this thread is about."""
        with suppress(StoreUnavailable):
            for each in NEAREST[noun] if self.place.thread else ():
                if (shown := await self.memory.latest(self.place, each)) is not None:
                    return shown
        raise NotShown(noun, "", example=self.again(Reference("last", last=True)))

    async def _starting(self, noun: Noun, reference: Reference) -> ShownThing:
        """The only thing shown here whose id starts so; one of the ``noun`` before others."""
        try:
            found = await self.memory.starting(self.place, reference.start or "")
        except StoreUnavailable:
            found = ()
        by_id = {each.id: each for each in found}
        several = [
            each for each in by_id.values() if each.id and self.access.sees(ProjectSlug.parse(each.project))
        ]
        fitting = [each for each in several if each.noun is noun] or several
        if not fitting:
            raise NotShown(noun, reference.said, example=self.again(Reference("last", last=True)))
        if len(fitting) > 1:
            choices = [(self._label(each), self.again(Reference.of_id(each.id or ""))) for each in fitting]
            raise Ambiguous(noun.value, reference.said, tuple(choices))
        return fitting[0]

    def _label(self, shown: ShownThing) -> str:
        number = f" #{shown.number}" if shown.number is not None else ""
        return f"{shown.noun.value}{number} of {self.access.called(ProjectSlug.parse(shown.project))}"

    def _within(self, *scopes: Scope) -> None:
        """A command that declares less, or something else, than it looks for is a mistake of ours."""
        if self.scope not in scopes:
            raise RuntimeError(f"a command whose scope is {self.scope} looks for {scopes[0]}")

    @property
    def _lookup(self) -> Lookup:
        return Lookup(self._circleci)

    def _seen(self, thing: Thing) -> Thing:
        """A pipeline tells at once whether it may be seen: what is within it is not asked for then."""
        if isinstance(thing, Pipeline) and not self._is_shown(thing):
            raise NotFound(404, "")
        return thing

    def _is_shown(self, pipeline: Pipeline) -> bool:
        return self.access.reads(pipeline.project_slug, pipeline.branch, pipeline.tag)
