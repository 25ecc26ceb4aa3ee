"""`rerun`: which jobs are meant, and what a lost answer may be taken for."""

from datetime import timedelta

import pytest

from bot.model.fault import UnknownName
from bot.playground.circleci.people import ANA as ANA_LIMA
from tests.commands.acting import RED, approve, started, waits
from tests.commands.desk import Desk, recovered, told

pytestmark = pytest.mark.usefixtures("all_allowed")


async def test_jobs_whose_names_differ_by_case_alone_are_told_apart(desk: Desk) -> None:
    pipeline = started(desk, RED)
    for name in ("unit", "Unit"):
        await desk.ask(f"rerun pipeline new#1 --jobs {name}")
        ran = [each.script.name for each in pipeline.runs[-1].jobs if each.kept is None]
        assert ran == [name]
        desk.small.finish(pipeline)


async def test_an_approval_is_no_job_to_rerun(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    approve(desk, pipeline.runs[0], "hold")
    desk.clock.ahead += timedelta(minutes=1)
    with pytest.raises(UnknownName) as caught:
        await desk.ask("rerun new#1 --jobs hold")
    assert desk.sent == 0
    assert "Its jobs: build, ship-hold." in told(caught.value)[0]


async def test_a_rerun_by_another_person_is_not_taken_for_ours(desk: Desk) -> None:
    pipeline = started(desk, RED)
    desk.small.world.rerun(pipeline.runs[0], frozenset({"unit"}), by=ANA_LIMA)
    assert await recovered(desk, "rerun new#1") is None


async def test_of_two_reruns_of_ours_none_is_taken_for_the_one(desk: Desk) -> None:
    pipeline = started(desk, RED)
    for _ in range(2):
        desk.small.world.rerun(pipeline.runs[0], frozenset({"unit"}))
    assert await recovered(desk, "rerun new#1") is None


async def test_a_rerun_of_shortly_before_makes_it_uncertain(desk: Desk) -> None:
    pipeline = started(desk, RED)
    desk.small.world.rerun(pipeline.runs[0], frozenset({"unit"}))
    desk.clock.ahead += timedelta(seconds=20)
    assert await recovered(desk, "rerun new#1") is None
    assert await recovered(desk, "rerun new#1", ago=timedelta(seconds=30)) is not None


async def test_the_first_run_is_not_taken_for_a_rerun(desk: Desk) -> None:
    started(desk, RED)
    assert await recovered(desk, "rerun new#1", ago=timedelta(minutes=6)) is None
