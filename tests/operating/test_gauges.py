"""What /metrics tells of how the process is just now."""

import asyncio
import importlib
import pkgutil
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import REGISTRY, generate_latest
from pytest_mock import MockerFixture

import bot
from bot.operating.docs import stale_documents
from bot.operating.gauges import loop_watched, tell_build
from bot.operating.readiness import TRIED_EVERY, Readiness
from bot.playground.circleci import Fault
from bot.playground.demo import POLICY
from bot.settings import Mode
from bot.store import StoreUnavailable
from tests.deploy.dockerfile import ROOT
from tests.world import DEPLOYS, World, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    (policy := tmp_path / "policy.yml").write_text(POLICY.read_text())
    async with world(tmp_path, policy_file=policy) as made:
        yield made


class Scraper:
    """Reads metrics, each time as if a while had passed."""

    def __init__(self, here: World) -> None:
        self._now = 100.0
        self._readiness = Readiness(lambda: self._now)
        self._readiness.started(here.bot)

    async def look(self) -> None:
        self._now += TRIED_EVERY
        await self._readiness.report()


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"ringmaster_{name}", labels)


async def test_writes_and_owed_answers_are_told_as_the_rows_have_them(here: World) -> None:
    scraper = Scraper(here)
    await here.types("trigger web@main", channel=DEPLOYS)
    here.make_unwritten()
    await scraper.look()

    assert (value("writes", state="done"), value("writes", state="pending")) == (1, 0)
    assert (value("answers_owed"), value("writes_oldest_open_seconds")) == (1, 0)


async def test_what_can_be_in_trouble_is_told_while_it_is(here: World, mocker: MockerFixture) -> None:
    scraper = Scraper(here)
    await scraper.look()
    assert (value("database_up"), value("policy_ok")) == (1, 1)
    assert 0 <= time.time() - (value("policy_read_timestamp_seconds") or 0) < 60
    assert (value("clock_skew_seconds") or 0) < 60

    full = StoreUnavailable("the database says: database or disk is full")
    mocker.patch.object(here.bot.core.services.store._database, "in_turn", side_effect=full)
    await scraper.look()
    assert value("database_up") == 0


async def test_places_and_pauses_are_told(here: World) -> None:
    scraper = Scraper(here)
    here.circleci.faults.add(
        Fault("/project/gh/acme/web/pipeline", status=429, body="", headers={"retry-after": "200"})
    )
    await here.types("status web")
    pool = here.bot.core.pool
    gate = asyncio.Event()
    pool.start(gate.wait, person="U1", quick=True)
    pool.start(gate.wait, promised=True)
    await scraper.look()
    gate.set()

    assert (value("pool_places", lane="quick", state="running")) == 1
    assert (value("pool_places", lane="promised", state="running")) == 1
    assert (value("pool_places", lane="network", state="free") or 0) > 10
    assert (value("downloads", state="running"), value("downloads", state="waiting")) == (0, 0)
    assert 100 < (value("circleci_paused_seconds") or 0) <= 200


async def test_a_loop_that_is_late_is_told() -> None:
    def late() -> float:
        return (value("loop_lag_seconds_count") or 0) - (value("loop_lag_seconds_bucket", le="0.1") or 0)

    before = late()
    async with loop_watched():
        await asyncio.sleep(0)
        time.sleep(0.4)
        for _ in range(4):
            await asyncio.sleep(0)
    assert late() == before + 1


def test_the_version_and_the_way_of_running_are_told() -> None:
    tell_build(Mode.SOCKET)
    assert re.search(
        r'ringmaster_build_info\{mode="socket",version="\d[^"]*"\} 1', generate_latest().decode()
    )


def test_the_guides_table_has_every_metric_of_the_program_and_stale_ones_are_noticed(tmp_path: Path) -> None:
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if ".migrations." not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    guide = (ROOT / "deploy/README.md").read_text()
    told = set(re.findall(r"^\| `(ringmaster_\w+)", guide, re.MULTILINE))
    series = {name for name in REGISTRY._names_to_collectors if name.startswith("ringmaster_")}
    assert told <= series
    assert {re.sub(r"_(total|created|count|sum|bucket)$", "", name) for name in series} == {
        name.removesuffix("_total") for name in told
    }
    assert stale_documents(ROOT) == {}
