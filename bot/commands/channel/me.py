"""`/ci me`: who is who."""

from bot import lines
from bot.command import Command, Context
from bot.views.cards.me import IdentityCard, identity_card


async def run(args: lines.MeArgs, ctx: Context) -> IdentityCard:
    return IdentityCard(await ctx.circleci.get_me(), ctx.actor, ctx.place.workspace)


COMMAND = Command(
    lines.ME,
    summary="Who you are here, and who the bot is on CircleCI",
    permission=None,
    run=run,
    view=identity_card,
)
