"""What has happened in the invented projects, so that there is something true to tell of them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.playground.circleci import SmallCircleCI, history
from bot.playground.circleci.acme import API, MOBILE, WEB
from tests import past
from tests.playground.circleci.asking import Asking, Clock


async def newest(ask: Asking, slug: str, number: int, name: str) -> Any:
    """The newest run of a workflow."""
    pipeline = await ask.get(f"/project/{slug}/pipeline/{number}")
    items = (await ask.get(f"/pipeline/{pipeline['id']}/workflow"))["items"]
    return next(it for it in items if it["name"] == name)


async def verdicts(ask: Asking, slug: str) -> list[tuple[int, bool]]:
    """Of each pipeline of main that has ended, the newest first: its number, and whether all passed."""
    found = []
    for page in await ask.pages(f"/project/{slug}/pipeline", branch="main"):
        for pipeline in page:
            statuses = set((await ask.workflows(pipeline["id"])).values())
            if statuses <= {"success", "failed"}:
                found.append((pipeline["number"], statuses == {"success"}))
    return found


async def test_main_of_api_is_red_since_anas_refunds(ask: Asking) -> None:
    found = await verdicts(ask, API)
    assert found[:4] == [(438, False), (437, False), (432, False), (429, True)]
    first = await ask.get(f"/project/{API}/pipeline/432")
    assert first["vcs"]["commit"]["subject"] == "Refund once when asked twice (#97)"
    assert first["trigger"]["actor"]["login"] == "ana-lima"


async def test_its_tests_take_longer_than_they_did_when_it_was_green(ask: Asking) -> None:
    red = await ask.jobs((await newest(ask, API, 438, "test"))["id"])
    green = await ask.jobs((await newest(ask, API, 429, "test"))["id"])

    async def seconds(job: Any) -> float:
        details = await ask.get(f"/project/{API}/job/{job['job_number']}")
        return float(details["duration"]) / 1000

    assert (await seconds(green["integration"]), await seconds(red["integration"])) == (118, 214)
    pages = await ask.pages(f"/project/{API}/{red['integration']['job_number']}/tests")
    tests = [test for page in pages for test in page]
    failed = {test["file"] for test in tests if test["result"] == "failure"}
    assert len(tests) == 336
    assert failed == {"tests/integration/test_refunds.py"}
    assert max(test["run_time"] for test in tests) > 20


async def test_main_of_web_is_green_after_an_old_streak_and_that_of_mobile_always_was(ask: Asking) -> None:
    assert (await verdicts(ask, WEB))[0] == (809, True)
    assert (await verdicts(ask, WEB))[-6:] == [
        (782, True),
        (781, True),
        (780, False),
        (778, False),
        (777, False),
        (776, True),
    ]
    assert all(passed for _, passed in await verdicts(ask, MOBILE))


async def test_a_nightly_run_is_of_the_commit_before_it(ask: Asking) -> None:
    before, nightly = [await ask.get(f"/project/{API}/pipeline/{number}") for number in (437, 438)]
    assert nightly["trigger"]["type"] == "scheduled_pipeline"
    assert nightly["vcs"]["revision"] == before["vcs"]["revision"]


async def test_a_release_waits_for_three_approvals_at_once(ask: Asking) -> None:
    workflow = await newest(ask, WEB, 810, "build-test-deploy")
    statuses = await ask.statuses(workflow["id"])
    assert workflow["status"] == "on_hold"
    waiting = {name for name, status in statuses.items() if status == "on_hold"}
    assert waiting == {"approve-staging", "approve-eu", "approve-us"}


async def test_the_hotfix_waits_for_somebody_who_may_use_the_context_of_the_payments(
    ask: Asking, clock: Clock
) -> None:
    workflow = await newest(ask, API, 436, "image")
    hold = (await ask.jobs(workflow["id"]))["approve-production"]["approval_request_id"]

    await ask.post(f"/workflow/{workflow['id']}/approve/{hold}")

    clock.move(1)
    job = (await ask.jobs(workflow["id"]))["deploy-production"]
    assert job["status"] == "unauthorized"
    details = await ask.get(f"/project/{API}/job/{job['job_number']}")
    assert {"name": "payments"} in details["contexts"]


async def test_one_pipeline_chose_its_tests_one_tried_again_by_itself_and_one_could_not_begin(
    ask: Asking,
) -> None:
    assert (await newest(ask, API, 433, "choose"))["tag"] == "setup"
    assert (await newest(ask, API, 433, "test"))["status"] == "success"
    again = await newest(ask, MOBILE, 144, "checks")
    assert (again["status"], again["auto_rerun_number"]) == ("success", 1)
    assert (await newest(ask, API, 423, "test"))["status"] == "error"


async def test_two_tests_of_web_are_flaky_and_what_fails_for_good_is_not(ask: Asking) -> None:
    found = await ask.get(f"/insights/{WEB}/flaky-tests")
    assert {it["test_name"]: it["times_flaked"] for it in found["flaky_tests"]} == {
        "applies a voucher once": 3,
        "keeps its items after a reload": 2,
    }


def told(one: SmallCircleCI) -> list[object]:
    """All that was played, but what a job leaves behind."""
    runs = [(each, run) for each in one.pipelines for run in each.visible(one.world.clock())]
    return [
        [(each.branches, each.tags, each.next_job, each.created_at) for each in one.world.projects.values()],
        [(each.number, each.ref, each.head, each.by, each.created_at, each.errors) for each in one.pipelines],
        [(run.id, run.attempt, run.pace, run.started_by, run.events, run.created_at) for _, run in runs],
        [
            (job.job.id, job.job.number, replace(job, job=None))
            for _, run in runs
            for job in one.world.state(run).jobs
        ],
        [one.world.numbers[key][1].id for key in sorted(one.world.numbers)],
        [each.project is one.project(each.project.slug) for each in one.pipelines],
        [job.script in script.jobs for each, run in runs for script in each.scripts for job in run.jobs],
    ]


def test_the_same_history_is_played_at_every_start(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "play", past.played)
    assert told(SmallCircleCI(clock)) == told(SmallCircleCI(clock))


def test_what_the_other_tests_copy_is_what_would_be_played(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "play", past.play)
    SmallCircleCI()
    clock.move(33_333.000_007)
    copied = told(SmallCircleCI(clock))
    monkeypatch.setattr(history, "play", past.played)
    assert copied == told(SmallCircleCI(clock))
