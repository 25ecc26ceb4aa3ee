"""Reads a run: a pipeline with its workflows, and the jobs of those that did not simply pass."""

import asyncio
from dataclasses import replace

from bot.circleci.client import CircleCI
from bot.model.run import Run
from bot.references.found import FoundPipeline


async def glance(circleci: CircleCI, found: FoundPipeline) -> Run:
    """As much as two round trips tell, however large it is: the first page of each list."""
    if found.workflows is not None:
        run = Run(found.pipeline, found.called, found.workflows)
    else:
        page = await circleci.page_workflows(found.pipeline.id)
        more = page.next_page_token is not None
        run = Run(found.pipeline, found.called, page.items, workflows_unread=more)
    telling = [each.id for each in run.telling]
    pages = await asyncio.gather(*(circleci.page_jobs(each) for each in telling))
    return replace(
        run,
        jobs={each: page.items for each, page in zip(telling, pages, strict=True)},
        jobs_unread=frozenset(
            each for each, page in zip(telling, pages, strict=True) if page.next_page_token
        ),
    )


async def whole(circleci: CircleCI, found: FoundPipeline) -> Run:
    """All of it, however many pages that is."""
    workflows = found.workflows
    if workflows is None:
        workflows = await circleci.list_workflows(found.pipeline.id)
    run = Run(found.pipeline, found.called, workflows)
    telling = [each.id for each in run.telling]
    lists = await asyncio.gather(*(circleci.list_jobs(each) for each in telling))
    return replace(run, jobs=dict(zip(telling, lists, strict=True)))
