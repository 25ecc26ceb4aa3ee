"""A bounded place for the work that goes on after the acknowledgement."""

import asyncio
import collections
from collections.abc import Awaitable, Callable, Coroutine, Mapping

import structlog
from prometheus_client import Counter

from bot.model.deeds import Busy
from bot.turns import Turns, whose

log = structlog.get_logger()

Work = Callable[[], Awaitable[object]]

#: What work in the background raises, whoever runs it.
CRASHES = Counter("ringmaster_crashes_total", "Bugs outside of a line's own work, which asked_total has")

#: How many pieces of work one person's lines are at once while others wait, and how many of them wait then.
SHARE, PATIENT = 4, 20


class Pool:
    """Runs at most ``at_once`` pieces of work, in turn by person, and holds at most ``waiting`` more; of what
    one person was promised, half as many.

    What needs no network has places of its own. What a piece of work raises is a bug: it is logged and
    counted in ``crashes``.
    """

    def __init__(self, *, at_once: int = 32, waiting: int = 500) -> None:
        self._turns = Turns(at_once, share=SHARE, alone=max(1, at_once // 2))
        self._quick_turns = Turns(max(1, at_once // 2), share=SHARE, alone=max(1, at_once // 4))
        self._limit, self._most = waiting, at_once + 2 * waiting
        self._tasks: set[asyncio.Task[None]] = set()
        self._lingering: set[asyncio.Task[None]] = set()
        self._promised = collections.Counter[str]()
        self._closed = False
        self.crashes = 0

    def full(self, person: str = "", *, quick: bool = False, promised: bool = False) -> bool:
        """Whether nothing more of this person's is taken: too much is waiting, or the end has come."""
        if self._closed or len(self._tasks) >= self._most:
            return True
        if promised:
            return self._promised[person] >= max(1, self._limit // 2)
        turns = self._quick_turns if quick else self._turns
        if turns.free(person):
            return False
        most = max(1, self._limit // 2) if turns.alone(person) else PATIENT
        return turns.waiting() >= self._limit or turns.waiting(person) >= most

    def start(self, work: Work, *, promised: bool = False, person: str = "", quick: bool = False) -> None:
        """Begin ``work`` as soon as there is room, and it is the turn of the ``person`` who waits for it.

        What was ``promised`` already is taken even when full, and begins at once: its lease is running.
        ``quick``: it needs no network but Slack's. Raises `Busy` otherwise.
        """
        if promised:
            self._promised[person] += 1
            task = self._keep(self._tasks, self._run(work, person))
            task.add_done_callback(lambda _: self._promised.subtract((person,)))
        elif self.full(person, quick=quick):
            raise Busy
        else:
            turns = self._quick_turns if quick else self._turns
            self._keep(self._tasks, self._in_turn(work, turns, person, turns.ask(person)))

    def linger(self, work: Work) -> None:
        """Begin what mostly waits, and can be cut off at any time; nothing where there is too much of it."""
        if not self._closed and len(self._lingering) < self._most:
            self._keep(self._lingering, self._run(work, whose.get()))

    def _keep(
        self, tasks: set[asyncio.Task[None]], work: Coroutine[object, None, None]
    ) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        task.add_done_callback(self._ended)
        return task

    async def _in_turn(self, work: Work, turns: Turns, person: str, turn: "asyncio.Future[None]") -> None:
        await turns.taken(person, turn)
        try:
            await self._run(work, person)
        finally:
            turns.leave(person)

    async def _run(self, work: Work, person: str) -> None:
        whose.set(person)
        await work()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (crash := task.exception()) is not None:
            self.crashes += 1
            CRASHES.inc()
            log.error("work crashed", exc_info=crash)

    @property
    def places(self) -> Mapping[tuple[str, str], int]:
        """By lane and state: how many pieces run and wait, and how many more could run."""
        lanes = {"quick": self._quick_turns.states, "network": self._turns.states}
        found = {(lane, state): count for lane, states in lanes.items() for state, count in states.items()}
        promised = len(self._tasks) - sum(count for (_, state), count in found.items() if state != "free")
        return found | {("promised", "running"): promised, ("lingering", "running"): len(self._lingering)}

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while under_way := self._tasks | self._lingering:
            await asyncio.wait(under_way)

    async def close(self, grace: float = 7.0) -> None:
        """Take nothing new, let what is under way finish for ``grace`` seconds, then stop it."""
        self._closed = True
        for task in self._lingering:
            task.cancel()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=grace)
        if self._tasks:
            log.warning("work cut off", pieces=len(self._tasks))
        left = self._tasks | self._lingering
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
