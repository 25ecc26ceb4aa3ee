"""A bounded place for the work that goes on after the acknowledgement."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

import structlog

from bot.model.deeds import Busy

log = structlog.get_logger()

Work = Callable[[], Awaitable[object]]


class Pool:
    """Runs at most ``at_once`` pieces of work, and holds at most ``waiting`` more.

    What a piece of work raises is a bug: it is logged and counted in ``crashes``.
    """

    def __init__(self, *, at_once: int = 32, waiting: int = 500) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._limit = at_once + waiting
        self._tasks: set[asyncio.Task[None]] = set()
        self._lingering: set[asyncio.Task[None]] = set()
        self._closed = False
        self.crashes = 0

    @property
    def full(self) -> bool:
        """Whether nothing more is taken: too much is waiting, or the end has come."""
        return self._closed or len(self._tasks) >= self._limit

    def start(self, work: Work, *, promised: bool = False) -> None:
        """Begin ``work`` as soon as there is room.

        What was ``promised`` already is taken even when full, and begins at once: its lease is running.
        Raises `Busy` otherwise.
        """
        if promised:
            self._keep(self._tasks, self._run(work))
        elif self.full:
            raise Busy
        else:
            self._keep(self._tasks, self._in_turn(work))

    def linger(self, work: Work) -> None:
        """Begin what mostly waits, and can be cut off at any time; nothing where there is too much of it."""
        if not self._closed and len(self._lingering) < self._limit:
            self._keep(self._lingering, self._run(work))

    def _keep(self, tasks: set[asyncio.Task[None]], work: Coroutine[object, None, None]) -> None:
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        task.add_done_callback(self._ended)

    async def _in_turn(self, work: Work) -> None:
        async with self._slots:
            await work()

    async def _run(self, work: Work) -> None:
        await work()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (crash := task.exception()) is not None:
            self.crashes += 1
            log.error("work crashed", exc_info=crash)

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
