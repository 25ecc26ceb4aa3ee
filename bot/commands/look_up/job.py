"""`/ci job`: one job."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import THIS_THREAD, Reference
from bot.views.cards.job import JobCard, job_card


@dataclass(frozen=True, slots=True)
class JobArgs:
    job: Annotated[
        Reference,
        Arg(kinds.JOB_REFERENCE, "Which one: 155, last failed, an address; else the one that failed here"),
    ] = THIS_THREAD


async def run(args: JobArgs, ctx: Context) -> JobCard:
    found = await ctx.find.job(args.job, Permission.READ, lambda it: line(COMMAND.syntax, args, job=it))
    return JobCard(found.pipeline, found.called, found.workflow_id, found.details, found.job, ctx.scene)


COMMAND = Command(
    words="job",
    summary="One job: how it ended, where it ran, how long it took",
    args=JobArgs,
    permission=Permission.READ,
    run=run,
    view=job_card,
    examples=("job 155", "job web#155", "job last failed"),
)
