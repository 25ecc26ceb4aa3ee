"""`/ci job`: one job."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import HERE, Reference
from bot.views.cards.job import Looked, seen


@dataclass(frozen=True, slots=True)
class Job:
    job: Annotated[
        Reference, Arg(kinds.JOB, "Which one: 155, last failed, an address; else the one that failed here")
    ] = HERE


async def run(args: Job, ctx: Context) -> Looked:
    found = await ctx.find.job(args.job, Permission.READ, lambda it: line(JOB.syntax, args, job=it))
    return Looked(found.pipeline, found.called, found.workflow_id, found.details, found.job, ctx.scene)


JOB = Command(
    words="job",
    summary="One job: how it ended, where it ran, how long it took",
    args=Job,
    permission=Permission.READ,
    run=run,
    view=seen,
    examples=("job 155", "job web#155", "job last failed"),
)
