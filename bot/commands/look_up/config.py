"""`/ci config`: a pipeline's configuration as a file."""

from bot import lines
from bot.circleci.errors import NotFound
from bot.command import Command, Context
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.config import ConfigCard, config_card


async def run(args: lines.ConfigArgs, ctx: Context) -> ConfigCard:
    found = await ctx.find.pipeline(args.pipeline)
    try:
        config = await found.config()
    except NotFound as error:
        raise NothingHere("configuration", args.pipeline.said, found.called) from error
    return ConfigCard(found.pipeline, found.called, config, args.source, ctx.scene)


COMMAND = Command(
    lines.CONFIG,
    summary="Attach a pipeline's configuration",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.pipeline),
    run=run,
    view=config_card,
)
