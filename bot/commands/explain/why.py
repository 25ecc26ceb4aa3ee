"""`/ci why`: why a run failed, since when, and what to do."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import THIS_THREAD, Reference
from bot.reading import diagnosis
from bot.views.cards.why import WhyCard, why_card


@dataclass(frozen=True, slots=True)
class WhyArgs:
    run: Annotated[
        Reference,
        Arg(kinds.FAILURE_QUESTION, "Which run: #812, last failed, @branch, an address; else this thread's"),
    ] = THIS_THREAD


async def run(args: WhyArgs, ctx: Context) -> WhyCard:
    looked, asked = await ctx.find.run(
        args.run, Permission.READ, lambda it: line(COMMAND.syntax, args, run=it)
    )
    return WhyCard(await diagnosis.first_diagnosis(ctx.circleci, looked, asked), ctx.scene)


async def more(args: WhyArgs, result: WhyCard, ctx: Context) -> AsyncGenerator[WhyCard]:
    """The slower parts, as they come."""
    async with aclosing(
        diagnosis.later_diagnoses(ctx.circleci, result.diagnosis, ctx.artifact_limit)
    ) as parts:
        async for each in parts:
            yield replace(result, diagnosis=each, scene=ctx.scene)


COMMAND = Command(
    words="why",
    summary="Why a run failed: where, which tests, since when, and what to do",
    args=WhyArgs,
    permission=Permission.READ,
    run=run,
    view=why_card,
    examples=("why", "why last failed", "why #812"),
    more=more,
)
