"""`/ci cancel job`: stop one job."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime

from bot import lines
from bot.command import Command, Context, refusals
from bot.finding.found import FoundJob
from bot.grammar import line
from bot.model.fault import CancelReason, CancelRefused, Fault, RunDeed, Verb
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES, Run
from bot.reading.runs import whole_run
from bot.views.cards.writes import CancelCard, cancel_card

_OTHERWISE = {"success", "canceled", "not_run", "unauthorized", "retried", "terminated-unknown"}
#: A job in one of these goes no further.
ENDED = FAILED_STATUSES - {"failing"} | _OTHERWISE


async def run(args: lines.CancelJobArgs, ctx: Context) -> CancelCard:
    found = await ctx.find.job(args.job, Permission.CANCEL, lambda it: line(lines.CANCEL_JOB, args, job=it))
    deed = RunDeed(Verb.CANCEL, found.called, found.pipeline, found.name)
    if found.number is None or found.details is None:
        raise CancelRefused(deed, CancelReason.NOT_BEGUN)
    if found.details.status in ENDED:
        raise CancelRefused(deed, CancelReason.ENDED)
    slug, number = found.pipeline.project_slug, found.number
    exact = line(lines.CANCEL_JOB, lines.CancelJobArgs(Reference.of_number(slug, number)))
    with refusals(deed):
        await ctx.send(lambda: ctx.circleci.cancel_job(slug, number), exact)
    return _result(found, ctx)


def _result(found: FoundJob, ctx: Context) -> CancelCard:
    return CancelCard(pipeline=found.pipeline, called=found.called, scene=ctx.scene, those=(found.name,))


async def more(args: lines.CancelJobArgs, result: CancelCard, ctx: Context) -> AsyncGenerator[CancelCard]:
    """Look until CircleCI has stopped it."""

    async def look() -> Run | None:
        found = await ctx.find.job(args.job, Permission.CANCEL)
        if found.details is None or found.details.status not in ENDED:
            return None
        return await whole_run(ctx.circleci, result.pipeline, result.called)

    async for run in ctx.looks(look):
        if run is not None:
            yield replace(result, run=run, confirmed=True, scene=ctx.scene)
            return
    yield replace(result, late=True)


async def recover(args: lines.CancelJobArgs, ctx: Context, since: datetime) -> CancelCard | None:
    """It is canceled: then it is done, whoever's call it was."""
    try:
        found = await ctx.find.job(args.job, Permission.CANCEL)
    except Fault:
        return None
    if found.details is None or found.details.status != "canceled":
        return None
    return replace(_result(found, ctx), confirmed=True, recovered=True)


COMMAND = Command(
    lines.CANCEL_JOB,
    summary="Stop one job",
    permission=Permission.CANCEL,
    run=run,
    view=cancel_card,
    more=more,
    recover=recover,
    touched=lambda result: result.run,
)
