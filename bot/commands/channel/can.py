"""`/ci can`: what I may do here, and which rule says so."""

from dataclasses import dataclass, replace
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, line, unknown_name
from bot.grammar.kinds import PERMISSION, TARGET, permission_like
from bot.model.fault import NoProject, UnknownProject, UnknownWord
from bot.model.permission import Permission
from bot.model.reference import CHANNEL_TARGET, Target
from bot.views.cards.access import AccessCard, Allowance, access_card


@dataclass(frozen=True, slots=True)
class CanArgs:
    action: Annotated[
        Permission | None, Arg(PERMISSION, "One of: read, trigger, rerun, cancel, …; else all")
    ] = None
    target: Annotated[Target, Arg(TARGET, "With which project and branch; else this channel's")] = (
        CHANNEL_TARGET
    )


async def run(args: CanArgs, ctx: Context) -> AccessCard:
    branch = args.target.branch
    try:
        slug, called = ctx.access.project(args.target.project)
    except NoProject:
        slug, called = None, None
    except UnknownProject as fault:
        raise _meant(args, fault) from fault

    def allowance(permission: Permission) -> Allowance:
        found = ctx.access.decide(permission, slug, branch=branch, ref_known=branch is not None)
        rule = found.rule.where if found.rule else None
        return Allowance(permission, found.verdict, rule, found.who, found.elsewhere, found.open_refs)

    asked = tuple(Permission) if args.action is None else (args.action,)
    return AccessCard(
        ctx.actor.id, ctx.place.channel, called, branch, tuple(allowance(each) for each in asked)
    )


def _meant(args: CanArgs, fault: UnknownProject) -> UnknownProject | UnknownWord:
    """A slip in an action is read as a project's name."""
    action = permission_like(fault.said) if args.action is None else None
    if action is None:
        return unknown_name(COMMAND.syntax, args, fault)
    meant = line(COMMAND.syntax, CanArgs(action, replace(args.target, project=None)))
    return UnknownWord(fault.said, PERMISSION.noun, PERMISSION.forms, meant, (meant,))


COMMAND = Command(
    words="can",
    summary="What you may do here, and which rule says so",
    args=CanArgs,
    permission=None,
    run=run,
    view=access_card,
    examples=("can", "can trigger", "can trigger web@main"),
)
