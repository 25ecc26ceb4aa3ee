"""A bounded number of places, which people share fairly: nobody's fifty lines delay another's one."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Mapping
from contextvars import ContextVar

#: For whom what goes on is done: a person's id, or empty where nobody waits for it.
whose: ContextVar[str] = ContextVar("whose", default="")


class Turns:
    """At most ``places`` are held at once: by one person ``share`` while others are here, else ``alone``.

    Who waits is served in turn by person, and what nobody waits for after all of them.
    """

    def __init__(self, places: int, *, share: int, alone: int) -> None:
        self._free = places
        self._share, self._alone = share, alone
        self._held = Counter[str]()
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def states(self) -> Mapping[str, int]:
        """How many places are taken and free, and how many wait for one."""
        running = sum(self._held.values())
        return {"running": running, "waiting": self.waiting(), "free": self._free}

    def waiting(self, person: str | None = None) -> int:
        """How many wait for a place: of one person, or in all."""
        if person is not None:
            return len(self._queues.get(person, ()))
        return sum(map(len, self._queues.values()))

    def free(self, person: str) -> bool:
        """Whether this person would not have to wait."""
        return self._free > 0 and self._held[person] < self._most(person)

    def alone(self, person: str) -> bool:
        """Whether nobody else holds a place or waits for one."""
        return not (self._held.keys() | self._queues.keys()) - {person}

    async def take(self, person: str) -> None:
        """Wait for a place; who takes one leaves it."""
        await self.taken(person, self.ask(person))

    def ask(self, person: str) -> "asyncio.Future[None]":
        """Stand in line, at once; whoever does waits until it is `taken`."""
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(person, deque()).append(turn)
        self._serve()
        return turn

    async def taken(self, person: str, turn: "asyncio.Future[None]") -> None:
        """Until it is this person's turn; who is canceled meanwhile takes no place."""
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave(person)
            else:
                self._forget(person, turn)
            raise

    def leave(self, person: str) -> None:
        """Give a place up."""
        self._held[person] -= 1
        if not self._held[person]:
            del self._held[person]
        self._free += 1
        self._serve()

    def _serve(self) -> None:
        while self._free and (person := self._next()) is not None:
            queue = self._queues.pop(person)
            turn = queue.popleft()
            if queue:
                self._queues[person] = queue  # behind the others
            if not turn.done():
                self._free -= 1
                self._held[person] += 1
                turn.set_result(None)

    def _next(self) -> str | None:
        """Whose turn it is: of those who hold the fewest places, who waits longest."""
        fit = (each for each in self._queues if self._held[each] < self._most(each))
        return min(fit, key=lambda each: (not each, self._held[each]), default=None)

    def _most(self, person: str) -> int:
        return self._alone if self.alone(person) else self._share

    def _forget(self, person: str, turn: "asyncio.Future[None]") -> None:
        queue = self._queues.get(person)
        if queue is not None and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[person]
