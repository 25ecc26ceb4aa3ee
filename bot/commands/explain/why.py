"""`/ci why`: why a run failed, since when, and what to do."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.why import WhyCard, why_card


async def run(args: lines.WhyArgs, ctx: Context) -> WhyCard:
    found, run, named = await ctx.find.run(args.run, failing=True)
    return WhyCard(await found.diagnosis(run, named), ctx.scene)


async def rest(args: lines.WhyArgs, result: WhyCard, ctx: Context) -> AsyncGenerator[WhyCard]:
    """The slower parts, as they come."""
    run = result.diagnosis.run
    found = ctx.find.run_of(run.pipeline, run.called)
    async with aclosing(found.diagnoses(result.diagnosis, ctx.artifact_limit)) as parts:
        async for each in parts:
            yield replace(result, diagnosis=each, scene=ctx.scene)


COMMAND = Command(
    lines.WHY,
    summary="Explain a failure: cause, tests, since when",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.run),
    run=run,
    view=why_card,
    rest=rest,
)
