"""What is deployed where: the nouns of `bot.circleci.endpoints.deploys`. Lenient.

https://circleci.com/docs/guides/deploy/deploys-overview/
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from bot.circleci.models.lenient import Id, Model, Number, Sometime

_NEVER = datetime.min.replace(tzinfo=UTC)


class Component(Model):
    """What is deployed: ``GET /deploy/components``. It belongs to one project."""

    noun: ClassVar[str] = "component"

    id: Id
    name: str


class Environment(Model):
    """Where to: ``GET /deploy/environments``. All projects of an organisation share them."""

    noun: ClassVar[str] = "environment"

    id: Id
    name: str


class Version(Model):
    """A version of a component in one environment, and what deployed it last."""

    noun: ClassVar[str] = "version"

    name: str
    environment_id: str
    is_live: bool = False
    namespace: str | None = None
    last_deployed_at: Sometime = None
    pipeline_id: Id | None = None
    workflow_id: Id | None = None
    job_number: Number | None = None


class Rollback(Model):
    """A rollback that was taken up (202).

    ``rollback_type`` is an open word; where it is ``PIPELINE``, ``id`` is the rollback pipeline's.
    """

    id: str | None = None
    rollback_type: str = ""

    @property
    def pipeline_id(self) -> str | None:
        return self.id if self.rollback_type.upper() == "PIPELINE" else None


@dataclass(frozen=True, slots=True)
class Deployment:
    """A component in a namespace of an environment. ``versions``: what was deployed last comes first."""

    component: Component
    environment: Environment
    namespace: str | None
    versions: tuple[Version, ...]

    @property
    def live_versions(self) -> tuple[Version, ...]:
        """Several while one gives way to another."""
        return tuple(each for each in self.versions if each.is_live)

    @property
    def current_version(self) -> Version | None:
        """The live one, where it is the only one."""
        return self.live_versions[0] if len(self.live_versions) == 1 else None

    @property
    def previous_version(self) -> Version | None:
        """The one that was live before the current one."""
        if self.current_version is None:
            return None
        earlier = self.versions[self.versions.index(self.current_version) + 1 :]
        return next((each for each in earlier if each.name != self.current_version.name), None)


def deployments(
    component: Component, environments: Sequence[Environment], versions: Sequence[Version]
) -> tuple[Deployment, ...]:
    """Where a component was ever deployed, what was deployed last first."""
    named = {each.id: each for each in environments}
    places: dict[tuple[str, str | None], list[Version]] = {}
    for version in sorted(versions, key=deployed_at, reverse=True):
        places.setdefault((version.environment_id, version.namespace), []).append(version)
    return tuple(
        Deployment(component, named[environment], namespace, tuple(there))
        for (environment, namespace), there in places.items()
        if environment in named
    )


def deployed_at(version: Version) -> datetime:
    """For sorting: what has no time was first."""
    return version.last_deployed_at or _NEVER
