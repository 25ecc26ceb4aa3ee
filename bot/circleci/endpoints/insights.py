"""Insights: how a project's workflows went over days and weeks, and which tests are flaky.

CircleCI works these out about once a day, from at most 90 days.
https://circleci.com/docs/api/v2/ (Insights)
"""

from datetime import datetime

from bot.circleci.endpoints import Endpoints
from bot.circleci.models import FlakyTests, Measurement, Page, Window, WorkflowRun
from bot.circleci.slug import ProjectSlug


class InsightsEndpoints(Endpoints):
    """The insights endpoints. Without a branch they are about the project's default branch."""

    async def flaky_tests(self, slug: ProjectSlug) -> FlakyTests:
        """Those of the last 14 days, on all branches."""
        return await self._get(FlakyTests, "insights", slug, "flaky-tests")

    async def workflows(
        self, slug: ProjectSlug, *, branch: str | None = None, window: Window
    ) -> tuple[Measurement, ...]:
        """The metrics of every workflow that ran within the window."""
        return await self._list(
            Measurement, "insights", slug, "workflows", branch=branch, reporting_window=window
        )

    async def jobs(
        self, slug: ProjectSlug, workflow: str, *, branch: str | None = None, window: Window
    ) -> tuple[Measurement, ...]:
        """The same of a workflow's jobs."""
        path = ("insights", slug, "workflows", workflow, "jobs")
        return await self._list(Measurement, *path, branch=branch, reporting_window=window)

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
        dates = {"start_date": start, "end_date": end}
        within = {name: each.isoformat(timespec="seconds") for name, each in dates.items() if each}
        path = ("insights", slug, "workflows", workflow)
        return await self._whole(WorkflowRun, None, None, *path, branch=branch, **within)

    async def newest_runs(self, slug: ProjectSlug, workflow: str) -> Page[WorkflowRun]:
        """A workflow's newest runs on all branches: one page of them."""
        path = ("insights", slug, "workflows", workflow)
        return await self._noted_page(WorkflowRun, None, *path, all_branches=True)
