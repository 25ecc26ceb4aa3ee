"""Tells channels what they want to hear of: what became of the runs of their subscriptions."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.circleci.client import CircleCI
from bot.following.default_branches import DefaultBranches
from bot.following.endings import Endings
from bot.following.quiet import QuietTimes
from bot.following.reminders import Reminders
from bot.model.message import picture
from bot.model.news import failing_workflows
from bot.model.outbox import Remedy, Undeliverable, Watch
from bot.model.permission import Permission
from bot.model.reply import Surface
from bot.model.request import Actor, Place
from bot.model.run import Run
from bot.model.subscription import AUTHOR, Beside, Event, Notice, Subscription, needs_history, notices_of
from bot.policy.access import Access
from bot.policy.decide import Verdict
from bot.reading.runs import runs_beside, with_failed_jobs
from bot.services import Services
from bot.shelf import Shelf
from bot.views.cards.notice import NoticeCard, notice_card
from bot.views.scene import Scene

log = structlog.get_logger()

#: How many runs, workflows and jobs are remembered of the branches of other runs.
_HISTORIES = 10_000

#: Of how many other red runs it is read which jobs failed.
_REDS = 5


@dataclass(frozen=True, slots=True)
class NoticeBeneath:
    """What a channel wants to hear of a run that has a card there: it is told beneath its ``root``."""

    root: Watch
    card: NoticeCard


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A notice, and the subscription by which it is told."""

    subscription: Subscription
    notice: Notice


