"""What waits for somebody's approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.circleci.models import Job, Pipeline, Workflow


@dataclass(frozen=True, slots=True)
class WaitingApproval:
    """An approval job that is on hold. ``start``: from when on; ``next_job_names``: of those that need it."""

    workflow: Workflow
    job: Job
    start: datetime
    next_job_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldApproval:
    """What waits, and in which pipeline. ``called``: what the asker calls its project."""

    called: str
    pipeline: Pipeline
    waiting: WaitingApproval


def waiting_approvals(workflow: Workflow, jobs: Sequence[Job]) -> tuple[WaitingApproval, ...]:
    """All that wait in a workflow.

    CircleCI does not say since when: since what they need has ended, which a rerun may have kept from before.
    """
    ended = {job.id: job.stopped_at for job in jobs}
    found = []
    for job in jobs:
        if job.type != "approval" or job.status != "on_hold":
            continue
        ends = [end for need in job.dependencies if (end := ended.get(need)) is not None]
        then = tuple(each.name for each in dependents(job, jobs))
        found.append(WaitingApproval(workflow, job, max([workflow.created_at, *ends]), then))
    return tuple(found)


def dependents(job: Job, jobs: Sequence[Job]) -> tuple[Job, ...]:
    """The jobs that wait for this one directly."""
    return tuple(each for each in jobs if job.id in each.dependencies)
