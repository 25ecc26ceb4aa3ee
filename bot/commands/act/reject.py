"""`/ci reject`: CircleCI has none, so it asks whether to cancel the workflow that waits."""

from bot import lines
from bot.command import Command, Context
from bot.finding import preconditions
from bot.grammar import line
from bot.model.approval import WaitingApproval, waiting_approvals
from bot.model.fault import Ambiguous
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.subject import Scope
from bot.views.cards.writes import RejectCard, reject_card
from bot.views.parts.text import some_names


async def run(args: lines.RejectArgs, ctx: Context) -> RejectCard:
    found = await ctx.find.workflows(args.workflow)
    moving = [each for each in found.meant if not each.terminal]
    jobs = await found.jobs(moving)
    waiting = [(it, those) for it, its in jobs if (those := waiting_approvals(it, its))]
    if not waiting:
        why = "Nothing in it waits for an approval."
        raise preconditions.stale_refusal(
            found, (f"Nothing of {preconditions.run_name(found)} was rejected.",), (why,)
        )
    if len(waiting) > 1:
        choices = [line(lines.REJECT, args, workflow=Reference.of_id(it.id)) for it, _ in waiting]
        labels = [f"{it.name}, held by {_names(several)}" for it, several in waiting]
        raise Ambiguous("workflow", args.workflow.said, tuple(zip(labels, choices, strict=True)))
    [(workflow, several)] = waiting
    return RejectCard(
        pipeline=found.pipeline, called=found.called, scene=ctx.scene, workflow=workflow, held=several
    )


def _names(several: tuple[WaitingApproval, ...]) -> str:
    return some_names([each.job.name for each in several])


COMMAND = Command(
    lines.REJECT,
    summary="Cancel what waits for an approval: CircleCI has no reject, so it asks first",
    permission=Permission.CANCEL,
    scope=Scope.RUN,
    run=run,
    view=reject_card,
    asks=True,
)
