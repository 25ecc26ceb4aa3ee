"""A run is looked at when it is likely to end, by how long its workflows took before."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.following.lean import Lean, lean

SECONDS, TRIES = 400, 4
SHIPS = (WorkflowScript("ship", (JobScript("pack", SECONDS),)),)
DURATIONS = "/insights/gh/acme/web/workflows/ship"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Lean]:
    async with lean(tmp_path) as found:
        for hours in (1, 2, 3):
            found.small.add_pipeline(WEB, "earlier", scripts=SHIPS, ago=timedelta(hours=hours))
        yield found


async def shown_after(here: Lean, number: int = 1) -> float:
    """Seconds after its end that a run is shown to have ended."""
    pipeline = here.small.add_pipeline(WEB, "now", scripts=SHIPS)
    await here.watch(pipeline.id, number=number)
    await here.passes(SECONDS, step=10)
    await here.passes(90, step=2)
    [run] = pipeline.visible(here.clock.at)
    ended = here.small.world.state(run).stopped_at
    assert ended is not None
    return (_last_edit(here) - ended).total_seconds()


def _last_edit(here: Lean) -> datetime:
    at, _, _ = here.outbox.edits[-1]
    return at


def asked(here: Lean) -> list[str]:
    return [each.query for each in here.small.requests if each.path.endswith(DURATIONS)]


async def test_an_end_is_shown_soon_after_the_time_that_it_took_before(here: Lean) -> None:
    assert await shown_after(here) <= 15
    assert asked(here) == ["all-branches=true"]


async def test_how_long_it_took_is_read_once_a_day(here: Lean) -> None:
    await shown_after(here)
    await shown_after(here, number=2)
    assert len(asked(here)) == 1
    here.clock.advance(24 * 3600)
    await shown_after(here, number=3)
    assert len(asked(here)) == 2


async def test_where_insights_are_away_it_is_followed_all_the_same(here: Lean) -> None:
    here.small.faults.add(Fault(f"*{DURATIONS}*", status=503, times=None))
    assert await shown_after(here) <= 60
    assert len(asked(here)) <= TRIES


async def test_once_its_last_edit_was_sent_circleci_is_asked_no_more(here: Lean) -> None:
    await shown_after(here)
    before = len(here.small.requests)
    await here.passes(3600, step=60)
    assert len(here.small.requests) == before
