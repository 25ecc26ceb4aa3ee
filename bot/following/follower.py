"""Keeps messages true: each run is read once, however many messages depict it, and each is drawn again.

This is the only place that does so. A message that can change is a row with the line that draws it; that
something may have changed is all that events say, so it does no harm where they come late, twice or never.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from math import inf
from time import monotonic

import structlog

from bot import lines
from bot.circleci.errors import CircleCIError
from bot.following.digests import DigestTeller
from bot.following.discovery import Discovery
from bot.following.dues import Dues, Sighting
from bot.following.editor import Editor, name_of
from bot.following.edits import Priority
from bot.following.ends import LikelyEnds
from bot.following.looks import Look, Looks
from bot.following.marks import Marks
from bot.following.newsagent import Newsagent
from bot.following.notices import Notifier
from bot.following.pace import SHORTEST, UNKEPT, affords, pause_until_changed
from bot.following.topics import Topics
from bot.model.outbox import FollowedRun, PostedMessage, Watch
from bot.model.reply import Surface
from bot.model.run import Run
from bot.model.shown import deploys_topic, is_topic
from bot.pool import Pool, Work
from bot.services import Services
from bot.store import StoreUnavailable
from bot.store.watches import SENDER_LEASE
from bot.tracing import tracer

log = structlog.get_logger()

#: How many runs are looked at at a time, and how many for what one answer has read.
_AT_ONCE, _MOST_RUNS = 20, 5


class Follower:
    """Looks at runs that are due, draws their messages again, and tells what matters in their threads."""

    def __init__(self, services: Services, pool: Pool) -> None:
        self._services = services
        self._pool = pool
        self._store = services.store
        self.editor = Editor(services, pool, self._surely_sends_for)
        self._newsagent = Newsagent(services)
        self._notifier = Notifier(services)
        self._discovery = Discovery(services, self._notifier.default_branches)
        self._digests = DigestTeller(services, self._notifier.quiet)
        self._topics = Topics(services, self.editor)
        self._ends = LikelyEnds()
        self._marks = Marks(self._mark)
        self._projects_of_marked = dict[str, str]()
        self._sends = set[str]()
        self._renewed_at: dict[str, float] = {}
        self._under_way = set[str]()
        self._looks = Looks()
        self._dues = Dues(self._looks, self.editor.waits, services.now)

    async def look_again(
        self, workspace: str, runs: Sequence[str], besides: PostedMessage | None = None
    ) -> None:
        """Somebody's line has just read these, or changed them: what depicts them is drawn as they are.

        Here where this process sends for the workspace; else by the one that does, which finds them due.
        """
        try:
            await self._store.watches.touch(workspace, runs, at := self._at())
            sends = self._store.alone or workspace in self._sends
            watches = _without(await self._store.watches.of_runs(workspace, runs), besides)
            for run in list(dict.fromkeys(each.run for each in watches))[:_MOST_RUNS]:
                if not sends:
                    await self._store.watches.follow(workspace, run, at)
                    continue
                self._begin(run, partial(self._follow, FollowedRun(workspace, run, at, at), besides))
        except StoreUnavailable as error:
            log.warning("messages not drawn again", error=str(error))

    async def mark(self, run: str, project: str | None = None) -> None:
        """CircleCI says that something happened to it. ``project``: its slug. Raises `StoreUnavailable`."""
        if project is not None:
            self._projects_of_marked[run] = project
        await self._marks.add(run)

    async def _mark(self, runs: frozenset[str]) -> None:
        projects = {run: self._projects_of_marked.pop(run, None) for run in runs}
        followed = await self._store.watches.mark(runs, self._at())
        for project in {each for run, each in projects.items() if run not in followed and each}:
            self._discovery.hasten(project)

    async def turn(self) -> None:
        """Begin to look at what is due. Raises `StoreUnavailable`.

        It does not wait for that: a lease that is not renewed in time is another's.
        """
        for workspace in self._services.clients:
            if not await self._sends_for(workspace):
                continue
            self._begin(f"discover {workspace}", partial(self._discovery.look, workspace))
            self._begin(f"held {workspace}", partial(self._notifier.quiet.tell, workspace))
            self._begin(f"digests {workspace}", partial(self._digests.tell, workspace))
            busy = len(self._under_way)
            for each in await self._store.watches.due(workspace, self._at(), _AT_ONCE + busy):
                if len(self._under_way) <= _AT_ONCE:
                    self._begin(each.run, partial(self._follow, each))
        self.editor.measure()

    async def _sends_for(self, workspace: str) -> bool:
        """Whether this process sends for it: said anew well before that runs out, and not each turn."""
        if (at := monotonic()) >= self._renewed_at.get(workspace, 0.0) + SENDER_LEASE / 3:
            self._sends.discard(workspace)
            if await self._store.senders.hold(workspace, adopt=self._store.alone):
                self._sends.add(workspace)
                self._renewed_at[workspace] = at
        return workspace in self._sends

    def _surely_sends_for(self, workspace: str) -> bool:
        """Whether no other process can by now: one that was stopped for long wakes up and is none."""
        until = self._renewed_at.get(workspace, -inf) + SENDER_LEASE
        return self._store.alone or (workspace in self._sends and monotonic() < until)

    def _begin(self, name: str, work: Work) -> None:
        """One at a time of each name, so that what is read first is not drawn last: what it is about is due
        again then.
        """
        if name in self._under_way:
            return

        async def begun() -> None:
            try:
                await work()
            except StoreUnavailable as error:
                log.warning("the database does not answer", error=str(error))
            finally:
                self._under_way.discard(name)

        self._under_way.add(name)
        self._pool.start(begun, promised=True)

    async def close(self) -> None:
        """Let another process go on at once."""
        for workspace in self._services.clients:
            with suppress(StoreUnavailable):
                await self._store.senders.release(workspace)

    async def _follow(self, followed: FollowedRun, besides: PostedMessage | None = None) -> None:
        """Whatever becomes of the look, there is a time for the next one."""
        workspace, id, seen = followed.workspace, followed.run, None
        if is_topic(id):
            changed, at = await self._topics.draw(workspace, id), self._at()
            pause = None if changed else pause_until_changed(at - followed.touched)
            await self._store.watches.schedule(followed, None if pause is None else at + pause)
            return
        if (drawn := await self._drawn_last(followed)) is not None:
            await self._store.watches.schedule(followed, self._dues.after_end(followed, drawn))
            return
        touched = followed.due == followed.touched
        try:
            priority = Priority.TOUCHED if touched else Priority.PROGRESS
            with tracer().look(id):
                seen = await self._look(followed, priority, besides)
            if seen is None:
                await self._say_unkept(followed)
        finally:
            await self._plan(followed, seen)

    async def _plan(self, followed: FollowedRun, seen: Sighting | None) -> None:
        """Write down what was seen, and when to look next."""
        workspace, id, at = followed.workspace, followed.run, self._at()
        if seen is None:
            await self._store.watches.schedule(followed, self._dues.after(followed, seen))
            return
        wanted = seen.every or not seen.whole or await self._notifier.wanted(workspace, seen.run)
        due, live = self._dues.after(followed, seen) if wanted else None, seen.run.live(self._services.now())
        await self._store.watches.schedule(followed, due, seen=at, ended=not live)
        if live and followed.ended is not None:  # somebody has rerun it
            await self._store.watches.follow(workspace, id, at + SHORTEST)

    async def _say_unkept(self, followed: FollowedRun) -> None:
        """On its messages, where CircleCI has not told for long how it is. Raises `StoreUnavailable`."""
        since = followed.touched if followed.seen is None else followed.seen
        if followed.ended is not None or self._at() - since < UNKEPT:
            return
        look = self._looks.last(followed.run)
        for watch in await self._store.watches.of_runs(followed.workspace, (followed.run,)):
            await self.editor.want_unkept(watch, look.run if look else None, since)

    async def _drawn_last(self, followed: FollowedRun) -> Sequence[Watch] | None:
        """Its messages, where it had ended, is due for its last edits alone, and these were sent."""
        look = self._looks.last(followed.run)
        if look is None or not look.ended or followed.due != look.planned:
            return None
        watches = await self._store.watches.of_runs(followed.workspace, (followed.run,))
        return None if any(map(self.editor.waits, watches)) else watches

    async def _look(
        self, followed: FollowedRun, priority: Priority, besides: PostedMessage | None
    ) -> Sighting | None:
        """Read it, draw and tell. None where CircleCI doesn't say how it is. Raises `StoreUnavailable`."""
        workspace, id = followed.workspace, followed.run
        try:
            circleci, fresh = self._services.clients[workspace], priority is Priority.TOUCHED
            look = await self._looks.look(circleci, id, self._at(), fresh=fresh)
            run = look.run
            there = await self._store.watches.of_runs(workspace, (id,), left_too=True)
            every = [each for each in there if each.line]
            if not await self._knows_who_reads(every):
                return None
        except CircleCIError as error:
            log.info("messages not drawn again", error=type(error).__name__)
            return None
        try:
            noticed, beneath = await self._notifier.notify(workspace, run, there)
        except CircleCIError as error:  # its cards are drawn all the same
            log.info("subscriptions not told", error=type(error).__name__)
            noticed, beneath = False, {}
        told, watches = [(False, noticed)], _without(every, besides)
        channels = _by_channel(watches)
        for channel in dict.fromkeys((*channels, *beneath)):
            notice = beneath.get(channel)
            told.append(await self._newsagent.tell(run, channels.get(channel, ()), notice))
        if not run.live(self._services.now()) and followed.ended is None and _rolls_back(run, every):
            await self._store.watches.follow(workspace, deploys_topic(run.pipeline.project_slug), self._at())
        happened = any(news for news, _ in told)
        urgency = Priority.OUTCOME if happened or not run.live(self._services.now()) else priority
        cards_first = sorted(watches, key=lambda each: each.surface is Surface.NEWS)
        for watch in cards_first:
            await self.editor.want(watch, run, urgency)
        hidden = bool(every) and not any(self.editor.redrawing.may_see(each, run) for each in every)
        whole, likely = all(whole for _, whole in told), await self._likely(workspace, look)
        return Sighting(look, whole, every, hidden, likely)

    async def _likely(self, workspace: str, look: Look) -> float | None:
        """Seconds until it is likely to end; None where that is unknown, or it was looked at often enough."""
        now = self._services.now()
        enough = not affords(look.count, now.timestamp() - look.since)
        if look.hooked or enough or not look.run.live(now):
            return None
        return await self._ends.until(workspace, self._services.clients[workspace], look.run, now)

    async def _knows_who_reads(self, watches: Sequence[Watch]) -> bool:
        places = {each.posted.place.channel: each.asked_place for each in watches}
        return all([await self._services.knows_whether_closed(each) for each in places.values()])

    def _at(self) -> float:
        return self._services.now().timestamp()


def _without(watches: Sequence[Watch], besides: PostedMessage | None) -> list[Watch]:
    return [each for each in watches if besides is None or name_of(each.posted) != name_of(besides)]


def _by_channel(watches: Sequence[Watch]) -> dict[str, list[Watch]]:
    """The same, those of each channel together."""
    channels = defaultdict[str, list[Watch]](list)
    for each in watches:
        channels[each.posted.place.channel].append(each)
    return channels


def _rolls_back(run: Run, watches: Sequence[Watch]) -> bool:
    """Whether it takes a version back: by its workflows' names, or by what was asked for."""
    asked = any(each.line.partition(" ")[0] == lines.ROLLBACK.words for each in watches)
    return run.is_rollback or asked
