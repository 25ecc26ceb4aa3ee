"""The tests that fail now and then."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.circleci.errors import ServerError
from bot.model.fault import Denied, NothingHere
from bot.model.message import Audience
from bot.playground.circleci import Fault, SmallCircleCI
from bot.playground.circleci.script import Contents, JobScript, WorkflowScript
from bot.playground.circleci.script import Test as Case
from tests.commands.desk import POLICY, Desk, buttons, desk, lines, plain

NEW = "gh/acme/new"


def flaking(*names: str) -> tuple[WorkflowScript, ...]:
    """A workflow in whose job these tests fail at the first attempt."""

    def contents(outcome: str) -> Contents:
        result = "failure" if outcome == "failed" else "success"
        return Contents(tests=tuple(Case(name, "suite", "test/a.py", 1.0, result) for name in names))

    job = JobScript("unit", 30, outcomes=("failed", "success"), contents=contents)
    return (WorkflowScript("build", (job,)),)


def flake(small: SmallCircleCI, *names: str, hours: float = 5, branch: str = "main", slug: str = NEW) -> None:
    """Let these tests fail, and pass in the rerun."""
    pipeline = small.add_pipeline(slug, branch, ago=timedelta(hours=hours), scripts=flaking(*names))
    small.world.rerun(pipeline.runs[0], frozenset({"unit"}), at=pipeline.created_at + timedelta(hours=1))


async def test_the_worst_comes_first_with_the_job_and_the_pipeline_where_it_was_last(desk: Desk) -> None:
    desk.small.add_project(NEW, (), branches=("main", "topic"))
    flake(desk.small, "seldom", hours=9)
    flake(desk.small, "often", hours=8)
    flake(desk.small, "often", hours=5, branch="topic")
    last = desk.small.newest(NEW)

    message = await desk.ask(f"flaky {NEW}")

    assert plain(message.text) == f"2 flaky tests in {NEW}, worst first"
    assert lines(message)[1:3] == [
        f"often  ·  test/a.py  ·  flaked twice  ·  last in #{last.number} (unit), (when)",
        f"seldom  ·  test/a.py  ·  flaked once  ·  last in #{last.number - 2} (unit), (when)",
    ]
    assert any("on the same commit in the last 14 days" in line for line in lines(message))
    assert message.shows[0].number == last.runs[0].jobs[0].number


async def test_web_has_flaky_tests(desk: Desk) -> None:
    message = await desk.ask("flaky")

    assert len(message.shows) >= 2
    assert message.audience is Audience.CHANNEL


async def test_more_than_ten_are_told_ten_at_a_time(desk: Desk) -> None:
    desk.small.add_project(NEW, ())
    flake(desk.small, *(f"case {at:02}" for at in range(13)))

    first = await desk.ask(f"flaky {NEW}")
    second = await desk.ask(buttons(first)["Show 3 more"] or "")

    assert plain(first.text).startswith("13 flaky tests")
    assert [line.split("  ")[0] for line in lines(second)[1:4]] == ["case 10", "case 11", "case 12"]
    assert second.audience is Audience.THREAD
    assert not any(label.startswith("Show") for label in buttons(second))


async def test_a_project_without_flaky_tests_is_told_what_circleci_looks_at(desk: Desk) -> None:
    desk.small.add_project(NEW, flaking("never"))

    message = await desk.ask(f"flaky {NEW}")

    assert plain(message.text) == f"{NEW} has no flaky tests."
    assert any("last 14 days" in line for line in lines(message))


async def test_where_not_every_branch_may_be_read_only_tests_of_those_are_told(tmp_path: Path) -> None:
    some = POLICY.replace('"gh/acme/*", mobile]}', '"*"], branches: [topic]}')
    async with desk(tmp_path, some) as asked:
        asked.small.add_project(NEW, (), branches=("main", "topic"))
        flake(asked.small, "of main", hours=9)
        flake(asked.small, "of topic", hours=6, branch="topic")

        message = await asked.ask(f"flaky {NEW}")

        assert plain(message.text) == f"1 flaky test in {NEW}, worst first"
        assert "of main" not in "\n".join(lines(message))


async def test_where_no_branch_that_may_be_read_was_built_circleci_is_not_asked_for_flaky_tests(
    tmp_path: Path,
) -> None:
    some = POLICY.replace('"gh/acme/*", mobile]}', '"*"], branches: [elsewhere]}')
    async with desk(tmp_path, some) as asked:
        message = await asked.ask("flaky web")

        assert plain(message.text) == "web has no flaky tests that you can see here."
        assert not any("/insights/" in each for each in asked.asked())


async def test_a_project_that_may_not_be_read_is_denied_and_circleci_not_asked(desk: Desk) -> None:
    with pytest.raises(Denied):
        await desk.ask("flaky gh/globex/secret")

    assert desk.asked() == []


async def test_a_project_that_is_not_there_is_told(desk: Desk) -> None:
    with pytest.raises(NothingHere):
        await desk.ask("flaky gh/acme/nothing")


async def test_when_circleci_fails_it_is_not_told_that_there_are_none(desk: Desk) -> None:
    desk.small.faults.add(Fault("/insights/*", times=None, status=500, body={"message": "Internal error"}))

    with pytest.raises(ServerError):
        await desk.ask("flaky web")
