"""Pages and their tokens."""

from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.plans import matrix, suite
from tests.playground.circleci.asking import Asking

HUGE = "gh/acme/huge"


async def test_five_thousand_jobs_come_a_hundred_at_a_time_with_failures_anywhere(
    ask: Asking, small: SmallCircleCI
) -> None:
    small.add_project(HUGE, matrix(5000, failing=(99, 2599, 4999)))
    pipeline = small.add_pipeline(HUGE, ago=timedelta(hours=1))

    pages = await ask.pages(f"/workflow/{pipeline.runs[0].id}/job")

    assert [len(page) for page in pages] == [100] * 50
    found = [job for page in pages for job in page]
    assert len({job["id"] for job in found}) == 5000
    assert [job["name"] for job in found if job["status"] == "failed"] == [
        "test-99",
        "test-2599",
        "test-4999",
    ]
    assert found[1]["dependencies"] == [found[0]["id"]]


async def test_two_thousand_tests_come_twenty_at_a_time(ask: Asking, small: SmallCircleCI) -> None:
    small.add_project(HUGE, suite("failed"))
    number = small.add_pipeline(HUGE, ago=timedelta(hours=1)).runs[0].jobs[0].number

    pages = await ask.pages(f"/project/{HUGE}/{number}/tests")

    assert [len(page) for page in pages] == [20] * 100
    results = [test["result"] for page in pages for test in page]
    assert (results.count("failure"), results.count("success")) == (4, 1996)


@pytest.mark.parametrize("token", ["x", "é", "", urlsafe_b64encode(b"\xff" * 30).decode()])
async def test_a_token_that_is_none_is_not_found(ask: Asking, token: str) -> None:
    status = 404 if token else 200
    await ask.get(f"/project/{WEB}/pipeline", status, **{"page-token": token})
