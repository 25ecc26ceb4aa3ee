"""Many processes on one PostgreSQL: web and worker replicas, real ones."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from bot.playground.circleci import Fault
from bot.playground.slack.trouble import RESPONSE_URL
from tests.store.rows import Rows
from tests.store.servers import Server, serving
from tests.test_program import Town, town
from tests.town import delivered, free_port
from tests.webhooks.deliveries import SECRET
from tests.world import ANA, WEB, read

__all__ = ["town"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as started:
        yield started


@pytest.fixture
async def city(town: Town, server: Server) -> Town:
    """The same town, whose bots share a database."""
    url = await server.database()
    return replace(town, environment={**town.environment, "DATABASE_URL": url})


async def test_a_worker_finishes_what_a_killed_process_left(city: Town) -> None:
    city.circleci.faults.add(Fault("/project/*", "GET", delay=30))
    async with city.bot() as web:
        await city.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge")
        web.kill()
        await web.wait()
    city.circleci.faults.clear()
    port = free_port()
    async with city.bot("worker", port), Rows.of(city.environment["DATABASE_URL"]) as rows:
        assert await rows.states() == ["pending"]
        await rows.leases_run_out()
        await city.slack.until(lambda: city.slack.messages(WEB), within=15)
        assert await delivered(port, SECRET) == 200
    assert len(city.circleci.started) == 1


async def test_what_a_killed_process_has_done_and_not_told_is_told_by_another(city: Town) -> None:
    for way in ("chat.postMessage", "chat.postEphemeral", RESPONSE_URL):
        city.slack.fail(way, "internal_error", status=503, times=1000)
    url = city.environment["DATABASE_URL"]
    async with city.bot("worker"), city.bot() as web, Rows.of(url) as rows:
        await city.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge")
        async with asyncio.timeout(10):
            while await rows.states() != ["done"]:
                await asyncio.sleep(0.01)
        web.kill()
        await web.wait()
        city.slack.heal()
        await city.slack.until(lambda: city.slack.messages(WEB), within=10)
        async with asyncio.timeout(10):
            while (row := (await rows.actions())[0])["told_at"] is None:
                await asyncio.sleep(0.01)
        assert (row["fence"], row["response_url"]) == (1, None)
    [card] = city.slack.messages(WEB)
    assert "web #814" in read(card)
    assert len(city.circleci.started) == 1


async def test_a_delivery_that_reaches_two_replicas_acts_once(city: Town) -> None:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(city.bot())
        first = await city.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge")
        await stack.enter_async_context(city.bot())
        await asyncio.gather(*(city.slack.again(first) for _ in range(3)))
        await city.slack.until(lambda: city.slack.messages(WEB), within=15)
    assert len(city.circleci.started) == 1
