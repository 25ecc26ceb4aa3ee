"""`/ci unfollow`: hear no more of a run here; its cards stay as they are."""

from bot import lines
from bot.command import Command, Context
from bot.model.fault import NotFollowed
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.follow import UnfollowedCard, unfollowed_card


async def run(args: lines.UnfollowArgs, ctx: Context) -> UnfollowedCard:
    found = await ctx.find.pipeline(args.target)
    pipeline, asker = found.pipeline, ctx.actor.id if args.me else None
    if not await ctx.watches.leave(ctx.place, pipeline.id, asker):
        raise NotFollowed(found.called, pipeline.number, args.me)
    return UnfollowedCard(pipeline, found.called, ctx.scene, args.me)


COMMAND = Command(
    lines.UNFOLLOW,
    summary="Stop updating a pipeline's cards in this channel",
    permission=Permission.FOLLOW,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.target),
    run=run,
    view=unfollowed_card,
)
