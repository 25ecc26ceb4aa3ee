"""`/ci job`: one job."""

from dataclasses import dataclass, replace
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.target import HERE, Reference
from bot.views.job import Looked, seen
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class Job:
    job: Annotated[
        Reference, Arg(kinds.JOB, "Which one: 155, last failed, an address; else the one that failed here")
    ] = HERE


async def run(args: Job, ctx: Context) -> Looked:
    def again(reference: Reference) -> str:
        return line(JOB.syntax, replace(args, job=reference))

    found = await ctx.find.job(args.job, Permission.READ, again)
    scene = Scene(ctx.circleci.web, ctx.now(), ctx.actor.id)
    return Looked(found.pipeline, found.called, found.workflow_id, found.details, found.job, scene)


JOB = Command(
    words="job",
    summary="One job: how it ended, where it ran, how long it took",
    args=Job,
    permission=Permission.READ,
    run=run,
    view=seen,
    examples=("job 155", "job web#155", "job last failed"),
)
