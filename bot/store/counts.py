"""How many writes there are: those that are open or owed, and lately, so that it costs little."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.write import State
from bot.store.engine import Database
from bot.store.tables import IS_OPEN, IS_OWED, now
from bot.store.tables import write_table as table

#: How old those that have ended are at most, in seconds.
COUNTED_FOR = 24 * 3600.0

_OPEN = (
    select(table.c.state, func.count(), func.max(now() - table.c.created_at))
    .where(IS_OPEN)
    .group_by(table.c.state)
)
_ENDED = (
    select(table.c.state, func.count())
    .where(table.c.created_at > now() - COUNTED_FOR, table.c.state.not_in((State.PENDING, State.SENT)))
    .group_by(table.c.state)
)
_OWED = select(func.count()).select_from(table).where(IS_OWED)


@dataclass(frozen=True, slots=True)
class WriteCounts:
    """``oldest_open``: how long ago it was asked for, in seconds; 0 where none is open. ``owed``: answers."""

    by_state: Mapping[State, int]
    oldest_open: float
    owed: int


async def count_writes(database: Database) -> WriteCounts:
    """Raises `StoreUnavailable`."""

    async def counting(connection: AsyncConnection) -> WriteCounts:
        opened = (await connection.execute(_OPEN)).all()
        ended = (await connection.execute(_ENDED)).all()
        by_state = {State(state): int(count) for state, count, *_ in (*opened, *ended)}
        oldest = max((float(age) for *_, age in opened), default=0.0)
        return WriteCounts(by_state, max(oldest, 0.0), int(await connection.scalar(_OWED) or 0))

    return await database.read(counting)
