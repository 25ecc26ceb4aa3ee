"""What the bot does by itself goes on, whatever happens, and says so once."""

import asyncio
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.app import again_and_again
from bot.store import StoreUnavailable

DOWN = StoreUnavailable("the database says: disk I/O error")


async def test_an_outage_of_the_database_is_a_line_however_long_it_lasts() -> None:
    outcomes: Iterator[Exception | None] = iter([DOWN] * 50 + [None] + [DOWN] * 50)

    async def work() -> None:
        outcome = next(outcomes, asyncio.CancelledError())
        if outcome is not None:
            raise outcome

    with capture_logs() as lines, pytest.raises(asyncio.CancelledError):
        await again_and_again(work, 0)
    assert [line["event"] for line in lines if line["log_level"] == "warning"] == [
        "the database does not answer"
    ] * 2
