"""`/ci pipelines`: the recent ones, ten at a time."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from bot.circleci.errors import NotFound
from bot.circleci.models import Page, Pipeline
from bot.command import Command, Context
from bot.finding.found import FoundProject
from bot.grammar import Arg, line
from bot.grammar.kinds import PAGE, SWITCH, TARGET
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.reference import START, UNSAID, Mark, Target
from bot.model.run import Run
from bot.views.lists.pipelines import Listed, listed

#: Entries of a list, and how many of CircleCI's pages are read at most to find so many.
MOST, PAGES = 10, 3


@dataclass(frozen=True, slots=True)
class Pipelines:
    target: Annotated[Target, Arg(TARGET, "Which project and branch; else this channel's project")] = UNSAID
    mine: Annotated[bool, Arg(SWITCH, "Only those that the bot started", flag="--mine")] = False
    page: Annotated[Mark, Arg(PAGE, "Where to go on", flag="--page", hidden=True)] = START


async def run(args: Pipelines, ctx: Context) -> Listed:
    project = ctx.find.project(args.target, Permission.READ)
    try:
        pipelines, mark = await _some(args, ctx, project, args.page)
        lists = await asyncio.gather(*(ctx.circleci.list_workflows(each.id) for each in pipelines))
    except NotFound as error:
        raise NothingHere("pipeline", "", project.called) from error
    runs = [Run(each, project.called, workflows) for each, workflows in zip(pipelines, lists, strict=True)]
    return Listed(
        project.slug,
        project.called,
        project.branch,
        args.mine,
        tuple(runs),
        ctx.scene,
        following=line(PIPELINES.syntax, args, page=mark) if mark else None,
        first=args.page == START,
    )


async def _some(
    args: Pipelines, ctx: Context, project: FoundProject, mark: Mark
) -> tuple[list[Pipeline], Mark | None]:
    """The next ten that may be seen here, and where those after them begin."""
    found: list[Pipeline] = []
    for _ in range(PAGES):
        page = await _page(args, ctx, project, mark)
        for at, each in enumerate(page.items[mark.offset :], mark.offset):
            if not ctx.find.readable(each) or (project.branch and each.branch != project.branch):
                continue
            if len(found) == MOST:
                return found, Mark(at, mark.token)
            found.append(each)
        if page.next_page_token is None:
            return found, None
        mark = Mark(token=page.next_page_token)
        if len(found) == MOST:
            break
    return found, mark


async def _page(args: Pipelines, ctx: Context, project: FoundProject, mark: Mark) -> Page[Pipeline]:
    if args.mine:
        return await ctx.circleci.list_my_pipelines(project.slug, page_token=mark.token)
    return await ctx.circleci.list_pipelines(project.slug, branch=project.branch, page_token=mark.token)


PIPELINES = Command(
    words="pipelines",
    summary="Recent pipelines, the newest first",
    args=Pipelines,
    permission=Permission.READ,
    run=run,
    view=listed,
    examples=("pipelines web", "pipelines web@main", "pipelines --mine"),
)
