"""`/ci status`: the newest pipeline's card."""

from collections.abc import AsyncGenerator
from dataclasses import replace

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.reading.runs import run_at_a_glance, whole_run
from bot.views.cards.pipeline import PipelineCard, pipeline_card


async def run(args: lines.StatusArgs, ctx: Context) -> PipelineCard:
    project = ctx.find.project(args.target, Permission.READ)
    pipeline = await ctx.find.newest(project, said=f"@{project.branch}" if project.branch else "")
    workflows = await ctx.circleci.page_workflows(pipeline.id)
    return PipelineCard(await run_at_a_glance(ctx.circleci, pipeline, project.called, workflows), ctx.scene)


async def more(args: lines.StatusArgs, result: PipelineCard, ctx: Context) -> AsyncGenerator[PipelineCard]:
    """The whole of a pipeline that has more than a glance tells."""
    if result.run.unread:
        run = await whole_run(ctx.circleci, result.run.pipeline, result.run.called)
        yield replace(result, run=run, scene=ctx.scene)


COMMAND = Command(
    lines.STATUS,
    summary="The newest pipeline: its workflows, and the jobs that matter",
    permission=Permission.READ,
    run=run,
    view=pipeline_card,
    more=more,
)
