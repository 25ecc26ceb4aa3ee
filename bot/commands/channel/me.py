"""`/ci me`: who is who."""

import asyncio

import structlog

from bot import lines
from bot.circleci.errors import CircleCIError
from bot.circleci.models import User
from bot.command import Command, Context
from bot.model.subject import NO_SUBJECT, Scope
from bot.views.cards.access import IdentityCard, identity_card

log = structlog.get_logger()

#: For how many seconds CircleCI is waited for: the ids that a policy wants are known without it.
_PATIENCE = 3.0


async def run(args: lines.MeArgs, ctx: Context) -> IdentityCard:
    return IdentityCard(await _circleci_user(ctx), ctx.actor, ctx.place)


async def _circleci_user(ctx: Context) -> User | None:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await ctx.find.me()
    except (CircleCIError, TimeoutError) as error:
        log.info("who the bot is on CircleCI was not read", error=type(error).__name__)
        return None


COMMAND = Command(
    lines.ME,
    summary="Show who you are, and who the bot acts as",
    permission=None,
    scope=Scope.NOTHING,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=identity_card,
)
