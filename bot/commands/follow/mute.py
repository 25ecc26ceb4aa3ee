"""`/ci mute`: hear nothing in this channel for a while."""

from datetime import timedelta

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import NO_SUBJECT, Scope
from bot.views.lists.subscriptions import MuteCard, mute_card

_USUAL = timedelta(hours=2)


async def run(args: lines.MuteArgs, ctx: Context) -> MuteCard:
    until = None if args.off else ctx.now() + (args.length or _USUAL)
    await ctx.subscriptions.mute(ctx.place, until.timestamp() if until else None)
    return MuteCard(until, ctx.scene)


COMMAND = Command(
    lines.MUTE,
    summary="Post no notices here for a while",
    permission=Permission.FOLLOW,
    scope=Scope.NOTHING,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=mute_card,
    local=True,
)
