"""What finding gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.circleci.models import Job, JobDetails, Pipeline, Workflow
from bot.circleci.slug import ProjectSlug
from bot.model.fault import JobHasNone, JobProduct, JobReason
from bot.model.line import Line
from bot.model.reference import Reference
from bot.model.run import BuiltJob

#: Says a line again with another reference in it: what a choice among several carries.
Again: TypeAlias = Callable[[Reference], Line]


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
    """``workflows``: all of the pipeline's, every attempt, where they were read on the way."""

    workflow: Workflow
    pipeline: Pipeline
    called: str
    workflows: tuple[Workflow, ...] | None = None


@dataclass(frozen=True, slots=True)
class FoundWorkflows:
    """``those`` that are meant: one, or the newest attempts of all; ``workflows`` as of `FoundWorkflow`."""

    those: tuple[Workflow, ...]
    pipeline: Pipeline
    called: str
    workflows: tuple[Workflow, ...] | None = None


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

    @classmethod
    def of(
        cls,
        pipeline: Pipeline,
        called: str,
        details: JobDetails | None,
        job: Job | None,
        workflow_id: str | None,
    ) -> "FoundJob":
        """Put together from whatever was read."""
        latest = details.latest_workflow.id if details and details.latest_workflow else None
        number = details.number if details else job.job_number if job else None
        name = details.name if details else job.name if job else ""
        return cls(pipeline, called, name, number, workflow_id or latest, details, job)

    def built(self, product: JobProduct) -> tuple[BuiltJob, JobDetails]:
        """The job, which may have left such a thing behind.

        Raises `JobHasNone` for an approval, and for a job that has no number yet.
        """
        if self.number is None or self.details is None:
            approval = self.job is not None and self.job.type == "approval"
            raise JobHasNone(product, JobReason.APPROVAL if approval else JobReason.NOT_BEGUN, self.name)
        return BuiltJob(self.pipeline, self.called, self.name, self.number, self.workflow_id), self.details
