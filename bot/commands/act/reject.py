"""`/ci reject`: CircleCI has none, so it asks whether to cancel the workflow that waits."""

from bot import lines
from bot.command import Command, Context
from bot.grammar import line
from bot.model.approval import waiting_approvals
from bot.model.deeds import ApprovalReason, ApprovalRefused, RunDeed, SeveralRejections, Verb
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.subject import Scope, Subject
from bot.views.cards.writes import RejectCard, reject_card


async def run(args: lines.RejectArgs, ctx: Context) -> RejectCard:
    found = await ctx.find.waiting(args.workflow)
    moving = [each for each in found.meant if not each.terminal]
    jobs = await found.jobs(moving)
    waiting = [(it, those) for it, its in jobs if (those := waiting_approvals(it, its))]
    if not waiting:
        deed = RunDeed(Verb.REJECT, found.called, found.pipeline)
        raise ApprovalRefused(deed, ApprovalReason.NOTHING_WAITS)
    if len(waiting) > 1:
        held = ((it, its, line(lines.REJECT, args, workflow=Reference.of_id(it.id))) for it, its in waiting)
        raise SeveralRejections(tuple(held))
    [(workflow, several)] = waiting
    return RejectCard(
        pipeline=found.pipeline, called=found.called, scene=ctx.scene, workflow=workflow, approvals=several
    )


COMMAND = Command(
    lines.REJECT,
    summary="Cancel a workflow that waits for approval",
    permission=Permission.CANCEL,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.workflow),
    run=run,
    view=reject_card,
    asks=True,
)
