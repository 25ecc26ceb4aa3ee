"""`/ci pipeline`: one pipeline with every attempt, or the errors that kept it from starting."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import HERE, Reference
from bot.reading.runs import whole
from bot.views.cards.pipeline import Looked, seen


@dataclass(frozen=True, slots=True)
class Pipeline:
    pipeline: Annotated[
        Reference,
        Arg(kinds.PIPELINE, "Which one: #812, last failed, @branch, an address; else this thread's"),
    ] = HERE


async def run(args: Pipeline, ctx: Context) -> Looked:
    found = await ctx.find.pipeline(
        args.pipeline, Permission.READ, lambda it: line(PIPELINE.syntax, args, pipeline=it)
    )
    run = await whole(ctx.circleci, found.pipeline, found.called, found.workflows)
    return Looked(run, ctx.scene, attempts=True)


PIPELINE = Command(
    words="pipeline",
    summary="One pipeline with all attempts of its workflows",
    args=Pipeline,
    permission=Permission.READ,
    run=run,
    view=seen,
    examples=("pipeline #812", "pipeline last failed", "pipeline web@main"),
)
