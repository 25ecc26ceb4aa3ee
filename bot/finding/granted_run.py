"""A run that may be seen, or acted on; one of its jobs. Each with the calls that this grants."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from bot.circleci import models
from bot.circleci.client import CircleCI
from bot.circleci.errors import ApiError, NotFound, Unreadable
from bot.circleci.models.lenient import UnreadPart
from bot.circleci.slug import ProjectSlug
from bot.finding.visible import is_visible
from bot.finding.write_call import WriteCall
from bot.model.approval import WaitingApproval
from bot.model.diagnosis import Diagnosis, NamedPart
from bot.model.fault import JobHasNone, JobProduct, JobReason
from bot.model.permission import Permission
from bot.model.run import BuiltJob, Run
from bot.model.spool import OutputEnd
from bot.policy.access import Access
from bot.reading.diagnosis import first_diagnosis, later_diagnoses
from bot.reading.parts import read_those
from bot.reading.printed import read_end
from bot.reading.rollbacks import rollbacks_among
from bot.reading.runs import jobs_of, known_jobs_of, run_at_a_glance, whole_run, with_jobs

#: How many pipelines of flaky tests are looked up where not every branch may be read.
_LOOKED_UP = 30


@dataclass(frozen=True, slots=True)
class GrantedRun:
    """A pipeline of a branch or tag for which the permission holds.

    ``called``: the asker's own word for the project. ``workflows``: all attempts, where they were read on the
    way. ``meant``: the workflows that were named: one, or the newest attempts of all. ``parts``: names of
    what is within it that nobody has found yet. ``exact``: the line or its thread named the very thing.
    ``rolls_back``: whether it does, where that was read.
    """

    pipeline: models.Pipeline
    called: str
    access: Access
    _circleci: CircleCI = field(repr=False)
    workflows: tuple[models.Workflow, ...] | None = None
    meant: tuple[models.Workflow, ...] = ()
    parts: tuple[str, ...] = ()
    exact: bool = True
    rolls_back: bool | None = None

    @property
    def sure(self) -> bool:
        """The very thing was named, or it is of no protected branch: to be the last of it was enough."""
        return self.exact or not self.access.protects(self.pipeline.branch)

    async def attempts(self) -> tuple[models.Workflow, ...]:
        """All workflows of the pipeline, every attempt."""
        if self.workflows is not None:
            return self.workflows
        return await self._circleci.list_workflows(self.pipeline.id)

    async def glance(self) -> Run:
        """As much as two more round trips tell, however large it is."""
        page, back = await asyncio.gather(
            self._circleci.page_workflows(self.pipeline.id), rollbacks_among(self._circleci, [self.pipeline])
        )
        return await run_at_a_glance(self._circleci, self.pipeline, self.called, page, rolls_back=bool(back))

    async def whole(self) -> Run:
        """All of it, however many pages that is."""
        return await whole_run(
            self._circleci, self.pipeline, self.called, self.workflows, rolls_back=self.rolls_back
        )

    async def fresh_run(self) -> Run:
        """All of it, as CircleCI tells it now."""
        pipeline, workflows = await asyncio.gather(
            self._circleci.get_pipeline(self.pipeline.id), self._circleci.list_workflows(self.pipeline.id)
        )
        return await whole_run(self._circleci, pipeline, self.called, workflows)

    async def jobs(
        self, workflows: Sequence[models.Workflow]
    ) -> list[tuple[models.Workflow, tuple[models.Job, ...]]]:
        """These workflows of it, each with all its jobs: for what is done, where none may be missed."""
        return await jobs_of(self._circleci, workflows)

    async def known_jobs(
        self, workflows: Sequence[models.Workflow]
    ) -> list[tuple[models.Workflow, tuple[models.Job, ...]]]:
        """The same of those workflows whose jobs can be read."""
        return await known_jobs_of(self._circleci, workflows)

    async def with_jobs(self, workflow: models.Workflow) -> Run:
        """All its workflows, and the jobs of one, as far as these can be read."""
        run = Run(self.pipeline, self.called, await self.attempts())
        return await with_jobs(self._circleci, run, [workflow])

    def config(self, texts: Collection[models.ConfigText]) -> AsyncGenerator[tuple[models.ConfigText, str]]:
        """The pieces of these texts of its configuration, as they come."""
        return self._circleci.config.read(self.pipeline.id, texts)

    async def newer(self) -> models.Pipeline | None:
        """A newer pipeline of its branch, where that is protected."""
        pipeline = self.pipeline
        if not self.access.protects(pipeline.branch):
            return None
        page = await self._circleci.list_pipelines(pipeline.project_slug, branch=pipeline.branch)
        if page.entries and isinstance(page.entries[0], UnreadPart):  # it may be newer
            raise Unreadable(page.entries[0].reason, path=page.entries[0].path)
        newest = max(page.items, key=lambda each: each.number, default=pipeline)
        return newest if newest.number > pipeline.number else None

    async def diagnosis(self, run: Run, named: NamedPart | None) -> Diagnosis:
        """Why it failed, as far as one more round trip tells."""
        return await first_diagnosis(self._circleci, run, named, self._flaky_tests)

    def diagnoses(self, first: Diagnosis, limit: int) -> AsyncGenerator[Diagnosis]:
        """The same with each slower part, as it comes. ``limit``: bytes of an output."""
        return later_diagnoses(self._circleci, first, self._flaky_tests, limit)

    async def _flaky_tests(self) -> tuple[models.FlakyTest, ...]:
        return await visible_flaky_tests(self._circleci, self.access, self.pipeline.project_slug)

    def job(self, name: str, number: int | None, workflow_id: str | None) -> "GrantedJob":
        """One of its jobs."""
        return GrantedJob(self, name, number, workflow_id)

    async def all_artifacts(self, jobs: Sequence["GrantedJob"]) -> list[tuple["GrantedJob", models.Artifact]]:
        """What those of these jobs of it that can be read have left, each with its job."""
        found = await read_those(
            self._circleci, jobs, lambda it: it.artifacts(), lambda it: (models.Job.noun, it.name)
        )
        return [(job, each) for job, artifacts in found for each in artifacts]

    def approve(self, waiting: WaitingApproval) -> WriteCall[None]:
        """Let what waits for an approval go on."""
        request = waiting.job.approval_request_id or waiting.job.id
        return WriteCall(Permission.APPROVE, lambda it: it.approve_job(waiting.workflow.id, request))

    def cancel(self, workflows: Sequence[models.Workflow]) -> WriteCall[tuple[tuple[str, str], ...]]:
        """Stop each once. Answers with the names of those that CircleCI refused, and why; raises for all."""
        return WriteCall(Permission.CANCEL, lambda it: _cancel(it, workflows))

    def rerun(
        self, workflow: models.Workflow, *, from_failed: bool, jobs: Sequence[models.Job], ssh: bool
    ) -> WriteCall[models.RerunAnswer]:
        """Start the workflow again: all of it, what failed, or these jobs."""
        ids = [each.id for each in jobs]
        return WriteCall(
            Permission.RERUN,
            lambda it: it.rerun_workflow(workflow.id, from_failed=from_failed, jobs=ids, ssh=ssh),
        )


async def visible_flaky_tests(
    circleci: CircleCI, access: Access, slug: ProjectSlug
) -> tuple[models.FlakyTest, ...]:
    """Those of all branches; where not every one may be read, the pipeline of each is looked up."""
    tests = (await circleci.insights.flaky_tests(slug)).flaky_tests
    if access.reads_every_branch(slug):
        return tests

    numbers = sorted({each.pipeline_number for each in tests if each.pipeline_number}, reverse=True)
    runs = await read_those(
        circleci,
        numbers[:_LOOKED_UP],
        lambda number: circleci.get_pipeline_by_number(slug, number),
        lambda _: (models.Pipeline.noun, None),
        but=NotFound,
    )
    fitting = {number for number, run in runs if is_visible(access, run)}
    return tuple(each for each in tests if each.pipeline_number in fitting)


async def _cancel(circleci: CircleCI, workflows: Sequence[models.Workflow]) -> tuple[tuple[str, str], ...]:
    calls = (circleci.cancel_workflow(each.id) for each in workflows)
    answers = await asyncio.gather(*calls, return_exceptions=True)
    errors = [each for each in answers if isinstance(each, BaseException)]
    unsure = [each for each in errors if not isinstance(each, ApiError) or each.may_have_acted]
    if unsure or len(errors) == len(workflows):
        raise (unsure or errors)[0]
    return tuple(
        (each.name, answer.message or str(answer.status))
        for each, answer in zip(workflows, answers, strict=True)
        if isinstance(answer, ApiError)
    )


@dataclass(frozen=True, slots=True)
class GrantedJob:
    """A job of a granted run.

    ``details`` is None where the job has no number: an approval, then ``listed`` is all there is of it.
    ``known_artifacts``: where they were read on the way.
    """

    run: GrantedRun
    name: str
    number: int | None
    workflow_id: str | None
    details: models.JobDetails | None = None
    listed: models.Job | None = None
    known_artifacts: tuple[models.Artifact, ...] | None = None

    @classmethod
    def of(
        cls,
        run: GrantedRun,
        details: models.JobDetails | None,
        listed: models.Job | None,
        workflow_id: str | None,
    ) -> "GrantedJob":
        """Put together from whatever was read."""
        latest = details.latest_workflow.id if details and details.latest_workflow else None
        number = details.number if details else listed.job_number if listed else None
        name = details.name if details else listed.name if listed else ""
        return cls(run, name, number, workflow_id or latest, details, listed)

    async def approver(self) -> str | None:
        """Who approved it, as CircleCI calls them; None where it waits, or that can't be read."""
        id = self.listed.approved_by if self.listed else None
        users = await read_those(
            self._circleci, [id] if id else [], self._circleci.get_user, lambda _: (models.User.noun, None)
        )
        return next((user.name or user.login for _, user in users), None)

    def built(self, product: JobProduct) -> tuple[BuiltJob, models.JobDetails]:
        """The job, which may have left such a thing behind.

        Raises `JobHasNone` for an approval, and for a job that has no number yet.
        """
        if self.number is None or self.details is None:
            approval = self.listed is not None and self.listed.type == "approval"
            raise JobHasNone(product, JobReason.APPROVAL if approval else JobReason.NOT_BEGUN, self.name)
        return self.on_machine(), self.details

    def on_machine(self) -> BuiltJob:
        """The same as what views draw."""
        run, (_, number) = self.run, self._place
        return BuiltJob(run.pipeline, run.called, self.name, number, self.workflow_id)

    async def artifacts(self) -> tuple[models.Artifact, ...]:
        if self.known_artifacts is not None:
            return self.known_artifacts
        return await self._circleci.list_artifacts(*self._place)

    def download(
        self, artifact: models.Artifact, limit: int
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """One of its artifacts, at most ``limit`` bytes. Raises UnknownHost or TooLarge."""
        return self._circleci.download(artifact.url, limit=limit)

    async def tests(self) -> models.Page[models.Test]:
        """The results that it stored; with a token where there are more than are read."""
        return await self._circleci.list_tests(*self._place)

    async def steps(self) -> tuple[models.Step, ...]:
        return await self._circleci.output.steps(*self._place)

    async def output_end(self, step: models.StepRun, *, lines: int, characters: int, limit: int) -> OutputEnd:
        """How the output of one of its steps ends, and the whole on disk, at most ``limit`` bytes of it."""
        return await read_end(self._circleci, step, lines=lines, characters=characters, limit=limit)

    def cancel(self) -> WriteCall[None]:
        """Stop this job."""
        slug, number = self._place
        return WriteCall(Permission.CANCEL, lambda it: it.cancel_job(slug, number))

    @property
    def _circleci(self) -> CircleCI:
        return self.run._circleci

    @property
    def _place(self) -> tuple[ProjectSlug, int]:
        if self.number is None:
            raise ValueError("a job without a number has nothing by its number")
        return self.run.pipeline.project_slug, self.number
