"""`/ci approve`: let what waits for an approval go on."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot import lines
from bot.circleci.models import Job, Workflow
from bot.command import Command, Context
from bot.finding import preconditions
from bot.finding.granted_run import GrantedRun
from bot.finding.likely import alike, names_fitting
from bot.finding.refusals import refusals
from bot.grammar import line
from bot.model.approval import WaitingApproval, dependents, waiting_approvals
from bot.model.deeds import ApprovalReason, ApprovalRefused, RunDeed, SeveralApprovals, Verb
from bot.model.grammar_fault import Contradiction, ContradictionReason
from bot.model.permission import Permission
from bot.model.questions import ApproveQuestion
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.subject import Scope, Subject
from bot.model.write import CLOCK_SKEW
from bot.views.cards.writes import ApprovalCard, approval_card
from bot.views.scene import Scene

#: Workflows, each with its jobs.
Jobs: TypeAlias = Sequence[tuple[Workflow, tuple[Job, ...]]]


async def run(args: lines.ApproveArgs, ctx: Context) -> ApprovalCard:
    found = await ctx.find.waiting(about(args))
    args = replace(args, job=" ".join(found.parts) or None)
    deed = RunDeed(Verb.APPROVE, found.called, found.pipeline)
    preconditions.require_commit(found, args.commit, deed)
    under_way = [each for each in found.meant if not each.terminal] or found.meant
    jobs, every, _ = await asyncio.gather(
        found.jobs(under_way), found.attempts(), preconditions.require_newest(found, deed)
    )
    chosen = _chosen(args, deed, jobs)
    preconditions.require_latest(chosen.workflow, every, deed)
    preconditions.require_young(chosen, ctx.now() - chosen.start, ctx.access.policy.approve_within, found)
    whole = args.job is None or args.job.lower() == chosen.job.name.lower()
    ctx.ask_first(ApproveQuestion(found.called, found.pipeline, chosen), sure=found.sure and whole)
    exact = lines.ApproveArgs(Reference.of_id(chosen.workflow.id), chosen.job.name, found.pipeline.revision)
    with refusals(replace(deed, item=chosen.job.name)):
        await ctx.send(found.approve(chosen), line(lines.APPROVE, exact), f"approve {chosen.job.id}")
    return _card(found, chosen, ctx)


def about(args: lines.ApproveArgs) -> Reference:
    """What is named, with what may be a branch or a workflow before the approval's own name."""
    return replace(args.workflow, words=tuple(args.job.split(" ")) if args.job else ())


def _card(found: GrantedRun, held: WaitingApproval, ctx: Context) -> ApprovalCard:
    return ApprovalCard(pipeline=found.pipeline, called=found.called, scene=ctx.scene, approval=held)


def _chosen(args: lines.ApproveArgs, deed: RunDeed, jobs: Jobs) -> WaitingApproval:
    """The one that is named, or the only one that waits: never a guess."""
    waiting = [each for workflow, several in jobs for each in waiting_approvals(workflow, several)]
    names = [each.job.name for each in waiting if each.job.type == "approval"]
    fitting = names if args.job is None else names_fitting(args.job, names)
    fit = [each for each in waiting if each.job.name in fitting]
    if len(fit) == 1:
        return fit[0]
    if not fit:
        _require_one(args, deed)
        refused = _none(args.job, deed, jobs, [each.job.name for each in waiting])
        run = Reference.of_number(deed.called, deed.pipeline.number)
        near = alike(args.job or "", refused.waiting_names)
        refused.likely = tuple(line(lines.APPROVE, lines.ApproveArgs(run, each)) for each in near)
        raise refused
    raise SeveralApprovals(deed.called, deed.pipeline, tuple(fit))


def _require_one(args: lines.ApproveArgs, deed: RunDeed) -> None:
    """Raises `Contradiction` where a second number stands in the place of an approval's name."""
    numbers = [each for word in (args.job or "").split() if (each := word.strip("#,")).isdecimal()]
    if numbers:
        both = deed.pipeline.number, int(numbers[0])
        runs = (Reference.of_number(deed.called, each) for each in both)
        lone = tuple(line(lines.APPROVE, lines.ApproveArgs(each)) for each in runs)
        raise Contradiction(ContradictionReason.TWO_NAMES, names=tuple(f"#{it}" for it in both), lines=lone)


