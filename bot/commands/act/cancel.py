"""`/ci cancel`: stop a workflow, or all that is under way in a pipeline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import lines
from bot.circleci.models import Pipeline, Workflow
from bot.command import Command, Context
from bot.finding import preconditions
from bot.finding.granted_run import GrantedRun
from bot.finding.refusals import refusals
from bot.grammar import line
from bot.model.deeds import CancelReason, CancelRefused, RunDeed, Verb
from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.questions import CancelQuestion
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.subject import Scope, Subject
from bot.model.write import CLOCK_SKEW
from bot.views.cards.writes import CancelCard, cancel_card
from bot.views.scene import Scene

#: How many workflows a line names by their ids: more than a card shows.
_MOST = 30


async def run(args: lines.CancelArgs, ctx: Context) -> CancelCard:
    found = await ctx.find.named_workflows(args.workflow)
    deed = RunDeed(Verb.CANCEL, found.called, found.pipeline)
    preconditions.require_commit(found, args.commit, deed)
    those = _meant(args, found)
    moving = tuple(each for each in those if not each.terminal)
    if not moving:
        raise CancelRefused(deed, CancelReason.ENDED if those else CancelReason.NO_WORKFLOW)
    ctx.ask_first(CancelQuestion(found.called, found.pipeline, moving), sure=found.exact)
    with refusals(deed):
        refused = await ctx.send(found.cancel(moving), _exact(found, moving))
    stopped = [each for each in moving if each.name not in dict(refused)]
    return replace(_card(found.pipeline, found.called, stopped, ctx.scene), refused=refused)


def _exact(found: GrantedRun, moving: Sequence[Workflow]) -> Line:
    """The line that means these workflows by their own ids, which a rerun of one does not have."""
    ids = tuple(each.id for each in moving[:_MOST])
    meant, only = (ids[0], None) if len(ids) == 1 else (found.pipeline.id, ids)
    return line(lines.CANCEL, lines.CancelArgs(Reference.of_id(meant), only, found.pipeline.revision))


def _meant(args: lines.CancelArgs, found: GrantedRun) -> tuple[Workflow, ...]:
    """Those that the line names: a newer attempt of one has another id, and was not shown."""
    if args.only is None:
        return tuple(found.meant)
    return tuple(each for each in found.meant if each.id in args.only or each.name in args.only)


def _card(pipeline: Pipeline, called: str, stopped: Sequence[Workflow], scene: Scene) -> CancelCard:
    ids, names = tuple(each.id for each in stopped), tuple(each.name for each in stopped)
    return CancelCard(pipeline=pipeline, called=called, scene=scene, ids=ids, names=names)


async def look(args: lines.CancelArgs, result: CancelCard, ctx: Context) -> CancelCard:
    """Whether CircleCI has stopped it."""
    run = await ctx.find.run_of(result.pipeline, result.called).whole()
    return _now(result, run) or result


def _now(card: CancelCard, run: Run) -> CancelCard | None:
    """What became of it; None: it is on its way. What ended by itself before was not canceled."""
    those = [each for each in run.workflows if each.id in card.ids]
    if not all(each.terminal for each in those):
        return None
    stopped = [each for each in those if each.status == "canceled"]
    ended = tuple((each.name, "it had already ended.") for each in those if each.status != "canceled")
    now = _card(run.pipeline, run.called, stopped, card.scene)
    return replace(now, run=run, confirmed=True, recovered=card.recovered, refused=(*card.refused, *ended))


def redraw(args: lines.CancelArgs, run: Run, scene: Scene, last: CancelCard | None) -> CancelCard | None:
    """Whether it has stopped meanwhile; what CircleCI refused is known by the one who has asked it alone."""
    those = [each for each in run.workflows if each.id in (args.only or (args.workflow.id,))]
    begun = last or _card(run.pipeline, run.called, those, scene)
    return _now(replace(begun, scene=scene), run) or replace(begun, run=run, scene=scene)


async def recover(args: lines.CancelArgs, ctx: Context, since: datetime) -> CancelCard | None:
    """All that was meant has been stopped by our own user: then it is done, whoever's call it was."""
    found = await ctx.find.workflows(args.workflow)
    me = await ctx.find.me()
    those, from_then = _meant(args, found), since - CLOCK_SKEW
    ours = [each for each in those if each.canceled_by == me.id]
    stopped = [each for each in ours if each.stopped_at is None or each.stopped_at >= from_then]
    if not stopped or not all(each.terminal for each in those):
        return None
    return replace(_card(found.pipeline, found.called, stopped, ctx.scene), confirmed=True, recovered=True)


COMMAND = Command(
    lines.CANCEL,
    summary="Cancel what's running in a pipeline",
    permission=Permission.CANCEL,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.workflow),
    run=run,
    view=cancel_card,
    look=look,
    redraw=redraw,
    kept=lambda card: replace(card, run=None),
    recover=recover,
)
