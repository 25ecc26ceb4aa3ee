"""`/ci rerun`: start a workflow again, in the same pipeline.

https://circleci.com/docs/workflows/#rerunning-a-workflows-failed-jobs
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import lines
from bot.circleci.errors import CircleCIError
from bot.circleci.models import Job, Workflow
from bot.command import Command, Context
from bot.finding import preconditions
from bot.finding.granted_run import GrantedRun
from bot.finding.likely import alike
from bot.finding.parts import named_part, significant
from bot.finding.refusals import refusals
from bot.grammar import line
from bot.model.deeds import RerunReason, RerunRefused, RunDeed, SeveralReruns, Verb
from bot.model.fault import NameKind, UnknownName
from bot.model.permission import Permission
from bot.model.questions import RerunQuestion
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES, RERUNNABLE, Run
from bot.model.shown import Noun, ShownThing
from bot.model.subject import Scope, Subject
from bot.model.write import CLOCK_SKEW
from bot.views.cards.writes import RerunCard, rerun_card
from bot.views.scene import Scene

#: https://circleci.com/docs/workflows/#rerunning-workflows-fails
_MOST = 100


async def run(args: lines.RerunArgs, ctx: Context) -> RerunCard:
    found = await ctx.find.workflows(args.workflow, failing=True)
    found, args = await _within(args, found)
    old = _one(args, found)
    deed = RunDeed(Verb.RERUN, found.called, found.pipeline, old.name)
    preconditions.require_commit(found, args.commit, deed)
    every, [(_, jobs)], _ = await asyncio.gather(
        found.attempts(), found.jobs([old]), preconditions.require_newest(found, deed)
    )
    preconditions.require_latest(old, every, deed)
    _require_possible(args, old, every, deed)
    chosen = _jobs(args, old, jobs, deed)
    from_failed = args.from_failed and not args.ssh
    names = tuple(each.name for each in chosen) if args.jobs else ()
    about = found.called, found.pipeline, old, jobs
    sure = found.sure and not found.parts
    ctx.ask_first(RerunQuestion(*about, args.from_failed, names, args.ssh), sure=sure)
    exact = replace(
        args,
        workflow=Reference.of_id(old.id),
        failed=args.from_failed,
        all=False,
        commit=found.pipeline.revision,
    )
    with refusals(deed):
        call = found.rerun(old, from_failed=from_failed, jobs=chosen, ssh=args.ssh)
        answer = await ctx.send(call, line(lines.RERUN, exact), f"rerun {old.id}")
    login = (await _login(ctx)) if args.ssh else ""
    card = _card(args, found, old, answer.workflow_id, ctx)
    return replace(card, jobs=tuple(each.name for each in chosen), login=login)


async def _within(args: lines.RerunArgs, found: GrantedRun) -> tuple[GrantedRun, lines.RerunArgs]:
    """Names that are no workflow's are jobs': then the workflows are meant that have them."""
    if not found.parts:
        return found, args
    several = await found.jobs(found.meant)
    name, rest = named_part(found.parts, [job.name for _, jobs in several for job in jobs])
    if name is None and not significant(rest):
        return found, args
    having = tuple(each for each, jobs in several if any(job.name == name for job in jobs))
    named = (*(args.jobs or ()), name or " ".join(rest))
    return replace(found, meant=having or found.meant), replace(args, jobs=named, failed=False)


def _card(args: lines.RerunArgs, found: GrantedRun, old: Workflow, new: str, ctx: Context) -> RerunCard:
    return RerunCard(
        pipeline=found.pipeline,
        called=found.called,
        scene=ctx.scene,
        old_workflow=old,
        new_id=new,
        from_failed=args.from_failed,
        ssh=args.ssh,
    )


def _one(args: lines.RerunArgs, found: GrantedRun) -> Workflow:
    """The workflow that is meant: the only one, or the only one that ended badly; never a guess."""
    those = [each for each in found.meant if each.tag != "setup"] or found.meant
    bad = [each for each in those if each.status in RERUNNABLE]
    deed = RunDeed(Verb.RERUN, found.called, found.pipeline)
    if len(those) > 1 and args.from_failed and not bad:
        ended = all(each.terminal for each in those)
        raise RerunRefused(deed, RerunReason.NOTHING_FAILED if ended else RerunReason.NOTHING_FAILED_YET)
    those = bad if len(those) > 1 and bad else those
    if len(those) == 1:
        return those[0]
    if not those:
        raise RerunRefused(deed, RerunReason.NO_WORKFLOW)
    raise SeveralReruns(
        found.called,
        found.pipeline,
        tuple(those),
        failed=args.from_failed,
        jobs=args.jobs or (),
        ssh=args.ssh,
    )


def _require_possible(args: lines.RerunArgs, old: Workflow, every: Sequence[Workflow], deed: RunDeed) -> None:
    """Raises `RerunRefused` for what CircleCI would refuse."""
    if old.tag == "setup":
        raise RerunRefused(deed, RerunReason.SETUP_WORKFLOW)
    if not old.terminal:
        alone = all(each.terminal for each in every if each.id != old.id)
        raise RerunRefused(deed, RerunReason.NOT_ENDED, alone)
    if args.from_failed and old.status == "success":
        alone = all(each.name == old.name or each.tag == "setup" for each in every)
        raise RerunRefused(deed, RerunReason.NOTHING_FAILED, alone)
    if len([each for each in every if each.name == old.name]) > _MOST:
        raise RerunRefused(deed, RerunReason.TOO_OFTEN, most=_MOST)


def _jobs(args: lines.RerunArgs, old: Workflow, jobs: Sequence[Job], deed: RunDeed) -> list[Job]:
    """The jobs to name in the call. SSH does not go with "from failed": then those that failed."""
    if args.jobs:
        return _by_name(args, old, [each for each in jobs if each.type != "approval"], deed)
    if not args.ssh:
        return []
    bad = [each for each in jobs if each.status in FAILED_STATUSES]
    if not bad:
        names = [each.name for each in jobs if each.type != "approval"]
        raise RerunRefused(deed, RerunReason.NO_JOB_FAILED, job=names[0] if names else "")
    return bad


def _by_name(args: lines.RerunArgs, old: Workflow, jobs: Sequence[Job], deed: RunDeed) -> list[Job]:
    """Whatever their case, unless that tells them apart."""
    if not jobs:
        raise RerunRefused(deed, RerunReason.NO_JOBS)
    by_name = {each.name.lower(): each for each in jobs} | {each.name: each for each in jobs}
    chosen: dict[str, Job] = {}
    names = args.jobs or ()
    for name in names:
        job = by_name.get(name) or by_name.get(name.lower())
        if job is None:
            known = tuple(each.name for each in jobs)
            meant = {each: tuple(each if it == name else it for it in names) for each in alike(name, known)}
            again = replace(args, workflow=replace(args.workflow, words=()))
            likely = tuple((each, line(lines.RERUN, again, jobs=those)) for each, those in meant.items())
            raise UnknownName(NameKind.JOB, name, known, old.name, likely)
        chosen[job.id] = job
    return list(chosen.values())


async def _login(ctx: Context) -> str:
    try:
        return (await ctx.find.me()).login
    except CircleCIError:  # it was rerun all the same
        return ""


async def look(args: lines.RerunArgs, result: RerunCard, ctx: Context) -> RerunCard:
    """Whether the new attempt is there."""
    run = await ctx.find.run_of(result.pipeline, result.called).whole()
    there = any(each.id == result.new_id for each in run.workflows)
    return replace(result, run=run, confirmed=True) if there else result


def redraw(args: lines.RerunArgs, run: Run, scene: Scene, last: RerunCard | None) -> RerunCard | None:
    """The new attempt as it is now: by that it was named."""
    new = next((each for each in run.workflows if each.id == args.workflow.id), None)
    if new is None:
        return None
    return RerunCard(
        pipeline=run.pipeline,
        called=run.called,
        scene=scene,
        run=run,
        confirmed=True,
        old_workflow=new,
        new_id=new.id,
        from_failed=args.failed,
        jobs=args.jobs or (),
    )


async def recover(args: lines.RerunArgs, ctx: Context, since: datetime) -> RerunCard | None:
    """The only workflow that our own user has started again in this pipeline since.

    One from shortly before may be ours too, by a clock that differs: then it can't be told.
    """
    found = await ctx.find.workflows(args.workflow)
    me, every = await asyncio.gather(ctx.find.me(), found.attempts())
    names = {each.name for each in found.meant}
    ours = [
        each
        for each in every
        if each.name in names
        and each.started_by == me.id
        and each.created_at >= since - CLOCK_SKEW
        and not each.auto_rerun_number
    ]
    if len(ours) != 1 or ours[0].created_at < since:
        return None
    new = ours[0]
    earlier = [each for each in every if each.name == new.name and each.created_at < new.created_at]
    if not earlier:
        return None
    old = max(earlier, key=lambda each: each.created_at)
    return replace(_card(args, found, old, new.id, ctx), recovered=True)


COMMAND = Command(
    lines.RERUN,
    summary="Rerun a workflow: failed, chosen or all jobs",
    permission=Permission.RERUN,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.workflow),
    run=run,
    view=rerun_card,
    look=look,
    redraw=redraw,
    recover=recover,
    started_thing=lambda card: ShownThing(Noun.WORKFLOW, str(card.pipeline.project_slug), card.new_id),
)
