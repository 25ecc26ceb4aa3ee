"""`/ci subscribe`: hear in this channel of what becomes of a branch's runs."""

from bot import lines
from bot.command import Command, Context
from bot.finding.granted_project import GrantedBranch
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.model.subscription import USUAL_EVENTS, Subscription
from bot.views.lists.subscriptions import SubscriptionCard, SubscriptionPreview, subscription_card

#: How many runs a preview looks at.
_PREVIEWED = 50


async def run(args: lines.SubscribeArgs, ctx: Context) -> SubscriptionCard | SubscriptionPreview:
    found = await ctx.find.branch(args.target)
    wanted = Subscription(
        ctx.place,
        found.slug,
        found.branch or "*",
        args.on or USUAL_EVENTS,
        ctx.actor.id,
        args.workflow,
        args.by,
        args.event,
        args.mention.removeprefix("@") if args.mention else None,
        args.remind.total_seconds() if args.remind else None,
    )
    if args.preview:
        return await _preview(wanted, found, ctx)
    before = await ctx.subscriptions.of_channel(ctx.place)
    same = [each for each in before if (each.project, each.branch) == (wanted.project, wanted.branch)]
    await ctx.subscriptions.put(wanted)  # twice is the same as once
    return SubscriptionCard(wanted, found.called, ctx.scene, replaced=bool(same))


async def _preview(wanted: Subscription, found: GrantedBranch, ctx: Context) -> SubscriptionPreview:
    posted, read = await found.would_tell(wanted, ctx.now(), _PREVIEWED)
    return SubscriptionPreview(wanted, found.called, posted, read, ctx.scene)


COMMAND = Command(
    lines.SUBSCRIBE,
    summary="Hear in this channel when a branch fails or is fixed",
    permission=Permission.FOLLOW,
    scope=Scope.BRANCH,
    about=lambda args: Subject.of_branch(args.target),
    run=run,
    view=subscription_card,
)
