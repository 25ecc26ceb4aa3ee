"""`/ci job`: one job."""

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.job import JobCard, job_card


async def run(args: lines.JobArgs, ctx: Context) -> JobCard:
    found = await ctx.find.job(args.job)
    run, approver, decision = found.run, None, None
    if found.listed and found.listed.type == "approval":
        approver = await found.approver()
        pipeline = run.pipeline
        decision = ctx.access.decide(
            Permission.APPROVE, pipeline.project_slug, branch=pipeline.branch, tag=pipeline.tag
        )
    return JobCard(
        run.pipeline,
        run.called,
        found.workflow_id,
        found.details,
        found.listed,
        ctx.scene,
        approver=approver,
        decision=decision,
    )


COMMAND = Command(
    lines.JOB,
    summary="Show how a job went, and where it ran",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.job),
    run=run,
    view=job_card,
)
