"""Draws posted messages again: an answer as more is known, and all that depict a run when that changes.

This is the only place that does so. A message that can change is a row with the line that draws it.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from bot.circleci.errors import CircleCIError
from bot.command import AuthorizedLine, Context
from bot.grammar import parse
from bot.model.fault import Fault, NothingHere
from bot.model.grammar_fault import GrammarFault
from bot.model.message import Message, with_prefix
from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import Reply
from bot.model.request import Actor, Request
from bot.model.run import Run
from bot.services import Services
from bot.spine.answering import Answers
from bot.spine.authorization import LineReader
from bot.store import StoreUnavailable
from bot.views.scene import Scene

log = structlog.get_logger()

#: For how long a write is looked at again, and the pauses between two looks, in seconds.
_PATIENCE, _FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=20), 0.5, 3.0


class Redrawer:
    """Drives `Answers` for messages that stand already."""

    def __init__(self, services: Services, answers: Answers, reader: LineReader) -> None:
        self._services = services
        self._answers = answers
        self._reader = reader
        self._syntaxes = tuple(command.syntax for command in services.commands.values())

    def further(self, asked: AuthorizedLine, result: Any, context: Context) -> AsyncGenerator[Any] | None:
        """The results that are still to come of an answer; None where it is whole."""
        if asked.command.rest is not None:
            return asked.command.rest(asked.args, result, context)
        look = asked.command.look
        return _looks(partial(look, asked.args), result, context) if look is not None else None

    async def redraw(
        self,
        asked: AuthorizedLine,
        posted: PostedMessage,
        results: AsyncGenerator[Any],
        said: Callable[[Message], Message],
    ) -> None:
        """Draw an answer again for as long as there is more to say, and what else depicts its run.

        What it could not be drawn as in the end is said below it.
        """
        request, command = asked.request, asked.command
        prefix = request.reply.prefix(self._services.prefixes, _thread(posted))
        missed: Message | None = None
        async for result in _until_trouble(results):
            message = with_prefix(said(command.view(result)), prefix)
            drawn = await self._answers.update(request, posted, message)
            missed = None if drawn else replace(message, files=())
            if command.look is not None and result.run is not None:
                await self.redraw_run(request, result.run, besides=posted)
        if missed is not None:
            await self._answers.say_below(request, posted, missed)

    async def whole(
        self,
        asked: AuthorizedLine,
        message: Message,
        results: AsyncGenerator[Any],
        said: Callable[[Message], Message],
    ) -> Message:
        """What an answer is in the end, where it can't be drawn again; without files."""
        prefix = asked.request.reply.prefix(self._services.prefixes, asked.request.place.thread)
        async for result in _until_trouble(results):
            message = with_prefix(said(asked.command.view(result)), prefix)
            for file in message.files:
                file.close()
        return replace(message, files=(), thread=())

    async def redraw_run(self, request: Request, run: Run, besides: PostedMessage) -> None:
        """Draw the other messages again that stand in the channel and depict this run."""
        try:
            watches = await self._services.store.watches.of_run(request.place, run.pipeline.id)
        except StoreUnavailable as error:
            log.warning("messages not drawn again", error=str(error))
            return
        for watch in watches:
            [run] = await self._services.store.askers.known(watch.posted.place, [run])
            if watch.posted.ts != besides.ts and (message := self._drawn(watch, run)) is not None:
                await self._answers.edit(request, watch.posted, message)

    def _drawn(self, watch: Watch, run: Run) -> Message | None:
        """By the line that drew it; None where that is read no more, or its asker may not see it now."""
        place, pipeline = watch.posted.place, run.pipeline
        access = self._reader.access(Actor(watch.asker, place.workspace), place)
        if not access.reads(pipeline.project_slug, pipeline.branch, pipeline.tag):
            return None
        try:
            syntax, args = parse(watch.line, self._syntaxes)
        except GrammarFault as fault:
            log.warning("message not drawn again", line=watch.line, fault=type(fault).__name__)
            return None
        command, services = self._services.commands[syntax.words], self._services
        if command.redraw is None:
            return None
        web = services.clients[place.workspace].web
        result = command.redraw(args, run, Scene(web, services.now(), watch.asker))
        prefix = Reply(watch.surface).prefix(services.prefixes, _thread(watch.posted))
        return with_prefix(command.view(result), prefix)


async def _until_trouble(results: AsyncGenerator[Any]) -> AsyncGenerator[Any]:
    try:
        async with aclosing(results):
            async for result in results:
                yield result
    except (Fault, CircleCIError) as error:
        log.info("stopped redrawing", error=repr(error))


def _thread(posted: PostedMessage) -> str | None:
    """The one in which it stands, if it stands in one."""
    return posted.place.thread if posted.place.thread != posted.ts else None


async def _looks(
    look: Callable[[Any, Context], Awaitable[Any]], result: Any, context: Context
) -> AsyncGenerator[Any]:
    """What becomes of a write: looked at soon, then less often, for a while, and given up in the end."""
    drawn = last = result
    until, pause = context.now() + _PATIENCE, _FIRST_PAUSE
    while context.now() < until:
        await context.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
        try:
            last = await look(last, context)
        except (NothingHere, CircleCIError):  # trouble, or too young to be known everywhere
            continue
        if last.confirmed and last != drawn:
            drawn = last
            yield replace(last, scene=context.scene)
        if last.settled:
            return
    if not drawn.confirmed and (end := last.given_up()) != drawn:
        yield replace(end, scene=context.scene)
