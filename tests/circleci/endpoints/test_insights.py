"""How workflows went over weeks, and which tests are flaky."""

import json
from datetime import UTC, datetime

import httpx
import pytest

from bot.circleci import wire
from bot.circleci.errors import NotFound, Unreadable
from bot.circleci.models import insights
from tests.circleci.wires import WEB, WORKFLOW_ID, a_client, answers, page
from tests.shared import SHARED, needs_shared

RUN = {"id": WORKFLOW_ID, "created_at": "2026-11-20T10:00:00Z", "status": "success", "duration": 91}
METRICS = {"total_runs": 3, "success_rate": 0.5, "duration_metrics": {"median": 30, "p95": None}}
START, END = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("spelled", ["test-name", "test_name"])
async def test_flaky_tests_are_read_in_either_spelling(spelled: str) -> None:
    sign = spelled[4]
    test = {spelled: "adds", f"times{sign}flaked": 3, f"job{sign}number": 7, "classname": None, "file": ""}
    client, sent = a_client(answers({f"flaky{sign}tests": [test], f"total{sign}flaky{sign}tests": 1.0}))

    found = await client.insights.flaky_tests(WEB)

    assert sent.paths == ["/api/v2/insights/gh/acme/web/flaky-tests"]
    [flaky] = found.flaky_tests
    assert (flaky.test_name, flaky.times_flaked, flaky.job_number, flaky.classname) == ("adds", 3, 7, "")


async def test_a_project_that_never_had_flaky_tests_has_none() -> None:
    client, _ = a_client(answers({"flaky_tests": None, "total_flaky_tests": 0}))

    assert (await client.insights.flaky_tests(WEB)).flaky_tests == ()


async def test_workflows_are_measured_over_a_window_on_a_branch() -> None:
    client, sent = a_client(page([{"name": "build", "metrics": METRICS}]))

    [build] = await client.insights.workflows(WEB, branch="release/2", window="last-7-days")

    workflows = "/api/v2/insights/gh/acme/web/workflows"
    assert sent.paths == [f"{workflows}?branch=release%2F2&reporting-window=last-7-days"]
    assert (build.metrics.success_rate, build.metrics.duration_metrics.median) == (0.5, 30)
    assert build.metrics.duration_metrics.p95 is None
    assert build.metrics.mttr is None


async def test_a_workflows_jobs_are_measured_alike() -> None:
    client, sent = a_client(page([{"name": "unit", "metrics": METRICS}]))

    [unit] = await client.insights.jobs(WEB, "build and test", window="last-30-days")

    jobs = "/api/v2/insights/gh/acme/web/workflows/build%20and%20test/jobs"
    assert sent.paths == [f"{jobs}?reporting-window=last-30-days"]
    assert unit.name == "unit"


async def test_runs_are_read_to_the_last_page() -> None:
    client, sent = a_client(page([RUN], "two"), page([RUN | {"status": None, "stopped_at": ""}]))

    found = await client.insights.runs(WEB, "build", branch="main", start=START, end=END)

    first = "/api/v2/insights/gh/acme/web/workflows/build?branch=main"
    dates = "start-date=2026-10-01T00%3A00%3A00%2B00%3A00&end-date=2026-11-01T00%3A00%3A00%2B00%3A00"
    assert sent.paths == [f"{first}&{dates}", f"{first}&{dates}&page-token=two"]
    assert [each.status for each in found.items] == ["success", ""]
    assert found.next_page_token is None


async def test_runs_end_at_the_page_limit_and_say_that_there_are_more() -> None:
    counter = iter(range(100))

    def more(_: httpx.Request) -> httpx.Response:
        return page([RUN], f"page-{next(counter)}")

    client, sent = a_client(more, page_limit=3)

    found = await client.insights.runs(WEB, "build")

    assert len(found.items) == len(sent.requests) == 3
    assert found.next_page_token == "page-2"


async def test_a_page_that_circleci_offered_and_does_not_have_ends_the_list() -> None:
    client, _ = a_client(page([RUN], "gone"), answers({"message": "Not Found"}, 404))

    assert len((await client.insights.runs(WEB, "build")).items) == 1


async def test_a_project_that_is_not_there_is_not_found() -> None:
    client, _ = a_client(answers({"message": "Project not found"}, 404))

    with pytest.raises(NotFound):
        await client.insights.workflows(WEB, window="last-30-days")


async def test_something_else_is_unreadable() -> None:
    client, _ = a_client(answers(["x"]))

    with pytest.raises(Unreadable):
        await client.insights.flaky_tests(WEB)


@needs_shared
def test_the_recorded_flaky_tests_say_where_they_flaked_last() -> None:
    path = SHARED / "data/circleci/v2/fixtures/insights_flaky_tests.json"
    found = wire.read_answer(wire.Response(200, {}, path.read_bytes()), insights.FlakyTests)

    assert len(found.flaky_tests) == 2
    assert [each.times_flaked for each in found.flaky_tests] == [10, 5]
    assert all(each.workflow_id and each.job_number and each.pipeline_number for each in found.flaky_tests)


@needs_shared
def test_recorded_metrics_of_2020_which_lack_a_few_are_read() -> None:
    path = SHARED / "data/circleci/v2/recorded/insights_workflows.json"
    page = wire.read_page(wire.Response(200, {}, path.read_bytes()), insights.Measurement)

    expected = [each["metrics"]["mttr"] for each in json.loads(path.read_text())["items"]]
    assert [each.metrics.mttr for each in page.items] == expected
