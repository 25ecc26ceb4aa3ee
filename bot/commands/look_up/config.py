"""`/ci config`: a pipeline's configuration as a file."""

from dataclasses import dataclass
from typing import Annotated

from bot.circleci.errors import NotFound
from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.reference import THIS_THREAD, Reference
from bot.views.cards.config import ConfigCard, config_card


@dataclass(frozen=True, slots=True)
class ConfigArgs:
    pipeline: Annotated[
        Reference, Arg(kinds.PIPELINE_REFERENCE, "Whose: #812, last, @branch, an address; else this thread's")
    ] = THIS_THREAD
    source: Annotated[
        bool, Arg(kinds.SWITCH, "As it was written, not as it was compiled", flag="--source")
    ] = False


async def run(args: ConfigArgs, ctx: Context) -> ConfigCard:
    found = await ctx.find.pipeline(
        args.pipeline, Permission.READ, lambda it: line(COMMAND.syntax, args, pipeline=it)
    )
    try:
        config = await ctx.circleci.get_pipeline_config(found.pipeline.id)
    except NotFound as error:
        raise NothingHere("configuration", args.pipeline.said, found.called) from error
    return ConfigCard(found.pipeline, found.called, config, args.source, ctx.scene)


COMMAND = Command(
    words="config",
    summary="A pipeline's compiled configuration, as a file",
    args=ConfigArgs,
    permission=Permission.READ,
    run=run,
    view=config_card,
    examples=("config last", "config #812", "config web@main --source"),
)