def _is_meant(job: Job, name: str | None) -> bool:
    return job.type == "approval" and (name is None or job.name.lower() == name.lower())


def _none(name: str | None, deed: RunDeed, jobs: Jobs, waiting: Sequence[str]) -> ApprovalRefused:
    """Why there is nothing to approve: it is over, it is not its turn, or another one waits."""
    mine = [(it, job) for it, several in jobs for job in several if _is_meant(job, name)]
    if name and mine:
        [(workflow, job), *_] = mine
        if job.status == "success":
            return ApprovalRefused(deed, ApprovalReason.APPROVED, name)
        if workflow.terminal:
            return ApprovalRefused(deed, ApprovalReason.WORKFLOW_ENDED, name, workflow)
        soon = job.status == "blocked"
        reason = ApprovalReason.NOT_YET_ON_HOLD if soon else ApprovalReason.NO_LONGER_ON_HOLD
        return ApprovalRefused(deed, reason, name)
    if waiting:
        return ApprovalRefused(deed, ApprovalReason.OTHERS_WAIT, name or "", waiting_names=tuple(waiting))
    return ApprovalRefused(deed, ApprovalReason.NOTHING_WAITS)


async def look(args: lines.ApproveArgs, result: ApprovalCard, ctx: Context) -> ApprovalCard:
    """Whether CircleCI has taken it, and what waited for it has begun or may not."""
    job, workflow = result.approval.job, result.approval.workflow
    found = ctx.find.run_of(result.pipeline, result.called)
    [(_, jobs)], run = await asyncio.gather(found.jobs([workflow]), found.fresh_run())
    if any(each.id == job.id and each.status == "on_hold" for each in jobs):
        return result
    after, login = dependents(job, jobs), ""
    if any(each.status == "unauthorized" for each in after):
        login = (await ctx.find.me()).login
    return replace(result, run=run, next_jobs=after, confirmed=True, login=login)


def redraw(args: lines.ApproveArgs, run: Run, scene: Scene, last: ApprovalCard | None) -> ApprovalCard | None:
    """What the approval set going, as it is now."""
    for workflow in run.workflows:
        jobs = run.jobs.get(workflow.id, ()) if workflow.id == args.workflow.id else ()
        for job in jobs:
            if _is_meant(job, args.job) and job.status == "success":
                after = dependents(job, jobs)
                approval = WaitingApproval(
                    workflow, job, workflow.created_at, tuple(each.name for each in after)
                )
                return ApprovalCard(
                    pipeline=run.pipeline,
                    called=run.called,
                    scene=scene,
                    run=run,
                    confirmed=True,
                    approval=approval,
                    next_jobs=after,
                )
    return None


async def recover(args: lines.ApproveArgs, ctx: Context, since: datetime) -> ApprovalCard | None:
    """Approved by our own user: then it is done, whoever's call it was."""
    found = await ctx.find.workflows(about(args))
    args = replace(args, job=" ".join(found.parts) or None)
    me, jobs = await asyncio.gather(ctx.find.me(), found.jobs(found.meant))
    ours = [
        WaitingApproval(workflow, job, since, tuple(each.name for each in dependents(job, several)))
        for workflow, several in jobs
        for job in several
        if _is_meant(job, args.job) and job.approved_by == me.id
    ]
    ours = [each for each in ours if each.job.stopped_at is None or each.job.stopped_at >= since - CLOCK_SKEW]
    if len(ours) != 1:
        return None
    return replace(_card(found, ours[0], ctx), confirmed=True, recovered=True)


COMMAND = Command(
    lines.APPROVE,
    summary="Approve a job that's on hold",
    permission=Permission.APPROVE,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.workflow),
    run=run,
    view=approval_card,
    look=look,
    redraw=redraw,
    recover=recover,
)
