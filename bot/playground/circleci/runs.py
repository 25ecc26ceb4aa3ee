"""Runs of workflows: how one is made of its script, and what a rerun keeps of the run before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.playground.circleci.people import identify
from bot.playground.circleci.script import WorkflowScript
from bot.playground.circleci.timeline import Job, Kept, Run, look


def job_id(pipeline: str, workflow: str, attempt: int, job: str) -> str:
    """The id of a job, of an attempt at a workflow."""
    return identify(pipeline, workflow, attempt, job)


@dataclass(frozen=True, slots=True)
class Start:
    """When, by whom (a user's id) and how fast a run goes."""

    at: datetime
    by: str
    pace: float


def attempt(
    pipeline: str,
    project: str,
    script: WorkflowScript,
    start: Start,
    number: Callable[[], int],
    earlier: Run | None = None,
    kept: Mapping[str, Kept] = {},
) -> Run:
    """A run of a workflow: the first, or after an ``earlier`` one some of whose jobs it may keep.

    ``number`` gives the next job number of the project; a kept job has the one that it had.
    """
    nth = earlier.attempt + 1 if earlier else 0
    numbers = {job.script.name: job.number for job in earlier.jobs} if earlier else {}
    jobs = []
    for each in script.jobs:
        old = numbers.get(each.name) if each.name in kept else None
        new = None if each.approval else old or number()
        id = job_id(pipeline, script.name, nth, each.name)
        jobs.append(Job(id, each, each.outcome(nth), new, kept.get(each.name)))
    return Run(
        id=identify(pipeline, script.name, nth),
        name=script.name,
        pipeline=pipeline,
        project=project,
        created_at=start.at,
        started_by=start.by,
        jobs=tuple(jobs),
        pace=start.pace,
        attempt=nth,
    )


def keeping(run: Run, again: frozenset[str], at: datetime) -> Mapping[str, Kept]:
    """What a rerun does not run again: all but the jobs that are named, and those that need them."""
    redone = set(again)
    kept = {}
    for state in look(run, at).jobs:
        script = state.job.script
        if state.stopped_at is None and state.status != "not_run":
            redone.add(script.name)
        if redone & {script.name, *script.needs}:
            redone.add(script.name)
            continue
        kept[script.name] = Kept(
            state.status, state.queued_at, state.started_at, state.stopped_at, state.approved_by
        )
    return kept
