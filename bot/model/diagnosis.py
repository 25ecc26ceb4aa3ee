"""Why a run failed: what is known of it so far."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.circleci.models import FlakyTest, Job, Step, StepRun, Test, Workflow
from bot.model.history import Streak
from bot.model.job_tests import Results
from bot.model.run import FAILED_STATUSES, Run
from bot.model.spool import OutputEnd

#: What CircleCI counts flaky tests over.
FLAKY_DAYS = timedelta(days=14)


class Cause(StrEnum):
    """What kind of failure it is."""

    TESTS = "tests"
    STEP = "step"
    TIMEOUT = "timeout"
    INFRASTRUCTURE = "infrastructure"
    CANCELED = "canceled"
    UNAUTHORIZED = "unauthorized"
    UNKNOWN = "unknown"
    NONE = "none"  # it has not failed


@dataclass(frozen=True, slots=True)
class NamedPart:
    """What of a run was named: an attempt of a workflow, perhaps an older one.

    ``job``: one of its jobs, by its id or its number; None: the attempt as a whole.
    """

    attempt: Workflow
    job: str | int | None = None

    def names(self, job: Job) -> bool:
        return self.job is not None and self.job in (job.id, job.job_number)

    def absent(self, run: Run) -> bool:
        """Whether the job that was named is none of the attempt's, as far as the run is read."""
        jobs = run.jobs.get(self.attempt.id, ())
        known = self.job is None or any(self.names(each) for each in jobs)
        return not known and self.attempt.id not in {*run.jobs_unread, *run.jobs_missing}


@dataclass(frozen=True, slots=True)
class Culprit:
    """A job that made its workflow fail, or that was named.

    ``step`` and ``action`` are where it failed, as far as is known.

    ``results`` None: not read. ``end`` is how the step's output ends, ``error_lines`` what of it
    tells of errors, as CircleCI picks it, each with the lines that follow.
    """

    workflow: Workflow
    job: Job
    step: Step | None = None
    action: StepRun | None = None
    results: Results | None = None
    end: OutputEnd | None = None
    error_lines: str | None = None

    @property
    def cause(self) -> Cause:
        match self.job.status:
            case "infrastructure_fail":
                return Cause.INFRASTRUCTURE
            case "timedout":
                return Cause.TIMEOUT
            case "canceled":
                return Cause.CANCELED
            case "unauthorized":
                return Cause.UNAUTHORIZED
        if self.action is not None and self.action.infrastructure_fail:
            return Cause.INFRASTRUCTURE
        if self.action is not None and self.action.timedout:
            return Cause.TIMEOUT
        if self.results is not None and self.results.failed:
            return Cause.TESTS
        if self.action is not None:
            return Cause.STEP
        return Cause.UNKNOWN if self.job.status in FAILED_STATUSES else Cause.NONE


@dataclass(frozen=True, slots=True)
class GreenComparison:
    """The workflow that failed against itself in the last green run: names of its jobs.

    ``seconds`` and ``green_seconds``: how long the ``job`` that failed ran now and then, in seconds.
    """

    job: str
    seconds: float | None = None
    green_seconds: float | None = None
    new_jobs: tuple[str, ...] = ()
    gone_jobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """``run`` with what was read of it; ``culprits``, the most telling first; ``other_count``: of more.

    ``named_part``: what of the run is explained; None: all of it, in the newest attempts of its workflows.
    ``flaky``: the tests that are known as such; None: not told. ``streak`` None: not read. ``pending_parts``:
    what is still to come, in words. ``unread_parts``: what could not be read, in words. ``headline_late``:
    the answer was not known when it was first given.
    """

    run: Run
    culprits: tuple[Culprit, ...] = ()
    other_count: int = 0
    flaky: tuple[FlakyTest, ...] | None = None
    streak: Streak | None = None
    comparison: GreenComparison | None = None
    pending_parts: tuple[str, ...] = ()
    unread_parts: tuple[str, ...] = ()
    named_part: NamedPart | None = None
    headline_late: bool = False

    @property
    def focus(self) -> Run:
        """The run, as if what was asked about were all of it."""
        return focus(self.run, self.named_part)

    @property
    def newer_attempt(self) -> Workflow | None:
        """The newest attempt of the workflow, where an older one is explained."""
        if self.named_part is None:
            return None
        newest = next((each for each in self.run.newest if each.name == self.named_part.attempt.name), None)
        other = newest is not None and not newest.lost and newest.id != self.named_part.attempt.id
        return newest if other else None

    @property
    def unbegun_workflows(self) -> tuple[Workflow, ...]:
        """The workflows that failed though none of their jobs did: they could not begin."""
        run = self.focus
        known = [each for each in run.newest if each.id in run.jobs and each.id not in run.jobs_unread]
        return tuple(
            each
            for each in known
            if each.status in FAILED_STATUSES
            and not any(job.status in FAILED_STATUSES for job in run.jobs[each.id])
        )

    def flake_count(self, test: Test, at: datetime) -> int:
        """How often the test failed and passed on the same commit in the two weeks before ``at``.

        Of an older pipeline that says nothing. Not all reports tell a class.
        """
        if at - self.run.pipeline.created_at > FLAKY_DAYS:
            return 0
        same = (
            each
            for each in self.flaky or ()
            if each.test_name == test.name
            and (each.classname == test.classname or not each.classname or not test.classname)
        )
        return max((each.times_flaked for each in same), default=0)


def focus(run: Run, asked: NamedPart | None) -> Run:
    """Of the run the attempt that was asked about; all of it where none was."""
    if asked is None:
        return run
    id = asked.attempt.id
    those = tuple(each for each in run.workflows if each.id == id)
    return replace(run, workflows=those, workflows_unread=False, jobs_unread=run.jobs_unread & {id})
