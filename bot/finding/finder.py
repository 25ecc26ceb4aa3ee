"""Turns what was named into the thing itself, for one asker in one place."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot import lines
from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound, Unauthorized
from bot.circleci.models import Job, JobById, JobDetails, Pipeline, Project, Workflow
from bot.circleci.slug import ProjectSlug
from bot.finding.choice import (
    all_passed,
    any_failed,
    candidates,
    check_started,
    choose,
    jobs_begun,
    to_job,
    to_workflow,
)
from bot.finding.found import Again, FoundJob, FoundPipeline, FoundProject, FoundWorkflow, FoundWorkflows
from bot.finding.located import Location, jobs_within, with_workflows, workflows_within
from bot.finding.lookup import Lookup, Spot, spot
from bot.finding.thread import ThreadMemory
from bot.grammar import line
from bot.model.diagnosis import NamedPart
from bot.model.fault import NoProject, NothingHere, PipelinesNumber
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference, Target
from bot.model.request import Place
from bot.model.run import Run, newest_attempts
from bot.model.shown import Noun, ShownThing
from bot.policy.access import Access
from bot.policy.decide import Verdict
from bot.reading.runs import run_at_a_glance
from bot.reading.search import pages_back, runs_back
from bot.store.memory import Memory


@dataclass(frozen=True, slots=True)
class Finder:
    """Every method ends with the permission for what it found. ``again`` says the line for another choice."""

    circleci: CircleCI
    access: Access
    memory: Memory
    place: Place

    def project(self, name: ProjectName | Target | None, permission: Permission) -> FoundProject:
        """The project that was named, or the channel's. Costs no network."""
        target = name if isinstance(name, Target) else Target(name)
        slug, called = self.access.project(target.project)
        known = target.branch is not None
        self.access.require(permission, slug, called=called, branch=target.branch, ref_known=known)
        return FoundProject(slug, called, target.branch)

    def default(self) -> ProjectSlug | None:
        """The project that this place means when none is named."""
        try:
            return self.access.project(None)[0]
        except NoProject:
            return None

    async def details(self, found: FoundProject) -> Project:
        """What CircleCI knows of the project.

        It may answer with another slug, as after a renaming: what may not be read under that one looks as
        if it were not there, and who wants more than to read requires it for that one too.
        """
        try:
            project = await self.circleci.get_project(found.slug)
        except NotFound as error:
            if not await self.circleci.token_works():
                raise Unauthorized(401, "") from error
            raise NothingHere("project", found.called) from error
        if project.slug != found.slug and not self.access.sees(project.slug):
            raise NothingHere("project", found.called)
        return project

    def readable(self, pipeline: Pipeline) -> bool:
        """Whether this pipeline may be shown here."""
        slug, branch, tag = pipeline.project_slug, pipeline.branch, pipeline.tag
        return self.access.decide(Permission.READ, slug, branch=branch, tag=tag).verdict is Verdict.ALLOWED

    async def newest(self, project: FoundProject, said: str = "") -> Pipeline:
        """The newest pipeline of the project, or of its branch that was named."""
        with self._looking(Noun.PIPELINE, said, project.called):
            async for pipelines in pages_back(self.circleci, project.slug, project.branch, self.readable):
                if pipelines:
                    return pipelines[0]
        raise NothingHere(Noun.PIPELINE.value, said, project.called)

    async def attempts(self, found: FoundPipeline | FoundWorkflow) -> tuple[Workflow, ...]:
        """All workflows of the pipeline, every attempt."""
        if found.workflows is not None:
            return found.workflows
        return await self.circleci.list_workflows(found.pipeline.id)

    async def pipeline(
        self, reference: Reference, permission: Permission, again: Again | None = None
    ) -> FoundPipeline:
        """The pipeline; of a workflow or a job the one that it belongs to."""
        located = await self._locate(Noun.PIPELINE, reference, permission, again)
        with self._looking(Noun.PIPELINE, reference.said):
            pipeline = await Lookup(self.circleci).pipeline_of(located.thing)
        called = self._permit(Noun.PIPELINE, reference, permission, located, pipeline)
        return FoundPipeline(pipeline, called, located.workflows)

    async def run(
        self, reference: Reference, permission: Permission, again: Again | None = None
    ) -> tuple[Run, NamedPart | None]:
        """The pipeline's run at a glance, in as few round trips as may be, and what of it was named."""
        located = await self._locate(Noun.PIPELINE, reference, permission, again, at_once=True)
        with self._looking(Noun.PIPELINE, reference.said):
            pipeline, page, asked = await Lookup(self.circleci).outline(
                located.thing, reference, located.workflows
            )
        called = self._permit(Noun.PIPELINE, reference, permission, located, pipeline)
        run = await run_at_a_glance(self.circleci, pipeline, called, page, asked.attempt if asked else None)
        if asked and asked.absent(run):
            raise NothingHere(Noun.JOB.value, reference.said, called)
        return run, asked

    async def workflow(
        self, reference: Reference, permission: Permission, again: Again | None = None
    ) -> FoundWorkflow:
        """The workflow; of a pipeline its only one, or the only one that failed."""
        found = await self.workflows(reference, permission, again)
        several = candidates(found.those, failed=reference.failed) if len(found.those) > 1 else found.those
        say = again or _plain(Noun.WORKFLOW)
        chosen = choose(several, Noun.WORKFLOW, reference.said, found.called, say, to_workflow)
        return FoundWorkflow(chosen, found.pipeline, found.called, found.workflows)

    async def workflows(
        self, reference: Reference, permission: Permission, again: Again | None = None
    ) -> FoundWorkflows:
        """The workflow that is named; of a pipeline the newest attempts of all that it has."""
        located = await self._locate(Noun.WORKFLOW, reference, permission, again)
        with self._looking(Noun.WORKFLOW, reference.said):
            located = await with_workflows(self.circleci, located)
            pipeline, those = await asyncio.gather(
                Lookup(self.circleci).pipeline_of(located.thing), workflows_within(self.circleci, located)
            )
        called = self._permit(Noun.WORKFLOW, reference, permission, located, pipeline)
        check_started(Noun.WORKFLOW, pipeline, called, those)
        return FoundWorkflows(those, pipeline, called, located.workflows)

    async def job(
        self, reference: Reference, permission: Permission, again: Again | None = None, *, built: bool = False
    ) -> FoundJob:
        """The job; of a workflow or a pipeline its only one, or the only one that failed.

        ``built``: among those that have begun on a machine.
        """
        try:
            located = await self._locate(Noun.JOB, reference, permission, again)
        except NothingHere:
            await self._if_a_pipelines(reference)
            raise
        thing = located.thing
        with self._looking(Noun.JOB, reference.said):
            pipeline, jobs = await asyncio.gather(
                Lookup(self.circleci).pipeline_of(thing),
                jobs_within(self.circleci, located, failed=reference.failed),
            )
        called = self._permit(Noun.JOB, reference, permission, located, pipeline)
        slug = pipeline.project_slug
        if isinstance(thing, JobDetails):
            return FoundJob.of(pipeline, called, thing, None, None)
        job: Job | None = None
        number, workflow_id = (
            (thing.job_number, thing.workflow_id) if isinstance(thing, JobById) else (None, None)
        )
        if number is None:
            check_started(Noun.JOB, pipeline, called, jobs)
            among: Sequence[Job] = [each for each, _ in jobs]
            among = jobs_begun(among, called, pipeline.number) if built else among
            several = candidates(among, failed=reference.failed)
            say = again or _plain(Noun.JOB)
            job = choose(several, Noun.JOB, reference.said, called, say, to_job(slug))
            number, workflow_id = job.job_number, {each.id: of for each, of in jobs}[job.id]
        details = None
        if number is not None:
            with self._looking(Noun.JOB, reference.said):
                details = await self.circleci.get_job(slug, number)
        return FoundJob.of(pipeline, called, details, job, workflow_id)

    async def passed(self, project: FoundProject) -> AsyncIterator[FoundPipeline]:
        """The pipelines that passed, the newest first, as far back as a search goes."""
        with self._looking(Noun.PIPELINE, "", project.called):
            async for pipeline, workflows in runs_back(
                self.circleci, project.slug, project.branch, self.readable
            ):
                if all_passed(newest_attempts(workflows)):
                    yield FoundPipeline(pipeline, project.called, workflows)

    # Where a reference points

    async def _locate(
        self,
        noun: Noun,
        reference: Reference,
        permission: Permission,
        again: Again | None,
        *,
        at_once: bool = False,
    ) -> Location:
        lookup, said = Lookup(self.circleci), reference.said
        if reference.empty or reference.start:
            here = ThreadMemory(self.access, self.memory, self.place)
            say = again or _plain(noun)
            if reference.start:
                shown = await here.starting(noun, reference.start, said, say)
            else:
                shown = await here.latest(noun, say)
            with self._looking(noun, said):
                return Location(await lookup.thing(_spot(shown)))
        if reference.id:
            with self._looking(noun, said):
                return Location(await lookup.whatever(reference.id, noun, at_once=at_once))
        project = None
        if reference.project or not (reference.pipeline_id or reference.workflow_id or reference.job_id):
            project = self.project(Target(reference.project, reference.branch), permission)
        at = spot(reference, noun, project.slug if project else None)
        with self._looking(noun, said, project.called if project else None):
            if at is not None:
                return Location(await lookup.thing(at), project)
            if project is None:
                raise NothingHere(noun.value, said)
            if reference.failed:
                return await self._last_failed(noun, reference, project)
        return Location(await self.newest(project, said), project)

    async def _if_a_pipelines(self, reference: Reference) -> None:
        """Where no job has this number: raises what is to be said if a pipeline that may be seen has it."""
        if reference.number is None or reference.page:
            return
        try:
            found = await self.pipeline(reference, Permission.READ)
        except NothingHere:
            return
        check_started(Noun.JOB, found.pipeline, found.called, await self.attempts(found))
        raise PipelinesNumber(found.called, found.pipeline.number)

    # Searching

    async def _last_failed(self, noun: Noun, reference: Reference, project: FoundProject) -> Location:
        async for pipeline, workflows in runs_back(
            self.circleci, project.slug, project.branch, self.readable
        ):
            never_started = noun is Noun.PIPELINE and pipeline.state == "errored"
            if never_started or any_failed(newest_attempts(workflows)):
                return Location(pipeline, project, workflows)
        raise NothingHere(noun.value, reference.said, project.called)

    # Permission

    def _permit(
        self, noun: Noun, reference: Reference, permission: Permission, located: Location, pipeline: Pipeline
    ) -> str:
        """What the project is called, if this pipeline may be seen here and ``permission`` holds for it."""
        project = located.project
        if not self.readable(pipeline):
            raise NothingHere(noun.value, reference.said, project.called if project else None)
        slug = pipeline.project_slug
        called = project.called if project and project.slug == slug else self.access.called(slug)
        self.access.require(permission, slug, called=called, branch=pipeline.branch, tag=pipeline.tag)
        return called

    @contextmanager
    def _looking(self, noun: Noun, said: str, called: str | None = None) -> Iterator[None]:
        try:
            yield
        except NotFound as error:
            raise NothingHere(noun.value, said, called) from error


def _plain(noun: Noun) -> Again:
    """Looks at it."""
    match noun:
        case Noun.PIPELINE:
            return lambda it: line(lines.PIPELINE, lines.PipelineArgs(it))
        case Noun.WORKFLOW:
            return lambda it: line(lines.WORKFLOW, lines.WorkflowArgs(it))
        case Noun.JOB:
            return lambda it: line(lines.JOB, lines.JobArgs(it))


def _spot(shown: ShownThing) -> Spot:
    return Spot(shown.noun, ProjectSlug.parse(shown.project), shown.id, shown.number)
