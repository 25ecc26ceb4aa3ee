"""`/ci cancel job`: stop one job."""

from dataclasses import replace
from datetime import datetime

from bot import lines
from bot.command import Command, Context
from bot.finding.granted_run import GrantedJob
from bot.finding.parts import significant
from bot.finding.refusals import refusals
from bot.grammar import line
from bot.model.deeds import CancelReason, CancelRefused, RunDeed, Verb
from bot.model.permission import Permission
from bot.model.questions import CancelJobQuestion
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES
from bot.model.subject import Scope, Subject
from bot.views.cards.writes import CancelCard, cancel_card

_OTHERWISE = {"success", "canceled", "not_run", "retried", "terminated-unknown"}
#: A job in one of these goes no further.
_END_STATUSES = FAILED_STATUSES - {"failing"} | _OTHERWISE


async def run(args: lines.CancelJobArgs, ctx: Context) -> CancelCard:
    found = await ctx.find.job(_job(args))
    deed = RunDeed(Verb.CANCEL, found.run.called, found.run.pipeline, found.name)
    if found.number is None or found.details is None:
        raise CancelRefused(deed, CancelReason.NOT_BEGUN)
    if found.details.status in _END_STATUSES:
        raise CancelRefused(deed, CancelReason.ENDED)
    slug = found.run.pipeline.project_slug
    ctx.ask_first(
        CancelJobQuestion(found.run.called, found.run.pipeline, found.name, found.number),
        sure=found.run.exact,
    )
    exact = line(lines.CANCEL_JOB, lines.CancelJobArgs(Reference.of_number(slug, found.number)))
    with refusals(deed):
        await ctx.send(found.cancel(), exact)
    return _card(found, ctx)


def _job(args: lines.CancelJobArgs) -> Reference:
    """What is canceled by a number alone is the job that has it, and never a pipeline's."""
    it = args.job
    return (
        it if it.number is None or significant(it.words) else replace(it, number=None, job_number=it.number)
    )


def _card(found: GrantedJob, ctx: Context) -> CancelCard:
    run = found.run
    return CancelCard(pipeline=run.pipeline, called=run.called, scene=ctx.scene, names=(found.name,))


async def look(args: lines.CancelJobArgs, result: CancelCard, ctx: Context) -> CancelCard:
    """Whether CircleCI has stopped it."""
    found = await ctx.find.job(_job(args))
    if found.details is None or found.details.status not in _END_STATUSES:
        return result
    return replace(result, run=await found.run.whole(), confirmed=True)


async def recover(args: lines.CancelJobArgs, ctx: Context, since: datetime) -> CancelCard | None:
    """It is canceled: then it is done, whoever's call it was."""
    found = await ctx.find.job(_job(args))
    if found.details is None or found.details.status != "canceled":
        return None
    return replace(_card(found, ctx), confirmed=True, recovered=True)


COMMAND = Command(
    lines.CANCEL_JOB,
    summary="Cancel one job",
    permission=Permission.CANCEL,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.job),
    run=run,
    view=cancel_card,
    look=look,
    recover=recover,
)
