"""What survives a restart: SQLite for one process, PostgreSQL for many, behind one code path.

`bot.store.writes` are writes, `bot.store.owed` their answers until Slack took them, `bot.store.askers` who
asked for what they started; `bot.store.memory` is what messages showed, `bot.store.watches` which of them
must stay true, `bot.store.channels` are channels' default projects; `bot.store.retention` drops what is old.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from secrets import token_hex

from bot.store.askers import Askers
from bot.store.channels import Channels
from bot.store.clock import SharedClock
from bot.store.counts import WriteCounts, count_writes
from bot.store.database_file import SecondWriter
from bot.store.deliveries import Deliveries
from bot.store.digests import Digests
from bot.store.engine import Database, StoreUnavailable, database_location, parse_url
from bot.store.health import StoreHealth, store_health
from bot.store.looking import BadFile, DatabaseState, FileTrouble, check_database
from bot.store.memory import Memory
from bot.store.owed import OwedAnswers
from bot.store.quiet import QuietChannels
from bot.store.retention import Retention
from bot.store.schema import MIGRATION_PATIENCE, NotOurs, behind, upgrade
from bot.store.subscriptions import Subscriptions
from bot.store.watches import Senders, Watches
from bot.store.writes import Writes

__all__ = [
    "BadFile",
    "Channels",
    "DatabaseState",
    "Digests",
    "FileTrouble",
    "NotOurs",
    "QuietChannels",
    "SecondWriter",
    "SharedClock",
    "Store",
    "StoreHealth",
    "StoreUnavailable",
    "Subscriptions",
    "Watches",
    "WriteCounts",
    "check_database",
    "database_location",
    "migrate",
    "open_store",
]

_BEHIND = "the database's tables are missing or out of date: run `ringmaster migrate`"


class Store:
    """An open database. ``alone``: no other process shares it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.alone = database.sqlite
        holder = token_hex(8)
        self.writes = Writes(database, holder)
        self.owed = OwedAnswers(database, holder)
        self.askers = Askers(database)
        self.memory = Memory(database)
        self.watches = Watches(database)
        self.senders = Senders(database, holder)
        self.subscriptions = Subscriptions(database)
        self.quiet = QuietChannels(database)
        self.digests = Digests(database)
        self.channels = Channels(database)
        self.deliveries = Deliveries(database)
        self.retention = Retention(database)

    async def health(self) -> StoreHealth:
        """How the database is just now: a write is tried."""
        return await store_health(self._database)

    def shared_clock(self, own: Callable[[], datetime]) -> SharedClock:
        """The time by which all go who share it; ``own``: this machine's."""
        return SharedClock(self._database, own)

    async def counts(self) -> WriteCounts:
        """How many writes there are. Raises `StoreUnavailable`."""
        return await count_writes(self._database)

    async def close(self) -> None:
        await self.writes.close()
        await self._database.close()


async def open_store(url: str) -> Store:
    """Open the database of a DATABASE_URL: ``sqlite:///ringmaster.db``, ``postgresql://…``.

    An SQLite file is made and migrated on the way; one in memory (``sqlite://``) lives as long as the
    store. PostgreSQL must have been migrated. Raises `SecondWriter`, `StoreUnavailable`.
    """
    database = Database(parse_url(url))
    database.lock()
    store = Store(database)
    try:
        if database.sqlite and database.file is None:
            from bot.store.indexes import metadata  # of which who opens a file needs nothing

            made = partial(metadata.create_all, checkfirst=False)
            await database.write(lambda connection: connection.run_sync(made))
        elif await behind(database):
            if not database.sqlite:
                raise StoreUnavailable(_BEHIND)
            await upgrade(database)
        await store.channels.refresh()
    except BaseException:
        await store.close()
        raise
    return store


async def migrate(url: str) -> None:
    """Bring the tables up to date; replicas that do so at once take turns.

    Raises `SecondWriter`, `StoreUnavailable`.
    """
    database = Database(parse_url(url), patience=MIGRATION_PATIENCE)
    database.lock()
    try:
        await upgrade(database)
    finally:
        await database.close()
