"""Opening the database: one code path for SQLite (one process) and PostgreSQL (many).

https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#enabling-non-legacy-sqlite-transactional-modes-with-the-sqlite3-or-aiosqlite-driver
"""

import fcntl
from pathlib import Path
from typing import IO, Any

from sqlalchemy import event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.store.actions import Actions
from bot.store.channels import Channels
from bot.store.memory import Memory
from bot.store.session import PATIENCE, Session, StoreUnavailable

#: The newest migration, so that a database that is up to date needs no look through them.
HEAD = "0001"
_SCRIPTS = Path(__file__).with_name("migrations")
_ADVISORY_LOCK = 0x52494E47  # "RING": one process migrates at a time


class SecondWriter(Exception):
    """Another process has this SQLite file; its message says what to do."""


class Store:
    """An open database. ``alone``: no other process shares it."""

    def __init__(self, engine: AsyncEngine, lock: IO[str] | None, *, alone: bool) -> None:
        self._engine = engine
        self._lock = lock
        self._session = Session(engine)
        self.alone = alone
        self.actions = Actions(self._session)
        self.memory = Memory(self._session)
        self.channels = Channels(self._session)

    async def trouble(self) -> str | None:
        """Why the database can't be used now, or None."""
        try:
            async with self._session.begin() as connection:
                version = (await connection.execute(text("select version_num from alembic_version"))).scalar()
        except StoreUnavailable as error:
            return str(error)
        return (
            None if version == HEAD else f"it is at version {version}, not {HEAD}: run `ringmaster migrate`"
        )

    async def close(self) -> None:
        await self._engine.dispose()
        if self._lock is not None:
            self._lock.close()


async def open_store(url: str) -> Store:
    """Open ``sqlite:///path``, ``sqlite://`` (in memory) or ``postgresql://…``.

    SQLite is brought up to date on the way; PostgreSQL must be. Raises `SecondWriter` where another
    process has the SQLite file, `StoreUnavailable` where the database can't be used.
    """
    where = _url(url)
    lock = _lock(where)
    engine = _engine(where)
    store = Store(engine, lock, alone=_is_sqlite(where))
    try:
        if store.alone:
            await _upgrade(engine)
        elif (trouble := await store.trouble()) is not None:
            raise StoreUnavailable(f"The database can't be used: {trouble}")
        await store.channels.refresh()
    except BaseException:
        await store.close()
        raise
    return store


async def migrate(url: str) -> None:
    """Bring the database up to date. Raises `SecondWriter` and `StoreUnavailable`."""
    where = _url(url)
    lock = _lock(where)
    engine = _engine(where)
    try:
        await _upgrade(engine)
    finally:
        await engine.dispose()
        if lock is not None:
            lock.close()


def _url(url: str) -> URL:
    where = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    driver = "sqlite+aiosqlite" if _is_sqlite(where) else "postgresql+asyncpg"
    return where.set(drivername=driver)


def _is_sqlite(where: URL) -> bool:
    return where.get_backend_name() == "sqlite"


def _lock(where: URL) -> IO[str] | None:
    """Hold the file for this process's life: the system lets go of it even after SIGKILL."""
    if not _is_sqlite(where) or where.database in (None, "", ":memory:"):
        return None
    try:
        lock = Path(f"{where.database}.lock").open("w")  # noqa: SIM115  held for the store's life
    except OSError as error:
        raise StoreUnavailable(f"The database can't be opened: {error}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise SecondWriter(
            f"Another process has {where.database}. Stop it first, or use PostgreSQL for more than one."
        ) from None
    return lock


def _engine(where: URL) -> AsyncEngine:
    if not _is_sqlite(where):
        return create_async_engine(
            where, pool_pre_ping=True, pool_size=5, pool_timeout=PATIENCE, connect_args={"timeout": PATIENCE}
        )
    # One connection: SQLite has one writer anyway, and a database in memory lives as long as it.
    engine = create_async_engine(
        where, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, pool_timeout=PATIENCE
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=2000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _upgrade(engine: AsyncEngine) -> None:
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_run_migrations)
    except (SQLAlchemyError, OSError) as error:
        raise StoreUnavailable(f"The database can't be brought up to date: {error}") from error


def _run_migrations(connection: Connection) -> None:
    tables = connection.dialect.get_table_names(connection)
    if "alembic_version" in tables:
        version = connection.execute(text("select version_num from alembic_version")).scalar()
        if version == HEAD:
            return
    from alembic import command  # imported where it is needed: a start seldom migrates
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
