"""Since when a branch is red: what its runs, the newest first, tell of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.model.run import FAILED, Run

#: A run that ended so, or will, makes its branch red.
RED = FAILED | {"unauthorized"}

#: With nothing else among its workflows a run is green: who waits for an approval has passed so far.
_GREEN = frozenset({"success", "on_hold", "not_run"})


class Verdict(StrEnum):
    """What one run says of its branch."""

    RED = "red"
    GREEN = "green"
    SILENT = "silent"  # still running, canceled, or without workflows: it is looked past


@dataclass(frozen=True, slots=True)
class Since:
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


def verdict(run: Run) -> Verdict:
    """What this run says. One whose workflows run on, but one has failed already, is red."""
    if run.status(run.pipeline.created_at) in RED:
        return Verdict.RED
    found = {each.status for each in run.newest}
    passed = found & {"success", "on_hold"} and found <= _GREEN and not run.workflows_unread
    return Verdict.GREEN if passed else Verdict.SILENT


def since(runs: Iterable[Run], *, whole: bool = False) -> Since:
    """Since when it is red, from a branch's runs, the newest first; reads no further than it must.

    ``whole``: there are no older runs than these.
    """
    reds: list[Run] = []
    for run in runs:
        match verdict(run):
            case Verdict.RED:
                reds.append(run)
            case Verdict.GREEN:
                first = reds[-1] if reds else None
                return Since(reds[0] if reds else run, first, run, len(reds))
            case Verdict.SILENT:
                pass
    if not reds:
        return Since(complete=whole)
    return Since(reds[0], reds[-1], None, len(reds), complete=whole)
