"""`/ci unsubscribe`: hear no more of a project, or a branch of it, in this channel."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from bot import lines
from bot.command import Command, Context
from bot.finding.patterns import (
    branches_subject,
    projects_pattern,
    seen_subscriptions,
    several_readings,
    with_this_branch,
)
from bot.grammar import unknown_name
from bot.model.fault import NothingHere, NotSubscribed, UnknownProject
from bot.model.permission import Permission
from bot.model.reference import AT_HAND, Reference
from bot.model.subject import Scope
from bot.model.subscription import Subscription
from bot.views.lists.subscriptions import UnsubscribedCard, unsubscribed_card


async def run(args: lines.UnsubscribeArgs, ctx: Context) -> UnsubscribedCard:
    if args.target.every and replace(args.target, every=False) == AT_HAND:
        return await _ended(await ctx.subscriptions.of_channel(ctx.place), ctx)
    args = replace(args, target=await with_this_branch(args.target, ctx.find))
    every, readings = await ctx.subscriptions.of_channel(ctx.place), several_readings(args.target)
    found = _of_several(every, readings, lambda said, it: _names(projects_pattern(said), it))
    if found is None:
        try:
            found = await _of_one(every, args.target, ctx)
        except (NothingHere, UnknownProject) as fault:
            found = _of_several(every, readings, _is_meant)
            if found is None and isinstance(fault, UnknownProject):
                raise unknown_name(lines.UNSUBSCRIBE, args, fault) from fault
            if found is None:
                raise
    several, called, branch = found
    whole = branch is None or (branch == "*" and all(each.branch != "*" for each in several))
    named = [each for each in several if whole or each.branch == branch]
    if not named:
        raise NotSubscribed(called, None if whole else branch)
    return await _ended(named, ctx)


async def _ended(several: Sequence[Subscription], ctx: Context) -> UnsubscribedCard:
    """What of them may not be seen here ends without a word. Raises `NotSubscribed` where there are none."""
    if not several:
        raise NotSubscribed
    for each in several:
        await ctx.subscriptions.remove(each)
    return UnsubscribedCard(seen_subscriptions(ctx.access, several), ctx.scene)


#: Subscriptions, what that is called which they are about, and the branch that was named.
_Found: TypeAlias = tuple[Sequence[Subscription], str, str | None]


async def _of_one(every: Sequence[Subscription], target: Reference, ctx: Context) -> _Found:
    """Those of one project, which CircleCI need not have any more, nor the branch."""
    if target.words and target.words[-1] in {each.branch for each in every}:
        target = replace(target, branch=target.branch or target.words[-1], words=target.words[:-1])
    meant = await ctx.find.target(target)
    slug, called = ctx.access.project(meant.project)
    known = meant.branch is not None
    ctx.access.require(Permission.FOLLOW, slug, called=called, branch=meant.branch, ref_known=known)
    return [each for each in every if each.project == slug], called, meant.branch


def _of_several(
    every: Sequence[Subscription],
    readings: Sequence[tuple[str, str | None]],
    means: Callable[[str, Subscription], bool],
) -> _Found | None:
    """Those of several projects, by the first of the readings that means any."""
    for said, branch in readings:
        if several := [each for each in every if means(said, each)]:
            return several, str(several[0].project), branch
    return None


def _names(pattern: str | None, subscription: Subscription) -> bool:
    """As it was typed, perhaps without what hosts the organization."""
    own = str(subscription.project).lower()
    return pattern is not None and pattern.lower().replace("github/", "gh/") in (own, own.partition("/")[2])


def _is_meant(word: str, subscription: Subscription) -> bool:
    """By its organization's name alone, or by the pattern alone."""
    project = subscription.project
    names = (project.name, project.organization) if project.name == "*" else (project.name,)
    return subscription.several and word.lower() in map(str.lower, names)


COMMAND = Command(
    lines.UNSUBSCRIBE,
    summary="Unsubscribe this channel from a project",
    permission=Permission.FOLLOW,
    scope=Scope.BRANCH,
    about=lambda args: branches_subject(args.target),
    run=run,
    view=unsubscribed_card,
    local=True,
)
