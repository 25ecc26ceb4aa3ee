from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
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
from bot.views.parts.phone import SCREEN, screen_rows
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
    """What is drawn, which fits on the screen of a phone, whatever it is of."""
    message = why_card(WhyCard(diagnosis, SCENE))
    assert screen_rows(message.blocks) <= SCREEN
    return message


def thread(message: Message) -> list[str]:
    return [line for detail in message.thread for line in lines(detail)]


TESTS = Results(
    (case("adds up", "failure", "Expected: 2\nReceived: 3"), case("keeps", "failure"), case("shows"))
)


def test_failed_tests_are_told_since_when_and_what_to_do_and_the_rest_in_the_thread(
    drawn: SnapshotAssertion,
) -> None:
    first = Run(pipeline(810, created_at=ago(hours=3)), "web", (DEPLOY,))
    the_run = run(E2E)
    message = said(
        Diagnosis(
            the_run,
            (culprit(results=TESTS, end=OutputEnd("1\n2\n3\n4\n5\n6", earlier_lines=94)),),
            flaky=(FlakyTest(test_name="adds up", classname="cart", times_flaked=3),),
            streak=Streak(the_run, first, green(), (first,) * 3),
            comparison=GreenComparison("e2e", 96.0, 60.0, ("audit",), ("lint",)),
        )
    )

    assert plain(message.text) == "e2e failed: 2 of 3 tests (web #812 on main)"
    assert [payload(each) for each in (message, *message.thread)] == drawn


def test_a_step_that_failed_is_told_with_the_lines_that_tell_of_errors(
    drawn: SnapshotAssertion,
) -> None:
    told = culprit(error_lines="ERROR: no space left", end=OutputEnd("bye", 80), results=Results(()))

    assert payload(said(Diagnosis(run(E2E), (told,), pending_parts=("the history",)))) == drawn


def test_what_was_not_told_is_said(drawn: SnapshotAssertion) -> None:
    missing = ("the steps", "the test results", "the history")

    assert payload(said(Diagnosis(run(E2E), (Culprit(DEPLOY, E2E),), unread_parts=missing))) == drawn


def test_of_several_jobs_the_first_has_the_screen_and_the_others_the_thread(drawn: SnapshotAssertion) -> None:
    jobs = tuple(
        job(name, "failed", number=number) for number, name in enumerate(("unit", "e2e", "ship"), 155)
    )
    told = tuple(culprit(each, results=TESTS) for each in jobs)

    message = said(Diagnosis(run(*jobs), told, other_count=4))
    assert [payload(each) for each in (message, *message.thread)] == drawn


def test_a_pipeline_that_never_started_shows_its_errors(drawn: SnapshotAssertion) -> None:
    errors = [{"type": "config", "message": "Cannot find a definition for job named ship"}]
    broken = Run(pipeline(state="errored", errors=errors), "web")
    message = said(Diagnosis(broken, streak=Streak(broken, broken, None, (broken,))))

    assert plain(message.text) == "web #812 on main never started: config error"
    assert payload(message) == drawn


@pytest.mark.parametrize(
    ("changes", "first", "then"),
    [
        ({"status": "timedout"}, ":x: e2e timed out", "It hit its time limit"),
        ({"status": "infrastructure_fail"}, ":x: e2e failed: CircleCI's infrastructure", "A rerun may pass"),
        ({"status": "unauthorized"}, ":lock: e2e isn't authorized", "It needs a restricted context"),
        ({"status": "canceled"}, ":no_entry_sign: e2e was canceled", "It was canceled"),
        ({"status": "failed"}, ":x: e2e failed", "CircleCI doesn't say which step failed."),
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
        ({"exit_code": None}, "e2e failed: Run tests"),
        ({"exit_code": 137}, "Killed, probably out of memory."),
        ({"bash_command": "#!/bin/bash -eo pipefail\nnpm  test"}, "npm test"),
        (
            {"bash_command": "deploy --token ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"},
            "--token [masked]",
        ),
    ],
)
def test_the_step_tells_more_than_its_job(changes: dict[str, Any], says: str) -> None:
    failed, action = step(**{"failed": True, **changes})
    message = said(Diagnosis(run(E2E), (Culprit(DEPLOY, E2E, failed, action),)))

    assert any(says in line for line in [*lines(message), *thread(message)])


def test_the_parallel_run_is_named_where_there_are_several() -> None:
    failed, action = step(index=2)
    several = failed.model_copy(update={"actions": (action,) * 4})
    shown = thread(said(Diagnosis(run(E2E), (Culprit(DEPLOY, E2E, several, action),))))

    assert shown[0] == (
        "Run tests, exit code 1  ·  after 1 min 1 s  ·  parallel run 3 of 4  ·  job 1 min  ·  workflow deploy"
    )


