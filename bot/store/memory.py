"""What messages showed, so that a thread, or the start of an id, can be referred to afterwards."""

from datetime import timedelta

from sqlalchemy import RowMapping, delete, insert, select

from bot.model.invocation import Place
from bot.model.message import Message, Noun, Posted, Shown
from bot.store.session import Session
from bot.store.tables import now
from bot.store.tables import shown as table

#: How long what was shown can be referred to.
KEPT = timedelta(days=30)


class Memory:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def remember(self, posted: Posted, message: Message) -> None:
        """Keep what a message depicts and shows, in place of what it showed before."""
        place = posted.place
        where = {
            "workspace": place.workspace,
            "channel": place.channel,
            "thread": place.thread or posted.ts,
            "ts": posted.ts,
            "at": now(),
        }
        rows = [where | _values(each, depicted=each is message.depicts) for each in _all(message)]
        earlier = (table.c.workspace == place.workspace) & (table.c.channel == place.channel)
        async with self._session.begin() as connection:
            await connection.execute(delete(table).where(earlier & (table.c.ts == posted.ts)))
            for row in rows:
                await connection.execute(insert(table).values(row))

    async def latest(self, place: Place, noun: Noun) -> Shown | None:
        """The ``noun`` that this thread was last about."""
        statement = (
            select(table)
            .where(
                table.c.workspace == place.workspace,
                table.c.channel == place.channel,
                table.c.thread == (place.thread or ""),
                table.c.noun == noun,
                table.c.depicted,
            )
            .order_by(table.c.id.desc())
            .limit(1)
        )
        async with self._session.begin() as connection:
            row = (await connection.execute(statement)).mappings().first()
        return _shown(row) if row is not None else None

    async def starting(self, place: Place, start: str) -> tuple[Shown, ...]:
        """What was shown in this channel with an id that starts so, the newest first."""
        statement = (
            select(table)
            .where(
                table.c.workspace == place.workspace,
                table.c.channel == place.channel,
                table.c.thing.startswith(start.lower(), autoescape=True),
            )
            .order_by(table.c.id.desc())
            .limit(100)
        )
        async with self._session.begin() as connection:
            rows = (await connection.execute(statement)).mappings().all()
        return tuple(dict.fromkeys(_shown(row) for row in rows))

    async def forget_old(self) -> None:
        """Let go of what was shown longer ago than `KEPT`."""
        async with self._session.begin() as connection:
            await connection.execute(delete(table).where(table.c.at < now() - KEPT.total_seconds()))


def _all(message: Message) -> list[Shown]:
    return [*([message.depicts] if message.depicts else []), *message.shows]


def _values(shown: Shown, *, depicted: bool) -> dict[str, object]:
    thing = shown.id.lower() if shown.id else None
    return {
        "depicted": depicted,
        "noun": shown.noun,
        "project": shown.project,
        "thing": thing,
        "number": shown.number,
    }


def _shown(row: RowMapping) -> Shown:
    return Shown(Noun(row["noun"]), row["project"], id=row["thing"], number=row["number"])
