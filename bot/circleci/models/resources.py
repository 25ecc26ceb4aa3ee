"""CircleCI's nouns, with CircleCI's names, decoded leniently.

Recorded answers differ from the API's own document: fields are missing, null or spelled with hyphens,
enumerations are open. So unknown fields are ignored, statuses and types are plain strings, whatever an
old recording lacks is optional, and ``kebab-case`` is read like ``snake_case``.

https://circleci.com/docs/api/v2/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import RootModel, model_validator

from bot.circleci.models.lenient import Model, Moment, Slug, Sometime, plain

_Item = TypeVar("_Item")

#: A workflow in one of these goes no further by itself. https://circleci.com/docs/workflows/#states
TERMINAL = frozenset({"success", "failed", "error", "canceled", "unauthorized", "not_run"})


class User(Model):
    """``GET /me``, ``GET /user/{id}``."""

    id: str
    login: str = ""
    name: str | None = None
    avatar_url: str | None = None


class Collaboration(Model):
    """An organisation that the token's user sees: ``GET /me/collaborations``."""

    slug: str | None = None
    name: str = ""
    id: str | None = None
    vcs_type: str | None = None
    avatar_url: str | None = None


class VcsInfo(Model):
    provider: str | None = None
    vcs_url: str | None = None
    default_branch: str | None = None


class Project(Model):
    """``GET /project/{slug}``."""

    slug: Slug
    name: str
    id: str | None = None
    organization_name: str | None = None
    organization_slug: str | None = None
    organization_id: str | None = None
    vcs_info: VcsInfo = VcsInfo()


class EnvVar(Model):
    """``GET /project/{slug}/envvar``: an environment variable of a project, by its name alone.

    CircleCI answers the end of its value, too, which nobody needs: it is not decoded.
    """

    name: str


class Workflow(Model):
    """``GET /workflow/{id}``. A rerun is a new workflow of the same name in the same pipeline."""

    id: str
    name: str
    status: str
    created_at: Moment
    pipeline_id: str | None = None
    pipeline_number: int | None = None
    project_slug: Slug | None = None
    stopped_at: Sometime = None
    started_by: str | None = None
    canceled_by: str | None = None
    errored_by: str | None = None
    tag: str | None = None
    auto_rerun_number: int | None = None
    max_auto_reruns: int | None = None

    @property
    def terminal(self) -> bool:
        return self.status in TERMINAL


class Job(Model):
    """A job in ``GET /workflow/{id}/job``. An approval job may have no number, and never started."""

    id: str
    name: str
    status: str
    type: str = "build"
    job_number: int | None = None
    project_slug: Slug | None = None
    dependencies: tuple[str, ...] = ()
    started_at: Sometime = None
    stopped_at: Sometime = None
    approval_request_id: str | None = None
    approved_by: str | None = None
    canceled_by: str | None = None


class Executor(Model):
    type: str | None = None
    resource_class: str | None = None


class NameOnly(Model):
    """A thing by its name, and where there is one its id."""

    name: str | None = None
    id: str | None = None


class JobMessage(Model):
    type: str | None = None
    message: str | None = None
    reason: str | None = None


class JobProject(Model):
    slug: Slug
    name: str | None = None
    id: str | None = None


class JobDetails(Model):
    """``GET /project/{slug}/job/{number}``. ``duration`` is in milliseconds."""

    number: int
    name: str
    status: str
    project: JobProject
    web_url: str | None = None
    created_at: Sometime = None
    queued_at: Sometime = None
    started_at: Sometime = None
    stopped_at: Sometime = None
    duration: int | None = None
    parallelism: int | None = None
    executor: Executor = Executor()
    contexts: tuple[NameOnly, ...] = ()
    messages: tuple[JobMessage, ...] = ()
    latest_workflow: NameOnly | None = None
    pipeline: NameOnly | None = None


class JobById(Model):
    """``GET /jobs/{id}``: which project, pipeline and workflow a job belongs to."""

    id: str
    name: str
    job_number: int | None = None
    type: str | None = None
    status: str | None = None
    project_id: str | None = None
    pipeline_id: str | None = None
    workflow_id: str | None = None


class Artifact(Model):
    """``GET /project/{slug}/{number}/artifacts``. ``url`` needs the token."""

    path: str = ""
    url: str = ""
    node_index: int = 0


class Test(Model):
    """``GET /project/{slug}/{number}/tests``: one test of those that a job stored.

    ``result`` is whatever the report said: success, failure, skipped, error … ``run_time`` is in seconds.
    ``file`` is empty where the report does not tell it.
    """

    name: str = ""
    classname: str = ""
    file: str = ""
    result: str = ""
    message: str = ""
    run_time: float = 0
    source: str = ""


class PipelineConfig(Model):
    """``GET /pipeline/{id}/config``."""

    source: str = ""
    compiled: str = ""
    setup_config: str | None = None
    compiled_setup_config: str | None = None


class PipelineValues(RootModel[Mapping[str, bool | int | str]]):
    """``GET /pipeline/{id}/values``. What is not a plain value is shown as its JSON."""

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, data: Any) -> Any:
        return plain(data)


class Repository(Model):
    full_name: str | None = None
    external_id: str | None = None


class DefinitionSource(Model):
    provider: str | None = None
    file_path: str | None = None
    repo: Repository | None = None


class Definition(Model):
    """A pipeline definition: ``GET /projects/{id}/pipeline-definitions``."""

    id: str
    name: str = ""
    description: str | None = None
    config_source: DefinitionSource | None = None
    checkout_source: DefinitionSource | None = None


class TriggeredPipeline(Model):
    """A pipeline that was started (201). Its configuration is not compiled yet."""

    id: str
    number: int
    state: str
    created_at: Moment


class RerunAnswer(Model):
    """A workflow that was started again (202): the new one's id."""

    workflow_id: str


class NotTriggered(Model):
    """``pipeline/run`` answered 200: nothing was started, and why."""

    message: str


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """One page of a list. ``next_page_token`` None: the last one."""

    items: tuple[_Item, ...]
    next_page_token: str | None = None
