"""`/ci config`: a pipeline's configuration as a file."""

import asyncio
import sys
from collections.abc import Mapping
from contextlib import ExitStack, aclosing

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import ConfigText
from bot.command import Command, Context
from bot.finding.granted_run import GrantedRun
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.spool import Spool
from bot.model.subject import Scope, Subject
from bot.output import MaskedStream
from bot.output.disk import disk_room
from bot.views.cards.config import ConfigCard, config_card

_COMPILED = {ConfigText.COMPILED: "compiled", ConfigText.COMPILED_SETUP: "setup compiled"}
_SOURCES = {ConfigText.SOURCE: "source", ConfigText.SETUP: "setup source"}


async def run(args: lines.ConfigArgs, ctx: Context) -> ConfigCard:
    found = await ctx.find.pipeline(args.pipeline)
    try:
        with disk_room():
            texts = await _masked(found, _SOURCES if args.source else _COMPILED)
    except NotFound as error:
        raise NothingHere("configuration", args.pipeline.said, found.called) from error
    files = tuple((name, each.spool) for name, each in texts)
    count = texts[0][1].lines if texts else 0
    return ConfigCard(found.pipeline, found.called, args.source, files, count, ctx.scene)


class _MaskedText:
    """A text of the configuration on its way to the disk."""

    def __init__(self) -> None:
        self.spool = Spool(sys.maxsize)
        self._stream = MaskedStream()
        self._ends, self._last = 0, "\n"

    @property
    def lines(self) -> int:
        return self._ends + (self._last != "\n")

    async def feed(self, piece: str) -> None:
        """In a thread: what else the bot does is not held up for as long as it takes."""
        self._ends, self._last = self._ends + piece.count("\n"), piece[-1]
        self.spool.write(await asyncio.to_thread(self._stream.feed, piece))

    async def end(self) -> None:
        self.spool.write(await asyncio.to_thread(self._stream.end))
        self.spool.flush()


async def _masked(run: GrantedRun, wanted: Mapping[ConfigText, str]) -> list[tuple[str, _MaskedText]]:
    """Those of these texts that there are, each by its name."""
    texts = dict[ConfigText, _MaskedText]()
    with ExitStack() as unused:
        async with aclosing(run.config(wanted)) as pieces:
            async for kind, piece in pieces:
                if kind not in texts:
                    texts[kind] = _MaskedText()
                    unused.callback(texts[kind].spool.close)
                await texts[kind].feed(piece)
        for each in texts.values():
            await each.end()
        unused.pop_all()
    return [(name, texts[kind]) for kind, name in wanted.items() if kind in texts]


COMMAND = Command(
    lines.CONFIG,
    summary="Attach a pipeline's configuration",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.pipeline),
    run=run,
    view=config_card,
)
