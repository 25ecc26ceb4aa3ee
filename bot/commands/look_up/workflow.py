"""`/ci workflow`: one workflow with its jobs and its other attempts."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import THIS_THREAD, Reference
from bot.model.run import Run
from bot.views.cards.workflow import WorkflowCard, workflow_card


@dataclass(frozen=True, slots=True)
class WorkflowArgs:
    workflow: Annotated[
        Reference,
        Arg(kinds.WORKFLOW_REFERENCE, "Which one: an address, or its pipeline: #812, last failed, @branch"),
    ] = THIS_THREAD


async def run(args: WorkflowArgs, ctx: Context) -> WorkflowCard:
    found = await ctx.find.workflow(
        args.workflow, Permission.READ, lambda it: line(COMMAND.syntax, args, workflow=it)
    )
    workflow, pipeline = found.workflow, found.pipeline
    jobs, workflows = await asyncio.gather(ctx.circleci.list_jobs(workflow.id), ctx.find.attempts(found))
    return WorkflowCard(workflow, Run(pipeline, found.called, workflows, {workflow.id: jobs}), ctx.scene)


COMMAND = Command(
    words="workflow",
    summary="One workflow with its jobs, failures first",
    args=WorkflowArgs,
    permission=Permission.READ,
    run=run,
    view=workflow_card,
    examples=("workflow last failed", "workflow #812", "workflow web@main"),
)
