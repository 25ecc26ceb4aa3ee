"""Reasons to look at a run again, of which many may come at once: one commit for all that wait."""

import asyncio
from collections.abc import Awaitable, Callable


class Marks:
    """``write`` commits some, and raises where that can't be done: then each of these is told so."""

    def __init__(self, write: Callable[[frozenset[str]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting = set[str]()
        self._next: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def add(self, run: str) -> None:
        """Mark a run; committed when it returns. Raises what ``write`` does."""
        self._waiting.add(run)
        if self._next is None:
            self._next = asyncio.create_task(self._commit())
        await asyncio.shield(self._next)

    async def _commit(self) -> None:
        async with self._turn:
            some, self._waiting, self._next = frozenset(self._waiting), set(), None
            await self._write(some)
