"""`/ci cancel job`: stop one job."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from bot.command import Command, Context, refusals
from bot.finding.found import FoundJob
from bot.grammar import Arg, kinds, line
from bot.model.fault import Fault, NotPossible
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.run import FAILED, Run
from bot.reading.runs import whole
from bot.views.cards.operated import Canceled, canceled
from bot.views.parts.text import one_line

_OTHERWISE = {"success", "canceled", "not_run", "unauthorized", "retried", "terminated-unknown"}
#: A job in one of these goes no further.
ENDED = FAILED - {"failing"} | _OTHERWISE


@dataclass(frozen=True, slots=True)
class CancelJob:
    job: Annotated[Reference, Arg(kinds.JOB, "Which one: 155, an address, an id")]


async def run(args: CancelJob, ctx: Context) -> Canceled:
    found = await ctx.find.job(args.job, Permission.CANCEL, lambda it: line(CANCEL_JOB.syntax, args, job=it))
    what = (f"{one_line(found.name, 60)} was not canceled.",)
    if found.number is None or found.details is None:
        raise NotPossible(what, ("Only a job that has begun can be canceled by itself.",))
    if found.details.status in ENDED:
        raise NotPossible(what, ("It has ended already.",))
    slug, number = found.pipeline.project_slug, found.number
    exact = line(CANCEL_JOB.syntax, CancelJob(Reference.of_job(slug, number)))
    with refusals(what):
        await ctx.send(lambda: ctx.circleci.cancel_job(slug, number), exact)
    return _result(found, ctx)


def _result(found: FoundJob, ctx: Context) -> Canceled:
    name = one_line(found.name, 60)
    return Canceled(pipeline=found.pipeline, called=found.called, scene=ctx.scene, those=(name,))


async def more(args: CancelJob, result: Canceled, ctx: Context) -> AsyncGenerator[Canceled]:
    """Look until CircleCI has stopped it."""

    async def look() -> Run | None:
        found = await ctx.find.job(args.job, Permission.CANCEL)
        if found.details is None or found.details.status not in ENDED:
            return None
        return await whole(ctx.circleci, result.pipeline, result.called)

    async for run in ctx.looks(look):
        if run is not None:
            yield replace(result, run=run, confirmed=True, scene=ctx.scene)
            return
    yield replace(result, late=True)


async def recover(args: CancelJob, ctx: Context, since: datetime) -> Canceled | None:
    """It is canceled: then it is done, whoever's call it was."""
    try:
        found = await ctx.find.job(args.job, Permission.CANCEL)
    except Fault:
        return None
    if found.details is None or found.details.status != "canceled":
        return None
    return replace(_result(found, ctx), confirmed=True, recovered=True)


CANCEL_JOB = Command(
    words="cancel job",
    summary="Stop one job",
    args=CancelJob,
    permission=Permission.CANCEL,
    run=run,
    view=canceled,
    examples=("cancel job 155", "cancel job web#155"),
    more=more,
    recover=recover,
    touched=lambda result: result.run,
)
