"""`/ci me`: who is who."""

from bot import lines
from bot.command import Command, Context
from bot.model.subject import NO_SUBJECT, Scope
from bot.views.cards.access import IdentityCard, identity_card


async def run(args: lines.MeArgs, ctx: Context) -> IdentityCard:
    return IdentityCard(await ctx.find.me(), ctx.actor, ctx.place)


COMMAND = Command(
    lines.ME,
    summary="Show who you are, and who the bot acts as",
    permission=None,
    scope=Scope.NOTHING,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=identity_card,
)
