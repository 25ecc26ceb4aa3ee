"""Fetches what a reference points at, without asking whether it may be seen: that is the Finder's."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import JobById, JobDetails, Page, Pipeline, Workflow
from bot.circleci.slug import ProjectSlug
from bot.model.diagnosis import NamedPart
from bot.model.reference import Reference
from bot.model.shown import Noun

Thing: TypeAlias = Pipeline | Workflow | JobDetails | JobById


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing is: its project and number, or its id."""

    noun: Noun
    project: ProjectSlug | None = None
    id: str | None = None
    number: int | None = None


def spot(reference: Reference, noun: Noun, project: ProjectSlug | None) -> Spot | None:
    """The most exact place that the reference tells for a ``noun``; None where it tells none.

    ``155`` is the number of what is asked for: a job's, otherwise a pipeline's, since workflows have none.
    A page's address may name all three.
    """
    plain_job = noun is Noun.JOB and not reference.page and reference.job is None
    pipeline = Spot(Noun.PIPELINE, project, reference.pipeline_id, None if plain_job else reference.number)
    workflow = Spot(Noun.WORKFLOW, project, reference.workflow_id)
    job = Spot(Noun.JOB, project, reference.job_id, reference.number if plain_job else reference.job)
    orders = {
        Noun.PIPELINE: (pipeline, workflow, job),
        Noun.WORKFLOW: (workflow, job, pipeline),
        Noun.JOB: (job, workflow, pipeline),
    }
    return next((each for each in orders[noun] if each.id or each.number is not None), None)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What CircleCI has at a spot. Raises CircleCI's NotFound."""

    circleci: CircleCI

    async def thing(self, spot: Spot) -> Thing:
        if spot.project is not None and spot.number is not None:
            if spot.noun is Noun.JOB:
                return await self.circleci.get_job(spot.project, spot.number)
            if spot.id is None:
                return await self.circleci.get_pipeline_by_number(spot.project, spot.number)
        return await self._as(spot.noun, spot.id or "")

    async def _as(self, noun: Noun, id: str) -> Thing:
        match noun:
            case Noun.PIPELINE:
                return await self.circleci.get_pipeline(id)
            case Noun.WORKFLOW:
                return await self.circleci.get_workflow(id)
            case Noun.JOB:
                return await self.circleci.get_job_by_id(id)

    async def whatever(
        self, id: str, noun: Noun, shown: Callable[[Pipeline], bool], *, at_once: bool = False
    ) -> Thing:
        """The thing with this id: a ``noun`` if it is one, else whatever it is.

        A pipeline that is not to be ``shown`` is looked past, as if it were not there. ``at_once``: two more
        calls, and never a round trip more.
        """
        nouns = [noun, *(each for each in Noun if each is not noun)]
        first = nouns if at_once else nouns[:1]
        missing: BaseException | None = None
        for those in (first, nouns[len(first) :]):
            tries = await asyncio.gather(*(self._as(each, id) for each in those), return_exceptions=True)
            for found in tries:
                if isinstance(found, Pipeline) and not shown(found):
                    found = NotFound(404, "")
                if not isinstance(found, BaseException):
                    return found
                if missing is None or not isinstance(found, NotFound):
                    missing = found
            if not isinstance(missing, NotFound):
                break
        raise missing or NotFound(404, "")

    async def pipeline_of(self, thing: Thing) -> Pipeline:
        """The pipeline to which it belongs."""
        return thing if isinstance(thing, Pipeline) else await self.circleci.get_pipeline(pipeline_id(thing))

    async def outline(
        self, thing: Thing, reference: Reference, workflows: tuple[Workflow, ...] | None = None
    ) -> tuple[Pipeline, Page[Workflow], NamedPart | None]:
        """Its pipeline, the first page of the workflows, and what of it was named: one round trip.

        ``workflows``: all attempts, where they are known already.
        """
        pipeline, page, asked = await asyncio.gather(
            self.pipeline_of(thing),
            self._first_page(pipeline_id(thing), workflows),
            self._asked(thing, reference),
        )
        known = {each.id for each in page.items}
        if asked and asked.attempt.pipeline_id != pipeline.id and asked.attempt.id not in known:
            raise NotFound(404, "it is another pipeline's workflow")
        return pipeline, page, asked

    async def _first_page(self, id: str, known: tuple[Workflow, ...] | None) -> Page[Workflow]:
        return Page(known) if known is not None else await self.circleci.page_workflows(id)

    async def _asked(self, thing: Thing, reference: Reference) -> NamedPart | None:
        """The attempt, and the job, that was named."""
        job: str | int | None = reference.job_id if reference.job is None else reference.job
        match thing:
            case Workflow():
                return NamedPart(thing, job)
            case JobById(workflow_id=of):
                job = thing.id
            case JobDetails(latest_workflow=latest):
                of, job = latest.id if latest else None, thing.number
            case Pipeline():
                of = reference.workflow_id
                if of is None:
                    return None
        if of is None:
            raise NotFound(404, "CircleCI does not say to which workflow it belongs")
        return NamedPart(await self.circleci.get_workflow(of), job)


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
