"""`/ci status`: the newest pipeline's card."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg
from bot.grammar.kinds import TARGET
from bot.model.permission import Permission
from bot.model.reference import CHANNEL_TARGET, Target
from bot.reading.runs import run_at_a_glance, whole_run
from bot.views.cards.pipeline import PipelineCard, pipeline_card


@dataclass(frozen=True, slots=True)
class StatusArgs:
    target: Annotated[Target, Arg(TARGET, "Which project and branch; else this channel's project")] = (
        CHANNEL_TARGET
    )


async def run(args: StatusArgs, ctx: Context) -> PipelineCard:
    project = ctx.find.project(args.target, Permission.READ)
    pipeline = await ctx.find.newest(project, said=f"@{project.branch}" if project.branch else "")
    workflows = await ctx.circleci.page_workflows(pipeline.id)
    return PipelineCard(await run_at_a_glance(ctx.circleci, pipeline, project.called, workflows), ctx.scene)


async def more(args: StatusArgs, result: PipelineCard, ctx: Context) -> AsyncGenerator[PipelineCard]:
    """The whole of a pipeline that has more than a glance tells."""
    if result.run.unread:
        run = await whole_run(ctx.circleci, result.run.pipeline, result.run.called)
        yield replace(result, run=run, scene=ctx.scene)


COMMAND = Command(
    words="status",
    summary="The newest pipeline: its workflows, and the jobs that matter",
    args=StatusArgs,
    permission=Permission.READ,
    run=run,
    view=pipeline_card,
    more=more,
    examples=("status", "status web", "status web@main"),
)
