"""`/ci status`: the newest pipeline's card."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg
from bot.grammar.kinds import TARGET
from bot.model.permission import Permission
from bot.model.reference import UNSAID, Target
from bot.reading.runs import glance, whole
from bot.views.cards.pipeline import Looked, seen


@dataclass(frozen=True, slots=True)
class Status:
    target: Annotated[Target, Arg(TARGET, "Which project and branch; else this channel's project")] = UNSAID


async def run(args: Status, ctx: Context) -> Looked:
    project = ctx.find.project(args.target, Permission.READ)
    pipeline = await ctx.find.newest(project, said=f"@{project.branch}" if project.branch else "")
    workflows = await ctx.circleci.page_workflows(pipeline.id)
    return Looked(await glance(ctx.circleci, pipeline, project.called, workflows), ctx.scene)


async def more(args: Status, result: Looked, ctx: Context) -> AsyncGenerator[Looked]:
    """The whole of a pipeline that has more than a glance tells."""
    if result.run.unread:
        run = await whole(ctx.circleci, result.run.pipeline, result.run.called)
        yield replace(result, run=run, scene=ctx.scene)


STATUS = Command(
    words="status",
    summary="The newest pipeline: its workflows, and the jobs that matter",
    args=Status,
    permission=Permission.READ,
    run=run,
    view=seen,
    more=more,
    examples=("status", "status web", "status web@main"),
)
