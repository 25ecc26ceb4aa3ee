"""`/ci can`: what I may do here, and which rule says so."""

from dataclasses import replace

from bot import lines
from bot.command import Command, Context
from bot.grammar import line, unknown_name
from bot.grammar.kinds import PERMISSION, permission_like
from bot.model.fault import NoProject, UnknownProject, UnknownWord
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.access import AccessCard, Allowance, access_card


async def run(args: lines.CanArgs, ctx: Context) -> AccessCard:
    target = await ctx.find.target(args.target)
    branch = target.branch
    try:
        slug, called = ctx.access.project(target.project)
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


def _meant(args: lines.CanArgs, fault: UnknownProject) -> UnknownProject | UnknownWord:
    """A slip in an action is read as a project's name."""
    action = permission_like(fault.said) if args.action is None else None
    if action is None:
        return unknown_name(lines.CAN, args, fault)
    meant = line(lines.CAN, lines.CanArgs(action, replace(args.target, project=None)))
    return UnknownWord(fault.said, PERMISSION.noun, PERMISSION.forms, meant, (meant,))


COMMAND = Command(
    lines.CAN,
    summary="What you may do here, and which rule says so",
    permission=None,
    scope=Scope.BRANCH,
    about=lambda args: Subject.of_branch(args.target),
    run=run,
    view=access_card,
)
