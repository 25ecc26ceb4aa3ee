"""`/ci rerun`: start a workflow again, in the same pipeline.

https://circleci.com/docs/workflows/#rerunning-a-workflows-failed-jobs
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import datetime

from bot import lines
from bot.circleci.errors import CircleCIError
from bot.circleci.models import Job, Workflow
from bot.command import APART, Command, Context, refusals
from bot.finding import preconditions
from bot.finding.granted_run import GrantedRun
from bot.grammar import line
from bot.model.fault import Ambiguous, BadValue, Fault, NotPossible
from bot.model.message import Button
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Text
from bot.model.subject import Scope
from bot.views.cards.writes import RerunCard as Again
from bot.views.cards.writes import rerun_card as rerun_view
from bot.views.parts import buttons
from bot.views.parts.text import one_line, some_names

#: https://circleci.com/docs/workflows/#rerunning-workflows-fails
_MOST = 100


async def run(args: lines.RerunArgs, ctx: Context) -> Again:
    found = await ctx.find.workflows(args.workflow)
    old = _one(args, found)
    what: Text = (f"{one_line(old.name, 60)} of {preconditions.run_name(found)} was not rerun.",)
    preconditions.require_commit(found, args.commit, what)
    every, [(_, jobs)], _ = await asyncio.gather(
        found.attempts(), found.jobs([old]), preconditions.require_newest(found, what)
    )
    preconditions.require_latest(old, every, found, what)
    _require_possible(args, old, every, found, what)
    chosen = _jobs(args, old, jobs, what)
    from_failed = args.failed and not args.ssh
    exact = replace(args, workflow=Reference.of_id(old.id), commit=found.pipeline.revision)
    with refusals(what):
        answer = await ctx.send(
            found.rerun(old, from_failed=from_failed, jobs=chosen, ssh=args.ssh),
            line(lines.RERUN, exact),
            f"rerun {old.id}",
        )
    login = (await _login(ctx)) if args.ssh else ""
    return Again(
        pipeline=found.pipeline,
        called=found.called,
        scene=ctx.scene,
        old=old,
        new=answer.workflow_id,
        what=_what(args, chosen),
        ssh=args.ssh,
        login=login,
    )


def _one(args: lines.RerunArgs, found: GrantedRun) -> Workflow:
    """The workflow that is meant: the only one, or the only one that ended badly; never a guess."""
    those = [each for each in found.meant if each.tag != "setup"] or list(found.meant)
    bad = [each for each in those if each.status in buttons.RERUNNABLE]
    what = (f"{preconditions.run_name(found)} was not rerun.",)
    if len(those) > 1 and args.failed and not bad:
        ended = all(each.terminal for each in those)
        raise preconditions.stale_refusal(
            found, what, ("Nothing in it failed." if ended else "Nothing in it failed yet.",)
        )
    those = bad if len(those) > 1 and bad else those
    if len(those) == 1:
        return those[0]
    if not those:
        why = "It never started a workflow, so there is nothing to rerun."
        raise NotPossible(what, (why,), line=preconditions.trigger_line(found), does="starts a new pipeline")
    offers = [_offer(args, found, each) for each in those]
    raise Ambiguous(
        "workflow",
        args.workflow.said,
        tuple((it.name, each.line) for it, each in zip(those, offers, strict=True) if each.line),
        tuple(each.confirm for each in offers if each.confirm),
    )


def _offer(args: lines.RerunArgs, found: GrantedRun, workflow: Workflow) -> Button:
    if args.jobs:
        return buttons.rerun_jobs_button(found.pipeline, found.called, workflow, args.jobs, ssh=args.ssh)
    ask = buttons.rerun_failed_button if args.failed else buttons.rerun_start_button
    return (buttons.rerun_ssh_button if args.ssh else ask)(found.pipeline, found.called, workflow, ())


def _require_possible(
    args: lines.RerunArgs, old: Workflow, every: Sequence[Workflow], found: GrantedRun, what: Text
) -> None:
    """What CircleCI would refuse, in words that help. Raises `NotPossible`."""
    if old.tag == "setup":
        why = "It is a setup workflow, which continues a pipeline once and can't be rerun."
        raise NotPossible(what, (why,), line=preconditions.trigger_line(found), does="starts a new pipeline")
    this = Reference.of_number(found.called, found.pipeline.number)
    if not old.terminal:
        alone = all(each.terminal for each in every if each.id != old.id)
        does = "stops it first" if alone else "stops all that runs of it first"
        raise NotPossible(
            what, ("It has not ended yet.",), line=line(lines.CANCEL, lines.CancelArgs(this)), does=does
        )
    if args.failed and old.status == "success":
        why = "Nothing in it failed."
        if any(each.name != old.name and each.tag != "setup" for each in every):
            raise preconditions.stale_refusal(found, what, (why,))
        raise NotPossible(
            what, (why,), line=line(lines.RERUN, lines.RerunArgs(this)), does="runs all of it again"
        )
    if len([each for each in every if each.name == old.name]) > _MOST:
        why = f"It was rerun {_MOST} times, and CircleCI allows no more."
        raise preconditions.stale_refusal(found, what, (why,))


def _jobs(args: lines.RerunArgs, old: Workflow, jobs: Sequence[Job], what: Text) -> list[Job]:
    """The jobs to name in the call. SSH does not go with "from failed": then those that failed."""
    if args.jobs:
        return _by_name(args.jobs, old, [each for each in jobs if each.type != "approval"], what)
    if not args.ssh:
        return []
    bad = [each for each in jobs if each.status in FAILED_STATUSES]
    if not bad:
        raise NotPossible(
            what, ("Nothing in it failed, and SSH is for jobs that are named.",), ("Add --jobs NAME.",)
        )
    return bad


def _by_name(names: Sequence[str], old: Workflow, jobs: Sequence[Job], what: Text) -> list[Job]:
    """Whatever their case, unless that tells them apart."""
    if not jobs:
        raise NotPossible(what, ("It never began, and has no jobs.",))
    by_name = {each.name.lower(): each for each in jobs} | {each.name: each for each in jobs}
    chosen: dict[str, Job] = {}
    for name in names:
        job = by_name.get(name) or by_name.get(name.lower())
        if job is None:
            there = some_names([each.name for each in jobs], 8)
            raise BadValue(name, "a job", f"{one_line(old.name, 60)} has {there}", f"--jobs {jobs[0].name}")
        chosen[job.id] = job
    return list(chosen.values())


def _what(args: lines.RerunArgs, chosen: Sequence[Job]) -> str:
    names = some_names([each.name for each in chosen])
    with_ssh = ", with SSH" if args.ssh else ""
    if chosen:
        return f"only {names} and what depends on {'it' if len(chosen) == 1 else 'them'}{with_ssh}"
    return "from failed" if args.failed else "from the start"


async def _login(ctx: Context) -> str:
    try:
        return (await ctx.find.me()).login
    except CircleCIError:  # it was rerun all the same
        return ""


async def more(args: lines.RerunArgs, result: Again, ctx: Context) -> AsyncGenerator[Again]:
    """Look until the new attempt is there."""
    found = ctx.find.run_of(result.pipeline, result.called)
    async for run in ctx.looks(found.whole):
        if any(each.id == result.new for each in run.workflows):
            yield replace(result, run=run, scene=ctx.scene)
            return
    yield replace(result, late=True)


async def recover(args: lines.RerunArgs, ctx: Context, since: datetime) -> Again | None:
    """The only workflow that our own user has started again in this pipeline since.

    One from shortly before may be ours too, by a clock that differs: then it can't be told.
    """
    try:
        found = await ctx.find.workflows(args.workflow)
    except Fault:
        return None
    me, every = await asyncio.gather(ctx.find.me(), found.attempts())
    names = {each.name for each in found.meant}
    ours = [
        each
        for each in every
        if each.name in names
        and each.started_by == me.id
        and each.created_at >= since - APART
        and not each.auto_rerun_number
    ]
    if len(ours) != 1 or ours[0].created_at < since:
        return None
    new = ours[0]
    earlier = [each for each in every if each.name == new.name and each.created_at < new.created_at]
    if not earlier:
        return None
    old = max(earlier, key=lambda each: each.created_at)
    return Again(
        pipeline=found.pipeline,
        called=found.called,
        scene=ctx.scene,
        old=old,
        new=new.id,
        what="from failed" if args.failed else "once more",
        ssh=args.ssh,
        recovered=True,
    )


def rerun_workflow(result: Again) -> ShownThing:
    """The new attempt."""
    return ShownThing(Noun.WORKFLOW, str(result.pipeline.project_slug), result.new)


COMMAND = Command(
    lines.RERUN,
    summary="Start a workflow again: all of it, what failed, or jobs by name",
    permission=Permission.RERUN,
    scope=Scope.RUN,
    run=run,
    view=rerun_view,
    more=more,
    recover=recover,
    started=rerun_workflow,
    touched=lambda result: result.run,
)
