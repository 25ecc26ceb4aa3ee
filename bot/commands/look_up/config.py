"""`/ci config`: a pipeline's configuration as a file."""

import asyncio
import sys
from contextlib import ExitStack

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import PipelineConfig
from bot.command import Command, Context
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.spool import Spool
from bot.model.subject import Scope, Subject
from bot.output import MaskedStream
from bot.output.disk import disk_room
from bot.views.cards.config import ConfigCard, config_card

#: How many characters are looked through at once.
_PIECE = 32 * 2**10


async def run(args: lines.ConfigArgs, ctx: Context) -> ConfigCard:
    found = await ctx.find.pipeline(args.pipeline)
    try:
        async with found.config() as config:
            with disk_room():
                count, files = await asyncio.to_thread(_masked, config, source=args.source)
    except NotFound as error:
        raise NothingHere("configuration", args.pipeline.said, found.called) from error
    return ConfigCard(found.pipeline, found.called, args.source, files, count, ctx.scene)


def _masked(config: PipelineConfig, *, source: bool) -> tuple[int, tuple[tuple[str, Spool], ...]]:
    """How many lines it has, and each file by what it is."""
    kind, main, setup = "compiled", config.compiled, config.compiled_setup_config
    if source:
        kind, main, setup = "source", config.source, config.setup_config
    files = []
    with ExitStack() as unused:
        for word, text in ((kind, main), (f"setup {kind}", setup)):
            if text:
                files.append((word, spool := Spool(sys.maxsize)))
                unused.callback(spool.close)
                stream = MaskedStream()
                for at in range(0, len(text), _PIECE):
                    spool.write(stream.feed(text[at : at + _PIECE]))
                spool.write(stream.end())
                spool.flush()
        unused.pop_all()
    return len(main.splitlines()), tuple(files)


COMMAND = Command(
    lines.CONFIG,
    summary="Attach a pipeline's configuration",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.pipeline),
    run=run,
    view=config_card,
)
