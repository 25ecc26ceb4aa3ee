"""What insights tell: metrics of workflows and jobs, their runs, and flaky tests.

Durations are in seconds, rates from 0 to 1. https://circleci.com/docs/insights-glossary/
"""

from typing import Annotated, ClassVar, Literal

from bot.circleci.models.lenient import Count, Id, Model, Moment, Number, Seconds, Sometime, entries

Window = Literal["last-24-hours", "last-7-days", "last-30-days", "last-90-days"]


class FlakyTest(Model):
    """A test that failed and passed on the same commit, in one job. The ids say where it did so last.

    https://support.circleci.com/hc/en-us/articles/5721637241499
    """

    test_name: str
    classname: str = ""
    file: str = ""
    times_flaked: Count = 0
    job_name: str = ""
    job_number: Number | None = None
    workflow_id: str | None = None
    workflow_created_at: Sometime = None
    pipeline_number: Number | None = None


class FlakyTests(Model):
    """``GET /insights/{slug}/flaky-tests``. The document spells its members with hyphens, the answer not."""

    flaky_tests: Annotated[tuple[FlakyTest, ...], entries("flaky test")] = ()


class Durations(Model):
    """In seconds. None of them where nothing has ended."""

    median: Seconds | None = None
    p95: Seconds | None = None


class Metrics(Model):
    """``throughput``: runs a day. ``mttr``: seconds from a failure to the next success, on average."""

    total_runs: Count = 0
    successful_runs: Count = 0
    failed_runs: Count = 0
    success_rate: float = 0.0
    throughput: float = 0.0
    mttr: Seconds | None = None
    total_credits_used: Count | None = None
    duration_metrics: Durations = Durations()


class Measurement(Model):
    """A workflow's or a job's metrics over a window: from its first run within it to its last."""

    noun: ClassVar[str] = "measurement"

    name: Id
    metrics: Metrics


class WorkflowRun(Model):
    """One run of a workflow. ``duration``: seconds from its creation to its end, with all waiting.

    ``is_approval``: it has an approval job. https://circleci.com/docs/api/v2/ (Insights)
    """

    noun: ClassVar[str] = "workflow run"

    created_at: Moment
    status: str = ""
    duration: Seconds | None = None
    stopped_at: Sometime = None
    credits_used: Count | None = None
    is_approval: bool = False
