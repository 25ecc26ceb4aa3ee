"""`/ci workflow`: one workflow with its jobs and its other attempts."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import HERE, Reference
from bot.model.run import Run
from bot.views.cards.workflow import Looked, seen


@dataclass(frozen=True, slots=True)
class Workflow:
    workflow: Annotated[
        Reference, Arg(kinds.WORKFLOW, "Which one: an address, or its pipeline: #812, last failed, @branch")
    ] = HERE


async def run(args: Workflow, ctx: Context) -> Looked:
    found = await ctx.find.workflow(
        args.workflow, Permission.READ, lambda it: line(WORKFLOW.syntax, args, workflow=it)
    )
    workflow, pipeline = found.workflow, found.pipeline
    jobs, workflows = await asyncio.gather(ctx.circleci.list_jobs(workflow.id), ctx.find.attempts(found))
    return Looked(workflow, Run(pipeline, found.called, workflows, {workflow.id: jobs}), ctx.scene)


WORKFLOW = Command(
    words="workflow",
    summary="One workflow with its jobs, failures first",
    args=Workflow,
    permission=Permission.READ,
    run=run,
    view=seen,
    examples=("workflow last failed", "workflow #812", "workflow web@main"),
)
