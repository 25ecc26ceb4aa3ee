"""Insights: how a project's workflows went over days and weeks, and which tests are flaky.

CircleCI works these out about once a day, from at most 90 days.
https://circleci.com/docs/api/v2/ (Insights)
"""

from datetime import datetime

from bot.circleci import wire
from bot.circleci.http import Http
from bot.circleci.models import FlakyTests, Measurement, Page, Window, WorkflowRun
from bot.circleci.paging import Lists
from bot.circleci.slug import ProjectSlug


class InsightsEndpoints:
    """The insights endpoints. Without a branch they are about the project's default branch."""

    def __init__(self, http: Http, lists: Lists) -> None:
        self._http = http
        self._lists = lists

    async def flaky_tests(self, slug: ProjectSlug) -> FlakyTests:
        """Those of the last 14 days, on all branches."""
        answer = await self._http.fetch(wire.get("insights", slug, "flaky-tests"))
        return wire.read_answer(answer, FlakyTests)

    async def workflows(
        self, slug: ProjectSlug, *, branch: str | None = None, window: Window
    ) -> tuple[Measurement, ...]:
        """The metrics of every workflow that ran within the window."""
        return await self._lists.all(
            Measurement, "insights", slug, "workflows", branch=branch, reporting_window=window
        )

    async def jobs(
        self, slug: ProjectSlug, workflow: str, *, branch: str | None = None, window: Window
    ) -> tuple[Measurement, ...]:
        """The same of a workflow's jobs."""
        return await self._lists.all(
            Measurement,
            "insights",
            slug,
            "workflows",
            workflow,
            "jobs",
            branch=branch,
            reporting_window=window,
        )

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
        within = {"start_date": _said(start), "end_date": _said(end)}
        return await self._lists.whole(
            WorkflowRun, "insights", slug, "workflows", workflow, branch=branch, **within
        )


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
