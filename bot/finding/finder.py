"""Turns what was named into a run or what is within one, for one asker in one place."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.circleci.errors import CircleCIError, NotFound
from bot.circleci.models import Artifact, Job, JobById, JobDetails, Pipeline, Project, Workflow
from bot.finding.at_hand import AtHand
from bot.finding.branches import BranchFinder
from bot.finding.choice import candidates, check_started, choose, jobs_begun
from bot.finding.granted_run import GrantedJob, GrantedRun
from bot.finding.likely import names_fitting
from bot.finding.location import Location, looking
from bot.finding.parts import named_part, significant, without_branch
from bot.finding.standing import read_standing
from bot.finding.waiting import waiting_workflows
from bot.model.diagnosis import NamedPart
from bot.model.fault import Ambiguous, NoProject, NothingHere
from bot.model.reference import ProjectName, Reference, Target
from bot.model.run import Run, newest_attempts
from bot.model.shown import Noun
from bot.model.standing import Standing
from bot.model.subject import Scope
from bot.reading.parts import read_those
from bot.reading.runs import known_jobs_of, run_at_a_glance


@dataclass(frozen=True, slots=True)
class Finder(BranchFinder):
    """For one command, asked by whom ``access`` is about, in ``place``."""

    async def pipeline(self, reference: Reference) -> GrantedRun:
        """The pipeline; of a workflow or a job the one that it belongs to."""
        found = await self.run_named(reference)
        if significant(found.parts):
            workflows = newest_attempts(await found.attempts())
            raise await self._absent_part(reference, Noun.PIPELINE, found.parts, found, workflows)
        return found

    async def standing(self, reference: Reference) -> Standing:
        """The run that was named; else how the project, or its branch that was named, stands."""
        if reference.names_run:
            return Standing(await (await self.pipeline(reference)).glance())
        runs = self.runs(await self.target(reference))
        with looking(Noun.PIPELINE, f"@{runs.branch}" if runs.branch else "", runs.called):
            found = await read_standing(runs)
            if found is None:
                if runs.branch:
                    raise await self._absent("branch", reference, runs.branch, runs)
                raise NotFound(404, "")
        return found

    async def pipeline_by_id(self, id: str) -> Pipeline | None:
        """One that is told of elsewhere, where it is still there and may be seen."""
        self._within(Scope.RUN, Scope.BRANCH)
        found = await read_those(
            self._circleci, [id], self._circleci.get_pipeline, lambda _: (Pipeline.noun, None), but=NotFound
        )
        return next((pipeline for _, pipeline in found if self._is_shown(pipeline)), None)

    def run_of(self, pipeline: Pipeline, called: str) -> GrantedRun:
        """A pipeline as CircleCI answered it. Raises `NothingHere`, `Denied`."""
        return self._granted(Noun.PIPELINE, Reference(), Location(pipeline), pipeline, called)

    async def run(
        self, reference: Reference, *, failing: bool = False
    ) -> tuple[GrantedRun, Run, NamedPart | None]:
        """The run at a glance, in as few round trips as may be, and what of it was named."""
        location = await self._locate(Noun.PIPELINE, reference, at_once=True, failing=failing)
        with looking(Noun.PIPELINE, reference.said):
            pipeline, page, named, back = await self._lookup.outline(location, reference)
        granted = self._granted(Noun.PIPELINE, reference, location, pipeline)
        if location.parts:
            known = granted if page.next_page_token else replace(granted, workflows=page.items)
            named = await self._named_part(reference, location, known)
        attempt = named.attempt if named else None
        run = await run_at_a_glance(self._circleci, pipeline, granted.called, page, attempt, back)
        if named and named.absent(run):
            raise NothingHere(Noun.JOB.value, reference.said, granted.called)
        return granted, run, named

    async def _named_part(
        self, reference: Reference, location: Location, run: GrantedRun
    ) -> NamedPart | None:
        """The workflow or the job of this name within the run. Raises `NothingHere`."""
        several = newest_attempts(await run.attempts())
        name, rest = named_part(location.parts, [each.name for each in several])
        of_name = [each for each in several if name in (None, each.name)]
        if name is not None and not rest:
            return NamedPart(of_name[0], None)
        for workflow, jobs in await run.known_jobs(of_name):
            job, left = named_part(rest, [each.name for each in jobs])
            if job is not None and not significant(left):
                found = next(each for each in jobs if each.name == job)
                return NamedPart(workflow, found.id if found.job_number is None else found.job_number)
        if not significant(rest):
            return NamedPart(of_name[0], None) if name is not None else None
        raise await self._absent_part(reference, Noun.JOB, rest, run, several)

    async def _absent_part(
        self,
        reference: Reference,
        noun: Noun,
        parts: Sequence[str],
        run: GrantedRun,
        workflows: Sequence[Workflow],
    ) -> NothingHere:
        """The first of these names is nothing in the run, with those that may be meant."""
        workflows = workflows or newest_attempts(await run.attempts())
        names = [each.name for each in workflows]
        if noun is not Noun.WORKFLOW:
            names += [job.name for _, jobs in await run.known_jobs(workflows) for job in jobs]
        about = None if reference.exact or reference.branch else self.runs(Target(reference.project))
        return await self._absent(noun.value, reference, " ".join(parts), about, names, run.called)

    async def workflow(self, reference: Reference) -> GrantedRun:
        """With the workflow that is ``meant``; of a pipeline its only one, or the only one that failed."""
        run = await self.named_workflows(reference)
        several = candidates(run.meant, failed=reference.failed) if len(run.meant) > 1 else run.meant
        chosen = choose(several, Noun.WORKFLOW, reference.said, run.called, self.again)
        return replace(run, meant=(chosen,))

    async def named_workflows(self, reference: Reference) -> GrantedRun:
        """With the workflows that are ``meant``, where each name is one's. Raises `NothingHere`."""
        run = await self.workflows(reference)
        if significant(run.parts):
            raise await self._absent_part(reference, Noun.WORKFLOW, run.parts, run, run.meant)
        return run

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
        check_started(pipeline, run.called, meant)
        name, rest = named_part(location.parts, [each.name for each in meant])
        return replace(run, meant=tuple(it for it in meant if name in (None, it.name)), parts=rest)

    async def waiting(self, reference: Reference) -> GrantedRun:
        """With the workflows that are ``meant``; where none is named, of the run that waits."""
        await self._check_one(Noun.WORKFLOW, reference)
        near = AtHand(self.memory, self.place, self.access, self._lookup)
        anywhere = replace(reference, last=False).at_hand and (not reference.last or self.default() is None)
        if not anywhere or await near.of_thread():
            return await self.workflows(reference)
        try:
            projects = [self.runs(reference.target)]
        except NoProject:
            projects = [self.runs(Target(ProjectName(each))) for each in self.possible_names()]
        found = await read_those(
            self._circleci, projects, waiting_workflows, lambda it: (Project.noun, it.called)
        )
        several = [
            (runs.called, pipeline, workflows)
            for runs, held in found
            for pipeline, workflows in held
            if self._may(pipeline) and await self._has_approval(pipeline, workflows, reference.words)
        ]
        if not several:
            return await self.workflows(reference)
        if len(several) > 1:
            choices = (
                (f"{called} #{it.number} on {it.branch or it.tag}", self.again(replace(reference, id=it.id)))
                for called, it, _ in several
            )
            raise Ambiguous("approval", tuple(choices))
        [(called, pipeline, workflows)] = several
        words = without_branch(reference.words, pipeline.branch)
        self.note(Reference(ProjectName(called), number=pipeline.number, words=words))
        location = Location(pipeline, parts=words, exact=False)
        run = self._granted(Noun.WORKFLOW, reference, location, pipeline)
        return replace(run, meant=workflows)

    async def _has_approval(
        self, pipeline: Pipeline, workflows: Sequence[Workflow], words: Sequence[str]
    ) -> bool:
        """Whether an approval of this name waits in one of them, or any; the branch may stand beside it."""
        words = without_branch(words, pipeline.branch)
        if not significant(words):
            return True
        jobs = [job for _, several in await known_jobs_of(self._circleci, workflows) for job in several]
        held = [each.name for each in jobs if each.type == "approval" and each.status == "on_hold"]
        return named_part(words, held)[0] is not None or bool(names_fitting(" ".join(words), held))

    def _may(self, pipeline: Pipeline) -> bool:
        about = pipeline.project_slug, pipeline.branch, pipeline.tag
        return all(self.access.allows(each, *about) for each in self._needs)

    async def job(self, reference: Reference, *, built: bool = False, failing: bool = False) -> GrantedJob:
        """The job; of a workflow or a pipeline its only one, or the only one that failed.

        ``built``: among those that have begun on a machine. ``failing``: what is at hand has failed.
        """
        found, rest = await self.job_and_rest(reference, None, built=built, failing=failing)
        if significant(rest.split()):
            workflows = newest_attempts(await found.run.attempts())
            raise await self._absent_part(reference, Noun.JOB, rest.split(" "), found.run, workflows)
        return found

    async def job_and_rest(
        self,
        reference: Reference,
        text: str | None,
        *,
        built: bool = False,
        failing: bool = False,
        artifacts: bool = False,
    ) -> tuple[GrantedJob, str]:
        """The same where ``text``, which stands behind the reference, may name the job; and what is left.

        ``artifacts``: they are read along with the job, which saves a round trip.
        """
        if text:
            reference = replace(reference, words=(*reference.words, *text.split(" ")))
        location = await self._locate(Noun.JOB, reference, failing=failing)
        thing = location.thing
        with looking(Noun.JOB, reference.said):
            pipeline = await self._lookup.pipeline_of(location)
            run = self._granted(Noun.JOB, reference, location, pipeline)
            jobs = await self._lookup.jobs(location, failed=reference.failed, every=bool(location.parts))
        listed, details, number, rest = None, None, None, " ".join(run.parts)
        match thing:
            case JobDetails():
                return GrantedJob.of(run, thing, None, None), rest
            case JobById(job_number=int(), workflow_id=workflow_id):
                number = thing.job_number
            case _:
                name, left = named_part(run.parts, [each.name for each, _ in jobs])
                if name is None and text is None and significant(left):
                    raise await self._absent_part(reference, Noun.JOB, left, run, ())
                of_name = [each for each in jobs if name in (None, each[0].name)]
                rest = " ".join(left)
                failed = reference.failed and name is None
                run = replace(run, parts=left)
                listed, workflow_id = self._one_of(of_name, run, reference, built=built, failed=failed)
                number = listed.job_number
        if number is None:
            return GrantedJob.of(run, details, listed, workflow_id), rest
        with looking(Noun.JOB, reference.said):
            details, several = await asyncio.gather(
                self._circleci.get_job(pipeline.project_slug, number),
                self._artifacts(pipeline, number if artifacts else None),
            )
        return replace(GrantedJob.of(run, details, listed, workflow_id), known_artifacts=several), rest

    async def _artifacts(self, pipeline: Pipeline, number: int | None) -> tuple[Artifact, ...] | None:
        """Of a job, if of one. None where they can't be read: who needs them asks again, and is told why."""
        if number is None:
            return None
        with suppress(CircleCIError):
            return await self._circleci.list_artifacts(pipeline.project_slug, number)
        return None

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
        check_started(run.pipeline, run.called, jobs)
        among: Sequence[Job] = [each for each, _ in jobs]
        among = jobs_begun(among, run.called, run.pipeline.number) if built else among
        several = candidates(among, failed=failed)
        again = lambda it: self.again(replace(it, words=run.parts))  # noqa: E731
        job = choose(several, Noun.JOB, reference.said, run.called, again)
        return job, next(of for each, of in jobs if each is job)
