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
    return SubscriptionList(
        seen_subscriptions(ctx.access, several), ctx.scene, muted=ctx.place.channel in muted
    )


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
