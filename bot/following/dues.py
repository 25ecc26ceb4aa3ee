"""When a run is looked at next: while it goes on, while CircleCI is in trouble, and for some hours after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.following.looks import Look, Looks
from bot.following.pace import LONGEST, RARE, pause_after, pause_after_end, pause_in_trouble
from bot.model.outbox import FollowedRun, Watch
from bot.model.run import Run


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a look found. ``whole``: all there is to tell was told; ``every``: the messages that depict it.

    ``hidden``: nobody who asked for one may see it now; ``likely``: seconds until it is likely to end.
    """

    look: Look
    whole: bool
    every: Sequence[Watch]
    hidden: bool
    likely: float | None

    @property
    def run(self) -> Run:
        return self.look.run


class Dues:
    """Those of all runs. ``waits``: whether a message is to be drawn still."""

    def __init__(self, looks: Looks, waits: Callable[[Watch], bool], now: Callable[[], datetime]) -> None:
        self._looks = looks
        self._waits = waits
        self._now = now
        self._troubles: dict[str, float] = {}

    def after(self, followed: FollowedRun, seen: Sighting | None) -> float | None:
        """None where nothing can happen, and all of it is told. No ``seen``: CircleCI didn't tell."""
        at, id = self._now().timestamp(), followed.run
        quiet = at - followed.touched
        if seen is None or not seen.whole:
            missed = quiet if seen else min(quiet, at - (followed.seen or 0.0))
            return self._after_trouble(id, at, missed)
        self._troubles.pop(id, None)
        hooked = seen.look.hooked or followed.touched < followed.due < seen.look.planned
        if seen.run.live(self._now()):
            due = at + (RARE if seen.hidden else pause_after(quiet, hooked=hooked, likely=seen.likely))
            self._looks.plan(id, due, hooked=hooked)
            return due
        due = at + LONGEST  # whoever sends then sees to it, though this process ends before
        self._looks.plan(id, due, hooked=hooked, ended=True)
        return due if any(map(self._waits, seen.every)) else self.after_end(followed, seen.every)

    def after_end(self, followed: FollowedRun, every: Sequence[Watch]) -> float | None:
        """For a while where it has messages and did not pass: it may be rerun in CircleCI, which webhooks
        tell, or its workflows come late.
        """
        look, at = self._looks.last(followed.run), self._now().timestamp()
        pause = pause_after_end(at - (followed.ended or at))
        if every and pause and look is not None and not look.run.passed and not look.hooked:
            return at + pause
        self._looks.forget(followed.run)
        return None

    def _after_trouble(self, id: str, at: float, missed: float) -> float | None:
        pause = pause_in_trouble(self._troubles.pop(id, None), missed)
        if pause is None:
            self._looks.forget(id)
            return None
        self._troubles[id] = pause
        return at + pause
