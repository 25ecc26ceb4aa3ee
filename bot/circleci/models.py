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

from bot.circleci.lenient import Model, Moment, Slug, Sometime, plain

Item = TypeVar("Item")

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


class Actor(Model):
    """Who set a pipeline off. ``login`` may be empty."""

    login: str | None = None
    avatar_url: str | None = None


class Trigger(Model):
    """``type`` is an open word: webhook, api, explicit, scheduled_pipeline, and others."""

    type: str | None = None
    received_at: Sometime = None
    actor: Actor = Actor()


class Commit(Model):
    subject: str | None = None
    body: str | None = None


class Vcs(Model):
    """What a GitHub OAuth or Bitbucket Cloud pipeline was built from."""

    branch: str | None = None
    tag: str | None = None
    revision: str | None = None
    commit: Commit | None = None
    provider_name: str | None = None
    origin_repository_url: str | None = None
    target_repository_url: str | None = None
    review_id: str | None = None
    review_url: str | None = None


class PipelineError(Model):
    """Why a pipeline never started a workflow. ``type``: config, config-fetch, timeout, plan, …"""

    type: str | None = None
    message: str = ""


class Pipeline(Model):
    """``GET /pipeline/{id}``. ``state`` is not the result: that is in its workflows.

    ``vcs`` is absent for GitHub App, GitLab and Bitbucket Data Center, whose data are in
    ``trigger_parameters`` (a map of maps: ``git``, ``circleci``, ``gitlab``, ``github_app``).
    """

    id: str
    number: int
    project_slug: Slug
    state: str
    created_at: Moment
    updated_at: Sometime = None
    errors: tuple[PipelineError, ...] = ()
    trigger: Trigger = Trigger()
    vcs: Vcs | None = None
    trigger_parameters: Mapping[str, Any] | None = None

    def _git(self, *names: str) -> str | None:
        """The first that is said, in ``git`` or else in the map of the provider; empty ones say nothing."""
        maps = self.trigger_parameters or {}
        ordered = [maps.get("git"), *(each for name, each in maps.items() if name not in ("git", "circleci"))]
        said = (each.get(name) for each in ordered if isinstance(each, Mapping) for name in names)
        return next((value for value in said if isinstance(value, str) and value), None)

    @property
    def branch(self) -> str | None:
        """The branch, or None for a tag."""
        return self.vcs.branch if self.vcs else self._git("branch")

    @property
    def tag(self) -> str | None:
        return self.vcs.tag if self.vcs else self._git("tag")

    @property
    def revision(self) -> str | None:
        """The commit's full hash."""
        return self.vcs.revision if self.vcs else self._git("checkout_sha", "commit_sha", "sha", "revision")

    @property
    def subject(self) -> str | None:
        """The first line of the commit's message."""
        if self.vcs:
            return self.vcs.commit.subject if self.vcs.commit else None
        text = self._git("commit_title", "commit_message")
        return text.splitlines()[0] if text else None

    @property
    def author(self) -> str | None:
        """Who made the commit, else who set the pipeline off."""
        return self._git("commit_author_name") or self.trigger.actor.login or None


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


class Named(Model):
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
    contexts: tuple[Named, ...] = ()
    messages: tuple[JobMessage, ...] = ()
    latest_workflow: Named | None = None
    pipeline: Named | None = None


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

    path: str
    url: str
    node_index: int = 0


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


class Source(Model):
    provider: str | None = None
    file_path: str | None = None
    repo: Repository | None = None


class Definition(Model):
    """A pipeline definition: ``GET /projects/{id}/pipeline-definitions``."""

    id: str
    name: str = ""
    description: str | None = None
    config_source: Source | None = None
    checkout_source: Source | None = None


class Triggered(Model):
    """A pipeline that was started (201). Its configuration is not compiled yet."""

    id: str
    number: int
    state: str
    created_at: Moment


class NotTriggered(Model):
    """``pipeline/run`` answered 200: nothing was started, and why."""

    message: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list. ``next_page_token`` None: the last one."""

    items: tuple[Item, ...]
    next_page_token: str | None = None
