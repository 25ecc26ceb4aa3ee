"""`/ci why`: why a run failed, since when, and what to do."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from bot import lines
from bot.command import Command, Context
from bot.grammar import line
from bot.model.permission import Permission
from bot.reading import diagnosis
from bot.views.cards.why import WhyCard, why_card


async def run(args: lines.WhyArgs, ctx: Context) -> WhyCard:
    looked, asked = await ctx.find.run(args.run, Permission.READ, lambda it: line(lines.WHY, args, run=it))
    return WhyCard(await diagnosis.first_diagnosis(ctx.circleci, looked, asked), ctx.scene)


async def more(args: lines.WhyArgs, result: WhyCard, ctx: Context) -> AsyncGenerator[WhyCard]:
    """The slower parts, as they come."""
    async with aclosing(
        diagnosis.later_diagnoses(ctx.circleci, result.diagnosis, ctx.artifact_limit)
    ) as parts:
        async for each in parts:
            yield replace(result, diagnosis=each, scene=ctx.scene)


COMMAND = Command(
    lines.WHY,
    summary="Why a run failed: where, which tests, since when, and what to do",
    permission=Permission.READ,
    run=run,
    view=why_card,
    more=more,
)
