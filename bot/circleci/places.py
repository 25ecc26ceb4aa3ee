"""Room for what is large: few at once, each in its turn, and nobody waits for ever."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

from bot.circleci import errors
from bot.turns import Turns, whose

_Answer = TypeVar("_Answer")

#: For how many seconds the rest of a long list waits for its turn.
_LIST_PATIENCE = 60.0
#: How many long lists are read at once: each may have 5,000 entries, of a kilobyte in memory.
LONG_LISTS = 3


@asynccontextmanager
async def place(turns: Turns, patience: float, busy: type[errors.CircleCIError]) -> AsyncIterator[None]:
    """A place among them, if there is one soon."""
    try:
        async with asyncio.timeout(patience):
            await turns.take(person := whose.get())
    except TimeoutError:
        raise busy(f"{turns.states['running']} are under way") from None
    try:
        yield
    finally:
        turns.leave(person)


class LongLists:
    """Few are read at once. Who waits for the same list is served by one reading, which begins after they
    asked.
    """

    def __init__(self) -> None:
        self._turns = Turns(LONG_LISTS, share=1, alone=LONG_LISTS - 1)
        self._waiting = dict[Hashable, asyncio.Future[Any]]()

    async def read(self, key: Hashable, read: Callable[[], Awaitable[_Answer]]) -> _Answer:
        """Raises what it raises, and `ListsBusy`."""
        while (others := self._waiting.get(key)) is not None:
            await asyncio.wait([others])
            if not others.cancelled():
                return cast(_Answer, others.result())
        own = self._waiting[key] = asyncio.get_running_loop().create_future()
        try:
            async with place(self._turns, _LIST_PATIENCE, errors.ListsBusy):
                del self._waiting[key]
                own.set_result(found := await read())
                return found
        except errors.CircleCIError as error:
            own.set_exception(error)
            own.exception()  # nobody else may wait for it
            raise
        finally:
            if not own.done():  # who waits asks again
                own.cancel()
            if self._waiting.get(key) is own:
                del self._waiting[key]
