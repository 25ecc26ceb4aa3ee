"""`tests`: what a job's reports told."""

from datetime import timedelta

import pytest

from bot.model.fault import Ambiguous, Fault
from bot.model.message import Audience
from bot.model.shown import Noun
from bot.playground.circleci.script import Contents, JobScript, WorkflowScript
from bot.playground.circleci.script import Test as Case
from tests.commands.desk import Desk, buttons, lines, plain, told

WEB = "gh/acme/web"


def stored(desk: Desk, *cases: Case, seconds: float = 5) -> str:
    """A finished job that has stored these; how it is referred to."""
    job = JobScript("check", seconds, contents=lambda outcome: Contents(tests=cases))
    desk.small.add_pipeline(WEB, "main", ago=timedelta(minutes=1), scripts=(WorkflowScript("flow", (job,)),))
    return "last"


async def test_the_failed_tests_stand_below_their_file_with_their_message_and_the_slowest_follow(
    desk: Desk,
) -> None:
    message = await desk.ask("tests last failed")

    assert plain(message.text) == "2 of 42 tests failed: e2e in web #812"
    shown = lines(message)
    assert shown[0].startswith(":x: 2 of 42 tests failed  ·  e2e, job ")
    assert shown[1] == "e2e/checkout.spec.ts   2 failed"
    assert shown[2] == ":x: rounds the total to cents  ·  chromium › checkout  ·  6.2 s"
    assert shown[3].splitlines()[0] == "Error: expect(locator).toHaveText(expected) failed"
    at = shown.index("Slowest")
    assert shown[at + 1] == "6.6 s  ·  applies a voucher once  ·  chromium › checkout"
    assert message.audience is Audience.THREAD
    assert message.depicts is not None
    assert message.depicts.noun is Noun.JOB


async def test_all_are_a_table_in_a_file_with_what_failed_first(desk: Desk) -> None:
    short = await desk.ask("tests last failed")
    message = await desk.ask(buttons(short)["Attach all"] or "")

    [file] = message.files
    table = file.content.decode().splitlines()
    assert plain(message.text) == "2 of 42 tests failed: e2e in web #812"
    assert table[0].split() == ["result", "seconds", "file", "class", "test"]
    assert [row.split()[0] for row in table[1:43]] == ["failure"] * 2 + ["success"] * 40
    assert 'Received: "€ 59.98"' in table
    assert "Attach all" not in buttons(message)


async def test_a_job_without_failures_says_so(desk: Desk) -> None:
    message = await desk.ask(
        f"tests {stored(desk, Case('adds', 'Sum', ''), Case('waits', 'Sum', '', 0, 'skipped'))}"
    )

    assert lines(message)[:2][0].startswith(":white_check_mark: 2 tests, none failed  ·  check, job ")
    assert "1 skipped" in lines(message)


async def test_a_job_that_stored_none_learns_which_step_does_that(desk: Desk) -> None:
    message = await desk.ask(f"tests {stored(desk)} --all")

    assert plain(message.text) == "No test results: check in web #814"
    assert "This job doesn't store test results; add store_test_results." in lines(message)
    assert message.files == ()


async def test_a_job_that_runs_may_have_results_to_come(desk: Desk) -> None:
    message = await desk.ask(f"tests {stored(desk, Case('adds', '', 'a.ts'), seconds=900)}")

    assert plain(message.text) == "No test results: check in web #814"
    assert "Still running; more results may follow." in lines(message)
    assert buttons(message)["Refresh"] == f"tests {WEB}#{message.depicts and message.depicts.number}"


async def test_an_approval_has_no_tests_and_is_not_offered(desk: Desk) -> None:
    hold = next(it for it in desk.small.newest(WEB).runs[0].jobs if it.script.approval)
    with pytest.raises(Fault) as caught:
        await desk.ask(f"tests {hold.id}")
    assert told(caught.value)[0] == "hold-for-production is an approval, so it has no test results."

    run = desk.small.newest(WEB)
    desk.small.finish(run)
    with pytest.raises(Ambiguous) as several:
        await desk.ask("tests last")
    assert {label for label, _ in several.value.choices} == {"lint", "unit", "build", "e2e"}
    for _, line in several.value.choices:
        await desk.ask(line)


async def test_a_run_in_which_nothing_has_begun_says_so(desk: Desk) -> None:
    hold = JobScript("hold", approval=True)
    later = JobScript("later", needs=("hold",))
    desk.small.add_pipeline(
        WEB, "main", ago=timedelta(minutes=1), scripts=(WorkflowScript("flow", (hold, later)),)
    )
    waiting = desk.small.newest(WEB).runs[0].jobs[1]

    with pytest.raises(Fault) as several:
        await desk.ask("tests last")
    with pytest.raises(Fault) as one:
        await desk.ask(f"tests {waiting.id}")

    assert told(several.value)[0] == "No job in web #814 has started yet."
    assert told(one.value)[0] == "later hasn't started yet."


async def test_ten_thousand_tests_are_bounded_and_it_is_said_that_there_are_more(desk: Desk) -> None:
    cases = tuple(
        Case(f"case {at}", "", f"src/{at % 40}.ts", 0.1, "failure" if at % 2 else "success", "boom\n" * 50)
        for at in range(10_000)
    )
    message = await desk.ask(f"tests {stored(desk, *cases)}")

    assert plain(message.text) == "500+ of 1,000+ tests failed: check in web #814"
    assert "Only the first 1,000 are shown; CircleCI has more." in lines(message)
    assert "+ 490 more failed tests" in lines(message)
    assert len(message.blocks) < 30
