"""Deploys: which version of what is live where, as deploy markers told CircleCI; and the way back.

https://circleci.com/docs/api/v2/ (Deploy, Rollback) and
https://circleci.com/docs/guides/deploy/deploys-overview/
"""

from collections.abc import Mapping
from typing import TypeVar

from bot.circleci import wire
from bot.circleci.deployed import Component, Environment, Rollback, Version
from bot.circleci.errors import NotFound
from bot.circleci.http import Http

Item = TypeVar("Item")

#: How many entries a page has. These endpoints, unlike all others, want to be told.
PAGE_SIZE = "20"


class Deploys:
    """The deploy endpoints. ``page_limit``: how many pages of one list are read."""

    def __init__(self, http: Http, page_limit: int) -> None:
        self._http = http
        self._page_limit = page_limit

    async def components(self, org_id: str, project_id: str) -> tuple[Component, ...]:
        """A project's components; both ids are UUIDs."""
        return await self._all(
            Component, "components", org_id=org_id, project_id=project_id, page_size=PAGE_SIZE
        )

    async def environments(self, org_id: str) -> tuple[Environment, ...]:
        """An organisation's environments."""
        return await self._all(Environment, "environments", org_id=org_id, page_size=PAGE_SIZE)

    async def versions(self, component_id: str, environment_id: str | None = None) -> tuple[Version, ...]:
        """A component's versions in all its environments, or in one. In no documented order."""
        return await self._all(Version, "components", component_id, "versions", environment_id=environment_id)

    async def rollback(
        self,
        project_id: str,
        *,
        component: str,
        environment: str,
        current_version: str,
        target_version: str,
        namespace: str | None = None,
        reason: str | None = None,
        parameters: Mapping[str, object] | None = None,
    ) -> Rollback:
        """Run the project's rollback pipeline, which the GitHub App must be there for. Names, not ids.

        Never tried again. Raises BadRequest, NotFound (also where there is no rollback pipeline) and
        Conflict. https://circleci.com/docs/guides/deploy/set-up-rollbacks/
        """
        body = {
            "component_name": component,
            "environment_name": environment,
            "current_version": current_version,
            "target_version": target_version,
            "namespace": namespace,
            "reason": reason,
            "parameters": dict(parameters or {}),
        }
        answer = await self._http.send(wire.post("projects", project_id, "rollback", body=body))
        return wire.read(answer, Rollback)

    async def _all(self, kind: type[Item], *segments: str, **query: str | None) -> tuple[Item, ...]:
        items: list[Item] = []
        token: str | None = None
        for _ in range(self._page_limit):
            try:
                answer = await self._http.fetch(wire.get("deploy", *segments, **query, page_token=token))
            except NotFound:
                if token is None:
                    raise
                break  # CircleCI hands out tokens of pages that it does not have
            page = wire.read_page(answer, kind)
            items += page.items
            if page.next_page_token in (None, token):
                break
            token = page.next_page_token
        return tuple(items)
