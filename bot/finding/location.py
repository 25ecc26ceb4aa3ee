"""Fetches what a reference points at, and what is within it.

Whether it may be seen is not asked here: that is the Finder's.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError, NotFound
from bot.circleci.models import Job, JobById, JobDetails, Page, Pipeline, Workflow
from bot.finding.choice import candidates
from bot.finding.granted_runs import GrantedRuns
from bot.finding.spot import Spot
from bot.finding.visible import ProjectNotThere
from bot.model.diagnosis import NamedPart
from bot.model.fault import JobsGone, NothingHere
from bot.model.reference import Reference
from bot.model.run import newest_attempts
from bot.model.shown import Noun
from bot.reading.parts import read_any, workflow_part
from bot.reading.rollbacks import rollbacks_among

Thing: TypeAlias = Pipeline | Workflow | JobDetails | JobById

#: An id that is no pipeline's.
_NO_PIPELINE = "00000000-0000-4000-8000-000000000000"

#: How many calls an outline takes, at once, of what may turn out not to be seen. A pipeline tells by itself.
OUTLINE = {Noun.PIPELINE: 0, Noun.WORKFLOW: 2, Noun.JOB: 3}


@dataclass(frozen=True, slots=True)
class Location:
    """What a reference points at, the project that it names, and what was read of its run on the way.

    ``first_page``: of its workflows, where only that was read. ``parts``: names that are left, of what is
    within it. ``exact``: the very thing was named, or the thread is about it; else it was found by its
    project, its branch, or as the last. ``rolls_back``: whether its run does, where that was read.
    """

    thing: Thing
    project: GrantedRuns | None = None
    workflows: tuple[Workflow, ...] | None = None
    run: Pipeline | None = None
    first_page: Page[Workflow] | None = None
    parts: tuple[str, ...] = ()
    exact: bool = True
    rolls_back: bool | None = None

    @property
    def noun(self) -> Noun:
        """Of the thing."""
        match self.thing:
            case Pipeline():
                return Noun.PIPELINE
            case Workflow():
                return Noun.WORKFLOW
        return Noun.JOB


@dataclass(frozen=True, slots=True)
class Lookup:
    """What CircleCI has. Raises CircleCI's NotFound."""

    circleci: CircleCI

    async def thing(self, spot: Spot) -> Thing:
        if spot.project is not None and spot.number is not None:
            if spot.noun is Noun.JOB:
                return await self.circleci.get_job(spot.project, spot.number)
            if spot.id is None:
                return await self.circleci.get_pipeline_by_number(spot.project, spot.number)
        return await self._as(spot.noun, spot.id or "")

    async def pipeline_at_once(self, id: str) -> Location:
        """A pipeline and the first page of its workflows, in one round trip."""
        pipeline, page = await asyncio.gather(
            self.circleci.get_pipeline(id), self.circleci.page_workflows(id)
        )
        return Location(pipeline, first_page=page)

    async def named(self, spot: Spot, noun: Noun, *, at_once: bool) -> Thing:
        """The thing that tells of a ``noun``, all at once or not.

        Of what is not there, as many calls follow as tell of what is whether it may be seen.
        """
        try:
            return await self.thing(spot)
        except NotFound:
            calls = int(spot.noun is not Noun.PIPELINE)
            calls += noun is Noun.WORKFLOW and spot.noun is Noun.JOB  # which workflow is its
            await self.ask_in_vain(OUTLINE[spot.noun] if at_once else calls)
            raise

    async def _as(self, noun: Noun, id: str) -> Thing:
        match noun:
            case Noun.PIPELINE:
                return await self.circleci.get_pipeline(id)
            case Noun.WORKFLOW:
                return await self.circleci.get_workflow(id)
            case Noun.JOB:
                return await self.circleci.get_job_by_id(id)

    async def whatever(self, id: str, noun: Noun, shown: Callable[[Pipeline], bool]) -> Location:
        """The thing with this id: a ``noun`` if it is one, else whatever it is.

        What is not to be ``shown`` is looked past, as if it were not there, after as many calls.
        """
        first, *others = [noun, *(each for each in Noun if each is not noun)]
        calls = 0
        for those in ((first,), others):
            for found in await self._each(those, id):
                if not isinstance(found, BaseException):
                    calls += not isinstance(found, Pipeline)
                    if shown(run := await self.pipeline_of(Location(found))):
                        return Location(found, run=run)
        await self.ask_in_vain(1 - calls)
        raise NotFound(404, "")

    async def whatever_at_once(self, id: str, shown: Callable[[Pipeline], bool]) -> Location:
        """The same in one round trip; of a workflow or a job only its `outline` tells whether it is shown."""
        tries = await self._each(tuple(Noun), id)
        found = next((each for each in tries if not isinstance(each, BaseException)), None)
        if found is None or (isinstance(found, Pipeline) and not shown(found)):
            await self.ask_in_vain(OUTLINE[Noun.JOB])
            raise NotFound(404, "")
        return Location(found)

    async def _each(self, nouns: Sequence[Noun], id: str) -> list[Thing | BaseException]:
        """Raises what went wrong, but for NotFound, unless one of them is there."""
        tries = await asyncio.gather(*(self._as(each, id) for each in nouns), return_exceptions=True)
        there = any(not isinstance(each, BaseException) for each in tries)
        harmless = CircleCIError if there else NotFound
        for each in tries:
            if isinstance(each, BaseException) and not isinstance(each, harmless):
                raise each
        return tries

    async def ask_in_vain(self, times: int) -> None:
        """So that what is not there takes as many calls as what may not be seen."""
        calls = (self.circleci.get_pipeline(_NO_PIPELINE) for _ in range(times))
        await asyncio.gather(*calls, return_exceptions=True)

    async def pipeline_of(self, location: Location) -> Pipeline:
        """The pipeline to which it belongs."""
        known = location.thing if isinstance(location.thing, Pipeline) else location.run
        return known or await self.circleci.get_pipeline(pipeline_id(location.thing))

    async def outline(
        self, location: Location, reference: Reference
    ) -> tuple[Pipeline, Page[Workflow], NamedPart | None, bool | None]:
        """Its pipeline, the first page of the workflows, what of it was named, and whether it rolls back,
        where that can be read beside them: one round trip.
        """
        thing = location.thing
        alike = OUTLINE[Noun.JOB] - OUTLINE[Noun.WORKFLOW] if isinstance(thing, Workflow) else 0
        pipeline, page, back, asked, _ = await asyncio.gather(
            self.pipeline_of(location),
            self._first_page(pipeline_id(thing), location),
            self.rolls_back(location),
            self._asked(thing, reference),
            self.ask_in_vain(alike if reference.id else 0),  # an id does not say whose it is
        )
        ids = {each.id for each in page.items}
        if asked and asked.attempt.pipeline_id != pipeline.id and asked.attempt.id not in ids:
            raise NotFound(404, "it is another pipeline's workflow")
        return pipeline, page, asked, back

    async def whole(self, thing: Thing) -> Location:
        """Of a pipeline with all attempts, and whether it rolls back."""
        location = Location(thing)
        found, back = await asyncio.gather(self.with_workflows(location), self.rolls_back(location))
        return replace(found, rolls_back=back)

    async def rolls_back(self, location: Location) -> bool | None:
        """Whether a pipeline does whose workflows are still to be read: that takes as many round trips."""
        beside = location.workflows is None and location.first_page is None
        if location.rolls_back is None and beside and isinstance(location.thing, Pipeline):
            return bool(await rollbacks_among(self.circleci, [location.thing]))
        return location.rolls_back

    async def _first_page(self, id: str, location: Location) -> Page[Workflow]:
        if location.workflows is not None:
            return Page(location.workflows)
        return location.first_page or await self.circleci.page_workflows(id)

    async def _asked(self, thing: Thing, reference: Reference) -> NamedPart | None:
        """The attempt, and the job, that was named."""
        job: str | int | None = reference.job_id if reference.job_number is None else reference.job_number
        match thing:
            case Workflow():
                return NamedPart(thing, job)
            case JobById(id=job) | JobDetails(number=job):
                of = workflow_id(thing)
            case Pipeline():
                if reference.workflow_id is None:
                    return None
                of = reference.workflow_id
        return NamedPart(await self.circleci.get_workflow(of), job)

    async def with_workflows(self, location: Location) -> Location:
        """With all attempts of a pipeline."""
        if location.workflows is not None or not isinstance(location.thing, Pipeline):
            return location
        return replace(location, workflows=await self.circleci.list_workflows(location.thing.id))

    async def workflows(self, location: Location) -> tuple[Workflow, ...]:
        """The workflows among which the one is that is meant."""
        match location.thing:
            case Workflow() as workflow:
                return (workflow,)
            case Pipeline():
                newest = newest_attempts((await self.with_workflows(location)).workflows or ())
                return tuple(each for each in newest if not each.lost)
            case job:
                return (await self.circleci.get_workflow(workflow_id(job)),)

    async def jobs(self, location: Location, *, failed: bool, every: bool = False) -> list[tuple[Job, str]]:
        """The jobs among which the one is that is meant, each with its workflow's id.

        ``every``: of all workflows, since one is named. Raises `JobsGone` where CircleCI has them no more.
        """
        match location.thing:
            case JobById(job_number=None, id=id) as thing:
                of = workflow_id(thing)
                return [(job, of) for job in await self.circleci.list_jobs(of) if job.id == id]
            case JobDetails() | JobById():
                return []
        workflows = await self.workflows(location)
        those = workflows if every else candidates(workflows, failed=failed)
        there = [each for each in those if not each.lost]
        try:
            found = await read_any(self.circleci, there, self._with_jobs, workflow_part)
        except NotFound as error:
            raise JobsGone(tuple(each.name for each in there)) from error
        return [(job, each.id) for each, several in found for job in several]

    async def _with_jobs(self, workflow: Workflow) -> tuple[Workflow, tuple[Job, ...]]:
        return workflow, await self.circleci.list_jobs(workflow.id)


def pipeline_id(thing: Thing) -> str:
    """Of the pipeline to which it belongs. Raises NotFound where CircleCI does not say."""
    match thing:
        case Pipeline():
            return thing.id
        case JobDetails(pipeline=pipeline):
            id = pipeline.id if pipeline else None
        case Workflow(pipeline_id=id) | JobById(pipeline_id=id):
            pass
    if id is None:
        raise NotFound(404, "CircleCI does not say to which pipeline it belongs")
    return id


def workflow_id(job: JobDetails | JobById) -> str:
    """Of the workflow to which it belongs. Raises NotFound where CircleCI does not say."""
    match job:
        case JobDetails(latest_workflow=workflow):
            id = workflow.id if workflow else None
        case JobById(workflow_id=id):
            pass
    if id is None:
        raise NotFound(404, "CircleCI does not say to which workflow it belongs")
    return id


@contextmanager
def looking(noun: Noun | None, said: str, called: str | None = None) -> Iterator[None]:
    """What CircleCI does not know is told as nothing here; ``noun`` None: the project itself."""
    try:
        yield
    except NotFound as error:
        if noun is None or isinstance(error, ProjectNotThere):
            raise NothingHere("project", called or said) from error
        raise NothingHere(noun.value, said, called) from error
