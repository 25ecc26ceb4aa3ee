"""A bounded place for the work that goes on after the acknowledgement."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.model.fault import Busy

log = structlog.get_logger()


class Worker:
    """Runs at most ``at_once`` pieces of work, and holds at most ``waiting`` more.

    What a piece of work raises is a bug: it is logged, and kept in ``crashes`` for whoever asks.
    """

    def __init__(self, *, at_once: int = 32, waiting: int = 500) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._limit = at_once + waiting
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self.crashes: list[BaseException] = []

    @property
    def full(self) -> bool:
        """Whether nothing more is taken: too much is waiting, or the end has come."""
        return self._closed or len(self._tasks) >= self._limit

    def start(self, work: Callable[[], Awaitable[None]], *, reserved: bool = False) -> None:
        """Begin ``work`` as soon as there is room.

        ``reserved`` work is taken even when full: it was promised already. Raises `Busy` otherwise.
        """
        if self.full and not reserved:
            raise Busy
        task = asyncio.create_task(self._run(work))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        async with self._slots:
            await work()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (crash := task.exception()) is not None:
            self.crashes.append(crash)
            log.error("work crashed", exc_info=crash)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self, grace: float = 10.0) -> None:
        """Take nothing new, let what is under way finish for ``grace`` seconds, then stop it."""
        self._closed = True
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=grace)
        left = set(self._tasks)
        for task in left:
            task.cancel()
        if left:
            log.warning("work cut off", pieces=len(left))
            await asyncio.wait(left)
