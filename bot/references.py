"""What is meant: ``last failed``, ``#812``, a URL, "this thread" → the pipeline, workflow or job itself.

Whatever was named, it ends with the permission for the actual project and branch. What CircleCI does not
know and what may not be read here look exactly alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.circleci.client import CircleCI
from bot.circleci.models import Job, JobDetails, Pipeline, Workflow
from bot.circleci.slug import ProjectSlug
from bot.model.invocation import Place
from bot.model.permission import Permission
from bot.model.target import ProjectName, Reference, Target
from bot.policy.access import Access
from bot.store.memory import Memory

#: Says a line again with another reference in it: what a choice among several carries.
Again = Callable[[Reference], str]


@dataclass(frozen=True, slots=True)
class FoundProject:
    """``called``: the asker's own word for it. ``branch``: the one that was named, if one was."""

    slug: ProjectSlug
    called: str
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPipeline:
    pipeline: Pipeline
    called: str


@dataclass(frozen=True, slots=True)
class FoundWorkflow:
    workflow: Workflow
    pipeline: Pipeline
    called: str


@dataclass(frozen=True, slots=True)
class FoundJob:
    """``details`` is None where the job has no number: an approval job, then ``job`` is all there is."""

    pipeline: Pipeline
    called: str
    name: str
    number: int | None
    workflow_id: str | None
    details: JobDetails | None
    job: Job | None = None


@dataclass(frozen=True, slots=True)
class Finder:
    """Turns what was named into the thing itself, for one asker in one place."""

    circleci: CircleCI
    access: Access
    memory: Memory
    place: Place

    def project(self, name: ProjectName | Target | None, permission: Permission) -> FoundProject:
        """The project that was named, or the channel's. Costs no network."""
        raise NotImplementedError

    async def pipeline(
        self, reference: Reference, permission: Permission, again: Again | None = None
    ) -> FoundPipeline:
        raise NotImplementedError

    async def workflow(
        self, reference: Reference, permission: Permission, again: Again | None = None
    ) -> FoundWorkflow:
        raise NotImplementedError

    async def job(self, reference: Reference, permission: Permission, again: Again | None = None) -> FoundJob:
        raise NotImplementedError
