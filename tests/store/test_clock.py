"""A process whose clock is wrong judges the rows of others by the database's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot.app import core
from bot.playground.circleci import SmallCircleCI
from bot.playground.demo import POLICY, demo_settings
from bot.playground.slack import cast
from bot.policy.source import PolicySource
from bot.store import Store
from tests.conversations.crawling import Collected
from tests.conversations.test_trouble import left_behind
from tests.store.rows import Rows
from tests.world import BlankCharts


def wrong_by(off: timedelta) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + off


OFF = [timedelta(minutes=-11), timedelta(minutes=11)]


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("off", OFF)
async def test_who_shares_a_database_goes_by_its_clock_and_says_how_far_off_the_own_one_is(
    store: Store, off: timedelta
) -> None:
    clock = store.shared_clock(wrong_by(off))
    with capture_logs() as logged:
        await clock.set()
    assert abs(clock() - datetime.now(UTC)) < timedelta(seconds=2)
    assert [each["seconds"] for each in logged] == [off.total_seconds()]


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_who_has_a_file_to_itself_goes_by_its_own_clock(store: Store) -> None:
    clock = store.shared_clock(wrong_by(OFF[1]))
    await clock.set()
    assert clock() - datetime.now(UTC) > timedelta(minutes=10)


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("off", OFF)
async def test_what_another_left_behind_a_moment_ago_is_begun_by_a_process_whose_clock_is_wrong(
    store: Store, rows: Rows, url: str, tmp_path: Path, off: timedelta
) -> None:
    await store.writes.record(left_behind())
    await rows.leases_run_out()
    circleci = SmallCircleCI()

    async def member(_: str) -> bool:
        return False

    settings = demo_settings(
        slack_url="http://slack.test",
        circleci_url="http://circleci.test",
        circleci_token=circleci.token,
        signing_secret="",
        database_url=url,
    )
    async with core(
        settings,
        Collected(),
        workspace=cast.TEAM,
        policies=PolicySource(POLICY),
        members=dict,
        guest=member,
        now=wrong_by(off),
        transport=httpx.ASGITransport(circleci.asgi),
        charts=BlankCharts(),
    ) as parts:
        assert await parts.dispatcher.resume() == 1
        await parts.pool.idle()
    assert len(circleci.started) == 1
    assert await rows.states() == ["done"]
