"""`/ci unsubscribe`: hear no more of a project, or a branch of it, in this channel."""

from bot import lines
from bot.command import Command, Context
from bot.model.fault import NotSubscribed
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.lists.subscriptions import UnsubscribedCard, unsubscribed_card


async def run(args: lines.UnsubscribeArgs, ctx: Context) -> UnsubscribedCard:
    found = await ctx.find.branch(args.target)
    every = [each for each in await ctx.subscriptions.of_channel(ctx.place) if each.project == found.slug]
    named = [each for each in every if args.target.branch in (None, each.branch)]
    if not named:
        raise NotSubscribed(found.called, args.target.branch)
    for each in named:
        await ctx.subscriptions.remove(each)
    return UnsubscribedCard(tuple(named), found.called, ctx.scene)


COMMAND = Command(
    lines.UNSUBSCRIBE,
    summary="Hear no more of a project in this channel",
    permission=Permission.FOLLOW,
    scope=Scope.BRANCH,
    about=lambda args: Subject.of_branch(args.target),
    run=run,
    view=unsubscribed_card,
)
