"""Draws messages again, as far as Slack's limit of edits allows: each as it is when its turn comes."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import structlog
from prometheus_client import Gauge

from bot.following.edits import EditQueue, Priority
from bot.following.endings import Endings
from bot.following.redrawing import Redrawing
from bot.model.message import Message, picture
from bot.model.outbox import PostedMessage, Remedy, Undeliverable, Watch
from bot.model.request import Place
from bot.model.run import Run
from bot.pool import CRASHES, Pool
from bot.services import Services
from bot.store import StoreUnavailable
from bot.tracing import tracer
from bot.views.cards.unkept import UnkeptCard, lost_message, outdated_message, unkept_card

log = structlog.get_logger()

_WAITING = Gauge("ringmaster_edits_waiting", "Messages that wait to be drawn again")
_AGE = Gauge("ringmaster_edits_age_seconds", "For how long the one has waited that has waited longest")
_BUDGET = Gauge("ringmaster_edits_per_minute", "Edits that Slack takes a minute, for all we know")

Name = tuple[str, str]

#: Told of a message that Slack does not let be edited.
_UNEDITABLE = "uneditable"

#: Of how many messages it is known what they are, and how they were drawn.
_PICTURES = 5000

#: Seconds until what Slack was in trouble with is tried again, which double up to the second after so many
#: tries; and how many there are.
_AGAIN, _RARELY, _SOON, _TRIES = 10.0, 600.0, 6, 17

#: After how many bugs a message is let be by this process: the next one may know better.
_BUGS = 5

#: Seconds after which a pause is thought over: something more urgent may have come.
_NAP = 0.5


@dataclass(frozen=True, slots=True)
class _Want:
    """``run``: what it is drawn of, as it is then; None: it is to become ``message``."""

    watch: Watch
    run: Run | None
    message: Message | None = None


class Editor:
    """All messages of all workspaces that this process ``sends`` for, as it knows before each edit."""

    def __init__(self, services: Services, pool: Pool, sends: Callable[[str], bool]) -> None:
        self._services = services
        self._sends = sends
        self._pool = pool
        self._endings = Endings(services)
        self.redrawing = Redrawing(services)
        self._queues: dict[str, EditQueue[Name]] = {}
        self._draining = set[str]()
        self._sending = set[Name]()
        self._wants: dict[Name, _Want] = {}
        self._pictures = OrderedDict[Name, str]()
        self._results = OrderedDict[Name, Any]()
        self._refusals: dict[Name, int] = {}
        self._bugs = Counter[Name]()

    def queue(self, workspace: str) -> EditQueue[Name]:
        """What waits to be drawn there."""
        return self._queues.setdefault(workspace, EditQueue())

    def measure(self) -> None:
        """Say in the metrics how it stands."""
        queues, at = list(self._queues.values()), self._at()
        _WAITING.set(sum(each.waiting for each in queues))
        _AGE.set(max((each.age(at) for each in queues), default=0.0))
        _BUDGET.set(min((each.per_minute for each in queues), default=EditQueue().per_minute))

    def drew(self, posted: PostedMessage, kept: object | None, message: Message | None) -> None:
        """What is kept of what the message was drawn of, which no row keeps, and how it looks, if known."""
        self._results.pop(name_of(posted), None)
        if kept is not None:
            _keep(self._results, name_of(posted), kept)
        if message is not None:
            _keep(self._pictures, name_of(posted), picture(message))

    def redrew(self, posted: PostedMessage, kept: object | None, message: Message | None) -> None:
        """An answer drew it again, which took one of the edits that there are."""
        self.drew(posted, kept, message)
        self.queue(posted.place.workspace).spent(name_of(posted), self._at())

    def _shows(self, watch: Watch, message: Message) -> bool:
        """Whether it is known to look so already: by what was drawn here, or by who drew it before."""
        return self._pictures.get(name_of(watch.posted), watch.picture) == picture(message)

    def waits(self, watch: Watch) -> bool:
        """Whether it is to be drawn still, which only this process knows."""
        name = name_of(watch.posted)
        return name in self._wants or name in self._sending

    async def want(self, watch: Watch, run: Run, priority: Priority) -> None:
        """Draw a message as the run is now, where that looks different from how it stands.

        Where there are more outcomes than edits, they are told as posts alone: the picture can wait.
        """
        if self._bugs[name_of(watch.posted)] >= _BUGS:
            return
        with self.holding_up_no_other(watch):
            message = await self.message(watch, run)
            if message is not None and not self._shows(watch, message):
                self._want(_Want(watch, run), priority)

    async def want_unkept(self, watch: Watch, run: Run | None, since: float) -> None:
        """Say on it that it is not kept true since then. ``run``: as it was then, where that is known."""
        at = datetime.fromtimestamp(since, UTC)
        with self.holding_up_no_other(watch):
            if run is None:
                message = lost_message(watch.run, at)
            elif stood := await self.message(watch, run, at):
                message = outdated_message(stood, at)
            else:
                return
            if not self._shows(watch, message):
                self._want(_Want(watch, None, message), Priority.PROGRESS)

    def want_message(self, watch: Watch, message: Message) -> bool:
        """Draw it as this ``message``, where that looks different from how it stands.

        Gives whether it does.
        """
        if self._shows(watch, message):
            return False
        self._want(_Want(watch, None, message), Priority.TOUCHED)
        return True

    def _want(self, want: _Want, priority: Priority) -> None:
        name, workspace = name_of(want.watch.posted), want.watch.posted.place.workspace
        if _UNEDITABLE in want.watch.told:
            return
        self._wants[name] = want
        queue, at = self.queue(workspace), self._at()
        if priority is Priority.OUTCOME and queue.crowded(at):
            priority = Priority.LATE
        queue.want(name, priority, at)
        if workspace not in self._draining:
            self._draining.add(workspace)
            self._pool.linger(lambda: self._drain(workspace))

    async def _drain(self, workspace: str) -> None:
        structlog.contextvars.clear_contextvars()  # it isn't for whoever set it going alone
        tracer().apart()
        queue = self.queue(workspace)
        try:
            while (pause := queue.wait(self._at())) is not None:
                name = queue.take(self._at())
                if name is None:
                    await self._services.sleep(min(pause, _NAP))
                    continue
                want = self._wants.pop(name)
                if not self._sends(workspace):
                    continue  # another process does, and has read what it draws later
                self._sending.add(name)
                try:
                    with self.holding_up_no_other(want.watch):
                        await self._send(queue, name, want)
                finally:
                    self._sending.discard(name)
        finally:
            self._draining.discard(workspace)

    @contextmanager
    def holding_up_no_other(self, watch: Watch) -> Iterator[None]:
        """A bug of one message is its own. Raises `StoreUnavailable`."""
        try:
            yield
        except StoreUnavailable:
            raise
        except Exception:
            CRASHES.inc()
            self._bugs[name := name_of(watch.posted)] += 1
            log.exception("bug", channel=name[0], ts=name[1], run=watch.run, times=self._bugs[name])

    async def _send(self, queue: EditQueue[Name], name: Name, want: _Want) -> None:
        message = await self.message(want.watch, want.run) if want.run else want.message
        if message is None or self._shows(want.watch, message):
            return
        try:
            await self._update(want.watch.posted, message)
        except Undeliverable as error:
            await self._refused(queue, name, want, error)
        else:
            _keep(self._pictures, name, now := picture(message))
            self._refusals.pop(name, None)
            with _outages_logged():
                await self._services.store.watches.drawn(want.watch.posted, now)

    async def _update(self, posted: PostedMessage, message: Message) -> None:
        """Its sentence alone where Slack does not take the picture. Raises `Undeliverable`."""
        update = self._services.outbox.update
        try:
            await update(posted, message, once=True)
        except Undeliverable as error:
            if error.remedy is not Remedy.SHORTER:
                raise
            await update(posted, replace(message, blocks=()), once=True)

    async def _refused(self, queue: EditQueue[Name], name: Name, want: _Want, error: Undeliverable) -> None:
        """Slack's trouble passes; a closed way doesn't, and who asked is told so, once."""
        log.warning("not drawn again", reason=error.reason, channel=want.watch.posted.place.channel)
        with _outages_logged():
            match error.remedy:
                case Remedy.AGAIN if error.limited:
                    queue.limited(self._at(), error.after)
                    self._wants.setdefault(name, want)
                    queue.want(name, Priority.TOUCHED, self._at())
                case Remedy.AGAIN | Remedy.REPAIR | Remedy.SHORTER:
                    await self._look_later(name, want)
                case Remedy.NONE | Remedy.ANOTHER_WAY:
                    await self._give_up(want, error)

    async def _look_later(self, name: Name, want: _Want) -> None:
        """The run is looked at again, and then this one still looks as it did; the others go on meanwhile."""
        tries = self._refusals[name] = self._refusals.get(name, 0) + 1
        if tries <= _TRIES:
            later = self._at() + min(_AGAIN * 2 ** max(0, tries - _SOON), _RARELY)
            workspace = want.watch.posted.place.workspace
            await self._services.store.watches.look_by(workspace, want.watch.run, later)

    async def _give_up(self, want: _Want, error: Undeliverable) -> None:
        """One that is gone ends alone; where its channel is closed, all of the run in it do.

        What may not be edited stays, and what becomes of its run is told beneath.
        """
        watch, place, store = want.watch, want.watch.posted.place, self._services.store
        await self._endings.refused(place, error)
        every = await store.watches.of_runs(place.workspace, (watch.run,))
        closed = [each for each in every if each.posted.place.channel == place.channel]
        ending = closed if error.remedy is Remedy.ANOTHER_WAY and not error.uneditable else [watch]
        for each in ending:
            if error.uneditable:
                await store.watches.tell(each.posted, (_UNEDITABLE,))
            else:
                await store.watches.drop(each.posted)
            self.queue(place.workspace).forget(name_of(each.posted))
            self._wants.pop(name_of(each.posted), None)
        if want.run is None:
            return
        asked = {asker: each for each in ending for asker in each.askers}
        for asker, each in asked.items():
            known = replace(want.run, called=self.redrawing.called(each, want.run))
            card = UnkeptCard(known, place.channel, error.reason, self.redrawing.scene(each))
            try:
                await self._services.outbox.say(Place(place.workspace, asker), unkept_card(card))
            except Undeliverable as refusal:
                log.warning("a message that can't be kept true", reason=refusal.reason, user=asker)

    async def message(self, watch: Watch, run: Run, at: datetime | None = None) -> Message | None:
        """How it is to look: see `Redrawing.message`. Raises `StoreUnavailable`."""
        return await self.redrawing.message(watch, run, self._results.get(name_of(watch.posted)), at)

    def _at(self) -> float:
        return self._services.now().timestamp()


def name_of(posted: PostedMessage) -> Name:
    return posted.place.channel, posted.ts


@contextmanager
def _outages_logged() -> Iterator[None]:
    try:
        yield
    except StoreUnavailable as error:
        log.warning("the database does not answer", error=str(error))


def _keep(several: "OrderedDict[Name, Any]", name: Name, value: object) -> None:
    several[name] = value
    several.move_to_end(name)
    if len(several) > _PICTURES:
        several.popitem(last=False)
