"""Completes an answer that stands already, as more is known."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from bot.circleci.errors import CircleCIError
from bot.command import AuthorizedLine, Context
from bot.following.follower import Follower
from bot.following.redrawing import thread_of
from bot.model.fault import Fault, NothingHere
from bot.model.message import Message, with_prefix
from bot.model.news import heard_without_notice, is_end
from bot.model.outbox import PostedMessage
from bot.model.permission import Permission
from bot.model.request import Request
from bot.reading.runs import fresh_run
from bot.services import Services
from bot.spine.answering import Answers
from bot.store import StoreUnavailable

log = structlog.get_logger()

#: For how long a write is looked at again, and the pauses between two looks, in seconds.
_PATIENCE, _FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=20), 0.5, 3.0

#: What these set going goes on by itself. Nobody is notified of an edit, so what came of it is told besides.
_STARTING = (Permission.TRIGGER, Permission.RERUN)


def further_results(asked: AuthorizedLine, result: Any, context: Context) -> AsyncGenerator[Any] | None:
    """The results that are still to come of an answer; None where it is whole."""
    if asked.command.rest is not None:
        return asked.command.rest(asked.args, result, context)
    look = asked.command.look
    return _looks(partial(look, asked.args), result, context) if look is not None else None


class Completer:
    """Drives `Answers` for messages that stand already."""

    def __init__(self, services: Services, answers: Answers, follower: Follower) -> None:
        self._services = services
        self._answers = answers
        self._follower = follower

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
        prefix = request.reply.prefix(self._services.prefixes, thread_of(posted))
        missed: Message | None = None
        async for result in _until_trouble(results):
            message = with_prefix(said(command.view(result)), prefix)
            if command.permission in _STARTING:
                message = replace(message, told=tuple(filter(heard_without_notice, message.told)))
            elif command.permission is Permission.APPROVE:  # what runs next is its affair, and not the end
                message = replace(message, told=tuple(it for it in message.told if not is_end(it)))
            drawn = await self._answers.update(request, posted, message)
            self._follower.editor.redrew(posted, command.kept(result), message if drawn else None)
            missed = None if drawn else replace(message, files=())
            if command.look is not None:
                changed = (result.run.pipeline.id if result.run else "", message.topic)
                seen = [each for each in changed if each]
                await self._follower.look_again(request.place.workspace, seen, besides=posted)
        if missed is not None:
            await self._answers.say_below(request, posted, missed)

    async def mend(self, request: Request) -> None:
        """Draw the message that was pressed as its run is now, where it was left: nobody keeps it true."""
        if request.reply.message is None:
            return
        pressed, store = PostedMessage(request.place, request.reply.message), self._services.store
        try:
            if (watch := await store.watches.left(pressed)) is None:
                return
            run = await fresh_run(self._services.clients[request.place.workspace], watch.run)
            message = await self._follower.editor.message(watch, run)
            if message is not None and await self._answers.edit(request, watch.posted, message):
                self._follower.editor.redrew(watch.posted, None, message)
        except (CircleCIError, StoreUnavailable) as error:
            log.info("a message that was pressed is not drawn again", error=type(error).__name__)

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


async def _until_trouble(results: AsyncGenerator[Any]) -> AsyncGenerator[Any]:
    try:
        async with aclosing(results):
            async for result in results:
                yield result
    except (Fault, CircleCIError) as error:
        log.info("stopped redrawing", error=type(error).__name__)


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
