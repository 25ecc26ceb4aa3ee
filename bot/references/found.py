"""What finding gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.circleci.models import Job, JobDetails, Pipeline, Workflow
from bot.circleci.slug import ProjectSlug
from bot.model.target import Reference

#: Says a line again with another reference in it: what a choice among several carries.
Again: TypeAlias = Callable[[Reference], str]


@dataclass(frozen=True, slots=True)
class FoundProject:
    """``called``: the asker's own word for it. ``branch``: the one that was named, if one was."""

    slug: ProjectSlug
    called: str
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPipeline:
    """``workflows``: all attempts, where they were read on the way."""

    pipeline: Pipeline
    called: str
    workflows: tuple[Workflow, ...] | None = None


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
