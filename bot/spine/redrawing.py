"""Draws posted messages again: an answer as more is known, and all that depict a run when that changes.

This is the only place that does so. A message that can change is a row with the line that draws it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

import structlog

from bot.circleci.errors import CircleCIError
from bot.command import AuthorizedLine, Context
from bot.grammar import parse
from bot.model.fault import Fault, NothingHere
from bot.model.grammar_fault import GrammarFault
from bot.model.message import Message, with_prefix, without_clock
from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import Reply
from bot.model.request import Actor, Request
from bot.model.run import Run
from bot.reading.runs import fresh_run
from bot.services import Services
from bot.spine.answering import Answers
from bot.spine.authorization import LineReader
from bot.store import StoreUnavailable
from bot.views.scene import Scene

log = structlog.get_logger()

#: For how long a write is looked at again, and the pauses between two looks, in seconds.
_PATIENCE, _FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=20), 0.5, 3.0

#: How many runs are read again at a time, and of how many messages it is known how they were drawn.
_MOST_RUNS, _PICTURES = 5, 500


class Redrawer:
    """Drives `Answers` for messages that stand already."""

    def __init__(self, services: Services, answers: Answers, reader: LineReader) -> None:
        self._services = services
        self._answers = answers
        self._reader = reader
        self._syntaxes = tuple(command.syntax for command in services.commands.values())
        self._to_read = set[str]()
        self._reading = WeakValueDictionary[str, asyncio.Lock]()
        self._pictures = OrderedDict[tuple[str, str], Message]()

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
                await self.look_again(request, (result.run.pipeline.id,), besides=posted)
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

    async def look_again(
        self, request: Request, runs: Sequence[str], besides: PostedMessage | None = None
    ) -> None:
        """Draw the messages again, in all channels, that depict what was just read: each run is read once."""
        try:
            watches = await self._services.store.watches.of_runs(request.place.workspace, runs)
        except StoreUnavailable as error:
            log.warning("messages not drawn again", error=str(error))
            return
        others = [each for each in watches if besides is None or _name(each.posted) != _name(besides)]
        for run in list(dict.fromkeys(each.run for each in others))[:_MOST_RUNS]:
            await self._redraw_run(request, run, [each for each in others if each.run == run])

    async def _redraw_run(self, request: Request, id: str, watches: Sequence[Watch]) -> None:
        """One at a time for each run, so that what is read first is not drawn last."""
        if id in self._to_read:
            return  # who is about to read it sees what we have seen
        self._to_read.add(id)
        async with self._reading.setdefault(id, asyncio.Lock()):
            self._to_read.discard(id)
            try:
                run = await fresh_run(self._services.clients[request.place.workspace], id)
            except CircleCIError as error:
                log.info("messages not drawn again", error=repr(error))
                return
            for watch in watches:
                if (message := self._drawn(watch, run)) is not None:
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
        scene = Scene(services.clients[place.workspace].web, services.now(), watch.asker)
        result = command.redraw(args, replace(run, called=access.called(pipeline.project_slug)), scene)
        if result is None:
            return None
        prefix = Reply(watch.surface).prefix(services.prefixes, _thread(watch.posted))
        return self._changed(watch.posted, with_prefix(command.view(result), prefix))

    def _changed(self, posted: PostedMessage, message: Message) -> Message | None:
        """None where it was drawn so already, but for the time."""
        name, picture = _name(posted), without_clock(message)
        if self._pictures.get(name) == picture:
            return None
        self._pictures[name] = picture
        self._pictures.move_to_end(name)
        if len(self._pictures) > _PICTURES:
            self._pictures.popitem(last=False)
        return message


def _name(posted: PostedMessage) -> tuple[str, str]:
    return posted.place.channel, posted.ts


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
