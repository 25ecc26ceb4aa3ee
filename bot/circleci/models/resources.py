"""CircleCI's nouns, with CircleCI's names, decoded leniently.

Recorded answers differ from the API's own document: fields are missing, null or spelled with hyphens,
enumerations are open. So unknown fields are ignored, statuses and types are plain strings, whatever an
old recording lacks is optional, and ``kebab-case`` is read like ``snake_case``.

https://circleci.com/docs/api/v2/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from pydantic import Field, RootModel

from bot.circleci.models.lenient import Model, Moment, PlainValue, Slug, Sometime
from bot.circleci.slug import names_organization

_Item = TypeVar("_Item")

#: A workflow in one of these goes no further by itself. https://circleci.com/docs/workflows/#states
TERMINAL = frozenset({"success", "failed", "error", "canceled", "unauthorized", "not_run"})


class User(Model):
    """``GET /me``, ``GET /user/{id}``."""

    id: str
    login: str = ""
    name: str | None = None


class Collaboration(Model):
    """An organisation that the token's user sees: ``GET /me/collaborations``."""

    slug: str | None = None


class VcsInfo(Model):
    provider: str | None = None
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

    def is_of(self, organization: str) -> bool:
        """Whether it is this organization's, by its name or its slug."""
        names = self.organization_name, self.organization_slug, self.slug.organization_slug
        return names_organization(organization, *names)


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
    stopped_at: Sometime = None
    started_by: str | None = None
    canceled_by: str | None = None
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
    dependencies: tuple[str, ...] = ()
    started_at: Sometime = None
    stopped_at: Sometime = None
    approval_request_id: str | None = None
    approved_by: str | None = None


class Executor(Model):
    type: str | None = None
    resource_class: str | None = None


class NameOnly(Model):
    """A thing by its name, and where there is one its id."""

    name: str | None = None
    id: str | None = None


class JobMessage(Model):
    message: str | None = None
    reason: str | None = None


class JobDetails(Model):
    """``GET /project/{slug}/job/{number}``. ``duration`` is in milliseconds."""

    number: int
    name: str
    status: str
    queued_at: Sometime = None
    started_at: Sometime = None
    stopped_at: Sometime = None
    parallelism: int | None = None
    executor: Executor = Executor()
    contexts: tuple[NameOnly, ...] = ()
    messages: tuple[JobMessage, ...] = ()
    latest_workflow: NameOnly | None = None
    pipeline: NameOnly | None = None


class JobById(Model):
    """``GET /jobs/{id}``: which project, pipeline and workflow a job belongs to."""

    id: str
    job_number: int | None = None
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


class StepRun(Model):
    """One step of one parallel run: ``index`` says which run, from 0; ``step`` is CircleCI's number of it.

    ``output_url`` is its own key for some minutes: it is never logged or shown. ``truncated``: CircleCI
    itself has kept a part of the output only. ``run_time_millis`` is in milliseconds.
    """

    index: int = 0
    step: int = 0
    name: str = ""
    status: str = ""
    failed: bool = False
    exit_code: int | None = None
    bash_command: str | None = None
    timedout: bool = False
    infrastructure_fail: bool = False
    canceled: bool = False
    has_output: bool = False
    truncated: bool = False
    output_url: str | None = Field(default=None, repr=False)
    run_time_millis: int | None = None
    start_time: Sometime = None
    end_time: Sometime = None

    @property
    def broken(self) -> bool:
        """Whether it is why its job failed. What was canceled along with it is not."""
        bad = self.failed or self.timedout or self.infrastructure_fail
        return bad or self.status in ("failed", "timedout", "infrastructure_fail")

    @property
    def interrupted(self) -> bool:
        """Whether it was under way when its job was canceled."""
        return self.canceled or self.status == "canceled"

    @property
    def took(self) -> timedelta | None:
        """How long it ran, where that is told."""
        if self.run_time_millis is not None:
            return timedelta(milliseconds=self.run_time_millis)
        return self.end_time - self.start_time if self.start_time and self.end_time else None


class Step(Model):
    """A step, with what it was in each parallel run."""

    name: str = ""
    actions: tuple[StepRun, ...] = ()


class PipelineConfig(Model):
    """``GET /pipeline/{id}/config``."""

    source: str = ""
    compiled: str = ""
    setup_config: str | None = None
    compiled_setup_config: str | None = None


class PipelineValues(RootModel[Mapping[str, PlainValue]]):
    """``GET /pipeline/{id}/values``. What is not a plain value is shown as its JSON."""


class Definition(Model):
    """A pipeline definition: ``GET /projects/{id}/pipeline-definitions``."""

    id: str
    name: str = ""


class TriggeredPipeline(Model):
    """A pipeline that was started (201). Its configuration is not compiled yet."""

    id: str
    number: int


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
