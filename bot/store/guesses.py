"""What was so when somebody asked last: read beside what tells whether it still is, and dropped where not.

Of this process alone: whoever asks first waits for one call after the other.
"""

from collections.abc import Sequence

from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug
from bot.shelf import Shelf

#: How many pipelines are kept, of all branches and projects, and of how many projects the default branch.
MOST_GUESSES, _PROJECTS = 3000, 3000


class Guesses:
    """Of one Slack workspace: its token may see what another's does not."""

    def __init__(self) -> None:
        self._newest = Shelf[tuple[ProjectSlug, str | None], tuple[Pipeline, ...]](_weight, MOST_GUESSES)
        self._defaults = Shelf[ProjectSlug, str](lambda _: 1, _PROJECTS)

    def newest(self, slug: ProjectSlug, branch: str | None) -> tuple[Pipeline, ...]:
        """The pipelines that were the newest of a branch, or of a project."""
        return self._newest.get((slug, branch)) or ()

    def keep_newest(self, slug: ProjectSlug, branch: str | None, pipelines: Sequence[Pipeline]) -> None:
        """In place of what was kept of it; what nobody has asked for longest is let go."""
        self._newest.keep((slug, branch), tuple(pipelines))

    def default_branch(self, slug: ProjectSlug) -> str | None:
        """What a project's default branch was called."""
        return self._defaults.get(slug)

    def keep_default_branch(self, slug: ProjectSlug, branch: str) -> None:
        """The same of a project's default branch."""
        self._defaults.keep(slug, branch)


def _weight(pipelines: Sequence[Pipeline]) -> int:
    """That there is none is remembered, too."""
    return max(1, len(pipelines))
