"""CircleCI's API v2: one method per endpoint.

https://circleci.com/docs/api/v2/
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from copy import copy
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import httpx

from bot.circleci import models, wire
from bot.circleci.calls import TakeCall
from bot.circleci.endpoints import Endpoints, TakeUnread
from bot.circleci.endpoints.config import ConfigEndpoints
from bot.circleci.endpoints.deploys import DeployEndpoints
from bot.circleci.endpoints.insights import InsightsEndpoints
from bot.circleci.endpoints.step_output import Output
from bot.circleci.endpoints.webhooks import WebhookEndpoints
from bot.circleci.errors import Unauthorized
from bot.circleci.hosts import Hosts, connections
from bot.circleci.http import Http
from bot.circleci.slug import ProjectSlug
from bot.circleci.web import Web, app_url_of

Parameters = Mapping[str, int | str | bool]


class CircleCI(Endpoints):
    """A client for one token.

    ``base_url`` is the host without ``/api/v2``; ``app_url`` where the web application is, which is
    ``app.<host>`` unless told; ``ca_bundle`` a file of further CA certificates; ``artifact_hosts`` further
    hosts from which artifacts may be fetched, without the token; ``page_limit`` how many pages of one list
    are read; ``take_call`` is told of each call. Raises ValueError for a token or an address that can't be
    one, OSError for a bad CA bundle.
    """

    def __init__(
        self,
        token: str,
        *,
        base_url: str = "https://circleci.com",
        app_url: str | None = None,
        ca_bundle: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        concurrency: int = 24,
        artifact_hosts: Collection[str] = (),
        page_limit: int = 50,
        clock: Callable[[], float] = monotonic,
        take_call: TakeCall | None = None,
    ) -> None:
        hosts = Hosts.of(base_url, artifact_hosts)
        client = connections(hosts, ca_bundle, transport, concurrency, take_call)
        http = Http(client, hosts, token, concurrency, clock)
        self.web = Web(app_url.rstrip("/") if app_url else app_url_of(http.base_url))
        super().__init__(http, page_limit)
        self._send_by(http, self.note_unread)

    def _send_by(self, http: Http, note_unread: TakeUnread) -> None:
        super().__init__(http, self._page_limit, note_unread)
        self.config = ConfigEndpoints(http, self._page_limit, note_unread)
        self.deploys = DeployEndpoints(http, self._page_limit, note_unread)
        self.insights = InsightsEndpoints(http, self._page_limit, note_unread)
        self.output = Output(http, self._page_limit, note_unread)
        self.webhooks = WebhookEndpoints(http, self._page_limit, note_unread)

    def with_token(self, token: str) -> "CircleCI":
        """A client for another token, over the same connections: to close either closes both."""
        other = copy(self)
        other._send_by(self._http.with_token(token), self.note_unread)
        return other

    def noting(self, note_unread: TakeUnread) -> "CircleCI":
        """The same client, which tells somebody else of what can't be read of its answers."""
        other = copy(self)
        other._send_by(self._http, note_unread)
        return other

    @property
    def token_refused(self) -> bool:
        """Whether CircleCI's last answer was that it doesn't take the token."""
        return self._http.token_refused

    @property
    def downloads(self) -> Mapping[str, int]:
        """How many are ``running`` and ``waiting``."""
        return self._http.downloads

    @property
    def paused_for(self) -> float:
        """For how many more seconds it wants to be left alone: a GET or POST until then is refused here."""
        return self._http.paused_for

    def __repr__(self) -> str:
        return f"<CircleCI {self._http.base_url}>"

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def get_me(self) -> models.User:
        return await self._get(models.User, "me")

    async def get_user(self, user_id: str) -> models.User:
        return await self._get(models.User, "user", user_id)

    async def token_works(self) -> bool:
        """Whether CircleCI takes the token: after a 404, tells a token that is no good from all else."""
        try:
            await self.get_me()
        except Unauthorized:
            return False
        return True

    async def get_collaborations(self) -> tuple[models.Collaboration, ...]:
        """The organisations that the token's user sees."""
        answer = await self._http.fetch(wire.get("me", "collaborations"))
        return self._read(answer, models.Collaborations).root

    async def get_project(self, slug: ProjectSlug) -> models.Project:
        return await self._get(models.Project, "project", slug)

    async def list_env_vars(self, slug: ProjectSlug) -> tuple[models.EnvVar, ...]:
        """A project's own, not those of its contexts. The page's token is not documented."""
        return await self._list(models.EnvVar, "project", slug, "envvar")

    async def list_organization_pipelines(
        self, organization_slug: str
    ) -> models.Page[models.ProjectOfPipeline]:
        """The newest pipelines of an organisation's followed projects, as far as they tell these."""
        return await self._noted_page(models.ProjectOfPipeline, None, "pipeline", org_slug=organization_slug)

    async def page_organization_pipelines(
        self, organization_slug: str, page_token: str | None = None
    ) -> models.Page[models.Pipeline]:
        """All that is told of them. Which projects these are, and their order, is CircleCI's affair."""
        return await self._page(models.Pipeline, page_token, "pipeline", org_slug=organization_slug)

    async def list_pipelines(
        self, slug: ProjectSlug, *, branch: str | None = None, page_token: str | None = None
    ) -> models.Page[models.Pipeline]:
        """A project's pipelines, the newest first. A tag's pipelines have no branch.

        Who reads the page notes what is unread of it, as far as the search goes.
        """
        return await self._page(models.Pipeline, page_token, "project", slug, "pipeline", branch=branch)

    async def list_my_pipelines(
        self, slug: ProjectSlug, *, page_token: str | None = None
    ) -> models.Page[models.Pipeline]:
        """Those that the token's user set off; what is unread is not noted either."""
        return await self._page(models.Pipeline, page_token, "project", slug, "pipeline", "mine")

    async def get_pipeline_by_number(self, slug: ProjectSlug, number: int) -> models.Pipeline:
        return await self._get(models.Pipeline, "project", slug, "pipeline", number)

    async def get_pipeline(self, pipeline_id: str) -> models.Pipeline:
        return await self._get(models.Pipeline, "pipeline", pipeline_id)

    async def list_workflows(self, pipeline_id: str) -> tuple[models.Workflow, ...]:
        """All attempts: a rerun is a workflow of its own. Empty for a while, or for good.

        One that can't be read is a `LostWorkflow`.
        """
        return await self._list(models.Workflow, "pipeline", pipeline_id, "workflow")

    async def page_workflows(self, pipeline_id: str) -> models.Page[models.Workflow]:
        """The first page of them."""
        return await self._noted_page(models.Workflow, None, "pipeline", pipeline_id, "workflow")

    async def get_pipeline_values(self, pipeline_id: str) -> Mapping[str, str | int | bool]:
        """What the configuration's ``pipeline.…`` values were."""
        return (await self._get(models.PipelineValues, "pipeline", pipeline_id, "values")).root

    async def get_workflow(self, workflow_id: str) -> models.Workflow:
        return await self._get(models.Workflow, "workflow", workflow_id)

    async def list_jobs(self, workflow_id: str) -> tuple[models.Job, ...]:
        return await self._list(models.Job, "workflow", workflow_id, "job")

    async def page_jobs(self, workflow_id: str) -> models.Page[models.Job]:
        """The first page of them. The next page's token is not documented, but it is taken."""
        return await self._noted_page(models.Job, None, "workflow", workflow_id, "job")

    async def get_job(self, slug: ProjectSlug, number: int) -> models.JobDetails:
        return await self._get(models.JobDetails, "project", slug, "job", number)

    async def get_job_by_id(self, job_id: str) -> models.JobById:
        return await self._get(models.JobById, "jobs", job_id)

    async def list_artifacts(self, slug: ProjectSlug, number: int) -> tuple[models.Artifact, ...]:
        return await self._list(models.Artifact, "project", slug, number, "artifacts")

    async def page_tests(self, slug: ProjectSlug, number: int) -> models.Page[models.Test]:
        """The first page of the results that the job stored. None above 250 MB of them."""
        return await self._noted_page(models.Test, None, "project", slug, number, "tests")

    async def list_tests(
        self,
        slug: ProjectSlug,
        number: int,
        page_token: str | None = None,
        *,
        until: Callable[[models.Test], bool] | None = None,
    ) -> models.Page[models.Test]:
        """The same as one long page, from the token's on; with a token where there are more than is read.

        ``until``: no page is read after the one that has such a test.
        """
        return await self._whole(models.Test, page_token, until, "project", slug, number, "tests")

    async def list_definitions(self, project_id: str) -> tuple[models.Definition, ...]:
        return await self._list(models.Definition, "projects", project_id, "pipeline-definitions")

    async def trigger_pipeline(
        self,
        slug: ProjectSlug,
        *,
        branch: str | None = None,
        tag: str | None = None,
        parameters: Parameters | None = None,
    ) -> models.TriggeredPipeline:
        """Start a pipeline of a GitHub OAuth or Bitbucket Cloud project; the only way on CircleCI Server."""
        body = {**_ref(branch, tag), "parameters": dict(parameters or {})}
        return await self._post(models.TriggeredPipeline, "project", slug, "pipeline", body=body)

    async def run_pipeline(
        self,
        slug: ProjectSlug,
        definition_id: str,
        *,
        branch: str | None = None,
        tag: str | None = None,
        parameters: Parameters | None = None,
    ) -> models.TriggeredPipeline | models.NotTriggered:
        """Start a pipeline of a definition: every kind of project but GitLab's, on Cloud."""
        ref, given = _ref(branch, tag), dict(parameters or {})
        body = {"definition_id": definition_id, "config": ref, "checkout": ref, "parameters": given}
        answer = await self._http.send(wire.post("project", slug, "pipeline", "run", body=body))
        if answer.status == 200:
            return wire.read_answer(answer, models.NotTriggered)
        return wire.read_answer(answer, models.TriggeredPipeline)

    async def approve_job(self, workflow_id: str, approval_request_id: str) -> None:
        """Let what waits for an approval go on, as the token's user. CircleCI takes it, and does it soon."""
        await self._http.send(wire.post("workflow", workflow_id, "approve", approval_request_id))

    async def cancel_workflow(self, workflow_id: str) -> None:
        """CircleCI takes it, and does it soon."""
        await self._http.send(wire.post("workflow", workflow_id, "cancel"))

    async def cancel_job(self, slug: ProjectSlug, number: int) -> None:
        await self._http.send(wire.post("project", slug, "job", number, "cancel"))

    async def rerun_workflow(
        self, workflow_id: str, *, from_failed: bool = False, jobs: Sequence[str] = (), ssh: bool = False
    ) -> models.RerunAnswer:
        """Start the workflow again: all of it, what failed, or the jobs with these ids. ``ssh`` needs jobs.

        https://circleci.com/docs/api/v2/#operation/rerunWorkflow
        """
        body: dict[str, object] = {"from_failed": True} if from_failed else {}
        body |= {"jobs": list(jobs)} if jobs else {}
        body |= {"enable_ssh": True} if ssh else {}
        return await self._post(models.RerunAnswer, "workflow", workflow_id, "rerun", body=body)

    def download(self, url: str, *, limit: int) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """``async with client.download(url, limit=n) as chunks: async for chunk in chunks: …``

        Fetches from known hosts only, and raises UnknownHost or TooLarge.
        """
        return self._http.download(url, limit)


def _ref(branch: str | None, tag: str | None) -> dict[str, object]:
    if branch and tag:
        raise ValueError("a pipeline is of a branch or of a tag")
    return {"branch": branch} if branch else {"tag": tag} if tag else {}
