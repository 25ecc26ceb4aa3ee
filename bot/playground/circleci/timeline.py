"""Where a workflow stands at a moment: a pure function of its script, of what people did, and of the clock.

Nothing runs in the background. A job becomes ready when the jobs that it needs have succeeded, waits a
moment for a machine, runs for its scripted time and ends as scripted, unless somebody cancelled it
before. An approval is on hold from when it is ready until somebody approves it.

https://circleci.com/docs/workflows/#states
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.playground.circleci.script import JobScript, Outcome

#: Scripted seconds that a job waits for a machine, and that a configuration takes to compile.
QUEUE = 1.5
COMPILE = 1.0

#: A job that ended so makes its workflow fail.
FAILURES = frozenset({"failed", "infrastructure_fail", "timedout"})

#: What needs a job that ended so never runs.
_HOPELESS = FAILURES | {"canceled", "unauthorized", "not_run"}


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did to a workflow. ``job``: the job's id, None for the whole workflow.

    ``hurry`` is the playground's own: whatever began before and is scripted to take longer ends then.
    """

    at: datetime
    kind: Literal["approve", "cancel", "hurry"]
    by: str | None = None
    job: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """How a job had ended that a rerun did not run again."""

    status: str
    queued_at: datetime | None
    started_at: datetime | None
    stopped_at: datetime | None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job of one run of a workflow.

    ``allowed``: the ids of the users who may use its contexts, None for everybody.
    """

    id: str
    script: JobScript
    outcome: Outcome
    number: int | None = None
    kept: Kept | None = None
    allowed: frozenset[str] | None = None
    ssh: bool = False


@dataclass(eq=False, slots=True)
class Run:
    """One run of a workflow: a rerun is another. ``attempt`` 0 is the first.

    ``auto_rerun``: it is the nth that was started by itself, of ``auto_reruns`` at most. An ``errored`` one
    has no jobs and never began.
    """

    id: str
    name: str
    pipeline: str
    project: str
    created_at: datetime
    started_by: str
    jobs: tuple[Job, ...]
    pace: float = 1.0
    attempt: int = 0
    events: list[Event] = field(default_factory=list)
    setup: bool = False
    errored: bool = False
    auto_rerun: int = 0
    auto_reruns: int = 0


@dataclass(frozen=True, slots=True)
class JobState:
    """A job at a moment."""

    job: Job
    status: str
    queued_at: datetime | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    approved_by: str | None = None
    canceled_by: str | None = None


@dataclass(frozen=True, slots=True)
class RunState:
    """A run of a workflow at a moment."""

    status: str
    jobs: tuple[JobState, ...]
    stopped_at: datetime | None = None
    canceled_by: str | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """When a job becomes ready, starts and ends, so far as that is known.

    ``acting``: who approved, of the approvals before it, the last one.
    """

    ready: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    outcome: str = "blocked"
    by: str | None = None
    acting: str | None = None

    @property
    def passed(self) -> bool:
        return self.end is not None and self.outcome == "success"


def look(run: Run, now: datetime) -> RunState:
    """Where a run stands at ``now``. What happened after ``now`` does not count."""
    if run.errored:
        return RunState("error", (), run.created_at)
    events = [event for event in run.events if event.at <= now]
    plans: dict[str, _Plan] = {}
    states: dict[str, JobState] = {}
    for job in run.jobs:
        plan = _plan(run, job, [plans[name] for name in job.script.needs], events)
        plans[job.script.name] = plan
        states[job.script.name] = _state(job, plan, states, now)
    canceled = _first(events, "cancel", None)
    return _sum_up(run, tuple(states.values()), canceled)


def _first(events: Sequence[Event], kind: str, job: str | None) -> Event | None:
    return next((event for event in events if event.kind == kind and event.job == job), None)


def _plan(run: Run, job: Job, needs: Sequence[_Plan], events: Sequence[Event]) -> _Plan:
    if job.kept:
        return _Plan(job.kept.queued_at, job.kept.started_at, job.kept.stopped_at, job.kept.status)
    stop = _first(events, "cancel", None)
    ends = [need.end for need in needs if need.passed and need.end]
    if any(_never(need, stop) for need in needs):
        return _Plan(outcome="not_run")
    if len(ends) < len(needs):
        return _Plan(end=stop.at, outcome="canceled", by=stop.by) if stop else _Plan()
    ready = max([run.created_at, *ends])
    if job.script.approval:
        plan = _approval(job, ready, events)
    else:
        plan = _build(run, job, ready, events, _acting(needs))
    for event in (_first(events, "cancel", job.id), stop):
        if event and (plan.end is None or event.at < plan.end):
            start = plan.start if plan.start and plan.start <= event.at else None
            plan = _Plan(ready if ready <= event.at else None, start, event.at, "canceled", event.by)
    return plan


def _never(need: _Plan, stop: Event | None) -> bool:
    """Whether what needs it can never run, for a reason other than that the workflow was cancelled."""
    if need.outcome == "not_run":
        return True
    return need.end is not None and not need.passed and not (stop and need.end >= stop.at)


def _acting(needs: Sequence[_Plan]) -> str | None:
    approved = [(need.end, need.acting) for need in needs if need.end and need.acting]
    return max(approved)[1] if approved else None


def _approval(job: Job, ready: datetime, events: Sequence[Event]) -> _Plan:
    approved = _first(events, "approve", job.id)
    if not approved:
        return _Plan(ready, outcome="on_hold")
    return _Plan(ready, None, max(approved.at, ready), "success", approved.by, approved.by)


def _build(run: Run, job: Job, ready: datetime, events: Sequence[Event], acting: str | None) -> _Plan:
    """A job that needs a restricted context fails unless who approved it, or else who started the run, may
    use it. https://circleci.com/docs/contexts/#approve-jobs-that-use-restricted-contexts
    """
    hurries = [event.at for event in events if event.kind == "hurry"]

    def after(moment: datetime, seconds: float) -> datetime:
        then = moment + timedelta(seconds=seconds / run.pace)
        return min([then, *(at for at in hurries if at >= moment)])

    forbidden = job.allowed is not None and (acting or run.started_by) not in job.allowed
    if forbidden or job.outcome == "unauthorized":
        return _Plan(ready, None, ready, "unauthorized")
    start = after(ready, QUEUE)
    return _Plan(ready, start, after(start, job.script.seconds), job.outcome, acting=acting)


def _state(job: Job, plan: _Plan, before: Mapping[str, JobState], now: datetime) -> JobState:
    def past(moment: datetime | None) -> datetime | None:
        return moment if moment and moment <= now else None

    queued, started, stopped = past(plan.ready), past(plan.start), past(plan.end)
    if job.kept:
        return JobState(job, job.kept.status, queued, started, stopped, job.kept.approved_by)
    if stopped:
        approved = plan.by if job.script.approval and plan.outcome == "success" else None
        canceled = plan.by if plan.outcome == "canceled" else None
        return JobState(job, plan.outcome, queued, started, stopped, approved, canceled)
    if queued and job.script.approval:
        return JobState(job, "on_hold", queued)
    if queued:
        return JobState(job, "running" if started else "not_running", queued, started)
    needed = {before[name].status for name in job.script.needs}
    return JobState(job, "not_run" if needed & _HOPELESS else "blocked")


def _sum_up(run: Run, jobs: tuple[JobState, ...], stop: Event | None) -> RunState:
    statuses = {state.status for state in jobs}
    ends = [state.stopped_at for state in jobs if state.stopped_at]
    end = max(ends, default=run.created_at)
    if stop and any(state.canceled_by and state.stopped_at == stop.at for state in jobs):
        return RunState("canceled", jobs, stop.at, stop.by)
    failed = bool(statuses & FAILURES)
    if statuses & {"running", "not_running"}:
        return RunState("failing" if failed else "running", jobs)
    if failed:
        return RunState("failed", jobs, end)
    for status in ("canceled", "unauthorized"):
        if status in statuses:
            return RunState(status, jobs, end)
    if "on_hold" in statuses:
        return RunState("on_hold", jobs)
    return RunState("success", jobs, end)
