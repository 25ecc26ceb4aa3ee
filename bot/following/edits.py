"""Which message is drawn next, where Slack takes few edits of all that there are to make.

Slack takes about 50 ``chat.update`` a minute for all messages of a workspace together, and answers more with
429 and a time to wait. So a message is wanted once, however much happens to it, and drawn as it is when its
turn comes.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from enum import IntEnum
from itertools import chain
from math import inf
from typing import Generic, TypeVar

WINDOW = 61.0  # seconds that count as Slack's minute: edits arrive up to a second later than others
MESSAGE_GAP = 3.0  # seconds between two edits of a message: more often, nobody reads it
RESERVE = 0.2  # of the budget: what progress leaves, so that a burst of outcomes finds places
LOWEST = 6.0  # edits a minute: less would look as if nothing happened
RAISE = 5.0  # edits a minute, each minute: what a 429 took is back in five minutes, not at the next burst
PAUSE = 30.0  # seconds after a 429 that doesn't say how long: half of the minute that Slack counts by
PATIENCE = 2.0  # seconds that an outcome may wait for an edit: a post is there sooner, and takes no place
GRAIN = 0.001  # seconds: who waits so much more wakes after the moment, however clocks round


class Priority(IntEnum):
    """Why a message is to be drawn again: the lower, the more urgent."""

    OUTCOME = 0  # final, waits for approval, first failure
    TOUCHED = 1  # somebody asked or clicked just now
    LATE = 2  # an outcome, told by a post already: there are more of them than places
    PROGRESS = 3


#: They leave the reserve to the others, and come one by one.
_PATIENT = (Priority.LATE, Priority.PROGRESS)

Key = TypeVar("Key", bound=Hashable)


class EditQueue(Generic[Key]):
    """The messages of one workspace that are to be drawn again, and when each may be.

    It has no clock: ``at`` is now, in seconds of any clock that never goes back. ``per_minute`` is how many
    edits Slack takes; a 429 halves it, and it comes back slowly. It is never raised beyond: to try how much
    more Slack takes would cost everybody the pause of a 429.
    """

    def __init__(self, per_minute: float = 50.0) -> None:
        if per_minute < 1:
            raise ValueError(f"At least one edit a minute is needed, not {per_minute:g}.")
        self.per_minute = self._most = per_minute
        self._wants: dict[Priority, dict[Key, float]] = {priority: {} for priority in Priority}
        self._drawn: dict[Key, float] = {}  # when those were drawn whose gap isn't over, the oldest first
        self._edits: deque[float] = deque(maxlen=int(per_minute))  # the last ones of all messages
        self._progress = -inf  # when one of those was drawn last that can wait
        self._resumed = -inf  # when the pause of the last 429 ends
        self._learned = -inf  # up to when the rate was raised

    @property
    def waiting(self) -> int:
        """How many messages are wanted."""
        return sum(map(len, self._wants.values()))

    def age(self, at: float) -> float:
        """Seconds that the message has waited which has waited longest; 0 where none does."""
        return at - min((since for wants in self._wants.values() for since in wants.values()), default=at)

    def want(self, key: Key, priority: Priority, at: float) -> None:
        """``key`` is to be drawn: once, as urgently as was ever asked, in turn since it became so urgent."""
        since = at
        for other, wants in self._wants.items():
            if key in wants:
                if other <= priority:
                    return
                since = wants.pop(key)
        self._wants[priority][key] = since

    def forget(self, key: Key) -> None:
        """``key`` is no longer wanted."""
        for wants in self._wants.values():
            wants.pop(key, None)

    def take(self, at: float) -> Key | None:
        """The most urgent message that may be drawn now, the oldest first: it waits no more. Or none."""
        for moment, key in self._soonest(at):
            if moment <= at:
                return self._draw(key, at)
        return None

    def wait(self, at: float) -> float | None:
        """Seconds until `take` may give a message; nothing where none is wanted."""
        moments = [moment for moment, _ in self._soonest(at)]
        if not moments:
            return None
        if min(moments) <= at:
            return 0.0
        if self.per_minute < self._most:  # it may have grown by one by then
            moments.append(max(at, self._resumed) + 60 / RAISE)
        return min(moments) - at + GRAIN

    def spent(self, key: Key, at: float) -> None:
        """An answer drew ``key`` by itself, which counts for Slack as much."""
        self._learn(at)
        self._draw(key, at)

    def limited(self, at: float, after: float | None) -> None:
        """Slack answered 429: draw nothing for ``after`` seconds, and half as much from then on.

        What was refused is to be wanted again, and has taken no place: else who is refused for long would
        have none when it is over. Several that were under way together are refused once.
        """
        self._learn(at)
        if self._edits:
            self._edits.pop()
        if at >= self._resumed:
            self.per_minute = max(self.per_minute / 2, min(LOWEST, self._most))
        self._resumed = self._learned = max(self._resumed, at + (PAUSE if after is None else after))

    def crowded(self, at: float) -> bool:
        """Whether an outcome would wait too long behind others that can't wait: then it is to be posted.

        The pause of a 429 is nobody's place: it ends for all of them.
        """
        self._learn(at)
        before = len(self._wants[Priority.OUTCOME]) + len(self._wants[Priority.TOUCHED])
        return self._free(int(self.per_minute) - before) > max(at, self._resumed) + PATIENCE

    def _draw(self, key: Key, at: float) -> Key:
        if any(key in self._wants[priority] for priority in _PATIENT):
            self._progress = at
        self.forget(key)
        self._edits.append(at)
        self._drawn[key] = at
        return key

    def _learn(self, at: float) -> None:
        """Raise the rate as the time since the last 429 allows, and let go of edits whose gap is over."""
        if at > self._learned:
            raised = self.per_minute + (at - self._learned) / 60 * RAISE
            self.per_minute, self._learned = min(raised, self._most), at
        while self._drawn and self._drawn[oldest := next(iter(self._drawn))] + MESSAGE_GAP <= at:
            del self._drawn[oldest]

    def _soonest(self, at: float) -> Iterator[tuple[float, Key]]:
        """Of each priority, the most urgent first: from when a message may be drawn, and which."""
        self._learn(at)
        opens = max(at, self._resumed, self._free(int(self.per_minute)))
        for priority, wants in self._wants.items():
            if priority in _PATIENT:
                places = max(1, int(self.per_minute * (1 - RESERVE)))
                opens = max(opens, self._free(places), self._progress + WINDOW / places)
            if wants:
                rested = (key for key in wants if key not in self._drawn)
                key = next(chain(rested, (key for key in self._drawn if key in wants)))
                yield max(opens, self._drawn.get(key, -inf) + MESSAGE_GAP), key

    def _free(self, places: int) -> float:
        """From when there are fewer than ``places`` edits in the last minute."""
        if places < 1:
            return inf
        return self._edits[-places] + WINDOW if places <= len(self._edits) else -inf
