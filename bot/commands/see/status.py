"""`/ci status`: the newest pipeline's card."""

from collections.abc import AsyncGenerator
from dataclasses import replace

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.pipeline import PipelineCard, pipeline_card


async def run(args: lines.StatusArgs, ctx: Context) -> PipelineCard:
    found = await ctx.find.newest(args.target)
    [run] = await ctx.with_askers([await found.glance()])
    return PipelineCard(run, ctx.scene)


async def rest(args: lines.StatusArgs, result: PipelineCard, ctx: Context) -> AsyncGenerator[PipelineCard]:
    """The whole of a pipeline that has more than a glance tells."""
    if result.run.unread:
        found = ctx.find.run_of(result.run.pipeline, result.run.called)
        [run] = await ctx.with_askers([await found.whole()])
        yield replace(result, run=run, scene=ctx.scene)


COMMAND = Command(
    lines.STATUS,
    summary="Show the newest pipeline and what needs attention",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_branch(args.target),
    run=run,
    view=pipeline_card,
    rest=rest,
    redraw=lambda _, run, scene: PipelineCard(run, scene),
)
