"""What our messages showed.

A thread is about what its messages showed, and an id can be told by its start where people have seen it.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.message import Message
from bot.model.outbox import PostedMessage
from bot.model.request import Place
from bot.model.shown import Noun, ShownThing
from bot.store.engine import Database
from bot.store.guesses import Guesses
from bot.store.tables import now, readable, shown_table

#: How many things of one message are remembered: a message shows no more to people.
_MOST = 100

#: How many ids that start alike are worth choosing from.
_CHOICES = 20


class Memory:
    """Rows of what messages show. ``guesses``: what each workspace's last answers found, in no row."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.guesses: defaultdict[str, Guesses] = defaultdict(Guesses)

    async def remember(self, posted: PostedMessage, message: Message) -> None:
        """Keep what ``message`` shows, in place of what it showed before. Raises `StoreUnavailable`."""
        place = posted.place
        key = {"workspace": place.workspace, "channel": place.channel, "ts": posted.ts}
        things = [(True, message.depicts)] if message.depicts else []
        things += [(False, each) for each in message.shows[:_MOST]]
        rows = [
            {
                **key,
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

        async def remember(connection: AsyncConnection) -> None:
            await connection.execute(delete(shown_table).filter_by(**key))
            if rows:
                await connection.execute(shown_table.insert().values(at=now()), rows)

        await self._database.write(remember)

    async def root(self, place: Place) -> ShownThing | None:
        """What this thread is about: what the first of its messages depicts that depicts anything."""
        found = await self.of_thread(place, 1)
        return found[0] if found else None

    async def of_thread(self, place: Place, limit: int) -> tuple[ShownThing, ...]:
        """What the messages of this thread depict, the first of them first."""
        if place.thread is None:
            return ()
        same = {"workspace": place.workspace, "channel": place.channel, "thread": place.thread}
        about = select(shown_table).filter_by(**same, depicted=True)
        return await self._shown(about.order_by(shown_table.c.ts).limit(limit))

    async def of_channel(self, place: Place, limit: int) -> tuple[ShownThing, ...]:
        """What the newest messages in this channel depict, the newest of them first."""
        about = select(shown_table).filter_by(workspace=place.workspace, channel=place.channel, depicted=True)
        return await self._shown(about.order_by(shown_table.c.ts.desc()).limit(limit))

    async def starting(self, place: Place, start: str) -> tuple[ShownThing, ...]:
        """What was shown in this channel with an id that starts so, the newest first."""
        row = shown_table.c
        columns = row.noun, row.project, row.thing, row.number
        statement = (
            select(*columns)
            .filter_by(workspace=place.workspace, channel=place.channel)
            .where(row.thing.startswith(start.lower(), autoescape=True))
            .group_by(*columns)
            .order_by(func.max(row.at).desc(), row.thing)
            .limit(_CHOICES)
        )
        return await self._shown(statement)

    async def pipeline_of(self, place: Place, id: str) -> ShownThing | None:
        """The pipeline of this id, or of the workflow or job: where all messages here that show it agree."""
        row, here = shown_table.c, {"workspace": place.workspace, "channel": place.channel}
        beside = select(row.ts).filter_by(**here).where(row.thing == id)
        pipelines = select(row.noun, row.project, row.thing, row.number).distinct()
        about = pipelines.filter_by(**here, noun=Noun.PIPELINE).where(row.ts.in_(beside))
        found = await self._shown(about.limit(_CHOICES))
        found = tuple(each for each in found if each.id == id) or found
        return found[0] if len(found) == 1 else None

    async def _shown(self, statement: Select[Any]) -> tuple[ShownThing, ...]:
        rows = await self._database.rows(statement)
        return tuple(readable(_read, rows, shown_table))


def _read(row: Row[Any]) -> ShownThing:
    return ShownThing(Noun(row.noun), row.project, row.thing, row.number)
