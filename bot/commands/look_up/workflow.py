"""`/ci workflow`: one workflow with its jobs and its other attempts."""

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.workflow import WorkflowCard, workflow_card


async def run(args: lines.WorkflowArgs, ctx: Context) -> WorkflowCard:
    found = await ctx.find.workflow(args.workflow)
    [workflow] = found.meant
    return WorkflowCard(workflow, await found.with_jobs(workflow), ctx.scene)


COMMAND = Command(
    lines.WORKFLOW,
    summary="Show a workflow's jobs, failures first",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.workflow),
    run=run,
    view=workflow_card,
)
