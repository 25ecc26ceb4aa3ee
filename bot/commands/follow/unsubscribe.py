"""`/ci unsubscribe`: hear no more of a project, or a branch of it, in this channel."""

from bot import lines
from bot.command import Command, Context
from bot.model.fault import NothingHere, NotSubscribed, UnknownProject
from bot.model.permission import Permission
from bot.model.subject import Scope
from bot.model.subscription import Subscription, branches_subject, lone_word, projects_pattern
from bot.views.lists.subscriptions import UnsubscribedCard, unsubscribed_card


async def run(args: lines.UnsubscribeArgs, ctx: Context) -> UnsubscribedCard:
    every, branch = await ctx.subscriptions.of_channel(ctx.place), args.target.branch
    several = [each for each in every if _names(projects_pattern(args.target), each)]
    try:
        found = None if several else await ctx.find.branch(args.target)
    except (NothingHere, UnknownProject):
        several = [each for each in every if _is_meant(lone_word(args.target), each)]
        if not several:
            raise
        found = None
    if found is None:
        called = str(several[0].project)
    else:
        several, called = [each for each in every if each.project == found.slug], found.called
    named = [each for each in several if branch in (None, each.branch)]
    if not named:
        raise NotSubscribed(called, branch)
    for each in named:
        await ctx.subscriptions.remove(each)
    return UnsubscribedCard(tuple(named), called, ctx.scene)


def _names(pattern: str | None, subscription: Subscription) -> bool:
    """As it was typed, perhaps without what hosts the organization."""
    own = str(subscription.project).lower()
    return pattern is not None and pattern.lower().replace("github/", "gh/") in (own, own.partition("/")[2])


def _is_meant(word: str | None, subscription: Subscription) -> bool:
    """By its organization's name alone, or by the pattern alone."""
    project = subscription.project
    names = (project.name, project.organization) if project.name == "*" else (project.name,)
    return word is not None and subscription.several and word.lower() in map(str.lower, names)


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
