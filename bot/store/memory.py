"""What our messages showed: what a thread is about, and which ids people have seen here."""

from time import monotonic
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.message import Message
from bot.model.outbox import PostedMessage
from bot.model.request import Place
from bot.model.shown import Noun, ShownThing
from bot.store.engine import Database
from bot.store.tables import now
from bot.store.tables import shown_table as table

#: For how long it is remembered, and how often older rows are dropped, in seconds.
KEPT_SECONDS, _DROPPED_EVERY = 30 * 24 * 3600.0, 3600.0

#: How many things of one message are remembered: a message shows no more to people.
_MOST = 100

#: How many ids that start alike are worth choosing from.
_CHOICES = 20


class Memory:
    """Rows of what messages show."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._drop_at = 0.0

    async def remember(self, posted: PostedMessage, message: Message) -> None:
        """Keep what ``message`` shows, in place of what it showed before. Raises `StoreUnavailable`."""
        place = posted.place
        things = [(True, message.depicts)] if message.depicts else []
        things += [(False, each) for each in message.shows[:_MOST]]
        rows = [
            {
                "workspace": place.workspace,
                "channel": place.channel,
                "ts": posted.ts,
                "position": position,
                "thread": place.thread or posted.ts,
                "depicted": depicted,
                "noun": each.noun,
                "project": each.project,
                "thing": each.id,
                "number": each.number,
            }
            for position, (depicted, each) in enumerate(things)
        ]
        old = delete(table).where(
            table.c.workspace == place.workspace, table.c.channel == place.channel, table.c.ts == posted.ts
        )

        async def remember(connection: AsyncConnection) -> None:
            await connection.execute(old)
            if rows:
                await connection.execute(table.insert().values(at=now()), rows)
            await self._drop_old(connection)

        await self._database.write(remember)

    async def latest(self, place: Place, noun: Noun) -> ShownThing | None:
        """What the newest message in this thread is about, among messages about a ``noun``."""
        if place.thread is None:
            return None
        statement = (
            select(table)
            .where(
                table.c.workspace == place.workspace,
                table.c.channel == place.channel,
                table.c.thread == place.thread,
                table.c.depicted.is_(True),
                table.c.noun == noun,
            )
            .order_by(table.c.ts.desc())
            .limit(1)
        )
        found = await self._shown(statement)
        return found[0] if found else None

    async def starting(self, place: Place, start: str) -> tuple[ShownThing, ...]:
        """What was shown in this channel with an id that starts so, the newest first."""
        newest = func.max(table.c.at)
        columns = table.c.noun, table.c.project, table.c.thing, table.c.number
        statement = (
            select(*columns)
            .where(
                table.c.workspace == place.workspace,
                table.c.channel == place.channel,
                table.c.thing.startswith(start.lower(), autoescape=True),
            )
            .group_by(*columns)
            .order_by(newest.desc(), table.c.thing)
            .limit(_CHOICES)
        )
        return await self._shown(statement)

    async def _shown(self, statement: Select[Any]) -> tuple[ShownThing, ...]:
        async def read(connection: AsyncConnection) -> tuple[ShownThing, ...]:
            rows = await connection.execute(statement)
            return tuple(ShownThing(Noun(row.noun), row.project, row.thing, row.number) for row in rows)

        return await self._database.read(read)

    async def _drop_old(self, connection: AsyncConnection) -> None:
        if (at := monotonic()) < self._drop_at:
            return
        self._drop_at = at + _DROPPED_EVERY
        await connection.execute(delete(table).where(table.c.at < now() - KEPT_SECONDS))
