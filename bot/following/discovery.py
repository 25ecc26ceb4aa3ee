"""Finds the runs that subscriptions are about, as they appear: several projects of an organization in one."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError, Forbidden, NotFound
from bot.circleci.models import Page, Pipeline
from bot.circleci.slug import ProjectSlug
from bot.following.default_branches import DefaultBranches
from bot.model.run import Run
from bot.model.subscription import Subscription
from bot.services import Services

log = structlog.get_logger()

#: How often new pipelines are looked for; how often those of a project of which it is not known yet whether
#: its organization lists it, and of one that it has listed, in seconds.
_EVERY, _SELDOM, _RARELY = 20.0, 300.0, 3600.0

#: How long after the last look the next one is, where that is hastened, in seconds.
_HASTE = 3.0

#: How old a pipeline may be that is new, and how long one may take until it is listed, in seconds.
_YOUNG, _LATE = 3600.0, 60.0

#: How many pages of pipelines are read at a time.
_PAGES = 5


@dataclass(frozen=True, slots=True)
class _Known:
    """Up to which number or moment pipelines were seen, and by which subscriptions: those until ``made``."""

    until: float = 0.0
    made: float = 0.0

    def without(self, subscriptions: Sequence[Subscription]) -> tuple[Subscription, ...]:
        """Those that have not seen them."""
        return tuple(each for each in subscriptions if each.made > self.made)

    def and_also(self, until: float, subscriptions: Sequence[Subscription]) -> "_Known":
        made = max((each.made for each in subscriptions), default=0.0)
        return _Known(max(until, self.until), max(made, self.made))


class Discovery:
    """For the workspaces of this process.

    An organization lists the pipelines of those projects alone that the token's user follows (at most 250):
    what it does not list is looked for by itself.
    https://circleci.com/docs/api/v2/index.html#operation/listPipelines
    """

    def __init__(self, services: Services, default_branches: DefaultBranches) -> None:
        self._services = services
        self._default_branches = default_branches
        self._store = services.store
        self._looked = dict[tuple[str, str], float]()
        self._hastened = set[tuple[str, str]]()
        self._known = defaultdict[tuple[str, ProjectSlug], _Known](_Known)
        self._seen = dict[tuple[str, str], _Known]()
        self._listed = set[tuple[str, ProjectSlug]]()
        self._unlisted = set[tuple[str, ProjectSlug]]()

    async def look(self, workspace: str) -> None:
        """Follow what is new. Raises `StoreUnavailable`."""
        subscriptions = await self._store.subscriptions.of_workspace(workspace)
        organizations = defaultdict[str, list[ProjectSlug]](list)
        for project in dict.fromkeys(each.project for each in subscriptions if not each.several):
            organizations[project.organization_slug].append(project)
        whole = {each.project.organization_slug for each in subscriptions if each.several}
        for organization in dict.fromkeys((*organizations, *whole)):
            projects = organizations[organization]
            try:
                if len(projects) > 1 or organization in whole:
                    await self._look_at_all(workspace, organization, projects, subscriptions)
                for project in projects:
                    alone = len(projects) == 1 and organization not in whole
                    await self._look_at_one(workspace, project, alone, subscriptions)
            except CircleCIError as error:
                log.info(
                    "subscriptions not looked after", organization=organization, error=type(error).__name__
                )

    def hasten(self, project: str) -> None:
        """Look for new pipelines of this project, by its slug, soon: there may be one."""
        by_organization = {(workspace, str(slug)) for workspace, slug in self._listed}
        of_it = {key for key in self._looked if f"{project}/".startswith(f"{key[1]}/")}
        self._hastened |= of_it - by_organization

    async def _look_at_all(
        self,
        workspace: str,
        organization: str,
        projects: Sequence[ProjectSlug],
        subscriptions: tuple[Subscription, ...],
    ) -> None:
        """Back to what was seen before. Raises `CircleCIError`."""
        if not self._is_due(workspace, organization, _EVERY):
            return
        try:
            found = await self._new_pipelines(workspace, organization, subscriptions)
        except (NotFound, Forbidden) as error:
            log.warning(
                "an organization lists no pipelines", organization=organization, error=type(error).__name__
            )
            self._unlisted.update((workspace, each) for each in projects)
            self._looked[workspace, organization] += _SELDOM
            return
        listed = {(workspace, each.project_slug) for each in found}
        self._listed |= listed
        self._unlisted -= listed
        if not await self._follow(workspace, found, subscriptions):
            return
        newest = max((each.created_at.timestamp() for each in found), default=0.0) - _LATE
        known = self._seen.get((workspace, organization), _Known())
        self._seen[workspace, organization] = known.and_also(newest, subscriptions)

    async def _new_pipelines(
        self, workspace: str, organization: str, subscriptions: tuple[Subscription, ...]
    ) -> list[Pipeline]:
        seen = self._seen.get((workspace, organization))
        until = self._at() - _YOUNG if seen is None or seen.without(subscriptions) else seen.until
        circleci = self._circleci(workspace)
        return await _read_back(
            lambda token: circleci.page_organization_pipelines(organization, token),
            lambda it: it.created_at.timestamp() < until,
        )

    async def _look_at_one(
        self, workspace: str, project: ProjectSlug, alone: bool, subscriptions: tuple[Subscription, ...]
    ) -> None:
        """``alone``: no other of its organization is wanted. Raises `CircleCIError`."""
        key = workspace, project
        often = alone or key in self._unlisted
        rarely = _RARELY if key in self._listed else _SELDOM
        if self._is_due(workspace, str(project), _EVERY if often else rarely):
            circleci, known, young = self._circleci(workspace), self._known[key].until, self._at() - _YOUNG
            found = await _read_back(
                lambda token: circleci.list_pipelines(project, page_token=token),
                lambda it: it.number <= known or it.created_at.timestamp() < young,
            )
            if known and any(each.number > known for each in found):
                self._unlisted.add(key)
            await self._follow(workspace, found, subscriptions)

    async def _follow(
        self, workspace: str, pipelines: Sequence[Pipeline], subscriptions: tuple[Subscription, ...]
    ) -> bool:
        """Those that are new and wanted: all of a project, or none is known then. To a new subscription all
        are new.

        Gives whether CircleCI told of each project what it takes to know. Raises `StoreUnavailable`.
        """
        at, known, untold = self._at(), self._known.copy(), set[tuple[str, ProjectSlug]]()
        for each in pipelines:
            key = workspace, each.project_slug
            young = at - each.created_at.timestamp() < _YOUNG
            before, run = self._known[key], Run(each, str(each.project_slug))
            asking = subscriptions if each.number > before.until else before.without(subscriptions)
            try:
                if young and asking and await self._default_branches.covering(workspace, run, asking):
                    await self._store.watches.follow(workspace, each.id, at)
            except CircleCIError as error:
                log.info("default branch not read", project=str(key[1]), error=type(error).__name__)
                untold.add(key)
            known[key] = known[key].and_also(each.number, subscriptions)
        self._known = known | {key: self._known[key] for key in untold}
        return not untold

    def _is_due(self, workspace: str, what: str, every: float) -> bool:
        """Whether it was looked at last so long ago: then it is now."""
        at, key = self._at(), (workspace, what)
        if at - self._looked.get(key, 0.0) < (_HASTE if key in self._hastened else every):
            return False
        self._hastened.discard(key)
        self._looked[key] = at
        return True

    def _circleci(self, workspace: str) -> CircleCI:
        return self._services.clients[workspace]

    def _at(self) -> float:
        return self._services.now().timestamp()


async def _read_back(
    read: Callable[[str | None], Awaitable[Page[Pipeline]]], seen: Callable[[Pipeline], bool]
) -> list[Pipeline]:
    """Page by page, up to one that ends with what was seen. Raises `CircleCIError`."""
    found, token = list[Pipeline](), None
    for _ in range(_PAGES):
        page = await read(token)
        found += page.items
        token = page.next_page_token
        if token is None or not page.items or seen(min(page.items, key=lambda each: each.created_at)):
            break
    return found
