"""Looks back through a project's pipelines, as far as a search goes."""

import asyncio
from collections.abc import AsyncIterator, Callable

from bot.circleci.client import CircleCI
from bot.circleci.models import Pipeline, Workflow
from bot.circleci.slug import ProjectSlug

#: So many pages of pipelines; of the workflows of so many pipelines at a time, which is a page of them.
_PAGES, _AT_ONCE = 3, 20


async def pages_back(
    circleci: CircleCI, slug: ProjectSlug, branch: str | None, readable: Callable[[Pipeline], bool]
) -> AsyncIterator[tuple[Pipeline, ...]]:
    """The pipelines that may be seen, the newest first, a page at a time."""
    token = None
    for _ in range(_PAGES):
        page = await circleci.list_pipelines(slug, branch=branch, page_token=token)
        yield tuple(each for each in page.items if readable(each))
        if (token := page.next_page_token) is None:
            return


async def runs_back(
    circleci: CircleCI, slug: ProjectSlug, branch: str | None, readable: Callable[[Pipeline], bool]
) -> AsyncIterator[tuple[Pipeline, tuple[Workflow, ...]]]:
    """The same, each with all its workflows."""
    async for pipelines in pages_back(circleci, slug, branch, readable):
        for at in range(0, len(pipelines), _AT_ONCE):
            some = pipelines[at : at + _AT_ONCE]
            lists = await asyncio.gather(*(circleci.list_workflows(each.id) for each in some))
            for pipeline, workflows in zip(some, lists, strict=True):
                yield pipeline, workflows
