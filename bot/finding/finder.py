"""Turns what was named into a run or what is within one, for one asker in one place."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.circleci.errors import NotFound
from bot.circleci.models import Job, JobById, JobDetails, Pipeline, Workflow
from bot.finding.branches import BranchFinder
from bot.finding.choice import candidates, check_started, choose, jobs_begun, leading_name
from bot.finding.granted_run import GrantedJob, GrantedRun
from bot.finding.location import Location, looking
from bot.model.diagnosis import NamedPart
from bot.model.fault import NothingHere
from bot.model.reference import Reference
from bot.model.run import Run, newest_attempts
from bot.model.shown import Noun
from bot.model.subject import Scope
from bot.reading.runs import run_at_a_glance


@dataclass(frozen=True, slots=True)
class Finder(BranchFinder):
    """For one command, asked by whom ``access`` is about, in ``place``."""

    async def pipeline(self, reference: Reference) -> GrantedRun:
        """The pipeline; of a workflow or a job the one that it belongs to."""
        found = await self.run_named(reference)
        if found.parts:
            raise NothingHere(Noun.PIPELINE.value, " ".join(found.parts), found.called)
        return found

    async def pipeline_by_id(self, id: str) -> Pipeline | None:
        """One that is told of elsewhere, where it is still there and may be seen."""
        self._within(Scope.RUN, Scope.BRANCH)
        try:
            pipeline = await self._circleci.get_pipeline(id)
        except NotFound:
            return None
        return pipeline if self._is_shown(pipeline) else None

    def run_of(self, pipeline: Pipeline, called: str) -> GrantedRun:
        """A pipeline as CircleCI answered it. Raises `NothingHere`, `Denied`."""
        return self._granted(Noun.PIPELINE, Reference(), Location(pipeline), pipeline, called)

    async def run(
        self, reference: Reference, *, failing: bool = False
    ) -> tuple[GrantedRun, Run, NamedPart | None]:
        """The run at a glance, in as few round trips as may be, and what of it was named."""
        calls = 0  # of the at most three that an outline takes
        try:
            location = await self._locate(Noun.PIPELINE, reference, at_once=True, failing=failing)
            calls = {Pipeline: 1, Workflow: 2}.get(type(location.thing), 3)
            with looking(Noun.PIPELINE, reference.said):
                pipeline, page, named = await self._lookup.outline(location, reference)
            granted = self._granted(Noun.PIPELINE, reference, location, pipeline)
        except NothingHere:
            await self._lookup.ask_in_vain(3 - calls if reference.id else 0)
            raise
        if location.parts:
            named = await self._named_part(location, granted)
        attempt = named.attempt if named else None
        run = await run_at_a_glance(self._circleci, pipeline, granted.called, page, attempt)
        if named and named.absent(run):
            raise NothingHere(Noun.JOB.value, reference.said, granted.called)
        return granted, run, named

    async def _named_part(self, location: Location, run: GrantedRun) -> NamedPart:
        """The workflow or the job of this name within the run. Raises `NothingHere`."""
        several = newest_attempts(await run.attempts())
        name, rest = leading_name(location.parts, [each.name for each in several])
        of_name = [each for each in several if name in (None, each.name)]
        if name is not None and not rest:
            return NamedPart(of_name[0], None)
        for workflow, jobs in await run.jobs(of_name):
            job, left = leading_name(rest, [each.name for each in jobs])
            if job is not None and not left:
                found = next(each for each in jobs if each.name == job)
                return NamedPart(workflow, found.id if found.job_number is None else found.job_number)
        raise NothingHere(Noun.JOB.value, " ".join(rest), run.called)

    async def workflow(self, reference: Reference) -> GrantedRun:
        """With the workflow that is ``meant``; of a pipeline its only one, or the only one that failed."""
        run = await self.workflows(reference)
        if run.parts:
            raise NothingHere(Noun.WORKFLOW.value, " ".join(run.parts), run.called)
        several = candidates(run.meant, failed=reference.failed) if len(run.meant) > 1 else run.meant
        slug = run.pipeline.project_slug
        chosen = choose(several, Noun.WORKFLOW, reference.said, run.called, self.again, slug)
        return replace(run, meant=(chosen,))

    async def workflows(self, reference: Reference, *, failing: bool = False) -> GrantedRun:
        """With the workflow that is ``meant``; of a pipeline the newest attempts of all that it has.

        Names that are no workflow's are left in its ``parts``.
        """
        location = await self._locate(Noun.WORKFLOW, reference, failing=failing)
        with looking(Noun.WORKFLOW, reference.said):
            location = await self._lookup.with_workflows(location)
            pipeline, meant = await asyncio.gather(
                self._lookup.pipeline_of(location), self._lookup.workflows(location)
            )
        run = self._granted(Noun.WORKFLOW, reference, location, pipeline)
        check_started(Noun.WORKFLOW, pipeline, run.called, meant)
        name, rest = leading_name(location.parts, [each.name for each in meant])
        return replace(run, meant=tuple(it for it in meant if name in (None, it.name)), parts=rest)

    async def job(self, reference: Reference, *, built: bool = False, failing: bool = False) -> GrantedJob:
        """The job; of a workflow or a pipeline its only one, or the only one that failed.

        ``built``: among those that have begun on a machine. ``failing``: what is at hand has failed.
        """
        found, rest = await self.job_and_rest(reference, None, built=built, failing=failing)
        if rest:
            raise NothingHere(Noun.JOB.value, rest, found.run.called)
        return found

    async def job_and_rest(
        self, reference: Reference, text: str | None, *, built: bool = False, failing: bool = False
    ) -> tuple[GrantedJob, str]:
        """The same where ``text``, which stands behind the reference, may name the job; and what is left."""
        if text:
            reference = replace(reference, words=(*reference.words, *text.split(" ")))
        location = await self._locate(Noun.JOB, reference, failing=failing)
        thing = location.thing
        with looking(Noun.JOB, reference.said):
            pipeline = await self._lookup.pipeline_of(location)
            run = self._granted(Noun.JOB, reference, location, pipeline)
            jobs = await self._lookup.jobs(location, failed=reference.failed)
        listed, details, number, rest = None, None, None, " ".join(run.parts)
        match thing:
            case JobDetails():
                return GrantedJob.of(run, thing, None, None), rest
            case JobById(job_number=int(), workflow_id=workflow_id):
                number = thing.job_number
            case _:
                name, left = leading_name(run.parts, [each.name for each, _ in jobs])
                of_name = [each for each in jobs if name in (None, each[0].name)]
                rest = " ".join(left)
                failed = reference.failed and name is None
                listed, workflow_id = self._one_of(of_name, run, reference, built=built, failed=failed)
                number = listed.job_number
        if number is not None:
            with looking(Noun.JOB, reference.said):
                details = await self._circleci.get_job(pipeline.project_slug, number)
        return GrantedJob.of(run, details, listed, workflow_id), rest

    def _one_of(
        self,
        jobs: Sequence[tuple[Job, str]],
        run: GrantedRun,
        reference: Reference,
        *,
        built: bool,
        failed: bool,
    ) -> tuple[Job, str]:
        """The job that is meant among these, and its workflow's id."""
        check_started(Noun.JOB, run.pipeline, run.called, jobs)
        among: Sequence[Job] = [each for each, _ in jobs]
        among = jobs_begun(among, run.called, run.pipeline.number) if built else among
        several = candidates(among, failed=failed)
        slug = run.pipeline.project_slug
        job = choose(several, Noun.JOB, reference.said, run.called, self.again, slug)
        return job, {each.id: of for each, of in jobs}[job.id]
