"""`/ci subscriptions`: what this channel hears of."""

from bot import lines
from bot.command import Command, Context
from bot.finding.patterns import seen_subscriptions
from bot.model.permission import Permission
from bot.model.subject import NO_SUBJECT, Scope
from bot.views.lists.subscriptions import SubscriptionList, subscription_list


async def run(args: lines.SubscriptionsArgs, ctx: Context) -> SubscriptionList:
    several = await ctx.subscriptions.of_channel(ctx.place)
    muted = await ctx.subscriptions.muted(ctx.place.workspace, ctx.now().timestamp())
    every = await ctx.quiet_channels.of_workspace(ctx.place.workspace)
    hours, _ = every.get(ctx.place.channel, (None, False))
    quiet = hours.end(ctx.now()) if hours and hours.covers(ctx.now()) else None
    seen = seen_subscriptions(ctx.access, several)
    return SubscriptionList(seen, ctx.scene, muted=ctx.place.channel in muted, quiet=quiet)


COMMAND = Command(
    lines.SUBSCRIPTIONS,
    summary="List this channel's subscriptions",
    permission=Permission.READ,
    scope=Scope.NOTHING,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=subscription_list,
    local=True,
)
