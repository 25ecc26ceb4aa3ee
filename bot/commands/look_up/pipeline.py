"""`/ci pipeline`: one pipeline with every attempt, or the errors that kept it from starting."""

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.pipeline import PipelineCard, pipeline_card


async def run(args: lines.PipelineArgs, ctx: Context) -> PipelineCard:
    found = await ctx.find.pipeline(args.pipeline)
    [run] = await ctx.with_askers([await found.whole()])
    return PipelineCard(run, ctx.scene, attempts=True)


COMMAND = Command(
    lines.PIPELINE,
    summary="Show a pipeline with every attempt",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.pipeline),
    run=run,
    view=pipeline_card,
    redraw=lambda _, run, scene, __: PipelineCard(run, scene, attempts=True),
)
