"""Insights: how a project's workflows went over days and weeks, and which tests are flaky.

CircleCI works these out about once a day, from at most 90 days. Durations are in seconds, rates from 0 to 1.
https://circleci.com/docs/api/v2/ (Insights) and https://circleci.com/docs/insights-glossary/
"""

from datetime import datetime
from typing import Literal, TypeVar

from bot.circleci import wire
from bot.circleci.errors import NotFound
from bot.circleci.http import Http
from bot.circleci.lenient import Model, Moment, Sometime
from bot.circleci.models import Page
from bot.circleci.slug import ProjectSlug

Item = TypeVar("Item")
Window = Literal["last-24-hours", "last-7-days", "last-30-days", "last-90-days"]


class FlakyTest(Model):
    """A test that failed and passed on the same commit, in one job. The ids say where it did so last.

    https://support.circleci.com/hc/en-us/articles/5721637241499
    """

    test_name: str
    classname: str = ""
    file: str = ""
    source: str = ""
    times_flaked: int = 0
    time_wasted: float | None = None
    job_name: str = ""
    job_number: int | None = None
    workflow_name: str = ""
    workflow_id: str | None = None
    workflow_created_at: Sometime = None
    pipeline_number: int | None = None


class FlakyTests(Model):
    """``GET /insights/{slug}/flaky-tests``. The document spells its members with hyphens, the answer not."""

    flaky_tests: tuple[FlakyTest, ...] = ()
    total_flaky_tests: float = 0


class Durations(Model):
    """In seconds. None of them where nothing has ended."""

    min: float | None = None
    median: float | None = None
    mean: float | None = None
    p95: float | None = None
    max: float | None = None
    standard_deviation: float | None = None


class Metrics(Model):
    """``throughput``: runs a day. ``mttr``: seconds from a failure to the next success, on average."""

    total_runs: int = 0
    successful_runs: int = 0
    failed_runs: int = 0
    completed_runs: int | None = None
    success_rate: float = 0.0
    throughput: float = 0.0
    mttr: float | None = None
    total_recoveries: float | None = None
    total_credits_used: int | None = None
    duration_metrics: Durations = Durations()
    window_start: Sometime = None
    window_end: Sometime = None


class Measured(Model):
    """A workflow's or a job's metrics over a window: from its first run within it to its last."""

    name: str
    metrics: Metrics
    window_start: Sometime = None
    window_end: Sometime = None
    project_id: str | None = None


class Trends(Model):
    """CircleCI does not say how it works these out."""

    total_runs: float | None = None
    failed_runs: float | None = None
    success_rate: float | None = None
    throughput: float | None = None
    mttr: float | None = None
    median_duration_secs: float | None = None
    p95_duration_secs: float | None = None
    total_credits_used: float | None = None


class Summary(Model):
    """``GET /insights/{slug}/workflows/{name}/summary``."""

    metrics: Metrics
    trends: Trends = Trends()
    workflow_names: tuple[str, ...] = ()


class WorkflowRun(Model):
    """One run of a workflow. ``duration`` in seconds, from its creation to its end."""

    id: str
    created_at: Moment
    status: str = ""
    duration: float | None = None
    stopped_at: Sometime = None
    credits_used: int | None = None
    branch: str | None = None
    is_approval: bool = False


class Insights:
    """The insights endpoints. ``page_limit``: how many pages of one list are read.

    Without a branch they are about the project's default branch.
    """

    def __init__(self, http: Http, page_limit: int) -> None:
        self._http = http
        self._page_limit = page_limit

    async def flaky_tests(self, slug: ProjectSlug) -> FlakyTests:
        """Those of the last 14 days, on all branches."""
        answer = await self._http.fetch(wire.get("insights", slug, "flaky-tests"))
        return wire.read(answer, FlakyTests)

    async def workflows(
        self, slug: ProjectSlug, *, branch: str | None = None, window: Window
    ) -> tuple[Measured, ...]:
        """The metrics of every workflow that ran within the window."""
        found = await self._all(Measured, slug, branch=branch, reporting_window=window)
        return found.items

    async def jobs(
        self, slug: ProjectSlug, workflow: str, *, branch: str | None = None, window: Window
    ) -> tuple[Measured, ...]:
        """The same of a workflow's jobs."""
        found = await self._all(Measured, slug, workflow, "jobs", branch=branch, reporting_window=window)
        return found.items

    async def summary(
        self, slug: ProjectSlug, workflow: str, *, branch: str | None = None, window: Window | None = None
    ) -> Summary:
        """One workflow's metrics and trends. That it takes a window is not documented."""
        request = wire.get(
            "insights", slug, "workflows", workflow, "summary", branch=branch, reporting_window=window
        )
        return wire.read(await self._http.fetch(request), Summary)

    async def runs(
        self,
        slug: ProjectSlug,
        workflow: str,
        *,
        branch: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> Page[WorkflowRun]:
        """A workflow's runs from ``start`` to before ``end``, the newest first, at most 90 days back.

        As one long page: with a token where there are more than are read.
        """
        return await self._all(
            WorkflowRun, slug, workflow, branch=branch, start_date=_said(start), end_date=_said(end)
        )

    async def _all(
        self, kind: type[Item], slug: ProjectSlug, *segments: str, **query: str | None
    ) -> Page[Item]:
        items: list[Item] = []
        token: str | None = None
        for _ in range(self._page_limit):
            request = wire.get("insights", slug, "workflows", *segments, **query, page_token=token)
            try:
                page = wire.read_page(await self._http.fetch(request), kind)
            except NotFound:
                if token is None:
                    raise
                return Page(tuple(items))  # CircleCI hands out tokens of pages that it does not have
            items += page.items
            if page.next_page_token in (None, token):
                return Page(tuple(items))
            token = page.next_page_token
        return Page(tuple(items), token)


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
