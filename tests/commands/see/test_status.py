"""`status`: the newest pipeline and the jobs that matter."""

from datetime import timedelta

import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import ListsBusy
from bot.model.fault import NothingHere
from bot.model.shown import Noun
from bot.playground.circleci import Fault
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.desk import Desk, lines, plain

WEB = "gh/acme/web"
FIX = "fix/rounding-at-checkout"


async def test_status_is_the_newest_pipeline_and_the_jobs_that_matter(desk: Desk) -> None:
    message = await desk.ask(f"status @{FIX}")

    assert plain(message.text) == f"web #812 on {FIX} failed: e2e"
    assert ":x: build-test-deploy   4 min 28 s  ›  e2e failed  ·  3 passed" in lines(message)
    assert message.depicts is not None
    assert (message.depicts.noun, message.depicts.number) == (Noun.PIPELINE, 812)


async def test_status_takes_three_round_trips_however_many_workflows_there_are(desk: Desk) -> None:
    scripts = tuple(WorkflowScript(f"flow-{at}", (JobScript("build", 600),)) for at in range(20))
    desk.small.add_pipeline(WEB, "main", ago=timedelta(minutes=1), scripts=scripts)

    message = await desk.ask("status")

    assert desk.waves.count == 3
    assert "+ 12 more workflows: 12 running" in lines(message)


async def test_what_three_round_trips_do_not_tell_is_read_on_and_shown_in_the_same_message(
    desk: Desk,
) -> None:
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed" if at == 990 else "success",)) for at in range(1000)
    )
    scripts = (
        *(WorkflowScript(f"flow-{at}", (JobScript("build", 5),)) for at in range(44)),
        WorkflowScript("matrix", jobs),
    )
    desk.small.add_pipeline(WEB, "main", ago=timedelta(minutes=9), scripts=scripts)

    first = await desk.ask("status")
    trips = desk.waves.count
    _, whole = await desk.ask_on("status")

    assert trips <= 3
    assert plain(first.text) == "web #814 on main is loading"
    assert "Loading more workflows…" in lines(first)
    assert plain(whole.text) == "web #814 on main failed: test-990"
    assert "+ 37 more workflows: 37 passed" in lines(whole)


@pytest.mark.parametrize("word", ["status", "why"])
async def test_of_jobs_that_could_not_all_be_read_nothing_is_concluded_from_those_that_were(
    desk: Desk, mocker: MockerFixture, word: str
) -> None:
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed" if at == 990 else "success",)) for at in range(1000)
    )
    run = desk.small.add_pipeline(WEB, scripts=(WorkflowScript("test", jobs),))
    desk.small.finish(run)
    mocker.patch.object(CircleCI, "list_jobs", side_effect=ListsBusy("3 are under way"))

    told = "\n".join(lines((await desk.ask_on(f"{word} web#{run.number}"))[-1]))

    assert "couldn't load the other jobs" in told.lower()
    assert "passed" not in told
    assert "before any job started" not in told


async def test_a_card_that_three_round_trips_tell_whole_is_not_drawn_again(desk: Desk) -> None:
    assert len(await desk.ask_on("status")) == 1


async def test_status_of_a_branch_without_pipelines_says_what_to_type(desk: Desk) -> None:
    with pytest.raises(NothingHere) as caught:
        await desk.ask("status @nope")

    it = caught.value
    assert (it.noun, it.said, it.project) == ("branch", "nope", "web")


async def test_a_thousand_jobs_are_one_card(desk: Desk) -> None:
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed" if at > 960 else "success",)) for at in range(1, 1001)
    )
    desk.small.add_pipeline(WEB, "main", ago=timedelta(minutes=9), scripts=(WorkflowScript("matrix", jobs),))

    glanced, card = (lines(message) for message in await desk.ask_on("status"))
    details = lines(await desk.ask("workflow last"))

    assert any(line.endswith("loading the other jobs…") for line in glanced)
    assert "+ 995 more: 35 failed, 960 passed" in card
    assert "+ 940 more" in details


async def test_a_branch_that_was_asked_before_takes_two_round_trips(desk: Desk) -> None:
    await desk.ask(f"status @{FIX}")
    message = await desk.ask(f"status @{FIX}")

    assert desk.waves.count <= 2
    assert plain(message.text) == f"web #812 on {FIX} failed: e2e"


async def test_a_newer_pipeline_than_the_one_before_is_shown_and_takes_a_third(desk: Desk) -> None:
    await desk.ask(f"status @{FIX}")
    newer = desk.small.add_pipeline(WEB, FIX, ago=timedelta(minutes=1))

    message = await desk.ask(f"status @{FIX}")

    assert desk.waves.count <= 3
    assert message.depicts is not None
    assert message.depicts.number == newer.number


async def test_that_main_is_red_costs_no_round_trip(desk: Desk) -> None:
    counts = []
    for _ in range(2):
        message = await desk.ask("status api")
        counts.append(desk.waves.count)
        assert any(line.startswith("main is red since #432 ") for line in lines(message))

    assert max(counts) <= 2


async def test_where_the_default_branch_can_not_be_read_nothing_is_said_of_it(desk: Desk) -> None:
    desk.small.faults.add(Fault("/project/gh/acme/api", times=None, status=500))

    message = await desk.ask("status api")

    assert "api #439" in plain(message.text)
    assert not any("is red" in line for line in lines(message))
