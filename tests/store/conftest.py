"""Every test of the store runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import Store, migrate, open_store
from tests.store.rows import Rows
from tests.store.servers import database, postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgresql() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ringmaster.db'}"
        return
    async with database(request.getfixturevalue("server")) as address:
        yield address


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    await migrate(url)
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture
async def rows(store: Store, url: str) -> AsyncIterator[Rows]:
    """The database as somebody else sees it. Depends on the store, so that there are tables."""
    async with Rows.of(url) as seen:
        yield seen
