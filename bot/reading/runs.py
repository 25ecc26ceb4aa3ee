"""Reads a run: a pipeline with its workflows, and the jobs of those that did not simply pass.

And since when a branch is red, and what is different from its last green run.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError, NotFound
from bot.circleci.models import Job, LostWorkflow, Page, Pipeline, Workflow
from bot.model.diagnosis import Diagnosis, GreenComparison
from bot.model.history import Streak, is_settled, streak_of, unsettled_pipelines
from bot.model.run import FAILED_STATUSES, MissingJobs, Run
from bot.reading.parts import note_missed, pipeline_part, read_each, read_those, workflow_part
from bot.reading.rollbacks import rollbacks_among

#: How many pipelines of the branch are read at a time, and how many pages of them at most.
_AT_ONCE, HISTORY_PAGES = 6, 3

_Answer = TypeVar("_Answer")


async def run_at_a_glance(
    circleci: CircleCI,
    pipeline: Pipeline,
    called: str,
    workflows: Page[Workflow],
    only: Workflow | None = None,
    rolls_back: bool | None = None,
) -> Run:
    """As much as one more round trip tells, however large it is: the first page of each list of jobs.

    ``only``: the jobs of this attempt, and of no other. ``rolls_back``: whether it does, where that is known.
    """
    known = _with(workflows.items, only)
    run = Run(pipeline, called, known, workflows_unread=workflows.next_page_token is not None)
    telling = (only,) if only else run.notable_workflows
    found, back = await asyncio.gather(
        read_each(circleci, telling, lambda it: circleci.page_jobs(it.id), workflow_part),
        _rolls_back(circleci, pipeline, rolls_back),
    )
    pages = {each.id: page for each, page in found if isinstance(page, Page)}
    return replace(
        run,
        jobs={id: page.items for id, page in pages.items()},
        jobs_unread=frozenset(id for id, page in pages.items() if page.next_page_token),
        jobs_missing=_missing(found),
        rolls_back=back,
    )


async def _rolls_back(circleci: CircleCI, pipeline: Pipeline, known: bool | None = None) -> bool:
    return pipeline.id in await rollbacks_among(circleci, [pipeline]) if known is None else known


def _missing(found: Sequence[tuple[Workflow, _Answer | CircleCIError]]) -> dict[str, MissingJobs]:
    return {
        each.id: MissingJobs.GONE if isinstance(answer, NotFound) else MissingJobs.UNREAD
        for each, answer in found
        if isinstance(answer, CircleCIError)
    }


async def whole_run(
    circleci: CircleCI,
    pipeline: Pipeline,
    called: str,
    workflows: tuple[Workflow, ...] | None = None,
    only: Workflow | None = None,
    rolls_back: bool | None = None,
) -> Run:
    """All of it, however many pages that is.

    ``workflows``: all attempts, where they are known already. ``only``: the jobs of this attempt, and of no
    other. ``rolls_back``: whether it does, where that is known.
    """
    whole, back = await asyncio.gather(
        _whole_run(circleci, pipeline, called, workflows, only), _rolls_back(circleci, pipeline, rolls_back)
    )
    return replace(whole, rolls_back=back)


async def _whole_run(
    circleci: CircleCI,
    pipeline: Pipeline,
    called: str,
    workflows: tuple[Workflow, ...] | None,
    only: Workflow | None,
) -> Run:
    if workflows is None:
        workflows = await circleci.list_workflows(pipeline.id)
    run = Run(pipeline, called, _with(workflows, only))
    return await with_jobs(circleci, run, (only,) if only else run.notable_workflows)


async def with_jobs(circleci: CircleCI, run: Run, workflows: Sequence[Workflow]) -> Run:
    """The run with all the jobs of these workflows of it, as far as they can be read."""
    found = await read_each(circleci, workflows, lambda it: circleci.list_jobs(it.id), workflow_part)
    jobs = {each.id: several for each, several in found if not isinstance(several, CircleCIError)}
    return replace(run, jobs=jobs, jobs_missing=_missing(found))


async def fresh_run(circleci: CircleCI, id: str) -> Run:
    """All that a card shows of it as CircleCI has it now: also the jobs of what passed, where it has them."""
    pipeline, workflows = await asyncio.gather(circleci.get_pipeline(id), circleci.list_workflows(id))
    run = Run(pipeline, str(pipeline.project_slug), workflows)
    there = [each for each in run.foremost if not each.lost]
    whole, back = await asyncio.gather(with_jobs(circleci, run, there), _rolls_back(circleci, pipeline))
    return replace(whole, rolls_back=back)


async def next_look(circleci: CircleCI, before: Run, *, jobs_too: bool) -> Run:
    """The run as it is now, by few requests: the jobs of those workflows alone that tell something new.

    ``jobs_too``: also of those that still run.
    """
    run = replace(before, workflows=await circleci.list_workflows(before.pipeline.id))
    if not run.workflows or run.set_up_alone:  # its state tells whether there will be more
        run = replace(run, pipeline=await circleci.get_pipeline(before.pipeline.id))
    known = {each.id: (each.status, each.stopped_at) for each in before.workflows}

    def tells(each: Workflow) -> bool:
        changed = known.get(each.id) != (each.status, each.stopped_at) or each.id not in before.jobs
        return not each.lost and (changed or (jobs_too and not each.terminal))

    again = await with_jobs(circleci, run, [each for each in run.foremost if tells(each)])
    return replace(again, jobs={**before.jobs, **again.jobs}).with_earlier_jobs(before)


def _with(workflows: tuple[Workflow, ...], only: Workflow | None) -> tuple[Workflow, ...]:
    """It may stand on a page that is not read."""
    missing = only is not None and all(each.id != only.id for each in workflows)
    return (*workflows, only) if only and missing else workflows


async def jobs_of(
    circleci: CircleCI, workflows: Sequence[Workflow]
) -> list[tuple[Workflow, tuple[Job, ...]]]:
    """These workflows, each with all its jobs: for what is done, where none may be missed."""
    found = await asyncio.gather(*(circleci.list_jobs(each.id) for each in workflows))
    return list(zip(workflows, found, strict=True))


async def known_jobs_of(
    circleci: CircleCI, workflows: Sequence[Workflow]
) -> list[tuple[Workflow, tuple[Job, ...]]]:
    """Those of these workflows whose jobs can be read, each with all of these."""
    telling = [each for each in workflows if not each.lost]
    return await read_those(circleci, telling, lambda it: circleci.list_jobs(it.id), workflow_part)


async def workflows_of(
    circleci: CircleCI, pipelines: Sequence[Pipeline]
) -> list[tuple[Pipeline, tuple[Workflow, ...]]]:
    """These pipelines, each with all its workflows: a lost one, where these can't be read."""
    found = await read_each(circleci, pipelines, lambda it: circleci.list_workflows(it.id), pipeline_part)
    lost = (LostWorkflow(),)
    return [(each, lost if isinstance(answer, CircleCIError) else answer) for each, answer in found]


