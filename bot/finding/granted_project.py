"""A project, or a branch of it, that may be seen or acted on, with the calls that this grants."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.circleci import models
from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.slug import ProjectSlug
from bot.finding.write_call import WriteCall
from bot.model.history import Streak, streak_of
from bot.model.parameters import Declaration
from bot.model.permission import Permission
from bot.model.run import Run
from bot.model.subscription import Event, Subscription
from bot.reading.notices import Listener, told_runs
from bot.reading.parameters import newest_declarations
from bot.reading.parts import read_those
from bot.reading.rollbacks import ROLLBACK_VALUES
from bot.reading.runs import until_settled


@dataclass(frozen=True, slots=True)
class _Granted:
    """``called``: the asker's own word for the project."""

    details: models.Project
    called: str
    _circleci: CircleCI = field(repr=False)

    @property
    def slug(self) -> ProjectSlug:
        """As CircleCI says it, whatever name was typed."""
        return self.details.slug


@dataclass(frozen=True, slots=True)
class GrantedProject(_Granted):
    """A project of which every branch is granted: what belongs to no branch."""

    async def env_vars(self) -> tuple[models.EnvVar, ...]:
        """Its environment variables, without their values."""
        return await self._circleci.list_env_vars(self.slug)


@dataclass(frozen=True, slots=True)
class GrantedBranch(_Granted):
    """A branch or tag of a project for which the permission holds.

    Neither is known where CircleCI does not tell the default branch: then every one is granted.
    """

    branch: str | None
    tag: str | None

    # Insights

    async def measurements(self, window: models.Window) -> tuple[models.Measurement, ...]:
        """Every workflow that ran within the window."""
        return await self._circleci.insights.workflows(self.slug, branch=self.branch, window=window)

    async def job_measurements(self, workflow: str, window: models.Window) -> tuple[models.Measurement, ...]:
        return await self._circleci.insights.jobs(self.slug, workflow, branch=self.branch, window=window)

    async def workflow_runs(
        self, workflow: str, start: datetime, end: datetime
    ) -> models.Page[models.WorkflowRun]:
        """A workflow's runs from ``start`` to before ``end``, as one long page."""
        return await self._circleci.insights.runs(
            self.slug, workflow, branch=self.branch, start=start, end=end
        )

    async def all_workflow_runs(
        self, workflows: Sequence[str], start: datetime, end: datetime
    ) -> list[tuple[str, models.Page[models.WorkflowRun]]]:
        """The same of each of these workflows that can be read."""
        return await read_those(
            self._circleci,
            workflows,
            lambda name: self.workflow_runs(name, start, end),
            lambda name: (models.Workflow.noun, name),
        )

    # Pipelines

    async def judgement(self, called: str, at_once: int) -> Streak:
        """Whether it is red, and since when, by its newest page of pipelines; so many are read at a time."""
        page = await self._newest_page()
        runs = await until_settled(self._circleci, page.items, called, at_once)
        return streak_of(runs, whole=page.next_page_token is None and len(page.items) == len(page.entries))

    async def would_tell(
        self, wanted: Subscription, at: datetime, most: int, listener: Listener
    ) -> tuple[tuple[tuple[Run, tuple[Event, ...]], ...], int]:
        """Those of its newest runs that a channel would have heard of, as what; and how many were read."""
        return await told_runs(self._circleci, wanted, self.called, at, most, listener)

    async def newest_pipelines(self) -> tuple[models.Pipeline, ...]:
        """The newest page of its pipelines."""
        return self.own((await self._newest_page()).items)

    async def _newest_page(self) -> models.Page[models.Pipeline]:
        page = await self._circleci.list_pipelines(self.slug, branch=self.branch)
        for each in page.unread:
            self._circleci.note_unread(each)
        return page

    def own(self, pipelines: Sequence[models.Pipeline]) -> tuple[models.Pipeline, ...]:
        """Those of the project's that built this branch or tag."""
        return tuple(each for each in pipelines if (each.branch, each.tag) == (self.branch, self.tag))

    async def declarations(self, pipelines: Sequence[models.Pipeline]) -> list[Declaration]:
        """Which parameters the newest configurations among those of its pipelines declare."""
        return await newest_declarations(self._circleci, self.own(pipelines))

    async def own_pipelines(self) -> tuple[models.Pipeline, ...]:
        """The newest of the project's that the token's user set off."""
        return (await self._circleci.list_my_pipelines(self.slug)).items

    async def values(
        self, pipelines: Sequence[models.Pipeline]
    ) -> list[tuple[models.Pipeline, Mapping[str, str | int | bool]]]:
        """These of its pipelines, each with what its configuration's values were."""
        found = await asyncio.gather(*(self._circleci.get_pipeline_values(it.id) for it in pipelines))
        return list(zip(pipelines, found, strict=True))

    async def definitions(self) -> tuple[models.Definition, ...]:
        return await self._circleci.list_definitions(self.details.id or self.slug.name)

    def start(
        self, definition: models.Definition | None, parameters: Mapping[str, str | int | bool]
    ) -> WriteCall[models.TriggeredPipeline | models.NotTriggered]:
        """Start a pipeline of it."""

        async def call(circleci: CircleCI) -> models.TriggeredPipeline | models.NotTriggered:
            slug, ref = self.slug, {"branch": self.branch, "tag": self.tag}
            if definition is None:
                return await circleci.trigger_pipeline(slug, **ref, parameters=parameters)
            return await circleci.run_pipeline(slug, definition.id, **ref, parameters=parameters)

        return WriteCall(Permission.TRIGGER, call)

    # Deploys: the affair of the default branch

    async def components(self) -> tuple[models.Component, ...]:
        """What it deploys. Raises NotFound where CircleCI does not tell the project's ids."""
        if self.details.id is None or self.details.organization_id is None:
            raise NotFound(404, "CircleCI does not tell the project's ids")
        return await self._circleci.deploys.components(self.details.organization_id, self.details.id)

    async def environments(self) -> tuple[models.Environment, ...]:
        """Where its organization deploys to."""
        return await self._circleci.deploys.environments(self.details.organization_id or "")

    async def deployments(
        self, component: models.Component, environments: Sequence[models.Environment]
    ) -> tuple[models.Deployment, ...]:
        """Where a component of it was ever deployed, what was deployed last first."""
        return models.deployments(
            component, environments, await self._circleci.deploys.versions(component.id)
        )

    async def all_deployments(
        self, components: Sequence[models.Component], environments: Sequence[models.Environment]
    ) -> list[models.Deployment]:
        """The same of each of these components that can be read."""
        found = await read_those(
            self._circleci,
            components,
            lambda it: self.deployments(it, environments),
            lambda it: (it.noun, it.name),
        )
        return [place for _, several in found for place in several]

    async def abandoned_version(self, live: models.Version) -> str | None:
        """What was live before, where a rollback pipeline made this one live again: its values tell.

        https://circleci.com/docs/guides/deploy/set-up-rollbacks/#configuration-tips
        """
        if live.pipeline_id is None:
            return None
        try:
            told = await self._circleci.get_pipeline_values(live.pipeline_id)
        except NotFound:
            return None
        back = told.get(ROLLBACK_VALUES["version"]) == live.name
        return str(told.get(ROLLBACK_VALUES["live"]) or "") or None if back else None

    def roll_back(
        self, place: models.Deployment, live: models.Version, target: models.Version, reason: str
    ) -> WriteCall[models.Rollback]:
        """Run its rollback pipeline."""

        async def call(circleci: CircleCI) -> models.Rollback:
            return await circleci.deploys.rollback(
                self.details.id or "",
                component=place.component.name,
                environment=place.environment.name,
                current_version=live.name,
                target_version=target.name,
                namespace=place.namespace,
                reason=reason,
            )

        return WriteCall(Permission.TRIGGER, call)
