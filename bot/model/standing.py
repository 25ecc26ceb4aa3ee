"""How a branch stands: what `status` tells beside the run that it shows."""

from dataclasses import dataclass

from bot.model.history import Streak
from bot.model.run import Run


@dataclass(frozen=True, slots=True)
class Standing:
    """``run`` is the newest but for ``rollbacks``, which are newer and say nothing of the branch.

    ``default_branch``: the project's, and since when it is red; no ``streak`` where that is not told, or
    may not be seen.
    """

    run: Run
    rollbacks: tuple[Run, ...] = ()
    default_branch: str = ""
    streak: Streak | None = None

    @property
    def red_elsewhere(self) -> Streak | None:
        """The streak of the default branch, where the run itself does not say that it is red."""
        own = self.run.pipeline.branch == self.default_branch and self.run.failed
        return self.streak if self.streak and self.streak.red and not own else None
