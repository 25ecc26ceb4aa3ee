from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import FlakyTest, Job, Pipeline, Step, StepRun, Workflow
from bot.circleci.models import Test as Case
from bot.model.diagnosis import Culprit, Diagnosis, GreenComparison
from bot.model.history import Streak
from bot.model.job_tests import Results
from bot.model.message import Message
from bot.model.run import Run
from bot.model.spool import OutputEnd
from bot.slack.drawing.blocks import payload
from bot.views.cards.why import WhyCard, why_card
from tests.commands.desk import buttons, lines, plain
from tests.views.facts import SCENE, ago, job, pipeline, workflow

DEPLOY = workflow("deploy", "failed")
E2E = job("e2e", "failed")


def run(*jobs: Job, of: Workflow = DEPLOY, pipe: Pipeline | None = None) -> Run:
    return Run(pipe or pipeline(), "web", (of,), {of.id: jobs})


def green(number: int = 809) -> Run:
    return Run(pipeline(number, created_at=ago(hours=5)), "web", (workflow("deploy", "success"),))


def step(name: str = "Run tests", **changes: Any) -> tuple[Step, StepRun]:
    facts = {"index": 0, "step": 103, "name": name, "failed": True, "exit_code": 1}
    action = StepRun.model_validate(
        facts | {"bash_command": "make test", "run_time_millis": 61_000} | changes
    )
    return Step(name=name, actions=(action,)), action


def culprit(the_job: Job = E2E, of: Workflow = DEPLOY, **changes: Any) -> Culprit:
    failed, action = step()
    return replace(Culprit(of, the_job, failed, action), **changes)


def case(name: str, result: str = "success", message: str = "") -> Case:
    return Case(name=name, classname="cart", file="src/cart.ts", result=result, message=message, run_time=0.5)


def said(diagnosis: Diagnosis) -> Message:
    return why_card(WhyCard(diagnosis, SCENE))


TESTS = Results(
    (case("adds up", "failure", "Expected: 2\nReceived: 3"), case("keeps", "failure"), case("shows"))
)


def test_failed_tests_are_told_with_how_the_output_ends_since_when_and_what_to_do(
    drawn: SnapshotAssertion,
) -> None:
    first = Run(pipeline(810, created_at=ago(hours=3)), "web", (DEPLOY,))
    the_run = run(E2E)
    message = said(
        Diagnosis(
            the_run,
            (culprit(results=TESTS, end=OutputEnd("1\n2\n3\n4\n5\n6", earlier_lines=94)),),
            flaky=(FlakyTest(test_name="adds up", classname="cart", times_flaked=3),),
            streak=Streak(the_run, first, green(), 3),
            comparison=GreenComparison("e2e", 96.0, 60.0, ("audit",), ("lint",)),
        )
    )

    assert plain(message.text) == "e2e failed: 2 of 3 tests (web #812 on main)"
    assert payload(message) == drawn


def test_a_step_that_failed_is_told_with_its_command_and_the_lines_that_tell_of_errors(
    drawn: SnapshotAssertion,
) -> None:
    told = culprit(error_lines="ERROR: no space left", end=OutputEnd("bye"), results=Results(()))

    assert payload(said(Diagnosis(run(E2E), (told,), pending_parts=("since when it is red",)))) == drawn


def test_what_was_not_told_is_said(drawn: SnapshotAssertion) -> None:
    missing = ("which step failed", "the test results", "since when it is red")

    assert payload(said(Diagnosis(run(E2E), (Culprit(DEPLOY, E2E),), unread_parts=missing))) == drawn


def test_several_jobs_the_first_at_length(drawn: SnapshotAssertion) -> None:
    jobs = tuple(
        job(name, "failed", number=number) for number, name in enumerate(("unit", "e2e", "ship"), 155)
    )
    told = tuple(culprit(each, results=TESTS) for each in jobs)

    assert payload(said(Diagnosis(run(*jobs), told, other_count=4))) == drawn


def test_a_pipeline_that_never_started_shows_its_errors(drawn: SnapshotAssertion) -> None:
    errors = [{"type": "config", "message": "Cannot find a definition for job named ship"}]
    broken = Run(pipeline(state="errored", errors=errors), "web")
    message = said(Diagnosis(broken, streak=Streak(broken, broken, None, 1)))

    assert plain(message.text) == "web #812 on main never started: the configuration is wrong"
    assert payload(message) == drawn


@pytest.mark.parametrize(
    ("changes", "first", "then"),
    [
        ({"status": "timedout"}, ":x: e2e timed out", "It took longer than it may"),
        ({"status": "infrastructure_fail"}, ":x: e2e failed: CircleCI's infrastructure", "a rerun may pass"),
        ({"status": "unauthorized"}, ":lock: e2e is not authorized", "It uses a restricted context"),
        ({"status": "canceled"}, ":no_entry_sign: e2e was canceled", "Somebody canceled it"),
        ({"status": "failed"}, ":x: e2e failed", "CircleCI does not tell which of its steps failed."),
    ],
)
def test_each_kind_of_failure_has_its_words(changes: dict[str, str], first: str, then: str) -> None:
    the_job = job("e2e", **changes)
    shown = lines(said(Diagnosis(run(the_job), (Culprit(DEPLOY, the_job),))))

    assert shown[0] == f"{first}  ·  web #812  ·  main"
    assert then in "\n".join(shown[1:3])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"timedout": True, "failed": None}, "timed out"),
        ({"infrastructure_fail": True}, "CircleCI's infrastructure"),
        ({"exit_code": None}, "Run tests  ·"),
        ({"exit_code": 137}, "killed: perhaps out of memory"),
        ({"bash_command": "#!/bin/bash -eo pipefail\nnpm  test"}, "npm test"),
        (
            {"bash_command": "deploy --token ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"},
            "--token [masked]",
        ),
    ],
)
def test_the_step_tells_more_than_its_job(changes: dict[str, Any], says: str) -> None:
    failed, action = step(**{"failed": True, **changes})
    shown = lines(said(Diagnosis(run(E2E), (Culprit(DEPLOY, E2E, failed, action),))))

    assert any(says in line for line in shown[:4])


