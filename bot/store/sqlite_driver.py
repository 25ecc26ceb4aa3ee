"""aiosqlite, but a statement is one errand to the thread that has the connection, and not four.

There a cursor is made, executed, fetched from and closed, one after another, and what never began is rolled
back. Of a short statement that is most of the time.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiosqlite

#: FULL: a committed row survives a power cut, too. https://sqlite.org/pragma.html#pragma_synchronous
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")

_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Ran:
    """What a statement did, without its cursor: who lets go of that waits for SQLite and its locks."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: Sequence[_Row] = ()


class _Connection(aiosqlite.Connection):
    def cursor(self) -> "_Cursor":  # type: ignore[override]  # none is made yet
        return _Cursor(self)

    async def commit(self) -> None:
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        if self.in_transaction:
            await super().rollback()

    async def ran(self, run: Callable[[sqlite3.Cursor], object]) -> _Ran:
        """What comes of something that is run."""

        def errand() -> _Ran:
            cursor = self._conn.cursor()
            try:
                run(cursor)
                rows = cursor.fetchall() if cursor.description else ()
                return _Ran(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
            finally:
                cursor.close()

        done: _Ran = await self._execute(errand)  # type: ignore[no-untyped-call]
        return done


class _Cursor:
    """What SQLAlchemy uses of `aiosqlite.Cursor`. No row is left to SQLite, so there is nothing to close."""

    arraysize = 1

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._ran = _Ran()

    async def __aenter__(self) -> "_Cursor":
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "_Cursor":
        self._ran = await self._connection.ran(lambda cursor: cursor.execute(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> "_Cursor":
        self._ran = await self._connection.ran(lambda cursor: cursor.executemany(sql, parameters))
        return self

    async def fetchall(self) -> Sequence[_Row]:
        return self._ran.rows

    async def close(self) -> None: ...

    @property
    def description(self) -> Any:
        return self._ran.description

    @property
    def rowcount(self) -> int:
        return self._ran.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._ran.lastrowid


async def connect_sqlite(database: str, **arguments: Any) -> aiosqlite.Connection:
    """As `aiosqlite.connect`; the connection's thread holds up no process that ends."""
    made = _Connection(partial(sqlite3.connect, database, **arguments), iter_chunk_size=64)
    made._thread.daemon = True
    await made
    try:
        await made.ran(lambda cursor: [cursor.execute(f"PRAGMA {pragma}") for pragma in _PRAGMAS])
    except BaseException:
        await made.close()  # its thread has ended when nobody waits for it any more
        raise
    return made
