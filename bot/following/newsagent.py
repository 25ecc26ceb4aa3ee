"""Tells beneath the cards of a run what became of it, once in a channel; in person where that is closed."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import structlog

from bot.circleci.models import FlakyTest
from bot.following.endings import Endings
from bot.following.notices import NoticeBeneath
from bot.model.diagnosis import Diagnosis
from bot.model.message import Message, picture
from bot.model.news import Happening, News, news_of
from bot.model.outbox import PostedMessage, Remedy, Undeliverable, Watch
from bot.model.reply import Surface
from bot.model.request import Actor, Place
from bot.model.run import Run
from bot.reading.diagnosis import counted_diagnosis
from bot.services import Services
from bot.store import StoreUnavailable
from bot.views.cards.news import NewsCard, news_card
from bot.views.cards.notice import NoticeCard
from bot.views.scene import Scene

log = structlog.get_logger()


class Newsagent:
    """For the runs that are followed."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store
        self._endings = Endings(services)

    async def tell(
        self, run: Run, watches: Sequence[Watch], notice: NoticeBeneath | None = None
    ) -> tuple[bool, bool]:
        """In a channel: whether there was news, and whether Slack took all of it.

        The first that is told says what is to be told of the ``notice``, too; else that is told alone.
        """
        told = {key for each in watches for key in each.told}
        every, whole = news_of(run, self._services.now(), told) if watches else (), True
        for news, beside in zip_longest(every, (notice,) if notice else ()):
            there, card = watches or [beside.root], beside.card if beside else None
            whole = await self._say(run, there, news, card) and whole
        return bool(every), whole

    async def _say(
        self, run: Run, watches: Sequence[Watch], news: News | None, notice: NoticeCard | None
    ) -> bool:
        """Beneath the first of these messages; where that is closed for good, to who asked. Told once."""
        first, pipeline = watches[-1], run.pipeline  # the oldest
        place, actor = first.asked_place, Actor(first.asker, first.posted.place.workspace)
        access = self._services.access(actor, place)
        if not access.reads(pipeline.project_slug, pipeline.branch, pipeline.tag):
            return True
        asked = [asker for each in reversed(watches) for asker in each.askers]
        askers = tuple(dict.fromkeys(asked)) if news else ()
        called = replace(run, called=access.called(pipeline.project_slug))
        scene = Scene(self._services.clients[place.workspace].web, self._services.now(), first.asker)
        message = news_card(
            NewsCard(news, called, scene, askers, await self._diagnosis(called, news, first), notice)
        )
        keys, more = news.keys if news else (), notice.keys if notice else ()
        message = replace(message, key=" ".join((first.posted.ts, *(keys or more))))
        try:
            said = await self._delivered(first.posted, askers, message)
            await self._store.watches.tell(first.posted, (*keys, *more))
            if said is not None:
                await self._store.memory.remember(said, message)
                if message.drawn_by:
                    beneath = replace(first, posted=said, line=message.drawn_by, surface=Surface.NEWS)
                    look = picture(message)
                    await self._store.watches.keep(replace(beneath, told=(), picture=look, remark=None))
        except (Undeliverable, StoreUnavailable) as error:
            log.warning("not told", reason=str(error), channel=place.channel)
            return False
        return True

    async def _diagnosis(self, run: Run, news: News | None, first: Watch) -> Diagnosis | None:
        """Where it failed."""
        if news is None or news.happening is not Happening.FAILED or not news.workflows:
            return None
        return await counted_diagnosis(
            self._services.clients[first.posted.place.workspace], run, _no_flaky_tests
        )

    async def _delivered(
        self, posted: PostedMessage, askers: Sequence[str], message: Message
    ) -> PostedMessage | None:
        """Raises `Undeliverable` where it can be said later: to nobody was it said then."""
        try:
            return await self._services.outbox.post(posted, message)
        except Undeliverable as error:
            if error.remedy in (Remedy.AGAIN, Remedy.REPAIR):
                raise
            log.warning("told to who asked", reason=error.reason, channel=posted.place.channel)
            await self._endings.refused(posted.place, error)
        refusals = list[Undeliverable]()
        for each in askers:
            try:
                await self._services.outbox.say(Place(posted.place.workspace, each), message)
            except Undeliverable as error:
                log.warning("not told to who asked", reason=error.reason, user=each)
                refusals.append(error)
        if refusals and len(refusals) == len(askers) and refusals[-1].remedy is Remedy.AGAIN:
            raise refusals[-1]
        return None


async def _no_flaky_tests() -> tuple[FlakyTest, ...]:
    return ()
