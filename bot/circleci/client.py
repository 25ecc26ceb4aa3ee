"""CircleCI's API v2: one method per endpoint.

https://circleci.com/docs/api/v2/
"""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from bot.circleci.models import (
    Artifact,
    Collaboration,
    Definition,
    Job,
    JobById,
    JobDetails,
    NotTriggered,
    Page,
    Pipeline,
    PipelineConfig,
    Project,
    Triggered,
    User,
    Workflow,
)
from bot.circleci.slug import ProjectSlug
from bot.circleci.urls import Web

Parameters = Mapping[str, int | str | bool]


class CircleCI:
    """A client for one token."""

    def __init__(
        self,
        token: str,
        *,
        base_url: str = "https://circleci.com",
        app_url: str | None = None,
        ca_bundle: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        concurrency: int = 8,
        artifact_hosts: Collection[str] = (),
    ) -> None:
        self.web = Web(app_url or "https://app.circleci.com")

    async def aclose(self) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def get_me(self) -> User:
        raise NotImplementedError

    async def token_works(self) -> bool:
        """Whether CircleCI takes the token: tells "not found" from "no token" after a 404."""
        raise NotImplementedError

    async def get_collaborations(self) -> tuple[Collaboration, ...]:
        raise NotImplementedError

    async def get_user(self, user_id: str) -> User:
        raise NotImplementedError

    async def get_project(self, slug: ProjectSlug) -> Project:
        raise NotImplementedError

    async def list_organization_pipelines(
        self, organization_slug: str, *, mine: bool = False, page_token: str | None = None
    ) -> Page[Pipeline]:
        raise NotImplementedError

    async def list_pipelines(
        self, slug: ProjectSlug, *, branch: str | None = None, page_token: str | None = None
    ) -> Page[Pipeline]:
        raise NotImplementedError

    async def list_my_pipelines(self, slug: ProjectSlug, *, page_token: str | None = None) -> Page[Pipeline]:
        raise NotImplementedError

    async def get_pipeline_by_number(self, slug: ProjectSlug, number: int) -> Pipeline:
        raise NotImplementedError

    async def get_pipeline(self, pipeline_id: str) -> Pipeline:
        raise NotImplementedError

    async def list_workflows(self, pipeline_id: str) -> tuple[Workflow, ...]:
        raise NotImplementedError

    async def get_pipeline_config(self, pipeline_id: str) -> PipelineConfig:
        raise NotImplementedError

    async def get_pipeline_values(self, pipeline_id: str) -> Mapping[str, str | int | bool]:
        raise NotImplementedError

    async def get_workflow(self, workflow_id: str) -> Workflow:
        raise NotImplementedError

    async def list_jobs(self, workflow_id: str) -> tuple[Job, ...]:
        raise NotImplementedError

    async def get_job(self, slug: ProjectSlug, number: int) -> JobDetails:
        raise NotImplementedError

    async def get_job_by_id(self, job_id: str) -> JobById:
        raise NotImplementedError

    async def list_artifacts(self, slug: ProjectSlug, number: int) -> tuple[Artifact, ...]:
        raise NotImplementedError

    async def list_definitions(self, project_id: str) -> tuple[Definition, ...]:
        raise NotImplementedError

    async def trigger_pipeline(
        self,
        slug: ProjectSlug,
        *,
        branch: str | None = None,
        tag: str | None = None,
        parameters: Parameters | None = None,
    ) -> Triggered:
        raise NotImplementedError

    async def run_pipeline(
        self,
        slug: ProjectSlug,
        definition_id: str,
        *,
        branch: str | None = None,
        tag: str | None = None,
        parameters: Parameters | None = None,
    ) -> Triggered | NotTriggered:
        raise NotImplementedError

    def download(self, url: str, *, limit: int) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """``async with client.download(url, limit=n) as chunks: async for chunk in chunks: …``"""
        raise NotImplementedError
