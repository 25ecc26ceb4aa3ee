"""Which branch is the default one of each project: asked once, and kept."""

from contextlib import suppress

from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.model.run import Run
from bot.model.subscription import DEFAULT_BRANCH, Subscription
from bot.services import Services


class DefaultBranches:
    """Of the projects of this process's workspaces."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._names: dict[tuple[str, ProjectSlug], str | None] = {}

    async def name(self, workspace: str, project: ProjectSlug) -> str | None:
        """None where CircleCI does not tell it, or not to us. Raises `CircleCIError`."""
        key = workspace, project
        if key not in self._names:
            name = None
            with suppress(NotFound, Forbidden):
                details = await self._services.clients[workspace].get_project(project)
                name = details.vcs_info.default_branch
            self._names[key] = name
        return self._names[key]

    async def covering(
        self, workspace: str, run: Run, subscriptions: tuple[Subscription, ...]
    ) -> tuple[Subscription, ...]:
        """Those that are about the run. Raises `CircleCIError`."""
        slug = run.pipeline.project_slug
        about = [each for each in subscriptions if each.is_of(slug)]
        asks = any(each.branch == DEFAULT_BRANCH for each in about)
        default = await self.name(workspace, slug) if asks else None
        return tuple(each for each in about if each.covers(run, default))
