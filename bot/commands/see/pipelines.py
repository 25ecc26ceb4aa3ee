"""`/ci pipelines`: the recent ones, ten at a time."""

import asyncio

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import Page, Pipeline
from bot.command import Command, Context
from bot.finding.found import FoundProject
from bot.grammar import line
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.reference import LIST_START, Mark
from bot.model.run import Run
from bot.views.lists.pipelines import PipelineList, pipeline_list

#: Entries of a list, and how many of CircleCI's pages are read at most to find so many.
_MOST, _PAGES = 10, 3


async def run(args: lines.PipelinesArgs, ctx: Context) -> PipelineList:
    project = ctx.find.project(args.target, Permission.READ)
    try:
        pipelines, mark = await _some(args, ctx, project, args.page)
        lists = await asyncio.gather(*(ctx.circleci.list_workflows(each.id) for each in pipelines))
    except NotFound as error:
        raise NothingHere("pipeline", "", project.called) from error
    runs = [Run(each, project.called, workflows) for each, workflows in zip(pipelines, lists, strict=True)]
    return PipelineList(
        project.slug,
        project.called,
        project.branch,
        args.mine,
        tuple(runs),
        ctx.scene,
        following=line(lines.PIPELINES, args, page=mark) if mark else None,
        first=args.page == LIST_START,
    )


async def _some(
    args: lines.PipelinesArgs, ctx: Context, project: FoundProject, mark: Mark
) -> tuple[list[Pipeline], Mark | None]:
    """The next ten that may be seen here, and where those after them begin."""
    found: list[Pipeline] = []
    for _ in range(_PAGES):
        page = await _page(args, ctx, project, mark)
        for at, each in enumerate(page.items[mark.offset :], mark.offset):
            if not ctx.find.readable(each) or (project.branch and each.branch != project.branch):
                continue
            if len(found) == _MOST:
                return found, Mark(at, mark.token)
            found.append(each)
        if page.next_page_token is None:
            return found, None
        mark = Mark(token=page.next_page_token)
        if len(found) == _MOST:
            break
    return found, mark


async def _page(args: lines.PipelinesArgs, ctx: Context, project: FoundProject, mark: Mark) -> Page[Pipeline]:
    if args.mine:
        return await ctx.circleci.list_my_pipelines(project.slug, page_token=mark.token)
    return await ctx.circleci.list_pipelines(project.slug, branch=project.branch, page_token=mark.token)


COMMAND = Command(
    lines.PIPELINES,
    summary="Recent pipelines, the newest first",
    permission=Permission.READ,
    run=run,
    view=pipeline_list,
)
