"""How the database is: a write is tried, since one that is full, locked or read-only still answers reads."""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database, StoreUnavailable
from bot.store.schema import NotOurs, behind

# As small as a write can be. In SQLite only one that is committed notices a full disk.
_WRITE = "UPDATE alembic_version SET version_num = version_num"
_IS_READ_ONLY = "SELECT current_setting('transaction_read_only') = 'on'"


class StoreHealth(StrEnum):
    """As the one who runs the bot reads it."""

    GOOD = "good"
    BEHIND = "its tables are missing or out of date: run `ringmaster migrate`"
    LOST = "its file, or the -wal or -shm beside it, was deleted or replaced"
    UNWRITABLE = "it takes no writes"
    SILENT = "it doesn't answer"


async def store_health(database: Database) -> StoreHealth:
    """Try it; takes a few seconds at most."""
    if database.sqlite and database.file is None:
        return StoreHealth.GOOD
    if database.lost_file:
        return StoreHealth.LOST
    try:
        if await behind(database):
            return StoreHealth.BEHIND
    except NotOurs:
        return StoreHealth.BEHIND
    except StoreUnavailable:
        return StoreHealth.SILENT
    try:
        if database.sqlite:
            await database.write(_write)
        elif await database.read(_is_read_only):
            return StoreHealth.UNWRITABLE
    except StoreUnavailable:
        return StoreHealth.UNWRITABLE
    return StoreHealth.GOOD


async def _write(connection: AsyncConnection) -> None:
    await connection.exec_driver_sql(_WRITE)


async def _is_read_only(connection: AsyncConnection) -> bool:
    return bool((await connection.exec_driver_sql(_IS_READ_ONLY)).scalar())
