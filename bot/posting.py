"""Says what a command has to say, in Slack or a terminal, and remembers what it showed."""

from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.circleci.errors import CircleCIError
from bot.model.fault import Fault
from bot.model.invocation import Invocation
from bot.model.message import Message, Posted
from bot.model.outbox import Outbox, Undeliverable
from bot.store import StoreUnavailable
from bot.store.memory import Memory

log = structlog.get_logger()


class Posting:
    """What can't be delivered is logged: there is nobody left to tell."""

    def __init__(self, outbox: Outbox, memory: Memory) -> None:
        self._outbox = outbox
        self._memory = memory

    async def answer(self, invocation: Invocation, message: Message) -> Posted | None:
        """Say it where it was asked, with its thread and files. None: it can't be redrawn."""
        posted = None
        async with _delivering(invocation):
            posted = await self._outbox.answer(invocation, message)
        if posted is None:
            return None
        await self._remember(posted, message)
        for detail in message.thread:
            async with _delivering(invocation):
                await self._remember(await self._outbox.post(posted, detail), detail)
        for file in message.files:
            async with _delivering(invocation):
                await self._outbox.share(posted, file)
        return posted

    async def redraw(self, invocation: Invocation, posted: Posted, later: AsyncIterable[Message]) -> None:
        """Draw it again for as long as there is more to say. A file that comes with it is a new one."""
        try:
            async for message in later:
                async with _delivering(invocation):
                    await self._outbox.update(posted, message)
                    await self._remember(posted, message)
                for file in message.files:
                    async with _delivering(invocation):
                        await self._outbox.share(posted, file)
        except (Fault, CircleCIError) as error:
            log.info("stopped redrawing", error=repr(error))

    async def _remember(self, posted: Posted, message: Message) -> None:
        try:
            await self._memory.remember(posted, message)
        except StoreUnavailable as error:
            log.warning("not remembered", error=str(error))


@asynccontextmanager
async def _delivering(invocation: Invocation) -> AsyncIterator[None]:
    try:
        yield
    except Undeliverable as error:
        log.warning("not delivered", reason=error.reason, channel=invocation.place.channel)
