"""Which branch is the default one of each project: kept for a while, since it may be renamed."""

from bot.circleci.errors import CircleCIError, Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.model.run import Run
from bot.model.subscription import DEFAULT_BRANCH, Subscription
from bot.services import Services

#: For how long it is known, and that it isn't told; after trouble it is asked again as soon. In seconds.
_KNOWN, _UNTOLD = 3600.0, 300.0


class DefaultBranches:
    """Of the projects of this process's workspaces."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._names: dict[tuple[str, ProjectSlug], tuple[float, str | None]] = {}

    async def name(self, workspace: str, project: ProjectSlug) -> str | None:
        """None where CircleCI does not tell it, or not to us. Raises `CircleCIError`."""
        key, at = (workspace, project), self._services.now().timestamp()
        until, name = self._names.get(key, (0.0, None))
        if at < until:
            return name
        try:
            details = await self._services.clients[workspace].get_project(project)
            name = details.vcs_info.default_branch
        except (NotFound, Forbidden):
            name = None
        except CircleCIError:
            if name is None:
                raise  # else it is what it was
        self._names[key] = at + (_UNTOLD if name is None else _KNOWN), name
        return name

    async def covering(
        self, workspace: str, run: Run, subscriptions: tuple[Subscription, ...]
    ) -> tuple[Subscription, ...]:
        """Those that are about the run. Raises `CircleCIError`."""
        slug, people = run.pipeline.project_slug, self._services.policies.current.people
        about = [each for each in subscriptions if each.is_of(slug)]
        if any(each.login for each in about):
            [run] = await self._services.store.askers.known(about[0].place, [run])
        asks = any(each.branch == DEFAULT_BRANCH for each in about)
        default = await self.name(workspace, slug) if asks else None
        return tuple(each for each in about if each.covers(run, people, default))
