"""`/ci pipeline`: one pipeline with every attempt, or the errors that kept it from starting."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import THIS_THREAD, Reference
from bot.reading.runs import whole_run
from bot.views.cards.pipeline import PipelineCard, pipeline_card


@dataclass(frozen=True, slots=True)
class PipelineArgs:
    pipeline: Annotated[
        Reference,
        Arg(
            kinds.PIPELINE_REFERENCE, "Which one: #812, last failed, @branch, an address; else this thread's"
        ),
    ] = THIS_THREAD


async def run(args: PipelineArgs, ctx: Context) -> PipelineCard:
    found = await ctx.find.pipeline(
        args.pipeline, Permission.READ, lambda it: line(COMMAND.syntax, args, pipeline=it)
    )
    run = await whole_run(ctx.circleci, found.pipeline, found.called, found.workflows)
    return PipelineCard(run, ctx.scene, attempts=True)


COMMAND = Command(
    words="pipeline",
    summary="One pipeline with all attempts of its workflows",
    args=PipelineArgs,
    permission=Permission.READ,
    run=run,
    view=pipeline_card,
    examples=("pipeline #812", "pipeline last failed", "pipeline web@main"),
)
