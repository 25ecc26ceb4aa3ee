"""The database's tables, made and kept up to date."""

from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database, StoreUnavailable
from bot.store.tables import HEAD, metadata, write_table

#: How long all steps of a migration may take together, in seconds.
MIGRATION_PATIENCE = 600.0

#: PostgreSQL's advisory lock that makes replicas migrate one after the other: any number of our own.
_LOCK = 0x52494E47


_NOT_OURS = "the database has another program's tables, or lacks some of the bot's"


class NotOurs(StoreUnavailable):
    """Its tables are none that our steps have made: to make ours among them could break both programs."""


async def behind(database: Database) -> bool:
    """Whether steps are missing. A newer database than this code is fine: steps only add.

    Raises `NotOurs`, `StoreUnavailable`.
    """
    return await database.read(lambda connection: connection.run_sync(_behind))


async def upgrade(database: Database) -> None:
    """Run the steps that are missing, in one transaction: all of them, or none.

    Raises `NotOurs`, `StoreUnavailable`.
    """
    in_turn = "BEGIN IMMEDIATE" if database.sqlite else f"SELECT pg_advisory_xact_lock({_LOCK})"

    async def upgrade(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql(in_turn)
        await connection.run_sync(upgrade_connection)

    await database.write(upgrade, MIGRATION_PATIENCE)


def _behind(connection: Connection) -> bool:
    there, ours = set(inspect(connection).get_table_names()), metadata.tables.keys()
    if "alembic_version" not in there:
        alone = connection.dialect.name == "sqlite"  # a file is one program's; a server's database may not be
        if there & ours or (alone and there):
            raise NotOurs(_NOT_OURS)
        return True
    version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""
    there = set(inspect(connection).get_table_names())  # again: another may have migrated it meanwhile
    needed = ours if version >= HEAD else {write_table.name}
    if version and not needed <= there:
        raise NotOurs(_NOT_OURS)
    return version < HEAD


def upgrade_connection(connection: Connection) -> None:
    """The same, in a transaction that has begun."""
    if not _behind(connection):  # another replica was faster, or is newer than this code
        return
    # Slow to import, and seldom needed.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
