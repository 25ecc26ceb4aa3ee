"""CircleCI's nouns, with CircleCI's names, decoded leniently.

Recorded answers differ from the API's own document: fields are missing, null or spelled with hyphens,
enumerations are open. So unknown fields are ignored, statuses and types are plain strings, ``kebab-case`` is
read like ``snake_case``, and only that is required without which a thing can't be told at all.

https://circleci.com/docs/api/v2/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Generic, TypeVar

from pydantic import RootModel

from bot.circleci.models.lenient import (
    CommonText,
    Id,
    Model,
    Moment,
    Number,
    PlainValue,
    Slug,
    Sometime,
    UnreadPart,
    entries,
)
from bot.circleci.slug import names_organization

_Item = TypeVar("_Item")

#: A workflow in one of these goes no further by itself. https://circleci.com/docs/workflows/#states
TERMINAL = frozenset({"success", "failed", "error", "canceled", "unauthorized", "not_run"})


class User(Model):
    """``GET /me``, ``GET /user/{id}``."""

    noun: ClassVar[str] = "user"

    id: str = ""
    login: str = ""
    name: str | None = None


class Collaboration(Model):
    """An organisation that the token's user sees: ``GET /me/collaborations``."""

    noun: ClassVar[str] = "organization"

    slug: str | None = None


class Collaborations(RootModel[Annotated[tuple[Collaboration, ...], entries("organization")]]):
    """All of them."""


class VcsInfo(Model):
    provider: str | None = None
    default_branch: str | None = None


class Project(Model):
    """``GET /project/{slug}``."""

    noun: ClassVar[str] = "project"

    slug: Slug
    name: str | None = None
    id: str | None = None
    organization_name: str | None = None
    organization_slug: str | None = None
    organization_id: str | None = None
    vcs_info: VcsInfo = VcsInfo()

    def is_of(self, organization: str) -> bool:
        """Whether it is this organization's, by its name or its slug."""
        names = self.organization_name, self.organization_slug, self.slug.organization_slug
        return names_organization(organization, *names)


class EnvVar(Model):
    """``GET /project/{slug}/envvar``: an environment variable of a project, by its name alone.

    CircleCI answers the end of its value, too, which nobody needs: it is not decoded.
    """

    noun: ClassVar[str] = "environment variable"

    name: str


class Workflow(Model):
    """``GET /workflow/{id}``. A rerun is a new workflow of the same name in the same pipeline."""

    noun: ClassVar[str] = "workflow"

    id: Id
    name: CommonText
    status: CommonText
    created_at: Moment
    pipeline_id: Id | None = None
    stopped_at: Sometime = None
    started_by: str | None = None
    canceled_by: str | None = None
    tag: str | None = None
    auto_rerun_number: Number | None = None
    max_auto_reruns: Number | None = None

    @property
    def terminal(self) -> bool:
        return self.status in TERMINAL

    @property
    def lost(self) -> bool:
        """Whether this is only what is known of one that can't be read."""
        return False

    @classmethod
    def salvaged(cls, entry: object) -> "Workflow":
        return LostWorkflow.model_validate(entry if isinstance(entry, Mapping) else {})


class LostWorkflow(Workflow):
    """What is known of a workflow that can't be read, as those of expired pipelines: nobody can follow it.

    ``status`` is "lost" where that is not known, too.
    """

    id: str = ""
    name: CommonText = ""
    status: CommonText = "lost"
    created_at: Moment = datetime.fromtimestamp(0, UTC)

    @property
    def terminal(self) -> bool:
        return True

    @property
    def lost(self) -> bool:
        return True


class ConfigText(StrEnum):
    """What ``GET /pipeline/{id}/config`` answers; the setup's where it began with a setup workflow."""

    SOURCE = "source"
    COMPILED = "compiled"
    SETUP = "setup_config"
    COMPILED_SETUP = "compiled_setup_config"


class PipelineValues(RootModel[Mapping[str, PlainValue]]):
    """``GET /pipeline/{id}/values``. What is not a plain value is shown as its JSON."""


class Definition(Model):
    """A pipeline definition: ``GET /projects/{id}/pipeline-definitions``."""

    noun: ClassVar[str] = "pipeline definition"

    id: Id
    name: str = ""


class TriggeredPipeline(Model):
    """A pipeline that was started (201). Its configuration is not compiled yet."""

    id: Id
    number: Number


class RerunAnswer(Model):
    """A workflow that was started again (202): the new one's id."""

    workflow_id: Id


class NotTriggered(Model):
    """``pipeline/run`` answered 200: nothing was started, and why."""

    message: str


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """One page of a list. ``next_page_token`` None: the last one.

    ``unread``: the entries that can't be read, of which the ``items`` have what is known, or nothing.
    """

    items: tuple[_Item, ...]
    next_page_token: str | None = None
    unread: tuple[UnreadPart, ...] = ()

    @property
    def entries(self) -> tuple[_Item | UnreadPart, ...]:
        """All of them, in CircleCI's order, where what is unread is left out of the ``items``."""
        found: list[_Item | UnreadPart] = [*self.items]
        for each in self.unread:
            found.insert(each.position or 0, each)
        return tuple(found)
