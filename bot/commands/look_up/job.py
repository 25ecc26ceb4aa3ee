"""`/ci job`: one job."""

from bot import lines
from bot.command import Command, Context
from bot.grammar import line
from bot.model.permission import Permission
from bot.views.cards.job import JobCard, job_card


async def run(args: lines.JobArgs, ctx: Context) -> JobCard:
    found = await ctx.find.job(args.job, Permission.READ, lambda it: line(lines.JOB, args, job=it))
    return JobCard(found.pipeline, found.called, found.workflow_id, found.details, found.job, ctx.scene)


COMMAND = Command(
    lines.JOB,
    summary="One job: how it ended, where it ran, how long it took",
    permission=Permission.READ,
    run=run,
    view=job_card,
)