class Notifier:
    """The subscriptions of this process's workspaces."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store
        self._reminders = Reminders(services)
        self._endings = Endings(services)
        self.default_branches = DefaultBranches(services)
        self.quiet = QuietTimes(services, self.default_branches)
        self._beside = Shelf[tuple[str, ...], tuple[list[Run], bool]](_size, _HISTORIES)

    async def wanted(self, workspace: str, run: Run) -> tuple[Subscription, ...]:
        """Those that are about a run. Raises `StoreUnavailable`, `CircleCIError`."""
        every = await self._store.subscriptions.of_workspace(workspace)
        return await self.default_branches.covering(workspace, run, every)

    async def notify(
        self, workspace: str, run: Run, watches: Sequence[Watch]
    ) -> tuple[bool, dict[str, NoticeBeneath]]:
        """Tell what is new of it where it is wanted.

        Gives whether Slack took all of it, and by their channels what is to be told beneath cards.
        ``watches``: its messages, and those that were left; what they told in a channel is known there.
        Raises `StoreUnavailable`, `CircleCIError`.
        """
        whole, beneath = True, dict[str, NoticeBeneath]()
        if not (wishes := await self.wanted(workspace, run)):
            return whole, beneath
        channels = defaultdict[str, list[Subscription]](list)
        mutes = await self._store.subscriptions.mutes(workspace)
        quiet = await self.quiet.channels(workspace)
        held = await self._store.quiet.keys(workspace, [run.pipeline.id])
        for each in wishes:
            until = mutes.get(each.place.channel, 0.0)
            if until <= self._at():
                channels[each.place.channel].append(replace(each, made=max(each.made, until)))
        for channel, several in channels.items():
            if not await self._services.knows_whether_closed(several[0].place):
                whole = False
                continue
            here = [each for each in watches if each.posted.place.channel == channel]
            told = {key for each in here for key in each.told} | {key for of, _, key in held if of == channel}
            granted = [each for each in several if await self._still_granted(each, run)]
            wanted = [_Wanted(each, it) for each in granted for it in await self._notices(each, run, told)]
            loud = [each for each in wanted if await self._is_loud(each, run, quiet)]
            if wanted:
                taken, below = await self._tell(wanted, loud, run, here)
                whole = taken and whole
                beneath |= {channel: below} if below else {}
            if channel not in quiet and (not here or any(each.line for each in here)):
                for each in granted:
                    whole = await self._reminders.remind(each, run, self._access(each), here) and whole
        return whole, beneath

    async def _notices(
        self, subscription: Subscription, run: Run, told: Collection[str]
    ) -> tuple[Notice, ...]:
        """What it is to be told of the run."""
        pipeline = run.pipeline
        if not self._access(subscription).reads(pipeline.project_slug, pipeline.branch, pipeline.tag):
            return ()
        beside = await self._others(subscription, run) if needs_history(subscription, run) else Beside()
        found = notices_of(subscription, run, self._services.now(), beside, told)
        for each in found:
            if each.known:
                await self.quiet.hold(subscription, run, each)
        return tuple(each for each in found if not each.known)

    async def _is_loud(self, wanted: _Wanted, run: Run, quiet: Mapping[str, bool]) -> bool:
        """Whether its channel may be disturbed for it."""
        place = wanted.subscription.place
        if place.channel not in quiet:
            return True
        if not quiet[place.channel]:
            return False
        return await self.quiet.breaks_through(place.workspace, run, wanted.notice)

    async def _tell(
        self, wanted: Sequence[_Wanted], loud: Sequence[_Wanted], run: Run, here: list[Watch]
    ) -> tuple[bool, NoticeBeneath | None]:
        """All that is new of it for a channel at once, whose messages of it are ``here``.

        A run is one message there: what it has a card for is told beneath, also where it is quiet.
        """
        roots = [each for each in here if each.surface is not Surface.NEWS]
        telling = wanted
        if not roots:
            channel = wanted[0].subscription.place.channel
            telling = loud if loud and self.quiet.has_room(channel) else ()
        for each in wanted:
            if each not in telling:
                await self.quiet.hold(each.subscription, run, each.notice)
        if not telling:
            return True, None
        card = await self._card(telling, loud, run)
        if not roots:
            return await self._post(card, [each.subscription for each in telling], here), None
        kept = [each for each in roots if each.line]
        if kept and (card.note or card.whom):
            return True, NoticeBeneath(kept[-1], card)
        await self._store.watches.tell(roots[-1].posted, card.keys)
        return True, None

    async def _card(self, telling: Sequence[_Wanted], loud: Sequence[_Wanted], run: Run) -> NoticeCard:
        """With who is to look, where they may be disturbed."""
        subscription = telling[0].subscription
        [known] = await self._store.askers.known(subscription.place, [run])
        known = replace(known, called=self._access(subscription).called(run.pipeline.project_slug))
        scene = Scene(self._circleci(subscription).web, self._services.now(), "")
        whom = [await self._whom(each, known) for each in loud]
        called = tuple(dict.fromkeys(each for each in whom if each))
        return NoticeCard(known, scene, tuple(each.notice for each in telling), called)

    async def _others(self, subscription: Subscription, run: Run) -> Beside:
        """With what the channel was told of them, and by which jobs those failed of which it was told."""
        circleci, failing = self._circleci(subscription), failing_workflows(run, self._services.now())
        key = run.pipeline.id, str(run.passed), *(each.id for each in failing)
        runs, whole = self._beside.get(key) or await runs_beside(circleci, run)
        heard = await self._heard(subscription.place, [each.pipeline.id for each in runs if each.failed])
        reds = [each for each in runs if each.pipeline.id in heard][:_REDS]
        names = {each.name for each in failing}
        read = {each.pipeline.id: each for each in await with_failed_jobs(circleci, reds, names)}
        runs = [read.get(each.pipeline.id, each) for each in runs]
        self._beside.keep(key, (runs, whole))
        return Beside(runs, whole, heard)

    async def _heard(self, place: Place, runs: Collection[str]) -> dict[str, list[str]]:
        """What a channel was told of these, or will be, or need not be."""
        heard = defaultdict[str, list[str]](list)
        for each in await self._store.watches.of_runs(place.workspace, runs, left_too=True):
            if each.posted.place.channel == place.channel:
                heard[each.run] += each.told
        for channel, run, key in await self._store.quiet.keys(place.workspace, runs):
            if channel == place.channel:
                heard[run].append(key)
        return heard

    async def _still_granted(self, subscription: Subscription, run: Run) -> bool:
        """Where the channel has lost the right, the subscription ends, and says so once.

        One to several projects ends where none can be followed any more.
        """
        access, follow, pipeline = self._access(subscription), Permission.FOLLOW, run.pipeline
        if subscription.several:
            ended = access.decide(follow, ref_known=False).verdict is Verdict.DENIED
        else:
            ended = not access.allows(follow, subscription.project, subscription.branch)
        if ended:
            await self._endings.end(subscription)
        about = pipeline.project_slug, pipeline.branch, pipeline.tag
        return not ended and access.allows(follow, *about)

    async def _post(self, card: NoticeCard, subscriptions: Sequence[Subscription], here: list[Watch]) -> bool:
        """As the run's message in the channel; it comes to those that are ``here``."""
        place, message = replace(subscriptions[0].place, thread=None), notice_card(card)
        message = replace(message, key=" ".join((card.run.pipeline.id, *card.keys)))
        try:
            posted = await self._services.outbox.say(place, message)
        except Undeliverable as error:
            log.warning("not told", reason=error.reason, channel=place.channel)
            if error.remedy is Remedy.ANOTHER_WAY:
                for each in dict.fromkeys(subscriptions):
                    await self._endings.end(each, error.reason)
            return error.remedy not in (Remedy.AGAIN, Remedy.REPAIR)
        await self._store.memory.remember(posted, message)
        if message.drawn_by and message.run:
            watch = Watch(
                posted,
                message.drawn_by,
                subscriptions[0].asker,
                Surface.NOTICE,
                message.run,
                (*message.told, *card.keys),
                picture=picture(message),
                remark=card.remark,
            )
            await self._store.watches.keep(watch, self._at() if message.live else None)
            here.append(watch)
        return True

    async def _whom(self, wanted: _Wanted, run: Run) -> str | None:
        """The Slack id of who is to be mentioned, where that is wanted and known.

        The commit's author, for whom a start is no news; where CircleCI does not tell them, who asked for it.
        """
        pipeline, people = run.pipeline, self._services.policies.current.people
        if wanted.subscription.mention != AUTHOR:
            return wanted.subscription.mention
        if wanted.notice.event is Event.STARTED:
            return None
        if pipeline.author_email and (id := await self._services.person_by_email(pipeline.author_email)):
            return id
        unknown = not (pipeline.author or pipeline.author_email)
        if unknown and run.asker is not None:
            return run.asker.user
        pushed = pipeline.starter if unknown or pipeline.pushed_by_author else None
        names = (pipeline.author, pipeline.author_login, pushed)
        return next((people[name.lower()] for name in names if name and name.lower() in people), None)

    def _access(self, subscription: Subscription) -> Access:
        place = subscription.place
        return self._services.access(Actor(subscription.asker, place.workspace), place)

    def _circleci(self, subscription: Subscription) -> CircleCI:
        return self._services.clients[subscription.place.workspace]

    def _at(self) -> float:
        return self._services.now().timestamp()


def _size(history: tuple[list[Run], bool]) -> int:
    return sum(each.size for each in history[0])
