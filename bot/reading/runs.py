"""Reads a run: a pipeline with its workflows, and the jobs of those that did not simply pass."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.circleci.client import CircleCI
from bot.circleci.models import Job, Page, Pipeline, Workflow
from bot.model.history import Color, color_of
from bot.model.run import Run


async def run_at_a_glance(
    circleci: CircleCI,
    pipeline: Pipeline,
    called: str,
    workflows: Page[Workflow],
    only: Workflow | None = None,
) -> Run:
    """As much as one more round trip tells, however large it is: the first page of each list of jobs.

    ``only``: the jobs of this attempt, and of no other.
    """
    known = _with(workflows.items, only)
    run = Run(pipeline, called, known, workflows_unread=workflows.next_page_token is not None)
    telling = [only.id] if only else [each.id for each in run.notable_workflows]
    pages = await asyncio.gather(*(circleci.page_jobs(each) for each in telling))
    return replace(
        run,
        jobs={each: page.items for each, page in zip(telling, pages, strict=True)},
        jobs_unread=frozenset(
            each for each, page in zip(telling, pages, strict=True) if page.next_page_token
        ),
    )


async def whole_run(
    circleci: CircleCI,
    pipeline: Pipeline,
    called: str,
    workflows: tuple[Workflow, ...] | None = None,
    only: Workflow | None = None,
) -> Run:
    """All of it, however many pages that is.

    ``workflows``: all attempts, where they are known already. ``only``: the jobs of this attempt, and of no
    other.
    """
    if workflows is None:
        workflows = await circleci.list_workflows(pipeline.id)
    run = Run(pipeline, called, _with(workflows, only))
    telling = (only,) if only else run.notable_workflows
    return replace(run, jobs={each.id: jobs for each, jobs in await jobs_of(circleci, telling)})


def _with(workflows: tuple[Workflow, ...], only: Workflow | None) -> tuple[Workflow, ...]:
    """It may stand on a page that is not read."""
    missing = only is not None and all(each.id != only.id for each in workflows)
    return (*workflows, only) if only and missing else workflows


async def jobs_of(
    circleci: CircleCI, workflows: Sequence[Workflow]
) -> tuple[tuple[Workflow, tuple[Job, ...]], ...]:
    """These workflows, each with all its jobs."""
    lists = await asyncio.gather(*(circleci.list_jobs(each.id) for each in workflows))
    return tuple(zip(workflows, lists, strict=True))


async def until_green(
    circleci: CircleCI, pipelines: Sequence[Pipeline], called: str, at_once: int
) -> list[Run]:
    """The runs of a branch, the newest first, as far back as the last green one; some at a time."""
    runs: list[Run] = []
    for at in range(0, len(pipelines), at_once):
        some = pipelines[at : at + at_once]
        lists = await asyncio.gather(*(circleci.list_workflows(each.id) for each in some))
        runs += [Run(each, called, workflows) for each, workflows in zip(some, lists, strict=True)]
        if any(color_of(each) is Color.GREEN for each in runs[-len(some) :]):
            break
    return runs
