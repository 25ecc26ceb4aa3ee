"""`/ci approve`: let what waits for an approval go on."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import Job, Workflow
from bot.command import APART, Command, Context, refusals
from bot.finding import preconditions
from bot.finding.granted_run import GrantedRun
from bot.model.approval import WaitingApproval, dependents, waiting_approvals
from bot.model.fault import Ambiguous, Fault, NotPossible
from bot.model.permission import Permission
from bot.model.spans import Text
from bot.model.subject import Scope
from bot.views.cards.writes import ApprovalCard, approval_card
from bot.views.parts.buttons import approve_button as offer
from bot.views.parts.status import status
from bot.views.parts.text import one_line, some_names

#: Workflows, each with its jobs.
Jobs: TypeAlias = Sequence[tuple[Workflow, tuple[Job, ...]]]


async def run(args: lines.ApproveArgs, ctx: Context) -> ApprovalCard:
    found = await ctx.find.workflows(args.workflow)
    what: Text = (f"Nothing of {preconditions.run_name(found)} was approved.",)
    preconditions.require_commit(found, args.commit, what)
    jobs, every, _ = await asyncio.gather(
        found.jobs(_open(found)), found.attempts(), preconditions.require_newest(found, what)
    )
    chosen = _chosen(args, found, jobs)
    preconditions.require_latest(chosen.workflow, every, found, what)
    preconditions.require_young(chosen, ctx.now() - chosen.since, ctx.access.policy.approve_within, found)
    exact = offer(found.pipeline, found.called, chosen).line or ""
    with refusals((f"{one_line(chosen.job.name, 60)} of {preconditions.run_name(found)} was not approved.",)):
        await ctx.send(found.approve(chosen), exact, f"approve {chosen.job.id}")
    return ApprovalCard(pipeline=found.pipeline, called=found.called, scene=ctx.scene, held=chosen)


def _open(found: GrantedRun) -> Sequence[Workflow]:
    """Those that have not ended; all where all have."""
    return [each for each in found.meant if not each.terminal] or found.meant


def _chosen(args: lines.ApproveArgs, found: GrantedRun, jobs: Jobs) -> WaitingApproval:
    """The one that is named, or the only one that waits: never a guess."""
    waiting = [each for workflow, several in jobs for each in waiting_approvals(workflow, several)]
    fit = [each for each in waiting if _is_meant(each.job, args.job)]
    fit = [each for each in fit if each.job.name == args.job] or fit
    if len(fit) == 1:
        return fit[0]
    if not fit:
        raise _none(args, found, jobs, waiting)
    offers = [offer(found.pipeline, found.called, each) for each in fit]
    labels = [f"{each.job.name} of {each.workflow.name}" for each in fit]
    raise Ambiguous(
        "approval",
        args.job or "",
        tuple((label, each.line) for label, each in zip(labels, offers, strict=True) if each.line),
        tuple(each.confirm for each in offers if each.confirm),
    )


def _is_meant(job: Job, name: str | None) -> bool:
    return job.type == "approval" and (name is None or job.name.lower() == name.lower())


def _none(
    args: lines.ApproveArgs, found: GrantedRun, jobs: Jobs, waiting: list[WaitingApproval]
) -> NotPossible:
    """Why there is nothing to approve: it is over, it is not its turn, or another one waits."""
    name = one_line(args.job or "", 60)
    mine = [(it, job) for it, several in jobs for job in several if _is_meant(job, args.job)]
    if args.job and mine:
        [(workflow, job), *_] = mine
        state = {"success": "was approved already", "blocked": "is not on hold yet"}
        why = f"{name} {state.get(job.status, 'is not on hold any more')}."
        if workflow.terminal and job.status != "success":
            why = f"{name} waits no more: {one_line(workflow.name, 60)} {status(workflow.status).verb}."
    elif waiting:
        why = f"No approval job is called {name}; waiting: {some_names([each.job.name for each in waiting])}."
    else:
        why = "Nothing in it waits for an approval."
    return preconditions.stale_refusal(
        found, (f"Nothing of {preconditions.run_name(found)} was approved.",), (why,)
    )


async def more(args: lines.ApproveArgs, result: ApprovalCard, ctx: Context) -> AsyncGenerator[ApprovalCard]:
    """Look until CircleCI has taken it, and what waited for it has begun or may not."""
    shown = result
    async for looked in ctx.looks(lambda: _look(result, ctx)):
        if looked is None:
            continue
        if looked != shown:
            yield replace(looked, scene=ctx.scene)
        shown = looked
        if all(job.status not in ("blocked", "not_running", "queued") for job in looked.after):
            return
    if not shown.confirmed:
        yield replace(result, late=True)


async def _look(result: ApprovalCard, ctx: Context) -> ApprovalCard | None:
    """How it stands; None while CircleCI has not taken the approval."""
    job, workflow = result.held.job, result.held.workflow
    found = ctx.find.run_of(result.pipeline, result.called)
    [(_, jobs)], run = await asyncio.gather(found.jobs([workflow]), found.anew())
    if any(each.id == job.id and each.status == "on_hold" for each in jobs):
        return None
    after, login = dependents(job, jobs), ""
    if any(each.status == "unauthorized" for each in after):
        login = (await ctx.find.me()).login
    return replace(result, run=run, after=after, confirmed=True, login=login)


async def recover(args: lines.ApproveArgs, ctx: Context, since: datetime) -> ApprovalCard | None:
    """Approved by our own user: then it is done, whoever's call it was."""
    try:
        found = await ctx.find.workflows(args.workflow)
    except (Fault, NotFound):
        return None
    me, jobs = await asyncio.gather(ctx.find.me(), found.jobs(found.meant))
    ours = [
        WaitingApproval(workflow, job, since, tuple(each.name for each in dependents(job, several)))
        for workflow, several in jobs
        for job in several
        if _is_meant(job, args.job) and job.approved_by == me.id
    ]
    ours = [each for each in ours if each.job.stopped_at is None or each.job.stopped_at >= since - APART]
    if len(ours) != 1:
        return None
    return ApprovalCard(
        pipeline=found.pipeline,
        called=found.called,
        scene=ctx.scene,
        held=ours[0],
        confirmed=True,
        recovered=True,
    )


COMMAND = Command(
    lines.APPROVE,
    summary="Let one approval job go on; a choice where several wait",
    permission=Permission.APPROVE,
    scope=Scope.RUN,
    run=run,
    view=approval_card,
    more=more,
    recover=recover,
    touched=lambda result: result.run,
)
