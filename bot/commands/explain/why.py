"""`/ci why`: why a run failed, since when, and what to do."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import HERE, Reference
from bot.reading import diagnosis
from bot.views.cards.why import Explained, explained


@dataclass(frozen=True, slots=True)
class Why:
    run: Annotated[
        Reference, Arg(kinds.WHY, "Which run: #812, last failed, @branch, an address; else this thread's")
    ] = HERE


async def run(args: Why, ctx: Context) -> Explained:
    looked, asked = await ctx.find.run(args.run, Permission.READ, lambda it: line(WHY.syntax, args, run=it))
    return Explained(await diagnosis.first(ctx.circleci, looked, asked), ctx.scene)


async def more(args: Why, result: Explained, ctx: Context) -> AsyncGenerator[Explained]:
    """The slower parts, as they come."""
    async with aclosing(diagnosis.rest(ctx.circleci, result.diagnosis, ctx.artifact_limit)) as parts:
        async for each in parts:
            yield replace(result, diagnosis=each, scene=ctx.scene)


WHY = Command(
    words="why",
    summary="Why a run failed: where, which tests, since when, and what to do",
    args=Why,
    permission=Permission.READ,
    run=run,
    view=explained,
    examples=("why", "why last failed", "why #812"),
    more=more,
)
