"""Which pipelines take a version back: their values tell, whatever their workflows are called."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB
from bot.reading.rollbacks import rollbacks_among, tells_rollback
from tests.commands.desk import Desk, lines
from tests.commands.desk import desk as a_desk
from tests.commands.failing import rolled_back


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path) as made:
        yield made


def values(live: str | None, version: str | None) -> dict[str, object]:
    told = {"current_version": live, "target_version": version}
    return {f"pipeline.deploy.{name}": value for name, value in told.items() if value is not None}


@pytest.mark.parametrize(
    ("live", "version", "is_rollback"),
    [
        ("v2.4.1-809", "v2.4.0-802", True),
        ("a1b2c3d", "0f9e8d7", True),
        ("blue", "green", True),
        (None, None, False),
        ("", "", False),
        ("", "v2.4.0-802", False),  # a version that was chosen is deployed
        ("v2.4.0-802", "v2.4.1-809", False),
    ],
)
def test_a_rollback_goes_from_one_version_back_to_another(
    live: str | None, version: str | None, is_rollback: bool
) -> None:
    assert tells_rollback(values(live, version)) is is_rollback


async def test_only_what_was_asked_for_is_looked_at_all_in_one_round_trip(desk: Desk) -> None:
    back = rolled_back(desk, "deploy")
    asked = desk.small.add_pipeline(WEB, ago=timedelta(minutes=4), trigger="api")
    pushed = desk.small.add_pipeline(WEB, ago=timedelta(minutes=3))
    pipelines = [await desk.circleci.get_pipeline(each.id) for each in (back, asked, pushed)]
    before = len(desk.asked())
    desk.waves.count = 0

    assert await rollbacks_among(desk.circleci, pipelines) == {back.id}

    assert desk.waves.count == 1
    assert {each.split("/")[-2] for each in desk.asked()[before:]} == {back.id, asked.id}


async def test_one_whose_values_can_not_be_read_is_told_by_its_workflows_names_alone(desk: Desk) -> None:
    pipeline = await desk.circleci.get_pipeline(rolled_back(desk, "deploy").id)
    desk.small.faults.add(Fault("/pipeline/*/values", times=None, status=404))
    assert await rollbacks_among(desk.circleci, [pipeline]) == frozenset()


@pytest.mark.parametrize(
    ("line", "trips", "told"),
    [
        ("status @main", 3, "Rollback #815 passed"),
        ("why @main", 4, "e2e failed"),
        ("why", 4, "e2e failed"),
        ("red", 6, "red since #814"),
        ("pipelines @main", 2, "rollback"),
    ],
)
async def test_it_takes_no_round_trip_more(desk: Desk, line: str, trips: int, told: str) -> None:
    desk.small.finish(desk.small.add_pipeline(WEB, ago=timedelta(minutes=30), outcomes={"e2e": ("failed",)}))
    rolled_back(desk, "build-test-deploy")

    shown = lines(await desk.ask(line))

    assert any(told in each for each in shown), shown
    assert desk.waves.count <= trips
