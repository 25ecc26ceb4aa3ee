"""Every test of the store runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.store.files import migrated
from tests.store.rows import Rows
from tests.store.servers import Server, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database with our tables, or an SQLite file that will have them."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'ringmaster.db'}"
    server: Server = request.getfixturevalue("server")
    return await server.database()


@pytest.fixture
async def store(url: str, engine: str, tmp_path: Path) -> AsyncIterator[Store]:
    if engine == "sqlite":
        await migrated(tmp_path / "ringmaster.db")
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture
def hasty(store: Store) -> Store:
    """A store that loses patience sooner, where it does not matter how long it waits."""
    store._database._patience = 1.0
    return store


@pytest.fixture
async def rows(store: Store, url: str) -> AsyncIterator[Rows]:
    """The database as somebody else sees it. Depends on the store, so that there are tables."""
    async with Rows.of(url) as seen:
        yield seen