def test_the_parallel_run_is_named_where_there_are_several() -> None:
    failed, action = step(index=2)
    several = failed.model_copy(update={"actions": (action,) * 4})
    shown = lines(said(Diagnosis(run(E2E), (Culprit(DEPLOY, E2E, several, action),))))

    assert shown[1] == "after 1 min 1 s in parallel run 3  ·  job 1 min  ·  workflow deploy"


@pytest.mark.parametrize(
    ("since", "says"),
    [
        (Streak(run(E2E), run(E2E), None, 1), "First red run of main, and none has been green"),
        (Streak(run(E2E), run(E2E), green(), 1), "First red run of main"),
        (
            Streak(run(E2E), run(E2E), None, 1, complete=False),
            "Red for long: the last green run of main is further back than is read.",
        ),
        (
            Streak(run(E2E), Run(pipeline(701), "web", (DEPLOY,)), None, 60, complete=False),
            "Red for long: the last green run of main is further back than is read."
            " All 60 runs that were read failed.",
        ),
        (
            Streak(run(E2E), Run(pipeline(810), "web", (DEPLOY,)), green(), 3),
            "Red since web #810, (when): 3 runs of main",
        ),
    ],
)
def test_since_when_claims_no_more_than_was_read(since: Streak, says: str) -> None:
    assert says in lines(said(Diagnosis(run(E2E), (culprit(),), streak=since)))


def test_a_job_that_took_as_long_as_then_is_not_told_as_different() -> None:
    since = Streak(run(E2E), run(E2E), green(), 1)
    shown = said(
        Diagnosis(run(E2E), (culprit(),), streak=since, comparison=GreenComparison("e2e", 60.2, 60.0))
    )

    assert not any("than then" in line for line in lines(shown))


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("success", "Nothing in it has failed."),
        ("running", "Nothing has failed so far."),
        ("on_hold", "Nothing has failed so far."),
    ],
)
def test_what_has_not_failed_leads_to_what_has(status: str, says: str) -> None:
    of = workflow("deploy", status, took=None if status != "success" else 60)
    message = said(Diagnosis(run(job("e2e", status), of=of)))

    assert lines(message)[1] == says
    assert buttons(message)["Why did the last one fail?"] == "why last failed web"
    assert "Rerun failed" not in buttons(message)


def test_a_workflow_that_could_not_begin_is_linked_and_not_rerun() -> None:
    message = said(Diagnosis(run(of=workflow("deploy", "error"))))

    assert plain(message.text) == "deploy could not begin (web #812 on main)"
    assert lines(message)[1].startswith("deploy failed without a failed job")
    assert "Rerun failed" not in buttons(message)


def test_there_are_at_most_four_buttons_one_of_them_coloured() -> None:
    message = said(Diagnosis(run(E2E), (culprit(),)))
    actions = next(block for block in payload(message)["blocks"] if block["type"] == "actions")
    row = [each for each in actions["elements"] if each["type"] == "button"]

    assert len(row) <= 4
    assert [each["text"]["text"] for each in row if each.get("style") == "primary"] == ["Rerun failed"]
    assert all("confirm" in each for each in row if each["text"]["text"].startswith("Rerun"))


def test_a_long_answer_keeps_its_first_line_and_its_buttons() -> None:
    long = "a-name-of-some-length-" * 40
    many = tuple(case(f"{long}{number}", "failure", f"{long}\n" * 30) for number in range(50))
    jobs = tuple(job(f"{number}-{long}", "failed", number=number) for number in range(155, 158))
    told = tuple(culprit(each, results=Results(many), end=OutputEnd(long * 20)) for each in jobs)
    drawn = payload(
        said(Diagnosis(run(*jobs), told, other_count=900, streak=Streak(run(E2E), run(E2E), green(), 1)))
    )

    assert "failed: 50 of 50 tests" in str(drawn["blocks"][0])
    assert "web #812" in str(drawn["blocks"][0])
    assert drawn["blocks"][-2]["type"] == "actions"
    assert len(drawn["text"]) < 300


def test_a_job_that_tells_no_times_has_none() -> None:
    unknown = job("e2e", "failed", started_at=None, stopped_at=None)
    shown = lines(said(Diagnosis(run(unknown), (culprit(unknown),))))

    assert shown[1] == "after 1 min 1 s  ·  workflow deploy"


def test_what_is_not_read_yet_is_not_said_to_be_running() -> None:
    more = replace(run(E2E), workflows_unread=True)
    running = run(E2E, of=workflow("deploy", "failing", took=None))

    assert lines(said(Diagnosis(more, (culprit(),))))[0].endswith("web #812  ·  main")
    assert lines(said(Diagnosis(running, (culprit(),))))[0].endswith("main  ·  still running")
