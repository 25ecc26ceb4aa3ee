"""`/ci me`: who is who."""

from dataclasses import dataclass

from bot.command import Command, Context
from bot.views.cards.me import Known, known


@dataclass(frozen=True, slots=True)
class Me:
    pass


async def run(args: Me, ctx: Context) -> Known:
    return Known(await ctx.circleci.get_me(), ctx.actor, ctx.place.workspace)


ME = Command(
    words="me",
    summary="Who you are here, and who the bot is on CircleCI",
    args=Me,
    permission=None,
    run=run,
    view=known,
    examples=("me",),
)
