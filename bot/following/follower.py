"""Keeps messages true: each run is read once, however many messages depict it, and each is drawn again.

This is the only place that does so. A message that can change is a row with the line that draws it; that
something may have changed is all that events say, so it does no harm where they come late, twice or never.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

import structlog

from bot.circleci.errors import CircleCIError
from bot.circleci.models import FlakyTest
from bot.following.editor import Editor, name_of
from bot.following.edits import Priority
from bot.following.marks import Marks
from bot.following.notices import Notifier
from bot.following.pace import JOBS_EVERY, LONGEST, TROUBLE, pause_after
from bot.model.message import Message
from bot.model.news import Happening, News, news_of
from bot.model.outbox import FollowedRun, PostedMessage, Remedy, Undeliverable, Watch
from bot.model.reply import Surface
from bot.model.request import Actor, Place
from bot.model.run import Run
from bot.pool import Pool
from bot.reading.diagnosis import first_diagnosis
from bot.reading.runs import fresh_run, next_look
from bot.services import Services
from bot.store import StoreUnavailable
from bot.views.cards.news import NewsCard, news_card
from bot.views.scene import Scene

log = structlog.get_logger()

#: How many runs are looked at a turn, and at a time for what one answer has read.
_A_TURN, _MOST_RUNS = 20, 5

#: Of how many runs the last look is remembered.
_LOOKS = 3000

#: Until when CircleCI is asked for a run that nobody touched since, in seconds.
_PATIENCE = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run was seen last, and when the jobs of what still runs were read."""

    run: Run
    jobs_at: float


