from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.store.hardship.servers import Server, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """What is asked of a store is asked of both."""
    return str(request.param)


@pytest.fixture
async def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database with our tables, or an SQLite file that will have them."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'ringmaster.db'}"
    server: Server = request.getfixturevalue("server")
    return await server.database()


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await open_store(url)
    yield opened
    await opened.close()
