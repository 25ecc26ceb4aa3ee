"""`/ci quiet`: at which hours this channel hears nothing; what was held back is told afterwards."""

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import NO_SUBJECT, Scope
from bot.views.cards.quiet import QuietCard, quiet_card


async def run(args: lines.QuietArgs, ctx: Context) -> QuietCard:
    every = await ctx.quiet_channels.of_workspace(ctx.place.workspace)
    before, breaks = every.get(ctx.place.channel, (None, False))
    if args.hours is None and not args.off and not (before and args.break_through):
        return QuietCard(before, breaks, ctx.scene)
    hours = None if args.off else args.hours or before
    await ctx.quiet_channels.put(ctx.place, hours, breaks=args.break_through)
    return QuietCard(hours, args.break_through, ctx.scene, changed=True)


COMMAND = Command(
    lines.QUIET,
    summary="Hold notices back at set hours of the week",
    permission=Permission.FOLLOW,
    scope=Scope.NOTHING,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=quiet_card,
    local=True,
)
