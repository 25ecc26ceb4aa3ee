"""How the database is: a write is tried, since one that is full, locked or read-only still answers reads."""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database, StoreUnavailable
from bot.store.schema import NotOurs, behind
from bot.store.tables import metadata

# As small as a write can be. In SQLite only one that is committed notices a full disk.
_WRITE = "UPDATE alembic_version SET version_num = version_num"
_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
_MAY = " AND ".join(
    f"has_table_privilege('{name}', '{each}')" for name in metadata.tables for each in _RIGHTS
)
_TAKES_WRITES = f"SELECT current_setting('transaction_read_only') = 'off' AND {_MAY}"


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
        elif not await database.read(takes_writes):
            return StoreHealth.UNWRITABLE
    except StoreUnavailable:
        return StoreHealth.UNWRITABLE
    return StoreHealth.GOOD


async def _write(connection: AsyncConnection) -> None:
    await connection.exec_driver_sql(_WRITE)


async def takes_writes(connection: AsyncConnection) -> bool:
    """Whether PostgreSQL does so of this user: it is no standby, and grants what the bot needs."""
    return bool((await connection.exec_driver_sql(_TAKES_WRITES)).scalar())
