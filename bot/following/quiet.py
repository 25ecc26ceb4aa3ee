"""Holds notices back while a channel is quiet or hears many, and tells them in one message afterwards."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Collection
from dataclasses import replace
from itertools import groupby

import structlog

from bot.circleci.errors import CircleCIError
from bot.following.default_branches import DefaultBranches
from bot.following.endings import Endings
from bot.model.outbox import Remedy, Undeliverable
from bot.model.quiet import HeldNotice
from bot.model.request import Actor
from bot.model.run import Run
from bot.model.subscription import Event, Notice, Subscription
from bot.services import Services
from bot.views.cards.quiet import HeldDigest, held_digest
from bot.views.scene import Scene

log = structlog.get_logger()

#: How many notices are posted in a channel, each by itself, in so many seconds; the others become one.
MOST_NOTICES, _MINUTE = 5, 60.0

#: Of how many runs it is read how they are when what was held back of them is told.
_READ = 20

#: How often it is looked whether something can be told, in seconds.
_EVERY = 20.0


class QuietTimes:
    """The quiet channels of this process's workspaces."""

    def __init__(self, services: Services, default_branches: DefaultBranches) -> None:
        self._services = services
        self._store = services.store
        self._endings = Endings(services)
        self._default_branches = default_branches
        self._told_at: dict[str, float] = {}
        self._posts = defaultdict[str, deque[float]](lambda: deque(maxlen=MOST_NOTICES))

    async def channels(self, workspace: str) -> dict[str, bool]:
        """Those that are quiet now, and whether failures break through there. Raises `StoreUnavailable`."""
        every, at = await self._store.quiet.of_workspace(workspace), self._services.now()
        return {channel: breaks for channel, (hours, breaks) in every.items() if hours.covers(at)}

    async def breaks_through(self, workspace: str, run: Run, notice: Notice) -> bool:
        """Whether it is a failure of the default branch. Raises `CircleCIError`."""
        if notice.event is not Event.FAILED:
            return False
        pipeline = run.pipeline
        return pipeline.branch == await self._default_branches.name(workspace, pipeline.project_slug)

    def has_room(self, channel: str) -> bool:
        """Whether one more can be posted there now: then it counts as posted."""
        if self._crowded(channel):
            return False
        self._posts[channel].append(self._services.now().timestamp())
        return True

    def _crowded(self, channel: str) -> bool:
        posts = self._posts[channel]
        return len(posts) == MOST_NOTICES and self._services.now().timestamp() - posts[0] < _MINUTE

    async def hold(self, subscription: Subscription, run: Run, notice: Notice) -> None:
        """Keep it until the channel hears again, unless it is known there. Raises `StoreUnavailable`."""
        pipeline = run.pipeline
        held = HeldNotice(
            subscription.place,
            pipeline.id,
            f"notice:{notice.key}",
            notice.event,
            pipeline.project_slug,
            pipeline.number,
            pipeline.branch,
            subscription.asker,
        )
        await self._store.quiet.hold(held, told=notice.known)

    async def tell(self, workspace: str) -> None:
        """What was held back from channels that hear again. Raises `StoreUnavailable`."""
        at = self._services.now().timestamp()
        if at - self._told_at.get(workspace, 0.0) < _EVERY:
            return
        self._told_at[workspace] = at
        held = await self._store.quiet.held(workspace)
        if not held:
            return
        silent = {*await self.channels(workspace), *await self._store.subscriptions.muted(workspace, at)}
        for channel, several in groupby(held, lambda each: each.place.channel):
            if channel not in silent and not self._crowded(channel):
                await self._tell(workspace, tuple(several))

    async def _tell(self, workspace: str, held: Collection[HeldNotice]) -> None:
        [place] = {each.place for each in held}
        if not await self._services.knows_whether_closed(place):
            return
        seen, runs = dict[tuple[str, str], tuple[str, HeldNotice, str]](), dict[str, Run | None]()
        for each in held:
            access = self._services.access(Actor(each.asker, workspace), each.place)
            if each.run not in runs and len(runs) < _READ:
                runs[each.run] = await self._run(workspace, each.run)
            run = runs.get(each.run)
            if access.reads(each.project, each.branch, run.pipeline.tag if run else None):
                now = each.now(run, self._services.now()) if run else each.event
                seen.setdefault((each.run, now), (access.called(each.project), each, now))
        scene = Scene(self._services.clients[workspace].web, self._services.now(), "")
        told = [each for key, each in seen.items() if key[1] != Event.STARTED or not _goes_on(key[0], seen)]
        try:
            if told:
                message = held_digest(HeldDigest(told, scene))
                key = " ".join(("held", *(f"{each.run} {each.key}" for each in held)))
                await self._services.outbox.say(place, replace(message, key=key))
        except Undeliverable as error:
            log.warning("what was held back is untold", reason=error.reason, channel=place.channel)
            await self._endings.refused(place, error)
            if error.remedy in (Remedy.AGAIN, Remedy.REPAIR):
                return
        await self._store.quiet.tell(place)

    async def _run(self, workspace: str, id: str) -> Run | None:
        """None where CircleCI does not say: then what was held back is told as it was."""
        circleci = self._services.clients[workspace]
        try:
            pipeline, workflows = await asyncio.gather(circleci.get_pipeline(id), circleci.list_workflows(id))
        except CircleCIError as error:
            log.info("held back, and told as it was", run=id, error=type(error).__name__)
            return None
        return Run(pipeline, str(pipeline.project_slug), workflows)


def _goes_on(run: str, told: Collection[tuple[str, str]]) -> bool:
    """Whether more than its start is told of it: that says that it has started."""
    return any(other == run and event != Event.STARTED for other, event in told)
