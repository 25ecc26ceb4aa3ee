"""SQLite or PostgreSQL: one short transaction at a time, or a refusal within two seconds."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from sqlalchemy import Executable, Row, Table, exc
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import greenlet_spawn

from bot.model.deeds import NotRecorded
from bot.store.database_file import DatabaseFile
from bot.store.sqlite_driver import connect_sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

_T = TypeVar("_T")

#: A database that has not answered for so long counts as down, in seconds: who asks is told within two.
DATABASE_PATIENCE = 1.9

#: Connections to SQLite, of which one at a time writes; and to PostgreSQL, twice as many when busy.
_READERS, _POOL = 4, 5

#: How long SQLite waits for a lock, in seconds.
_BUSY = DATABASE_PATIENCE * 0.75
#: PostgreSQL's classes of errors that are its own trouble: connection, resources, operator, system.
#: https://www.postgresql.org/docs/current/errcodes-appendix.html
_TROUBLES = frozenset({"08", "28", "3D", "53", "57", "58", "XX"})
#: Read only (a standby), serialization, deadlock, lock timeout, no such table (not migrated), right, option.
_NOT_READY = frozenset({"25006", "40001", "40P01", "55P03", "42P01", "42501", "42704"})

#: Behind the ``?`` of a PostgreSQL address: what SQLAlchemy reads itself, and what hosts add that the driver
#: does not know or that is ours to say.
_OURS = frozenset({"host", "port", "prepared_statement_cache_size"})
_IGNORED = frozenset({"channel_binding", "connect_timeout", "gssencmode"})

_LAST_PORT = 65535
_NO_ADDRESS = "DATABASE_URL is not an address: write @ : / in a password as %40 %3A %2F"
_UNREADABLE = (
    "DATABASE_URL has a port or an option that is none: it's postgresql://user:password@host:5432/name"
)


@dataclass(eq=False)
class StoreUnavailable(NotRecorded):
    """The database does not take it. Whoever asked is told that nothing was started."""

    why: str


def parse_url(url: str) -> URL:
    """A DATABASE_URL as hosts spell it, with the driver that we use. Raises `StoreUnavailable`."""
    try:
        found = make_url(url)
        (found.host or "").encode("idna")
    except (exc.ArgumentError, ValueError):  # which quote parts of the password
        raise StoreUnavailable(_NO_ADDRESS) from None
    match found.get_backend_name():
        case "sqlite":
            return _read_by_driver(found.set(drivername="sqlite+aiosqlite"))
        case "postgresql" | "postgres":
            return _read_by_driver(found.set(drivername="postgresql+asyncpg"))
    raise StoreUnavailable("DATABASE_URL is neither SQLite nor PostgreSQL")


def _read_by_driver(url: URL) -> URL:
    """The same, once it is sure that its ports and what is behind its ``?`` can be read, too."""
    try:
        port = url.get_dialect()().create_connect_args(url)[1].get("port") or 0
        if not all(0 <= each <= _LAST_PORT for each in (port if isinstance(port, list) else [port])):
            raise ValueError
    except (exc.ArgumentError, ValueError):  # which quote what they can't read
        raise StoreUnavailable(_UNREADABLE) from None
    return url


def database_location(url: str) -> str:
    """Where the data of a DATABASE_URL is, without users and passwords. Raises `StoreUnavailable`."""
    found = parse_url(url)
    if found.get_backend_name() == "sqlite":
        return str(file_of(found) or "in memory")
    host = found.host or found.query.get("host") or "localhost"
    return f"postgresql://{host}:{found.port or 5432}/{found.database}"


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None where it is in memory."""
    path = url.database or ":memory:"
    return Path(os.path.realpath(path)) if path != ":memory:" else None


