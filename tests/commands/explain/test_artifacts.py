"""`artifacts`: what a job has left behind."""

import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import ServerError
from bot.circleci.slug import ProjectSlug
from bot.model.fault import Ambiguous, JobHasNone
from bot.playground.circleci import Fault
from bot.playground.circleci.script import Artifact
from tests.commands.desk import Desk, buttons, lines, plain
from tests.commands.failing import built, leaving

WEB = "gh/acme/web"


async def test_artifacts_are_listed_by_pattern_and_ten_at_a_time(desk: Desk) -> None:
    message = await desk.ask("artifacts last failed --match *.png")
    following = await desk.ask(buttons(message)["Show 10 more"] or "")

    assert plain(message.text) == "22 artifacts like *.png: e2e in web #812"
    assert plain(following.text) == "Artifacts like *.png 11–20 of 22: e2e in web #812"
    assert len(lines(message)) == len(lines(following)) == 13


async def test_what_tells_of_failures_comes_first(desk: Desk) -> None:
    message = await desk.ask("artifacts last failed")
    paths = [line.partition("  ")[0] for line in lines(message)[1:11]]

    failures = [path for path in paths if path.startswith("failures/")]
    assert failures
    assert paths[: len(failures)] == failures
    assert set(paths[len(failures) :][:2]) == {"logs/e2e.log", "test-results/junit.xml"}


async def test_the_artifacts_of_what_failed_last_take_four_round_trips(desk: Desk) -> None:
    await desk.ask("status")
    before = len(desk.asked())
    message = await desk.ask("artifacts last failed")

    assert desk.waves.count == 4
    assert sum(path.endswith("/workflow") for path in desk.asked()[before:]) < 20  # all at once
    assert plain(message.text) == "26 artifacts: e2e in web #812"


async def test_artifacts_that_can_not_be_read_are_no_missing_job(desk: Desk) -> None:
    desk.small.faults.add(Fault("/project/gh/acme/web/*/artifacts", times=None, status=503))

    with pytest.raises(ServerError):
        await desk.ask("artifacts last failed")


async def test_an_approval_has_no_artifacts(desk: Desk) -> None:
    run = desk.small.newest(WEB).runs[0]
    hold = next(each for each in run.jobs if each.script.approval)

    with pytest.raises(JobHasNone):
        await desk.ask(f"artifacts {hold.id}")


async def test_jobs_that_have_not_begun_are_not_offered(desk: Desk) -> None:
    desk.small.finish(desk.small.newest(WEB))

    with pytest.raises(Ambiguous) as caught:
        await desk.ask("artifacts last")

    assert {label for label, _ in caught.value.choices} == {"lint", "unit", "build", "e2e"}


async def test_an_artifact_without_a_path_has_a_line_and_no_button(desk: Desk, mocker: MockerFixture) -> None:
    built(desk, leaving(Artifact("a.txt", b"-")))
    number = desk.small.newest(WEB).runs[0].jobs[0].number
    [whole] = await desk.circleci.list_artifacts(ProjectSlug.parse(WEB), number)
    odd = (whole.model_copy(update={"path": ""}), whole.model_copy(update={"path": "dir/"}), whole)
    mocker.patch.object(CircleCI, "list_artifacts", return_value=odd)

    message = await desk.ask("artifacts last")

    assert lines(message)[1:4] == ["(no path)", "dir/", "a.txt"]
    assert [label for label in buttons(message) if label.startswith("Get")] == ["Get dir", "Get a.txt"]
