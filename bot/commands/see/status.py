"""`/ci status`: the newest pipeline's card."""

from collections.abc import AsyncGenerator
from dataclasses import replace

from bot import lines
from bot.command import Command, Context
from bot.finding.granted_run import GrantedRun
from bot.model.fault import NoProject, NothingHere
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.standing import Standing
from bot.model.subject import Scope, Subject
from bot.views.cards.pipeline import PipelineCard, pipeline_card
from bot.views.scene import Scene


async def run(args: lines.StatusArgs, ctx: Context) -> PipelineCard:
    try:
        found = await ctx.find.standing(args.target)
    except NothingHere as fault:
        if fault.likely or (having := await _having(args.target, ctx)) is None:
            raise
        found = Standing(await having.glance())
    [run] = await ctx.with_askers([found.run])
    return PipelineCard(run, ctx.scene, standing=found)


async def _having(reference: Reference, ctx: Context) -> GrantedRun | None:
    """The run with the workflow or the job that is called so, where no branch is."""
    if not reference.words:
        return None
    try:
        found, _, named = await ctx.find.run(reference)
    except (NothingHere, NoProject):
        return None
    if named is None:
        return None
    ctx.find.note(replace(Reference.of_number(found.called, found.pipeline.number), words=reference.words))
    return found


async def rest(args: lines.StatusArgs, result: PipelineCard, ctx: Context) -> AsyncGenerator[PipelineCard]:
    """The whole of a pipeline that has more than a glance tells."""
    if result.run.unread:
        found = ctx.find.run_of(result.run.pipeline, result.run.called)
        whole = (await found.whole()).with_earlier_jobs(result.run)
        [run] = await ctx.with_askers([whole])
        yield replace(result, run=run, scene=ctx.scene)


def redraw(args: lines.StatusArgs, run: Run, scene: Scene, last: PipelineCard | None) -> PipelineCard:
    """With what was told of its branch."""
    standing = last.standing if last else None
    return PipelineCard(run, scene, standing=standing and replace(standing, run=run))


def _kept(card: PipelineCard) -> PipelineCard | None:
    """What was told of its branch."""
    if card.standing is None:
        return None
    run = card.run.without_jobs()
    return PipelineCard(run, card.scene, standing=replace(card.standing, run=run))


COMMAND = Command(
    lines.STATUS,
    summary="Show the newest pipeline and what needs attention",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_branch(args.target),
    run=run,
    view=pipeline_card,
    rest=rest,
    redraw=redraw,
    kept=_kept,
)
