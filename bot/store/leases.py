"""Which process has a row of a write to itself, by the database's clock.

A process that takes a row over raises its fence: whoever held it before has lost it (`LeaseLost`).
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, FromClause, TextClause, Update, or_, select, update

from bot.model.write import Write
from bot.store.engine import Database
from bot.store.tables import now
from bot.store.tables import write_table as table

#: For how long a process has a row to itself, unless it renews: to carry it out, and to tell how it ended.
LEASE, TELLING_LEASE = timedelta(seconds=30), timedelta(seconds=6)


#: How often a row is taken over before it is given up: it may be what its processes die of.
MOST_TAKEOVERS = 5


class LeaseLost(Exception):
    """The row of this id is no longer ours: another process took it over, or it has ended."""


def lease_end(lease: timedelta) -> ColumnElement[float]:
    """When a lease that begins now runs out."""
    return now() + lease.total_seconds()


def is_free(holder: str, *, adopt_all: bool, row: FromClause = table) -> ColumnElement[bool]:
    """Nobody holds it; ``adopt_all``: but ``holder``, all others being dead."""
    free = row.c.leased_until < now()
    return or_(free, row.c.holder != holder) if adopt_all else free


def taking(holder: str, lease: timedelta, limit: int, *such: ColumnElement[bool] | TextClause) -> Update:
    """Takes such rows over, the oldest first, and none that another is just taking."""
    chosen = select(table.c.id).where(*such).order_by(table.c.created_at).limit(limit)
    chosen_ids = chosen.with_for_update(skip_locked=True).cte("chosen")
    taken = update(table).where(table.c.id.in_(select(chosen_ids.c.id)))
    return taken.values(fence=table.c.fence + 1, holder=holder, leased_until=lease_end(lease))


async def set_held(database: Database, write: Write, *such: ColumnElement[bool], **values: object) -> None:
    """Set values of a row that is still held, and such. Raises `LeaseLost`, `StoreUnavailable`."""
    same = table.c.id == write.id, table.c.fence == write.fence
    held = update(table).where(*same, *such).values(values)
    if not await database.execute(held.returning(table.c.id)):
        raise LeaseLost(write.id)
