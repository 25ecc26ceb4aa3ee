"""Insights are worked out from what happened."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.contents import browser_tests
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from tests.playground.circleci.asking import Asking, Clock

NEW = "gh/acme/new"
WORKFLOWS = f"/insights/{NEW}/workflows"
PLAN: Scripts = (
    WorkflowScript("build", (JobScript("compile", 60, resource_class="large"), JobScript("e2e", 120))),
)

Play = Callable[..., None]


@pytest.fixture
def play(small: SmallCircleCI) -> Play:
    """Runs of a project of its own, each so many hours ago: its job `compile` ends as it says."""
    small.add_project(NEW, PLAN, branches=("main", "topic"))

    def played(*runs: tuple[float, str], branch: str = "main") -> None:
        for hours, outcome in runs:
            small.add_pipeline(
                NEW,
                branch,
                ago=timedelta(hours=hours),
                outcomes={"compile": (outcome,)},  # type: ignore[dict-item]
            )

    return played


async def test_rates_and_throughput_are_those_of_the_window(ask: Asking, play: Play) -> None:
    play((300, "failed"), (100, "success"), (60, "success"), (50, "failed"), (40, "success"))

    [build] = (await ask.get(WORKFLOWS, **{"reporting-window": "last-7-days"}))["items"]

    metrics = build["metrics"]
    assert build["name"] == "build"
    assert (metrics["total_runs"], metrics["successful_runs"], metrics["failed_runs"]) == (4, 3, 1)
    assert metrics["success_rate"] == 0.75
    assert metrics["throughput"] == pytest.approx(4 / 7)


async def test_a_canceled_run_counts_for_no_rate(ask: Asking, play: Play) -> None:
    play((30, "success"), (20, "canceled"))

    [build] = (await ask.get(WORKFLOWS))["items"]

    assert (build["metrics"]["total_runs"], build["metrics"]["success_rate"]) == (2, 1.0)


async def test_the_time_to_recovery_is_from_a_failure_to_the_next_success(ask: Asking, play: Play) -> None:
    play((50, "success"), (40, "failed"), (35, "failed"), (30, "success"), (9, "failed"), (5, "success"))

    [build] = (await ask.get(WORKFLOWS))["items"]

    # 40 h to 30 h, and 9 h to 5 h
    assert build["metrics"]["mttr"] == pytest.approx(7 * 3600, abs=60)
    assert build["metrics"]["total_recoveries"] == 2


async def test_credits_are_of_the_machines_and_the_minutes(ask: Asking, play: Play) -> None:
    play((5, "success"))

    [build] = (await ask.get(WORKFLOWS))["items"]
    jobs = {it["name"]: it["metrics"] for it in (await ask.get(f"{WORKFLOWS}/build/jobs"))["items"]}

    assert build["metrics"]["total_credits_used"] == 1 * 20 + 2 * 10
    assert {name: each["total_credits_used"] for name, each in jobs.items()} == {"compile": 20, "e2e": 20}
    assert jobs["e2e"]["duration_metrics"]["median"] == 120


async def test_the_runs_that_are_listed_have_ended_within_the_dates(
    ask: Asking, play: Play, clock: Clock
) -> None:
    play((50, "success"), (30, "failed"), (10, "success"), (0, "success"))
    day = {
        "start-date": (clock.now - timedelta(hours=40)).isoformat(),
        "end-date": (clock.now - timedelta(hours=1)).isoformat(),
    }

    within = (await ask.get(f"{WORKFLOWS}/build", **day))["items"]
    everything = (await ask.get(f"{WORKFLOWS}/build"))["items"]

    assert [(it["status"], it["branch"]) for it in within] == [("success", "main"), ("failed", "main")]
    assert len(everything) == 3
    for it in everything:
        lasted = datetime.fromisoformat(it["stopped_at"]) - datetime.fromisoformat(it["created_at"])
        assert it["duration"] == round(lasted.total_seconds())


async def test_only_the_default_branch_counts_unless_another_or_all_are_asked_for(
    ask: Asking, play: Play
) -> None:
    play((5, "success"))
    play((4, "failed"), (3, "failed"), branch="topic")

    async def total(**params: str) -> int:
        [build] = (await ask.get(WORKFLOWS, **params))["items"]
        return int(build["metrics"]["total_runs"])

    assert await total() == 1
    assert await total(branch="topic") == 2
    assert await total(**{"all-branches": "true"}) == 3


async def test_a_workflow_that_never_ran_has_no_runs(ask: Asking, play: Play) -> None:
    assert (await ask.get(WORKFLOWS))["items"] == []
    assert (await ask.get(f"{WORKFLOWS}/build"))["items"] == []


async def test_a_test_that_failed_and_passed_on_one_commit_is_flaky(
    ask: Asking, small: SmallCircleCI
) -> None:
    e2e = JobScript("e2e", 60, outcomes=("failed", "success"), contents=browser_tests)
    small.add_project(NEW, (WorkflowScript("build", (e2e,)),))
    pipeline = small.add_pipeline(NEW, ago=timedelta(hours=2))
    assert (await ask.get(f"/insights/{NEW}/flaky-tests"))["flaky_tests"] == []

    small.world.rerun(pipeline.runs[0], frozenset({"e2e"}), at=pipeline.created_at + timedelta(hours=1))

    found = await ask.get(f"/insights/{NEW}/flaky-tests")
    assert found["total_flaky_tests"] == len(found["flaky_tests"]) == 2
    assert {it["test_name"] for it in found["flaky_tests"]} == {
        "rounds the total to cents",
        "applies a voucher once",
    }
    for it in found["flaky_tests"]:
        assert (it["times_flaked"], it["job_name"], it["pipeline_number"]) == (1, "e2e", pipeline.number)
        assert it["workflow_id"] == pipeline.runs[0].id


async def test_a_test_is_flaky_for_two_weeks(ask: Asking, clock: Clock) -> None:
    assert len((await ask.get(f"/insights/{WEB}/flaky-tests"))["flaky_tests"]) >= 2

    clock.move(14 * 24 * 3600)

    assert (await ask.get(f"/insights/{WEB}/flaky-tests"))["flaky_tests"] == []


async def test_what_makes_no_sense_is_refused(ask: Asking, play: Play) -> None:
    await ask.get(WORKFLOWS, 400, **{"reporting-window": "last-year"})
    await ask.get(f"{WORKFLOWS}/build", 400, **{"end-date": "2026-03-01T00:00:00Z"})
    await ask.get(f"{WORKFLOWS}/build", 400, **{"start-date": "yesterday"})
    await ask.get("/insights/gh/acme/nothing/workflows", 404)
