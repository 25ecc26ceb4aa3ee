"""Why a run failed, asked at the desk: in how many round trips, what kind of failure it is, what to do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.shown import Noun
from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.desk import Desk, buttons, lines, plain
from tests.commands.failing import last, ran, step, whole

FIX = "fix/rounding-at-checkout"
#: What tells the run, its workflows, their jobs, and what these tell.
TRIPS = 4

# How many round trips


@pytest.mark.parametrize("line", ["why #812", f"why @{FIX}", "why last failed", "why web#812", "why last"])
async def test_the_first_answer_takes_as_many_round_trips_whichever_run_is_named(
    desk: Desk, line: str
) -> None:
    await desk.ask(line)
    assert desk.waves.count <= TRIPS


@pytest.mark.parametrize("page", ["pipeline", "workflow", "job", "legacy"])
async def test_so_it_does_for_an_address(desk: Desk, page: str) -> None:
    pipeline = next(each for each in desk.small.pipelines if each.number == 812 and each.project.slug == WEB)
    run = pipeline.runs[0]
    job = next(each for each in run.jobs if each.script.name == "e2e")
    at = f"https://app.circleci.com/pipelines/gh/acme/web/812/workflows/{run.id}"
    address = {
        "pipeline": "https://app.circleci.com/pipelines/gh/acme/web/812",
        "workflow": at,
        "job": f"{at}/jobs/{job.number}",
        "legacy": f"https://circleci.com/gh/acme/web/{job.number}",
    }[page]
    message = await desk.ask(f"why {address}")
    assert lines(message)[0].startswith(":x: e2e failed: 2+ of 20+ tests  ·  web #812")
    assert desk.waves.count <= TRIPS


@pytest.mark.parametrize(
    ("card", "trips"), [("pipeline", TRIPS - 1), ("workflow", TRIPS), ("job", TRIPS), ("why", TRIPS)]
)
async def test_so_it_does_for_the_run_that_a_thread_is_about(desk: Desk, card: str, trips: int) -> None:
    await desk.post(await desk.ask(f"{card} last failed"))
    answer = await desk.ask("why did this fail?")
    assert "e2e failed" in plain(answer.text)
    assert desk.waves.count <= trips


async def test_of_the_last_that_a_channel_saw_it_is_read_first_whether_it_may_be_seen(desk: Desk) -> None:
    await desk.post(await desk.ask("job last failed"))
    desk.place = replace(desk.place, thread=None)
    assert "e2e failed" in plain((await desk.ask("why")).text)
    assert desk.waves.count <= TRIPS + 1


async def test_further_pages_of_tests_are_counted_once_the_answer_stands(desk: Desk) -> None:
    first, *_, message = await whole(desk, "why #812")
    about = f"(web #812 on {FIX})"
    assert plain(first.text) == f"e2e failed: 2+ of 20+ tests {about}"
    assert "Loading the output, the other tests and the history…" in lines(first)
    assert plain(message.text) == f"e2e failed: 2 of 42 tests {about}"
    assert plain(message.thread[0].text) == f"Details: e2e failed: 2 of 42 tests {about}"


async def test_so_it_does_for_five_thousand_jobs_of_which_a_late_one_failed(desk: Desk) -> None:
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed" if at == 4_321 else "success",), contents=step("no"))
        for at in range(5_000)
    )
    desk.small.add_pipeline(WEB, ago=timedelta(minutes=9), scripts=(WorkflowScript("matrix", jobs),))

    first = lines(await desk.ask("why @main"))
    trips = desk.waves.count
    in_the_end = await last(desk, "why @main")

    assert trips <= 4
    assert first[0].startswith(":x: Failed  ·  web #814")
    assert "Loading the other jobs and the history…" in first
    assert in_the_end[0].startswith(":x: test-4321 failed: Run tests, exit code 1  ·  web #814  ·  main")


async def test_so_it_does_for_forty_workflows_of_which_one_fails_late(desk: Desk) -> None:
    names = [f"flow-{at}" for at in range(44)]
    scripts = (
        *(WorkflowScript(name, (JobScript("build", 5),)) for name in names),
        WorkflowScript("last", (JobScript("check", 5, outcomes=("failed",)),)),
    )
    desk.small.add_pipeline(WEB, ago=timedelta(minutes=9), scripts=scripts)

    first = lines(await desk.ask("why @main"))
    trips = desk.waves.count

    assert trips <= 4
    assert "Loading more workflows…" in first
    assert (await last(desk, "why @main"))[0].startswith(":x: check failed  ·  web #814")


# What kind of failure


@pytest.mark.parametrize(
    ("line", "first", "then"),
    [
        ("why #798", ":white_check_mark: Passed  ·  web #798  ·  main", "No failures."),
        ("why #797", ":no_entry_sign: e2e was canceled  ·  web #797", "It was canceled"),
        ("why #806", ":lock: deploy isn't authorized  ·  web #806", "It needs a restricted context"),
        ("why #780", ":x: e2e timed out  ·  web #780", "It hit its time limit"),
        ("why #799", ":x: lint failed: Lint, exit code 1  ·  web #799", "npm run lint"),
        ("why #807", ":x: Failed (never started)  ·  web #807", "Config error:"),
        (
            "why #808",
            ":white_check_mark: Passed  ·  web #808",
            "An earlier attempt of build-test-deploy failed",
        ),
        ("why #805", ":heavy_minus_sign: Not run  ·  web #805", "No workflow ran: the config's"),
        ("why #803", ":white_check_mark: Passed  ·  web #803  ·  tag v2.4.1", "No failures."),
        ("why last", ":arrows_counterclockwise: Running  ·  web #813", "No failures so far."),
        ("why api@chore/signing", ":x: Failed (error)", "failed before any job started. Only its page"),
    ],
)
async def test_the_first_line_is_the_answer_and_tells_failures_apart(
    desk: Desk, line: str, first: str, then: str
) -> None:
    told = await last(desk, line)
    assert told[0].startswith(first)
    assert then in "\n".join(told[1:])


async def test_an_infrastructure_failure_is_not_the_jobs_own(desk: Desk) -> None:
    ran(desk, "infrastructure_fail")
    told = await last(desk, "why @try")
    assert told[0].startswith(":x: check failed: CircleCI's infrastructure  ·  web #814  ·  try")
    assert "CircleCI's infrastructure failed, not your job. A rerun may pass." in told


async def test_several_failed_jobs_are_told_one_after_the_other_and_the_rest_as_a_count(desk: Desk) -> None:
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed",), contents=step(f"no {at}")) for at in range(5)
    )
    desk.small.add_pipeline(WEB, "try", ago=timedelta(minutes=9), scripts=(WorkflowScript("flow", jobs),))
    *_, message = await whole(desk, "why @try")
    told = [line for each in (message, *message.thread) for line in lines(each)]
    assert told[0].startswith(":x: test-0 failed: Run tests, exit code 1, and 4 more jobs  ·  web #814")
    assert [line for line in told if line.startswith(":x: ")][1:] == [
        ":x: test-1 failed: Run tests, exit code 1",
        ":x: test-2 failed: Run tests, exit code 1",
    ]
    assert "+ 2 more jobs" in told
    assert plain(message.text) == "test-0 failed: Run tests, exit code 1, and 4 more jobs (web #814 on try)"


async def test_what_is_still_running_is_red_as_soon_as_one_job_has_failed(desk: Desk) -> None:
    jobs = (JobScript("quick", 5, outcomes=("failed",)), JobScript("slow", 5_000))
    desk.small.add_pipeline(WEB, "try", ago=timedelta(minutes=2), scripts=(WorkflowScript("flow", jobs),))
    first, *_ = told = await last(desk, "why @try")
    assert first == ":x: quick failed  ·  web #814  ·  try  ·  still running"
    assert "CircleCI doesn't say which step failed." in told


async def test_a_setup_workflow_can_not_be_rerun_and_it_says_so(desk: Desk) -> None:
    job = JobScript("choose", 5, outcomes=("failed",), contents=step("no"))
    scripts = (WorkflowScript("setup", (job,), setup=True), WorkflowScript("rest", (JobScript("b", 5),)))
    desk.small.add_pipeline(WEB, "try", ago=timedelta(minutes=9), scripts=scripts)
    *_, message = await whole(desk, "why @try")
    assert "Setup workflows can't be rerun; start a new pipeline instead." in lines(message)
    assert not [label for label in buttons(message) if label.startswith("Rerun")]


# What CircleCI does not give


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/v1.1/*", "the steps"),
        ("/project/gh/acme/web/*/tests", "the test results"),
        ("/insights/*/flaky-tests", "the flaky tests"),
        ("/action-output/*", "the output"),
        ("/project/gh/acme/web/pipeline", "the history"),
    ],
)
async def test_each_part_that_circleci_does_not_give_is_said_and_the_rest_stands(
    desk: Desk, path: str, said: str
) -> None:
    desk.small.faults.add(Fault(path, times=None, status=403, body={"message": "Permission denied"}))
    told = await last(desk, "why #812")
    assert told[0].startswith(":x: e2e failed")
    assert f"Couldn't load {said}." in told
    parts = {
        "the steps": "npx playwright test",
        "the test results": "rounds the total to cents",
        "the output": "Last 20 of 21 lines:",
        "the history": "First failure",
    }
    for name, evidence in parts.items():
        missing = name == said or (said == "the steps" and name == "the output")
        assert missing is not any(line.startswith(evidence) for line in told), name
    assert not any(line.startswith("Loading") for line in told)


async def test_jobs_that_can_not_be_read_to_their_end_are_said_too(desk: Desk) -> None:
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed" if at in (3, 150) else "success",)) for at in range(200)
    )
    made = desk.small.add_pipeline(WEB, "try", ago=timedelta(minutes=9), scripts=(WorkflowScript("m", jobs),))
    found = await desk.ask_on(f"why {made.id}")
    assert lines(found[-1])[0].startswith(":x: test-3 failed, and 1 more job")

    desk.small.faults.add(Fault(f"/workflow/{made.runs[0].id}/job", times=1, delay=0))  # the glance
    desk.small.faults.add(Fault(f"/workflow/{made.runs[0].id}/job", times=None, status=403))
    told = await last(desk, f"why {made.id}")
    assert told[0].startswith(":x: test-3 failed  ·  web #814")
    assert any("Couldn't load the other jobs" in line for line in told)
    assert "First failure on try; it has never passed" in told


# What to do


async def test_a_failed_run_offers_what_to_do_with_it(desk: Desk) -> None:
    offered = buttons(await desk.ask("why last failed"))
    assert list(offered) == [
        "Rerun failed",
        "Log",
        "Rerun with SSH",
        "Tests",
        "Artifacts",
        "Pipeline",
    ]
    for line in offered.values():
        if line and not line.startswith("http"):
            desk.read(line)


@pytest.mark.parametrize("card", ["pipeline", "workflow", "job"])
async def test_each_card_of_a_failure_leads_to_why(desk: Desk, card: str) -> None:
    line = buttons(await desk.ask(f"{card} last failed"))["Why?"]
    assert (await last(desk, line or ""))[0].startswith(":x: e2e failed: 2 of 42 tests")


async def test_it_is_about_the_job_that_failed_and_shows_its_pipeline(desk: Desk) -> None:
    message = await desk.ask("why last failed")
    assert message.depicts is not None
    assert message.depicts.noun is Noun.JOB
    assert [(shown.noun, shown.number) for shown in message.shows] == [(Noun.PIPELINE, 812)]


async def test_why_reads_and_sends_nothing(desk: Desk) -> None:
    await whole(desk, "why last failed")
    assert desk.sent == 0
    assert desk.asked("POST") == []
