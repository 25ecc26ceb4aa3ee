"""Which messages must stay true, and how each is drawn again."""

from dataclasses import replace
from time import monotonic

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.line import Line
from bot.model.outbox import PostedMessage, Watch
from bot.model.request import Place
from bot.store.engine import Database
from bot.store.tables import now
from bot.store.tables import watch_table as table

#: For how long a message is watched, and how often older rows are dropped, in seconds.
WATCHED_SECONDS, _DROPPED_EVERY = 30 * 24 * 3600.0, 3600.0

#: How many messages about one run are drawn again in a channel, the newest.
MOST_WATCHES = 3


class Watches:
    """One row for each message."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._drop_at = 0.0

    async def keep(self, watch: Watch) -> None:
        """Watch a message, in place of how it was watched before. Raises `StoreUnavailable`."""
        place, ts = watch.posted.place, watch.posted.ts
        values = {"thread": place.thread, "line": watch.line, "asker": watch.asker, "run": watch.run}
        statement = self._database.insert(table).values(
            workspace=place.workspace, channel=place.channel, ts=ts, at=now(), **values
        )
        statement = statement.on_conflict_do_update(
            index_elements=["workspace", "channel", "ts"], set_=values
        )

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(statement)
            if (at := monotonic()) >= self._drop_at:
                self._drop_at = at + _DROPPED_EVERY
                await connection.execute(delete(table).where(table.c.at < now() - WATCHED_SECONDS))

        await self._database.write(write)

    async def of_run(self, place: Place, run: str) -> tuple[Watch, ...]:
        """The newest messages in this channel that depict a run. Raises `StoreUnavailable`."""
        statement = (
            select(table)
            .where(table.c.workspace == place.workspace, table.c.channel == place.channel, table.c.run == run)
            .order_by(table.c.ts.desc())
            .limit(MOST_WATCHES)
        )

        async def read(connection: AsyncConnection) -> tuple[Watch, ...]:
            return tuple(
                Watch(
                    PostedMessage(replace(place, thread=row.thread), row.ts),
                    Line(row.line),
                    row.asker,
                    row.run,
                )
                for row in await connection.execute(statement)
            )

        return await self._database.read(read)
