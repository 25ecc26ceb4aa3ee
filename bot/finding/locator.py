"""Where a reference points: a thing of CircleCI's that nobody is shown yet."""

from dataclasses import dataclass, field

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug
from bot.finding.choice import Again, any_failed
from bot.finding.granted_runs import GrantedRuns
from bot.finding.location import Location, looking
from bot.finding.lookup import Lookup, Spot, Thing, spot
from bot.finding.thread import ThreadMemory
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.reference import Reference, Target
from bot.model.request import Place
from bot.model.run import newest_attempts
from bot.model.shown import Noun, ShownThing
from bot.policy.access import Access
from bot.store.memory import Memory


@dataclass(frozen=True, slots=True)
class Locator:
    """``again`` says the line with another reference in it: what a choice among several carries."""

    permission: Permission
    access: Access
    memory: Memory
    place: Place
    again: Again
    _circleci: CircleCI = field(repr=False)

    def runs(self, target: Target, permission: Permission) -> GrantedRuns:
        """The runs of a project, or of its branch that was named. Costs no network. Raises `Denied`."""
        slug, called = self.access.project(target.project)
        branch = target.branch
        self.access.require(permission, slug, called=called, branch=branch, ref_known=bool(branch))
        return GrantedRuns(slug, called, branch, self.access, self._circleci)

    async def locate(self, noun: Noun, reference: Reference, *, at_once: bool = False) -> Location:
        """The thing that is named, or what tells which it is. Raises a `Fault`."""
        lookup, said = Lookup(self._circleci), reference.said
        if reference.empty or reference.start:
            shown = await self._shown_here(noun, reference)
            with looking(noun, said):
                return Location(self._seen(await lookup.thing(_spot(shown))))
        if reference.id:
            with looking(noun, said):
                return Location(await lookup.whatever(reference.id, noun, self._is_shown, at_once=at_once))
        project = None
        if reference.project or not (reference.pipeline_id or reference.workflow_id or reference.job_id):
            project = self.runs(Target(reference.project, reference.branch), self.permission)
        at = spot(reference, noun, project.slug if project else None)
        with looking(noun, said, project.called if project else None):
            if at is not None:
                return Location(self._seen(await lookup.thing(at)), project)
            if project is None:
                raise NothingHere(noun.value, said)
            if reference.failed:
                return await self._last_failed(noun, reference, project)
            return await self._newest(said, project)

    async def _shown_here(self, noun: Noun, reference: Reference) -> ShownThing:
        memory = ThreadMemory(self.access, self.memory, self.place)
        if reference.start:
            return await memory.starting(noun, reference.start, reference.said, self.again)
        return await memory.latest(noun, self.again)

    async def _newest(self, said: str, project: GrantedRuns) -> Location:
        if (found := await project.newest()) is None:
            raise NothingHere(Noun.PIPELINE.value, said, project.called) from NotFound(404, "")
        return Location(found.pipeline, project)

    async def _last_failed(self, noun: Noun, reference: Reference, project: GrantedRuns) -> Location:
        async for run in project.searched():
            never_started = noun is Noun.PIPELINE and run.pipeline.state == "errored"
            if never_started or any_failed(newest_attempts(run.workflows or ())):
                return Location(run.pipeline, project, run.workflows)
        raise NothingHere(noun.value, reference.said, project.called) from NotFound(404, "")

    def _seen(self, thing: Thing) -> Thing:
        """A pipeline tells at once whether it may be seen: what is within it is not asked for then."""
        if isinstance(thing, Pipeline) and not self._is_shown(thing):
            raise NotFound(404, "")
        return thing

    def _is_shown(self, pipeline: Pipeline) -> bool:
        return self.access.reads(pipeline.project_slug, pipeline.branch, pipeline.tag)


def _spot(shown: ShownThing) -> Spot:
    return Spot(shown.noun, ProjectSlug.parse(shown.project), shown.id, shown.number)