async def runs_of(circleci: CircleCI, pipelines: Sequence[Pipeline], called: str) -> list[Run]:
    """The same as runs, without jobs: what tells a rollback is read beside the workflows."""
    found, back = await asyncio.gather(
        workflows_of(circleci, pipelines), rollbacks_among(circleci, pipelines)
    )
    return [Run(each, called, workflows, rolls_back=each.id in back) for each, workflows in found]


async def until_settled(
    circleci: CircleCI, pipelines: Sequence[Pipeline], called: str, at_once: int, known: Sequence[Run] = ()
) -> list[Run]:
    """The runs of a branch as far back as older ones can't change the judgement; some at a time.

    ``pipelines``: the newest first; ``known``: those that were read before.
    """
    runs = list(known)
    while some := unsettled_pipelines(pipelines, runs)[:at_once]:
        runs += await runs_of(circleci, some, called)
    return runs


async def runs_beside(circleci: CircleCI, run: Run) -> tuple[list[Run], bool]:
    """The other runs that tell how its branch or tag stands, of the newest page of its pipelines.

    And whether there are no older ones. CircleCI lists a branch's pipelines, and of tags only all.
    """
    pipeline = run.pipeline
    page = await circleci.list_pipelines(pipeline.project_slug, branch=pipeline.branch)
    others = [each for each in page.items if each.id != pipeline.id and each.is_beside(pipeline)]
    runs = await until_settled(circleci, others, run.called, _AT_ONCE)
    return runs, page.next_page_token is None


async def with_failed_jobs(circleci: CircleCI, runs: Sequence[Run], names: Collection[str]) -> list[Run]:
    """These runs; with the jobs of those workflows of these names that failed, as far as they can be read."""

    def telling(run: Run) -> list[Workflow]:
        failed = [each for each in run.newest if each.status in FAILED_STATUSES and each.name in names]
        return [each for each in failed if each.id not in run.jobs]

    async def with_them(run: Run) -> Run:
        if not (several := telling(run)):
            return run
        read = await with_jobs(circleci, run, several)
        return replace(read, jobs={**run.jobs, **read.jobs})

    return list(await asyncio.gather(*map(with_them, runs)))


async def branch_history(circleci: CircleCI, diagnosis: Diagnosis) -> tuple[Streak, GreenComparison | None]:
    """Since when the branch is red up to this run, as far back as is read."""
    run, token = diagnosis.run, None
    slug, branch, number = run.pipeline.project_slug, run.pipeline.branch, run.pipeline.number
    runs, older = [run], list[Pipeline]()
    for _ in range(HISTORY_PAGES):
        page = await circleci.list_pipelines(slug, branch=branch, page_token=token)
        for each in page.unread:
            circleci.note_unread(each)
        older += [each for each in page.items if each.number < number and each.is_beside(run.pipeline)]
        runs = await until_settled(circleci, older, run.called, _AT_ONCE, runs)
        token = page.next_page_token
        if token is None or is_settled(older, runs):
            break
    told = streak_of(runs, whole=token is None)
    return told, await _compared(circleci, diagnosis, told)


async def _compared(circleci: CircleCI, diagnosis: Diagnosis, told: Streak) -> GreenComparison | None:
    """The workflow that failed, against itself in the last green run."""
    if not told.red or told.last_green is None or not diagnosis.culprits:
        return None
    culprit = diagnosis.culprits[0]
    workflow, job = culprit.workflow, culprit.job
    then = next((each for each in told.last_green.newest if each.name == workflow.name), None)
    if then is None or then.lost:
        return None
    try:
        before = {each.name: each for each in await circleci.list_jobs(then.id)}
    except CircleCIError as error:
        note_missed(circleci, workflow_part(then), error)
        return None
    after = {each.name for each in diagnosis.run.jobs.get(workflow.id, ())}
    whole_list = workflow.id not in diagnosis.run.jobs_unread
    return GreenComparison(
        job.name,
        _seconds(job),
        _seconds(before[job.name]) if job.name in before else None,
        tuple(sorted(after - set(before))),
        tuple(sorted(set(before) - after)) if whole_list else (),
    )


def _seconds(job: Job) -> float | None:
    if job.started_at is None or job.stopped_at is None:
        return None
    return (job.stopped_at - job.started_at).total_seconds()
