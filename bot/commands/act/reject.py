"""`/ci reject`: CircleCI has none, so it asks whether to cancel the workflow that waits."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.finding import preconditions
from bot.grammar import Arg, kinds, line
from bot.model.approval import Held, held
from bot.model.fault import Ambiguous
from bot.model.permission import Permission
from bot.model.reference import HERE, Reference
from bot.reading.runs import jobs_of
from bot.views.cards.operated import Rejecting, rejecting
from bot.views.parts.text import named


@dataclass(frozen=True, slots=True)
class Reject:
    workflow: Annotated[
        Reference, Arg(kinds.WORKFLOW, "What waits: #812, last, @branch, an address; else this thread's")
    ] = HERE


async def run(args: Reject, ctx: Context) -> Rejecting:
    found = await ctx.find.workflows(
        args.workflow, Permission.CANCEL, lambda it: line(REJECT.syntax, args, workflow=it)
    )
    moving = [each for each in found.those if not each.terminal]
    jobs = await jobs_of(ctx.circleci, moving)
    waiting = [(it, those) for it, its in jobs if (those := held(it, its))]
    if not waiting:
        why = "Nothing in it waits for an approval."
        raise preconditions.stale(found, (f"Nothing of {preconditions.run(found)} was rejected.",), (why,))
    if len(waiting) > 1:
        lines = [line(REJECT.syntax, args, workflow=Reference(it.id, id=it.id)) for it, _ in waiting]
        labels = [f"{it.name}, held by {_names(several)}" for it, several in waiting]
        raise Ambiguous("workflow", args.workflow.said, tuple(zip(labels, lines, strict=True)))
    [(workflow, several)] = waiting
    return Rejecting(
        pipeline=found.pipeline, called=found.called, scene=ctx.scene, workflow=workflow, held=several
    )


def _names(several: tuple[Held, ...]) -> str:
    return named([each.job.name for each in several])


REJECT = Command(
    words="reject",
    summary="Cancel what waits for an approval: CircleCI has no reject, so it asks first",
    args=Reject,
    permission=Permission.CANCEL,
    run=run,
    view=rejecting,
    examples=("reject", "reject #811"),
    asks=True,
)
