"""Says what a command has to say, in Slack or a terminal, and remembers what it showed."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from datetime import datetime

import structlog

from bot.circleci.errors import CircleCIError
from bot.circleci.urls import Web
from bot.model.fault import Fault
from bot.model.message import File, Message
from bot.model.reply import Outbox, Undeliverable
from bot.model.request import Request
from bot.model.run import Run
from bot.model.shown import PostedMessage
from bot.store import StoreUnavailable
from bot.store.memory import Memory
from bot.views.cards.pipeline import PipelineCard, pipeline_card
from bot.views.parts.scene import Scene

log = structlog.get_logger()


class Answers:
    """What can't be delivered is logged: there is nobody left to tell. ``web`` makes links."""

    def __init__(self, outbox: Outbox, memory: Memory, web: Web) -> None:
        self._outbox = outbox
        self._memory = memory
        self._web = web

    async def answer(self, invocation: Request, message: Message) -> PostedMessage | None:
        """Say it where it was asked, with its thread and files. None: it can't be redrawn."""
        with _closing(message.files):
            posted = None
            async with _delivering(invocation):
                posted = await self._outbox.answer(invocation, message)
            if posted is None:
                return None
            await self._remember(invocation, posted, message)
            for detail in message.thread:
                async with _delivering(invocation):
                    await self._remember(invocation, await self._outbox.post(posted, detail), detail)
            await self._share(invocation, posted, message.files)
        return posted

    async def redraw(
        self, invocation: Request, posted: PostedMessage, later: AsyncGenerator[Message]
    ) -> None:
        """Draw it again for as long as there is more to say, and share the files that come with that."""
        try:
            async with aclosing(later):
                async for message in later:
                    with _closing(message.files):
                        async with _delivering(invocation):
                            await self._outbox.update(posted, message)
                            await self._remember(invocation, posted, message)
                        await self._share(invocation, posted, message.files)
        except (Fault, CircleCIError) as error:
            log.info("stopped redrawing", error=repr(error))

    async def _share(self, invocation: Request, posted: PostedMessage, files: Iterable[File]) -> None:
        for file in files:
            async with _delivering(invocation):
                await self._outbox.share(posted, file)

    async def redraw_cards(self, invocation: Request, run: Run, at: datetime) -> None:
        """Draw the cards of this pipeline again that stand in the channel: something was done to it."""
        try:
            standing = await self._memory.cards(invocation.place, run.pipeline.id)
        except StoreUnavailable as error:
            log.warning("cards not drawn again", error=str(error))
            return
        for each in standing:
            scene = Scene(self._web, at, each.asker)
            message = pipeline_card(PipelineCard(run, scene, each.card.details, each.card.given))
            async with _delivering(invocation):
                await self._outbox.update(each.posted, message)

    async def _remember(self, invocation: Request, posted: PostedMessage, message: Message) -> None:
        try:
            await self._memory.remember(posted, message, invocation.actor.id)
        except StoreUnavailable as error:
            log.warning("not remembered", error=str(error))


@contextmanager
def _closing(files: Iterable[File]) -> Iterator[None]:
    try:
        yield
    finally:
        for file in files:
            file.close()


@asynccontextmanager
async def _delivering(invocation: Request) -> AsyncIterator[None]:
    try:
        yield
    except Undeliverable as error:
        log.warning("not delivered", reason=error.reason, channel=invocation.place.channel)
