"""Says what a command has to say, in Slack or a terminal, and remembers what it showed."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

import structlog

from bot.following.pace import SHORTEST
from bot.model.message import File, Message, picture
from bot.model.outbox import PostedMessage, Remedy, Undeliverable, Watch, Whole
from bot.model.request import Request
from bot.services import Services
from bot.spine.once import Once
from bot.spine.used_buttons import UsedButtons
from bot.store import StoreUnavailable
from bot.views.cards.choice import ChoiceCard, choice_card
from bot.views.cards.unshared import UnsharedCard, unshared_card

log = structlog.get_logger()


class Answers:
    """What can't be delivered by any way is logged: there is nobody left to tell."""

    def __init__(self, services: Services) -> None:
        self._outbox = services.outbox
        self._store = services.store
        self._now = services.now
        self._used_buttons = UsedButtons()

    async def answer(
        self, request: Request, message: Message, whole: Whole | None = None, once: Once | None = None
    ) -> PostedMessage | None:
        """Say it where it was asked, with its thread and files. None: it can't be redrawn, or was not said.

        ``whole``: what is said in its place where it can't be redrawn. ``once``: the write of which it is
        the answer; nothing is said where another process answers, or another answer comes first.
        """
        with _closing(message.files):
            if once is not None and (once.lost or await once.waits_for_another()):
                return None
            message = replace(message, key=once.id) if once is not None else message
            posted = None
            async with once.delivery() if once is not None else _delivering(request):
                posted = await self._outbox.answer(request, message, whole)
                if posted is not None:  # before it counts as told: what nobody watches would never be true
                    self._used_buttons.drawn(posted, message)
                    stood_before = once is not None and once.told_before
                    await self._remember(request, posted, message, drawn=not stood_before)
            if posted is not None:
                await self._follow(request, posted, message)
        return posted

    async def update(self, request: Request, posted: PostedMessage, message: Message) -> bool:
        """Draw an answer again; what comes with that goes into its thread. Gives what `edit` does."""
        with _closing(message.files):
            drawn = await self.edit(request, posted, self._used_buttons.drawn(posted, message))
            await self._remember(request, posted, message, drawn=drawn)
            await self._follow(request, posted, message)
        return drawn

    async def edit(self, request: Request, posted: PostedMessage, message: Message) -> bool:
        """Draw a message again that shows the same things; ``request`` is why.

        False where it stands there as it was before.
        """
        try:
            await self._outbox.update(posted, message)
        except Undeliverable as error:
            _log_refusal(request, error)
            return error.remedy is Remedy.NONE
        return True

    async def say_below(self, request: Request, posted: PostedMessage, message: Message) -> None:
        """Say in the thread what ``posted`` could not be drawn as."""
        thread = posted.place.thread or posted.ts
        await self.answer(replace(request, place=replace(posted.place, thread=thread)), message)

    async def close_choice(self, request: Request) -> None:
        """Say in place of a choice what was taken of it."""
        if request.press is not None:
            chooser = request.actor.id if request.reply.message else None
            async with _delivering(request):
                await self._outbox.replace(request, choice_card(ChoiceCard(request.press.label, chooser)))

    async def leave(self, request: Request) -> None:
        """Take from the message that was pressed what could be done once."""
        posted = PostedMessage(request.place, request.reply.message or "")
        async with _delivering(request):
            if (message := self._used_buttons.use(posted)) is not None:
                await self._outbox.replace(request, message)
            else:
                await self._outbox.leave(request)

    async def _follow(self, request: Request, posted: PostedMessage, message: Message) -> None:
        """What goes into the thread of an answer: further messages, files."""
        for detail in message.thread:
            async with _delivering(request):
                await self._remember(request, await self._outbox.post(posted, detail), detail, drawn=True)
        for file in message.files:
            try:
                await self._outbox.share(posted, file)
            except Undeliverable as error:
                _log_refusal(request, error)
                refused = unshared_card(UnsharedCard(file.title or file.name, error.reason, file.page))
                async with _delivering(request):
                    await self._outbox.post(posted, refused)

    async def _remember(
        self, request: Request, posted: PostedMessage, message: Message, *, drawn: bool
    ) -> None:
        """``drawn``: it certainly looks so."""
        try:
            await self._store.memory.remember(posted, message)
            run = message.run or message.topic
            if message.told and run:
                await self._store.watches.tell_channel(posted.place, run, message.told)
            if message.drawn_by and run:
                asker, surface = request.actor.id, request.reply.surface
                elsewhere = request.place.channel if request.place.channel != posted.place.channel else None
                look = picture(message) if drawn else None
                watch = Watch(posted, message.drawn_by, asker, surface, run, message.told, elsewhere, look)
                soon = self._now().timestamp() + SHORTEST
                await self._store.watches.keep(watch, soon if message.live else None)
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
async def _delivering(request: Request) -> AsyncIterator[None]:
    try:
        yield
    except Undeliverable as error:
        _log_refusal(request, error)


def _log_refusal(request: Request, error: Undeliverable) -> None:
    log.warning("not delivered", reason=error.reason, user=request.actor.id, channel=request.place.channel)
