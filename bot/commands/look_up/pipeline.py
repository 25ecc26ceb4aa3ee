"""`/ci pipeline`: one pipeline with every attempt, or the errors that kept it from starting."""

from bot import lines
from bot.command import Command, Context
from bot.grammar import line
from bot.model.permission import Permission
from bot.reading.runs import whole_run
from bot.views.cards.pipeline import PipelineCard, pipeline_card


async def run(args: lines.PipelineArgs, ctx: Context) -> PipelineCard:
    found = await ctx.find.pipeline(
        args.pipeline, Permission.READ, lambda it: line(lines.PIPELINE, args, pipeline=it)
    )
    run = await whole_run(ctx.circleci, found.pipeline, found.called, found.workflows)
    return PipelineCard(run, ctx.scene, attempts=True)


COMMAND = Command(
    lines.PIPELINE,
    summary="One pipeline with all attempts of its workflows",
    permission=Permission.READ,
    run=run,
    view=pipeline_card,
)
