"""Reads the tests of a job of which the first page is known."""

from collections.abc import Callable

from bot.circleci.client import CircleCI
from bot.circleci.models import Pipeline, Test
from bot.model.diagnosis import Culprit
from bot.model.job_tests import Results


async def more_tests(
    circleci: CircleCI, pipeline: Pipeline, culprit: Culprit, until: Callable[[Test], bool] | None = None
) -> Results | None:
    """Its tests with those of further pages. ``until``: no page after the one that has such a test."""
    number, known = culprit.job.job_number, culprit.results
    if number is None or known is None or not known.cut:
        return known
    rest = await circleci.list_tests(pipeline.project_slug, number, known.next_page_token, until=until)
    return Results((*known.tests, *rest.items), rest.next_page_token)
