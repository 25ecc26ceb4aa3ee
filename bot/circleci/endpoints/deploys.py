"""Deploys: which version of what is live where, as deploy markers told CircleCI; and the way back.

https://circleci.com/docs/api/v2/ (Deploy, Rollback) and
https://circleci.com/docs/guides/deploy/deploys-overview/
"""

from bot.circleci.endpoints import Endpoints
from bot.circleci.models import Component, Environment, Rollback, Version

#: How many entries a page has. These endpoints, unlike all others, want to be told.
PAGE_SIZE = "20"


class DeployEndpoints(Endpoints):
    """The deploy endpoints."""

    async def components(self, org_id: str, project_id: str) -> tuple[Component, ...]:
        """A project's components; both ids are UUIDs."""
        return await self._list(
            Component, "deploy", "components", org_id=org_id, project_id=project_id, page_size=PAGE_SIZE
        )

    async def environments(self, org_id: str) -> tuple[Environment, ...]:
        """An organisation's environments."""
        return await self._list(Environment, "deploy", "environments", org_id=org_id, page_size=PAGE_SIZE)

    async def versions(self, component_id: str) -> tuple[Version, ...]:
        """A component's versions in all its environments. In no documented order."""
        return await self._list(Version, "deploy", "components", component_id, "versions")

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
        }
        return await self._post(Rollback, "projects", project_id, "rollback", body=body)
