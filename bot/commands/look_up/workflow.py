"""`/ci workflow`: one workflow with its jobs and its other attempts."""

import asyncio

from bot import lines
from bot.command import Command, Context
from bot.grammar import line
from bot.model.permission import Permission
from bot.model.run import Run
from bot.views.cards.workflow import WorkflowCard, workflow_card


async def run(args: lines.WorkflowArgs, ctx: Context) -> WorkflowCard:
    found = await ctx.find.workflow(
        args.workflow, Permission.READ, lambda it: line(lines.WORKFLOW, args, workflow=it)
    )
    workflow, pipeline = found.workflow, found.pipeline
    jobs, workflows = await asyncio.gather(ctx.circleci.list_jobs(workflow.id), ctx.find.attempts(found))
    return WorkflowCard(workflow, Run(pipeline, found.called, workflows, {workflow.id: jobs}), ctx.scene)


COMMAND = Command(
    lines.WORKFLOW,
    summary="One workflow with its jobs, failures first",
    permission=Permission.READ,
    run=run,
    view=workflow_card,
)
