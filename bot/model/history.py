"""Since when a branch is red: what its runs, the newest first, tell of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.model.run import FAILED_STATUSES, Run

#: A run that ended so, or will, makes its branch red.
RED_STATUSES = FAILED_STATUSES | {"unauthorized"}

#: With nothing else among its workflows a run is green: who waits for an approval has passed so far.
_GREEN = frozenset({"success", "on_hold", "not_run"})


class Color(StrEnum):
    """What one run says of its branch."""

    RED = "red"
    GREEN = "green"
    SILENT = "silent"  # still running, canceled, or without workflows: it is looked past


@dataclass(frozen=True, slots=True)
class Streak:
    """A branch's streak of red runs that reaches up to now; none where it is green.

    ``newest`` is the newest run that counts, ``first_red`` the oldest of the streak, ``last_green`` the one
    before it, ``runs`` how many are red. Unless ``complete``, it may be red for longer: the runs that were
    looked at ended before a green one.
    """

    newest: Run | None = None
    first_red: Run | None = None
    last_green: Run | None = None
    runs: int = 0
    complete: bool = True

    @property
    def red(self) -> bool:
        return self.runs > 0


def color_of(run: Run) -> Color:
    """What this run says. One whose workflows run on, but one has failed already, is red."""
    if run.status(run.pipeline.created_at) in RED_STATUSES:
        return Color.RED
    found = {each.status for each in run.newest}
    passed = found & {"success", "on_hold"} and found <= _GREEN and not run.workflows_unread
    return Color.GREEN if passed else Color.SILENT


def streak_of(runs: Iterable[Run], *, whole: bool = False) -> Streak:
    """Since when it is red, from a branch's runs, the newest first; reads no further than it must.

    ``whole``: there are no older runs than these.
    """
    reds: list[Run] = []
    for run in runs:
        color = color_of(run)
        if color is Color.GREEN:
            return Streak(reds[0] if reds else run, reds[-1] if reds else None, run, len(reds))
        if color is Color.RED:
            reds.append(run)
    if not reds:
        return Streak(complete=whole)
    return Streak(reds[0], reds[-1], None, len(reds), complete=whole)
