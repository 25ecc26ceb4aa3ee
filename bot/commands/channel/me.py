"""`/ci me`: who is who."""

from dataclasses import dataclass

from bot.command import Command, Context
from bot.views.cards.me import IdentityCard, identity_card


@dataclass(frozen=True, slots=True)
class MeArgs:
    pass


async def run(args: MeArgs, ctx: Context) -> IdentityCard:
    return IdentityCard(await ctx.circleci.get_me(), ctx.actor, ctx.place.workspace)


COMMAND = Command(
    words="me",
    summary="Who you are here, and who the bot is on CircleCI",
    args=MeArgs,
    permission=None,
    run=run,
    view=identity_card,
    examples=("me",),
)
