"""What is deployed where: the nouns of `bot.circleci.endpoints.deploys`. Lenient.

https://circleci.com/docs/guides/deploy/deploys-overview/
"""

import re
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

    def earlier_versions(self, abandoned: str | None = None) -> tuple[Version, ...]:
        """What the current one can go back to, what was deployed last first: no name twice.

        What is newer by its name is none of them, and neither is the version that was ``abandoned`` when
        somebody rolled back to the current one: a rollback makes its version the last one deployed.
        """
        current = self.current_version
        if current is None:
            return ()
        others = {it.name: it for it in reversed(self.versions) if it.name not in (current.name, abandoned)}
        return tuple(it for it in reversed(others.values()) if not is_newer_version(it.name, current.name))

    def is_older(self, version: Version) -> bool:
        """Whether a version is older than the current one by its name."""
        return (
            self.current_version is not None
            and is_newer_version(version.name, self.current_version.name) is False
        )


#: What counts up in a version's name; a commit's hash has no order.
_PARTS, _HASH = re.compile(r"(\d+)"), re.compile(r"(?=.*[a-f])[0-9a-f]{7,40}")


def is_newer_version(name: str, other: str) -> bool | None:
    """Whether a version is newer than the other by its name: ``v2.4.1-809`` is newer than ``v2.4.0-810``.

    None where the names do not tell.
    """
    if _HASH.fullmatch(name.lower()) or _HASH.fullmatch(other.lower()):
        return None
    for one, two in zip(_PARTS.split(name), _PARTS.split(other), strict=False):
        if one != two:
            return int(one) > int(two) if one.isdecimal() and two.isdecimal() else None
    return None


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