@pytest.mark.parametrize(
    ("since", "says"),
    [
        (Streak(run(E2E), run(E2E), None, (run(E2E),)), "First failure on main; it has never passed"),
        (Streak(run(E2E), run(E2E), green(), (run(E2E),)), "First failure on main"),
        (Streak(run(E2E), run(E2E), None, (run(E2E),), complete=False), "Red for a long time."),
        (
            Streak(run(E2E), Run(pipeline(701), "web", (DEPLOY,)), None, (run(E2E),) * 60, complete=False),
            "Red for a long time: none of the last 60 pipelines on main passed.",
        ),
        (
            Streak(
                run(E2E),
                Run(pipeline(810, created_at=ago(days=5)), "web", (DEPLOY,)),
                green(),
                (run(E2E),) * 3,
            ),
            "Red since web #810 (5 days, 3 pipelines)",
        ),
    ],
)
def test_since_when_claims_no_more_than_was_read(since: Streak, says: str) -> None:
    assert says in lines(said(Diagnosis(run(E2E), (culprit(),), streak=since)))


def test_a_job_that_took_as_long_as_then_is_not_told_as_different() -> None:
    since = Streak(run(E2E), run(E2E), green(), (run(E2E),))
    shown = said(
        Diagnosis(run(E2E), (culprit(),), streak=since, comparison=GreenComparison("e2e", 60.2, 60.0))
    )

    assert not any("than in" in line for line in thread(shown))


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("success", "No failures."),
        ("running", "No failures so far."),
        ("on_hold", "No failures so far."),
    ],
)
def test_what_has_not_failed_leads_to_what_has(status: str, says: str) -> None:
    of = workflow("deploy", status, took=None if status != "success" else 60)
    message = said(Diagnosis(run(job("e2e", status), of=of)))

    assert lines(message)[1] == says
    assert buttons(message)["Last failure"] == "why last failed web"
    assert "Rerun failed" not in buttons(message)


def test_a_workflow_that_could_not_begin_is_linked_and_not_rerun() -> None:
    message = said(Diagnosis(run(of=workflow("deploy", "error"))))

    assert plain(message.text) == "deploy couldn't start (web #812 on main)"
    assert lines(message)[1].startswith("deploy failed before any job started.")
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
        said(
            Diagnosis(
                run(*jobs), told, other_count=900, streak=Streak(run(E2E), run(E2E), green(), (run(E2E),))
            )
        )
    )

    assert "failed: 50 of 50 tests" in str(drawn["blocks"][0])
    assert "web #812" in str(drawn["blocks"][0])
    assert drawn["blocks"][-2]["type"] == "actions"
    assert len(drawn["text"]) < 300


def test_a_job_that_tells_no_times_has_none() -> None:
    unknown = job("e2e", "failed", started_at=None, stopped_at=None)
    shown = thread(said(Diagnosis(run(unknown), (culprit(unknown),))))

    assert shown[0] == "Run tests, exit code 1  ·  after 1 min 1 s  ·  workflow deploy"


def test_what_is_not_read_yet_is_not_said_to_be_running() -> None:
    more = replace(run(E2E), workflows_unread=True)
    running = run(E2E, of=workflow("deploy", "failing", took=None))

    assert lines(said(Diagnosis(more, (culprit(),))))[0].endswith("web #812  ·  main")
    assert lines(said(Diagnosis(running, (culprit(),))))[0].endswith("main  ·  still running")


def test_an_answer_that_comes_late_is_said_again_to_who_asked() -> None:
    known = Diagnosis(run(E2E), (culprit(results=TESTS),))

    assert thread(said(replace(known, headline_late=True)))[0] == (
        "@U0ANA e2e failed: 2 of 3 tests (web #812 on main)"
    )
    assert not thread(said(known))[0].startswith("@")
    assert said(replace(known, pending_parts=("the history",))).thread == ()


def test_a_pipeline_of_long_ago_has_no_flaky_marks_of_today() -> None:
    flaky = (FlakyTest(test_name="adds up", classname="cart", times_flaked=3),)
    for days, marked in ((13, True), (35, False)):
        old = run(E2E, pipe=pipeline(created_at=ago(days=days)))
        shown = lines(said(Diagnosis(old, (culprit(results=TESTS),), flaky=flaky)))
        assert ("adds up  ·  flaky: 3 times in 14 days" in shown) is marked


_words = st.text("abc ", max_size=300)
_cases = st.builds(
    lambda name, file, message: Case(name=name, file=file, result="failure", message=message, run_time=1),
    _words,
    _words,
    st.lists(st.sampled_from(["E   assert 1 == 2", "Error: no", "x" * 200, "at a.py:3"]), max_size=9).map(
        "\n".join
    ),
)


@given(st.lists(_cases, max_size=9), _words, st.integers(16, 90), _words, st.booleans())
def test_whatever_failed_the_answer_is_one_screen(
    cases: list[Case], name: str, printed: int, branch: str, red: bool
) -> None:
    the_job, vcs = job(name, "failed"), {"branch": branch or "main", "revision": "a1b2c3d" * 5}
    the_run = run(the_job, pipe=pipeline(vcs=vcs))
    end = OutputEnd("\n".join(["a line of an output" * 4] * 20), printed)
    first = Run(pipeline(810, created_at=ago(days=5), vcs=vcs), "web", (DEPLOY,))
    streak = Streak(the_run, first, green(), (first,) * 3) if red else None
    said(Diagnosis(the_run, (culprit(the_job, results=Results(tuple(cases)), end=end),), 7, streak=streak))
