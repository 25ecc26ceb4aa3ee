"""What was so when somebody asked last: read beside what tells whether it still is, and dropped where not.

Of this process alone: whoever asks first waits for one call after the other.
"""

from collections import OrderedDict
from collections.abc import Sequence

from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug

#: Of how many branches and projects something is kept.
MOST_GUESSES = 500


class Guesses:
    """Of one Slack workspace: its token may see what another's does not."""

    def __init__(self) -> None:
        self._newest: OrderedDict[tuple[ProjectSlug, str | None], tuple[Pipeline, ...]] = OrderedDict()
        self._defaults: OrderedDict[ProjectSlug, str] = OrderedDict()

    def newest(self, slug: ProjectSlug, branch: str | None) -> tuple[Pipeline, ...]:
        """The pipelines that were the newest of a branch, or of a project."""
        return self._newest.get((slug, branch), ())

    def keep_newest(self, slug: ProjectSlug, branch: str | None, pipelines: Sequence[Pipeline]) -> None:
        """In place of what was kept of it; what nobody has asked for longest is let go."""
        self._newest[slug, branch] = tuple(pipelines)
        self._newest.move_to_end((slug, branch))
        if len(self._newest) > MOST_GUESSES:
            self._newest.popitem(last=False)

    def default_branch(self, slug: ProjectSlug) -> str | None:
        """What a project's default branch was called."""
        return self._defaults.get(slug)

    def keep_default_branch(self, slug: ProjectSlug, branch: str) -> None:
        """The same of a project's default branch."""
        self._defaults[slug] = branch
        self._defaults.move_to_end(slug)
        if len(self._defaults) > MOST_GUESSES:
            self._defaults.popitem(last=False)