class Database:
    """Connections, and what holds for every transaction. ``file`` None: in memory, or PostgreSQL."""

    def __init__(self, url: URL, patience: float = DATABASE_PATIENCE) -> None:
        self.sqlite = url.get_backend_name() == "sqlite"
        self.file = file_of(url) if self.sqlite else None
        in_memory = self.sqlite and self.file is None
        self.engine = _sqlite(url, in_memory) if self.sqlite else _postgresql(url, patience)
        # What is in memory is always there, and would be lost with a connection that is cut off.
        self._patience = None if in_memory else patience
        self._held = DatabaseFile(self.file, Path(url.database or "")) if self.file is not None else None
        self._turn = asyncio.Lock() if self.sqlite else nullcontext()
        self._left: set[asyncio.Future[Any]] = set()

    def lock(self) -> None:
        """Keep other processes from an SQLite file until we close, or end however we end.

        Raises `SecondWriter`, `StoreUnavailable`.
        """
        if self._held is None:
            return
        try:
            self._held.hold(_BUSY)
        except OSError as error:
            raise StoreUnavailable(f"{self.file} can't be opened: {error.strerror}") from error

    @property
    def lost_file(self) -> bool:
        """Whether what is written to the file is lost."""
        return self._held is not None and self._held.lost

    async def read(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        """Run ``work`` on a connection. Raises `StoreUnavailable` within two seconds."""

        async def reading() -> _T:
            async with self.engine.connect() as connection:
                return await work(connection)

        return await self._bounded(reading())

    async def write(
        self, work: Callable[[AsyncConnection], Awaitable[_T]], patience: float | None = None
    ) -> _T:
        """Run ``work`` in a transaction of its own. Raises `StoreUnavailable` within two seconds, or
        ``patience``.

        Then it may be that the transaction was committed all the same, and only the answer was lost.
        """

        async def transaction() -> _T:
            async with self.engine.begin() as connection:
                return await work(connection)

        return await self.in_turn(transaction, patience)

    async def rows(self, statement: Executable) -> Sequence[Row[Any]]:
        """What a SELECT finds. Raises `StoreUnavailable`."""
        return await self._bounded(greenlet_spawn(_rows, self.engine.sync_engine.connect, [statement]))

    async def execute(self, *statements: Executable) -> Sequence[Row[Any]]:
        """The rows that these return, in a transaction of their own. Raises `StoreUnavailable`."""
        return await self.in_turn(partial(greenlet_spawn, _rows, self.engine.sync_engine.begin, statements))

    async def in_turn(self, transaction: Callable[[], Awaitable[_T]], patience: float | None = None) -> _T:
        """Have something written; to SQLite one at a time is."""
        if self.lost_file:
            raise StoreUnavailable(f"{self.file}, its -wal or its -shm was deleted or replaced")

        async def writing() -> _T:
            async with self._turn:
                if self.sqlite:
                    begun.set()
                return await transaction()

        begun = asyncio.Event()
        return await self._bounded(writing(), begun, patience)

    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An INSERT that can say ON CONFLICT, which both engines spell alike."""
        if self.sqlite:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # large, and nothing to who has SQLite

        return postgresql.insert(table)

    def upsert(
        self, table: Table, key: Mapping[str, object], values: Mapping[str, object]
    ) -> "sqlite.Insert | postgresql.Insert":
        """An INSERT, or an UPDATE of the row that has this key."""
        insert = self.insert(table).values(**key, **values)
        return insert.on_conflict_do_update(index_elements=list(key), set_=values)

    async def close(self) -> None:
        if self._left:
            _, late = await asyncio.wait(self._left, timeout=DATABASE_PATIENCE)
            for each in late:
                each.cancel()
        await self.engine.dispose()
        if self._held is not None:
            self._held.release()

    async def _bounded(
        self,
        work: Coroutine[Any, Any, _T],
        begun: asyncio.Event | None = None,
        patience: float | None = None,
    ) -> _T:
        """Wait for ``work``, but no longer than we have patience, nor for its cleaning up.

        What has ``begun`` in SQLite is not cut off: its thread would go on, and keep the file locked.
        """
        task, patience = asyncio.create_task(work), patience or self._patience
        try:
            await asyncio.wait({task}, timeout=patience)
        except asyncio.CancelledError:  # a transaction that has begun is better ended than cut off
            self._leave(task)
            raise
        if not task.done():
            if begun is None or not begun.is_set():
                task.cancel()
            self._leave(task)
            raise StoreUnavailable(f"the database has not answered for {patience:g} s")
        try:
            return task.result()
        except (OSError, TimeoutError, exc.TimeoutError) as error:
            raise StoreUnavailable(f"the database can't be reached: {_why(error)}") from error
        except exc.DBAPIError as error:
            if _is_refusal(error):
                raise StoreUnavailable(f"the database says: {_why(error.orig or error)}") from error
            raise

    def _leave(self, task: "asyncio.Task[Any]") -> None:
        self._left.add(task)
        task.add_done_callback(self._left.discard)
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # nobody else looks


def _rows(
    connect: Callable[[], AbstractContextManager[Connection]], statements: Sequence[Executable]
) -> list[Row[Any]]:
    """All in one greenlet: to change over for each step takes longer than most of them do."""
    rows: list[Row[Any]] = []
    with connect() as connection:
        for statement in statements:
            result = connection.execute(statement)
            rows += result.all() if result.returns_rows else ()
    return rows


def _sqlite(url: URL, in_memory: bool) -> AsyncEngine:
    """The driver says BEGIN IMMEDIATE itself, in one go with the first INSERT, UPDATE or DELETE.

    A transaction that reads before it writes would begin too late; ours write first.
    https://docs.python.org/3.11/library/sqlite3.html#transaction-control
    """
    return create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1 if in_memory else _READERS,
        max_overflow=0,
        pool_timeout=DATABASE_PATIENCE,
        pool_reset_on_return=None,
        hide_parameters=True,
        connect_args={"isolation_level": "IMMEDIATE", "timeout": _BUSY, "async_creator_fn": connect_sqlite},
    )


def _postgresql(url: URL, patience: float) -> AsyncEngine:
    """What libpq understands behind the ``?`` (sslmode, sslrootcert …) goes to the driver as it came."""
    ours = {name: value for name, value in url.query.items() if name in _OURS}
    libpq = {name: value for name, value in url.query.items() if name not in _OURS | _IGNORED}
    return create_async_engine(
        url.set(query=ours),
        pool_size=_POOL,
        max_overflow=_POOL,
        pool_timeout=DATABASE_PATIENCE,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "dsn": f"postgresql:///?{urlencode(libpq, doseq=True)}",
            "timeout": DATABASE_PATIENCE,
            "command_timeout": patience,
        },
    )


def _is_refusal(error: exc.DBAPIError) -> bool:
    """Whether the database is the trouble, and not what we asked of it."""
    if error.connection_invalidated or isinstance(error, exc.InterfaceError | exc.OperationalError):
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # SQLite: a file that is damaged, or is no database. PostgreSQL: no host as it is to be
        return type(error) in (exc.DatabaseError, exc.InternalError)
    return state[:2] in _TROUBLES or state in _NOT_READY


def _why(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