class Follower:
    """Looks at runs that are due, draws their messages again, and tells what matters in their threads."""

    def __init__(self, services: Services, pool: Pool) -> None:
        self._services = services
        self._store = services.store
        self.editor = Editor(services, pool)
        self._notifier = Notifier(services, self.editor)
        self._marks = Marks(lambda runs: self._store.watches.mark(runs, self._at()))
        self._to_read = set[str]()
        self._reading = WeakValueDictionary[str, asyncio.Lock]()
        self._looks = OrderedDict[str, _Look]()
        self._troubles: defaultdict[str, int] = defaultdict(int)

    async def look_again(
        self, workspace: str, runs: Sequence[str], besides: PostedMessage | None = None
    ) -> None:
        """Somebody's line has just read these, or changed them: what depicts them is drawn as they are."""
        try:
            await self._store.watches.touch(workspace, runs, self._at())
            watches = await self._store.watches.of_runs(workspace, runs)
        except StoreUnavailable as error:
            log.warning("messages not drawn again", error=str(error))
            return
        others = [each for each in watches if besides is None or name_of(each.posted) != name_of(besides)]
        for run in list(dict.fromkeys(each.run for each in others))[:_MOST_RUNS]:
            if run in self._to_read:
                continue  # who is about to read it sees what we have seen
            those = [each for each in others if each.run == run]
            await self._look(workspace, run, those, Priority.TOUCHED)

    async def mark(self, run: str) -> None:
        """CircleCI says that something happened to it. Raises `StoreUnavailable`."""
        await self._marks.add(run)

    async def turn(self) -> None:
        """Look at what is due. Raises `StoreUnavailable`."""
        for workspace in self._services.clients:
            if not await self._store.senders.hold(workspace, adopt=self._store.alone):
                continue
            await self._notifier.discover(workspace)
            due = await self._store.watches.due(workspace, self._at(), _A_TURN)
            await asyncio.gather(*map(self._follow, due))
        self.editor.measure()

    async def close(self) -> None:
        """Let another process go on at once."""
        for workspace in self._services.clients:
            with suppress(StoreUnavailable):
                await self._store.senders.release(workspace)

    async def _follow(self, followed: FollowedRun) -> None:
        workspace, id = followed.workspace, followed.run
        watches = await self._store.watches.of_runs(workspace, (id,))
        seen = await self._look(workspace, id, watches, Priority.PROGRESS)
        wanted = watches or seen is None or await self._notifier.wanted(workspace, seen[0])
        await self._store.watches.schedule(followed, self._due(followed, seen) if wanted else None)

    def _due(self, followed: FollowedRun, seen: tuple[Run, bool] | None) -> float | None:
        """When to look next: no more where it has ended, and all of it is told."""
        at, id = self._at(), followed.run
        quiet = at - followed.touched
        if seen is None:
            self._troubles[id] += 1
            return None if quiet > _PATIENCE else at + min(TROUBLE * 2 ** self._troubles[id], LONGEST)
        self._troubles.pop(id, None)
        run, whole = seen
        if not whole:
            return at + TROUBLE
        if run.live(self._services.now()):
            return at + pause_after(quiet)
        self._looks.pop(id, None)
        return None

    async def _look(
        self, workspace: str, id: str, watches: Sequence[Watch], priority: Priority
    ) -> tuple[Run, bool] | None:
        """Read it, draw and tell; one at a time for each run, so that what is read first is not drawn last.

        Gives it, and whether all there is to tell was told; None where CircleCI doesn't say how it is.
        """
        self._to_read.add(id)
        async with self._reading.setdefault(id, asyncio.Lock()):
            self._to_read.discard(id)
            try:
                run = await self._read(workspace, id, fresh=priority is Priority.TOUCHED)
                noticed = await self._notifier.notify(workspace, run, watches)
            except CircleCIError as error:
                log.info("messages not drawn again", error=repr(error))
                return None
            told = [(False, noticed)]
            told += [await self._tell(run, those) for those in _by_channel(watches)]
            happened = any(news for news, _ in told)
            urgency = Priority.OUTCOME if happened or not run.live(self._services.now()) else priority
            for watch in watches:
                await self.editor.want(watch, run, urgency)
            return run, all(whole for _, whole in told)

    async def _read(self, workspace: str, id: str, *, fresh: bool) -> Run:
        circleci, at, last = self._services.clients[workspace], self._at(), self._looks.get(id)
        jobs_at = at
        if last is None:
            run = await fresh_run(circleci, id)
        else:
            jobs_too = fresh or at - last.jobs_at >= JOBS_EVERY
            jobs_at = at if jobs_too else last.jobs_at
            run = await next_look(circleci, last.run, jobs_too=jobs_too)
        self._looks[id] = _Look(run, jobs_at)
        self._looks.move_to_end(id)
        if len(self._looks) > _LOOKS:
            self._looks.popitem(last=False)
        return run

    async def _tell(self, run: Run, watches: Sequence[Watch]) -> tuple[bool, bool]:
        """In a channel: whether there was news, and whether Slack took all of it."""
        told = {key for each in watches for key in each.told}
        every, whole = news_of(run, self._services.now(), told), True
        for news in every:
            whole = await self._say(run, watches, news) and whole
        return bool(every), whole

    async def _say(self, run: Run, watches: Sequence[Watch], news: News) -> bool:
        """Beneath the first of these messages; where that is closed for good, to who asked. Told once."""
        first, pipeline = watches[-1], run.pipeline  # the oldest
        place, actor = first.asked_place, Actor(first.asker, first.posted.place.workspace)
        access = self._services.access(actor, place)
        if not access.reads(pipeline.project_slug, pipeline.branch, pipeline.tag):
            return True
        called = replace(run, called=access.called(pipeline.project_slug))
        unasked = (Surface.NEWS, Surface.NOTICE)
        asked = [each.asker for each in reversed(watches) if each.surface not in unasked]
        askers = tuple(dict.fromkeys(asked))
        circleci = self._services.clients[place.workspace]
        diagnosis = None
        if news.happening is Happening.FAILED and news.workflows:
            diagnosis = await first_diagnosis(circleci, called, None, _no_flaky_tests)
        scene = Scene(circleci.web, self._services.now(), first.asker)
        message = news_card(NewsCard(news, called, scene, askers, diagnosis))
        try:
            said = await self._delivered(first.posted, askers, message)
            await self._store.watches.tell(first.posted, news.keys)
            if said is not None:
                await self._store.memory.remember(said, message)
                if message.drawn_by:
                    beneath = replace(
                        first, posted=said, line=message.drawn_by, surface=Surface.NEWS, told=()
                    )
                    await self._store.watches.keep(beneath)
        except (Undeliverable, StoreUnavailable) as error:
            log.warning("not told", reason=str(error), channel=place.channel)
            return False
        return True

    async def _delivered(
        self, posted: PostedMessage, askers: Sequence[str], message: Message
    ) -> PostedMessage | None:
        """Raises `Undeliverable` where Slack is in trouble: then it is said later."""
        try:
            return await self._services.outbox.post(posted, message)
        except Undeliverable as error:
            if error.remedy is Remedy.AGAIN:
                raise
            log.warning("told to who asked", reason=error.reason, channel=posted.place.channel)
        for each in askers:
            await self._services.outbox.say(Place(posted.place.workspace, each), message)
        return None

    def _at(self) -> float:
        return self._services.now().timestamp()


def _by_channel(watches: Sequence[Watch]) -> list[list[Watch]]:
    """The same, those of each channel together."""
    channels = defaultdict[str, list[Watch]](list)
    for each in watches:
        channels[each.posted.place.channel].append(each)
    return list(channels.values())


async def _no_flaky_tests() -> tuple[FlakyTest, ...]:
    return ()
