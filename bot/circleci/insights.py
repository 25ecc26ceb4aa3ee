"""Insights: how a project's workflows went over days and weeks, and which tests are flaky.

CircleCI works these out about once a day, from at most 90 days.
https://circleci.com/docs/api/v2/ (Insights)
"""

from datetime import datetime
from typing import Literal, TypeVar

from bot.circleci import wire
from bot.circleci.errors import NotFound
from bot.circleci.http import Http
from bot.circleci.measured import FlakyTests, Measured, Summary, WorkflowRun
from bot.circleci.models import Page
from bot.circleci.slug import ProjectSlug

Item = TypeVar("Item")
Window = Literal["last-24-hours", "last-7-days", "last-30-days", "last-90-days"]


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
