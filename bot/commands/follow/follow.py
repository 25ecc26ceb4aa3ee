"""`/ci follow`: a run's card, which keeps itself true, here or in one's direct messages."""

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.follow import FollowCard, follow_card


async def run(args: lines.FollowArgs, ctx: Context) -> FollowCard:
    found = await ctx.find.pipeline(args.target)
    [run] = await ctx.with_askers([await found.whole()])
    return FollowCard(run, ctx.scene, me=args.me)


COMMAND = Command(
    lines.FOLLOW,
    summary="Post a pipeline's card that stays up to date",
    permission=Permission.FOLLOW,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.target),
    run=run,
    view=follow_card,
)
