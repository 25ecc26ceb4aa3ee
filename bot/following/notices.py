"""Tells channels what they want to hear of: what became of the runs of their subscriptions."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.circleci.client import CircleCI
from bot.following.default_branches import DefaultBranches
from bot.following.editor import Editor
from bot.following.quiet import QuietTimes
from bot.following.reminders import Reminders
from bot.model.history import Streak
from bot.model.message import picture
from bot.model.news import failing_workflows
from bot.model.outbox import Remedy, Undeliverable, Watch
from bot.model.permission import Permission
from bot.model.reply import Surface
from bot.model.request import Actor, Place
from bot.model.run import Run
from bot.model.subscription import AUTHOR, Event, Notice, Subscription, needs_history, notices_of
from bot.policy.access import Access
from bot.policy.decide import Verdict
from bot.reading.runs import runs_before, with_failed_jobs
from bot.services import Services
from bot.views.cards.notice import (
    NoticeCard,
    SubscriptionEnded,
    fixed_beneath,
    notice_card,
    subscription_ended,
)
from bot.views.scene import Scene

log = structlog.get_logger()

#: Of how many runs it is remembered how their branch stood before.
_HISTORIES = 300

#: Of how many red runs before it is read which jobs failed.
_REDS = 5


class Notifier:
    """The subscriptions of this process's workspaces."""

    def __init__(self, services: Services, editor: Editor) -> None:
        self._services = services
        self._editor = editor
        self._store = services.store
        self._reminders = Reminders(services)
        self.default_branches = DefaultBranches(services)
        self.quiet = QuietTimes(services, self.default_branches)
        self._before = OrderedDict[str, tuple[list[Run], bool]]()

    async def wanted(self, workspace: str, run: Run) -> tuple[Subscription, ...]:
        """Those that are about a run. Raises `StoreUnavailable`, `CircleCIError`."""
        every = await self._store.subscriptions.of_workspace(workspace)
        return await self.default_branches.covering(workspace, run, every)

    async def notify(self, workspace: str, run: Run, watches: Sequence[Watch]) -> bool:
        """Tell what is new of it where it is wanted. Gives whether Slack took all of it.

        ``watches``: its messages, and those that were left; what they told in a channel is known there.
        Raises `StoreUnavailable`, `CircleCIError`.
        """
        whole, watches = True, list(watches)
        muted = await self._store.subscriptions.muted(workspace, self._at())
        quiet = await self.quiet.channels(workspace)
        held = await self._store.quiet.keys(workspace, run.pipeline.id)
        for subscription in await self.wanted(workspace, run):
            channel = subscription.place.channel
            if channel in muted:
                continue
            if not await self._services.knows_whether_closed(subscription.place):
                whole = False
                continue
            if not await self._still_granted(subscription, run):
                continue
            before = None
            if needs_history(subscription, run):
                before = await self._stood(workspace, subscription, run)
            here = [each for each in watches if each.posted.place.channel == channel]
            told = {key for each in here for key in each.told} | {key for of, key in held if of == channel}
            for notice in notices_of(subscription, run, self._services.now(), before, told):
                breaks = quiet.get(channel, False) and await self.quiet.breaks_through(workspace, run, notice)
                stands = any(
                    each.surface is not Surface.NEWS for each in here
                )  # then nothing is posted beside it
                if stands or ((channel not in quiet or breaks) and self.quiet.has_room(channel)):
                    whole = await self._say(subscription, run, notice, watches) and whole
                else:
                    await self.quiet.hold(subscription, run, notice)
            left = any(not each.line for each in watches if each.posted.place.channel == channel)
            if channel not in quiet and not left:
                here = [each for each in watches if each.posted.place.channel == channel]
                access = self._access(subscription)
                whole = await self._reminders.remind(subscription, run, access, here) and whole
        return whole

    async def _stood(self, workspace: str, subscription: Subscription, run: Run) -> Streak:
        """How what it is about stood before the run; where it is red still, with the jobs that broke it."""
        older, whole = await self._older(workspace, run)
        before = subscription.streak(older, whole=whole)
        again = before.failing & {each.name for each in failing_workflows(run)}
        if not again or before.first_red is None:
            return before
        since = before.first_red.pipeline.number
        reds = [each for each in older if each.failed and each.pipeline.number >= since][:_REDS]
        read = await with_failed_jobs(self._circleci(workspace), reds, again)
        known = {each.pipeline.id: each for each in read}
        older = [known.get(each.pipeline.id, each) for each in older]
        self._before[run.pipeline.id] = older, whole
        return subscription.streak(older, whole=whole)

    async def _older(self, workspace: str, run: Run) -> tuple[list[Run], bool]:
        """The runs that tell how its branch stood before: read once."""
        id = run.pipeline.id
        if id not in self._before:
            self._before[id] = await runs_before(self._circleci(workspace), run)
            if len(self._before) > _HISTORIES:
                self._before.popitem(last=False)
        return self._before[id]

    async def _still_granted(self, subscription: Subscription, run: Run) -> bool:
        """Where the channel has lost the right, the subscription ends, and says so once.

        One to several projects ends where none can be followed any more.
        """
        access, follow, pipeline = self._access(subscription), Permission.FOLLOW, run.pipeline
        if subscription.several:
            ended = access.decide(follow, ref_known=False).verdict is Verdict.DENIED
            granted = access.allows(follow, pipeline.project_slug, pipeline.branch)
        else:
            granted = access.allows(follow, subscription.project, subscription.branch)
            ended = not granted
        if ended:
            await self._end(subscription, access)
        return granted

    async def _end(self, subscription: Subscription, access: Access, reason: str = "") -> None:
        await self._store.subscriptions.remove(subscription)
        called = access.called(subscription.project)
        ended = subscription_ended(SubscriptionEnded(subscription, called, reason))
        place = subscription.place
        where = replace(place, channel=subscription.asker) if reason else place
        try:
            await self._services.outbox.say(replace(where, thread=None), ended)
        except Undeliverable as error:
            log.warning("the end of a subscription is untold", reason=error.reason, channel=place.channel)

    async def _say(self, subscription: Subscription, run: Run, notice: Notice, watches: list[Watch]) -> bool:
        """Post it, once for each run and channel: further news of it goes beneath the first message.

        ``watches``: all of the run; that of what is posted comes to it.
        """
        access, place = self._access(subscription), replace(subscription.place, thread=None)
        pipeline = run.pipeline
        if not access.reads(pipeline.project_slug, pipeline.branch, pipeline.tag):
            return True
        scene = Scene(self._circleci(place.workspace).web, self._services.now(), "")
        [known] = await self._store.askers.known(place, [run])
        called = replace(known, called=access.called(pipeline.project_slug))
        card = NoticeCard(called, scene, notice, await self._whom(subscription, known))
        key = f"notice:{notice.key}"
        here = [each for each in watches if each.posted.place.channel == place.channel]
        roots = [each for each in here if each.surface is not Surface.NEWS]
        try:
            if roots:  # its card tells how the run is, and what matters is told beneath it
                if notice.event is Event.FIXED:
                    fixed = replace(fixed_beneath(card), key=f"{pipeline.id} {key}")
                    await self._services.outbox.post(roots[-1].posted, fixed)
                await self._store.watches.tell(roots[-1].posted, (key,))
                return True
            watches += await self._post(place, card, subscription, key)
        except Undeliverable as error:
            log.warning("not told", reason=error.reason, channel=place.channel)
            if error.remedy in (Remedy.AGAIN, Remedy.REPAIR):
                return False
            if error.remedy is Remedy.ANOTHER_WAY:
                await self._end(subscription, access, error.reason)
        return True

    async def _post(
        self, place: Place, card: NoticeCard, subscription: Subscription, key: str
    ) -> list[Watch]:
        message = replace(notice_card(card), key=f"{card.run.pipeline.id} {key}")
        posted = await self._services.outbox.say(place, message)
        self._editor.drew(posted, card.pipeline, message)
        await self._store.memory.remember(posted, message)
        if not (message.drawn_by and message.run):
            return []
        told = (*message.told, key)
        watch = Watch(
            posted,
            message.drawn_by,
            subscription.asker,
            Surface.NOTICE,
            message.run,
            told,
            None,
            picture(message),
        )
        await self._store.watches.keep(watch, self._at() if message.live else None)
        return [watch]

    async def _whom(self, subscription: Subscription, run: Run) -> str | None:
        """The Slack id of who is to be mentioned, where that is wanted and known."""
        if subscription.mention != AUTHOR:
            return subscription.mention
        if run.asker is not None:
            return run.asker.user
        people, pipeline = self._services.policies.current.people, run.pipeline
        names = (pipeline.author, pipeline.starter)
        found = next((people[name.lower()] for name in names if name and name.lower() in people), None)
        if found is None and pipeline.author_email:
            found = await self._services.person_by_email(pipeline.author_email)
        return found

    def _access(self, subscription: Subscription) -> Access:
        place = subscription.place
        return self._services.access(Actor(subscription.asker, place.workspace), place)

    def _circleci(self, workspace: str) -> CircleCI:
        return self._services.clients[workspace]

    def _at(self) -> float:
        return self._services.now().timestamp()
