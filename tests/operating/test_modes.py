"""The ways of running end when they are told to, also before they are ready."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.town import Town, a_town, free_port
from tests.warm import Warm


@pytest.fixture
async def town(tmp_path: Path, warm: Warm) -> AsyncIterator[Town]:
    async with a_town(tmp_path, warm=warm) as made:
        yield made


async def _ends_where(town: Town, mode: str, waits: Callable[[], bool], **environment: str) -> list[str]:
    """The last lines of its log, where it is told to end as soon as it ``waits``."""
    assert town.warm is not None
    settings = {**town.environment, "PORT": str(free_port()), **environment}
    process = await town.warm.started(mode, cwd=town.directory, environment=settings)
    try:
        async with asyncio.timeout(20):
            while not waits():
                await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 5)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    return err.decode().splitlines()[-1:]


async def test_what_waits_for_a_silent_slack_ends(town: Town) -> None:
    async with _silent() as (address, asked):
        last = await _ends_where(town, "web", asked.is_set, SLACK_API_URL=address)
    assert '"stopped"' in last[0]


async def test_what_is_refused_a_connection_of_socket_mode_ends(town: Town) -> None:
    town.slack.fail("apps.connections.open", "internal_error", times=99)
    last = await _ends_where(
        town, "socket", lambda: any(each.method == "apps.connections.open" for each in town.slack.calls)
    )
    assert '"stopped"' in last[0]


@asynccontextmanager
async def _silent() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """The address of what takes requests and never answers; set once it has taken one."""
    asked = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api", asked
    finally:
        server.close()
