"""Writes: begun at most once, and the audit trail.

``pending → sent → done | failed | unknown``. A row that is still pending has certainly started nothing;
``sent`` is committed before the call that may start something. What a write's process no longer holds (its
lease ran out by the database's clock) another may claim: the fence grows, and whoever held it before has
`Lost` it.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import timedelta
from secrets import token_hex
from time import monotonic, time_ns

import structlog
from sqlalchemy import ColumnElement, Update, case, false, literal_column, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.line import Line
from bot.model.write import Intent, Outcome, State, Write
from bot.store.engine import Database, StoreUnavailable
from bot.store.tables import now, read_write, write_columns
from bot.store.tables import write_table as table

log = structlog.get_logger()

#: For how long a process has a row to itself, unless it renews.
LEASE = timedelta(seconds=30)

#: How often a row is taken over before it is given up: it may be what its processes die of.
MOST_TAKEOVERS = 5

#: For how long a commit whose answer was lost may still turn up, in seconds.
TURNS_UP = 60.0

_OPEN = (State.PENDING, State.SENT)


class AlreadyRecorded(Exception):
    """This wish was recorded before, or its target is another row's: ``write``."""

    def __init__(self, write: Write) -> None:
        super().__init__(write.key)
        self.write = write


class Lost(Exception):
    """The row is no longer ours: another process took it over, or it has ended."""

    def __init__(self, write: Write) -> None:
        super().__init__(write.id)
        self.write = write


#: The states stand in statements as they are, so that the index of open rows serves.
_IS_OPEN = table.c.state.in_([literal_column("'pending'"), literal_column("'sent'")])

_REFUSED = {
    "state": State.FAILED,
    "why": "refused: the database did not take it in time",
    "response_url": None,
    "changed_at": now(),
}

#: A row whose every holder died is left alone, with what is certain about it.
_GIVEN_UP = {
    "state": case((table.c.state == State.SENT, State.UNKNOWN), else_=State.FAILED),
    "why": f"given up: its process ended {MOST_TAKEOVERS} times",
    "response_url": None,
    "changed_at": now(),
}


class Writes:
    """Rows of writes, for one process.

    A commit that took too long may have been done all the same, after whoever asked was told that nothing
    was started. So what was *refused* is ended before anything is claimed, for as long as it may turn up.
    An end that the database does not take is *owed* likewise: `done`, `failed` and `unknown` tell what has
    happened already, so they don't fail for an outage.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder = token_hex(8)
        insert = database.insert(table).values(
            state=State.PENDING,
            fence=0,
            leased_until=_a_lease(),
            created_at=now(),
            changed_at=now(),
        )
        once = insert.on_conflict_do_nothing(index_elements=["workspace", "key"])
        self._insert = once.returning(table.c.created_at)
        self._owed: dict[str, tuple[Write, State, dict[str, object]]] = {}
        self._refused: dict[str, float] = {}

    async def record(self, intent: Intent) -> Write:
        """Commit what is wanted, held by us. Raises `AlreadyRecorded`, `StoreUnavailable`."""
        id = _new_id()
        values = write_columns(intent) | {"id": id, "holder": self._holder}

        async def insert(connection: AsyncConnection) -> Write:
            created_at = await connection.scalar(self._insert, values)
            if created_at is None:
                raise AlreadyRecorded(await _with_key(connection, intent))
            wanted = {each.name: getattr(intent, each.name) for each in fields(Intent)}
            return Write(**wanted, id=id, state=State.PENDING, fence=0, created_at=created_at)

        try:
            return await self._database.write(insert)
        except StoreUnavailable:
            self._refuse(id)
            raise
        except AlreadyRecorded as error:
            if error.write.id not in self._refused:
                raise
            await self._settle()  # it turned up after it was refused: nothing came of it
            raise AlreadyRecorded(replace(error.write, state=State.FAILED)) from error

    async def sent(self, write: Write, exact: str = "", target: str = "") -> Write:
        """Commit that the call is about to be made, and the line that means the very thing from now on.

        ``target`` is what is done once, whoever wants it. Raises `AlreadyRecorded` where another row has
        done it, or is about to; `Lost`, and `StoreUnavailable`: then the call isn't made.
        """
        values = {"leased_until": _a_lease(), "exact": exact or None, "target": target or None}
        try:
            moved = await self._move(write, State.SENT, (State.PENDING,), **values)
            return replace(moved, line=Line(exact) if exact else write.line)
        except IntegrityError as error:
            raise AlreadyRecorded(await self._first(write, target)) from error
        except StoreUnavailable:
            self._refuse(write.id)
            raise

    async def _first(self, write: Write, target: str) -> Write:
        """The row that has this target."""
        same = table.c.workspace == write.workspace, table.c.target == target, table.c.id != write.id
        statement = select(*table.c).where(*same).order_by(table.c.changed_at.desc()).limit(1)

        async def look(connection: AsyncConnection) -> Write:
            return read_write((await connection.execute(statement)).one())

        return await self._database.read(look)

    async def done(self, write: Write, outcome: Outcome) -> Write:
        """It is done. Raises `Lost`."""
        values = {
            "pipeline_id": outcome.pipeline_id,
            "pipeline_number": outcome.number,
            "workflow_id": outcome.workflow_id,
            "url": outcome.url,
        }
        return await self._end(write, State.DONE, **values)

    async def failed(self, write: Write, why: str) -> Write:
        """It was not done: nothing was started. Raises `Lost`."""
        return await self._end(write, State.FAILED, why=why)

    async def unknown(self, write: Write) -> Write:
        """It was sent, and nobody can tell what became of it. Raises `Lost`."""
        return await self._end(write, State.UNKNOWN)

    async def renew(self, write: Write) -> None:
        """Keep it for another `LEASE`. Raises `Lost`, `StoreUnavailable`."""
        statement = _ours(write, _OPEN).values(leased_until=_a_lease())

        async def renew(connection: AsyncConnection) -> None:
            if (await connection.execute(statement)).rowcount != 1:
                raise Lost(write)

        await self._database.write(renew)

    async def is_of_another(self, write: Write, outcome: Outcome) -> bool:
        """Whether this came of another wish than ``write``. Raises `StoreUnavailable`."""
        told = (table.c.pipeline_id, outcome.pipeline_id), (table.c.workflow_id, outcome.workflow_id)
        same = or_(false(), *(column == id for column, id in told if id is not None))
        others = table.c.workspace == write.workspace, table.c.id != write.id
        statement = select(table.c.id).where(*others, same).limit(1)

        async def look(connection: AsyncConnection) -> bool:
            return await connection.scalar(statement) is not None

        return await self._database.read(look)

    async def claim(self, limit: int, *, adopt_all: bool = False) -> tuple[Write, ...]:
        """Take over open rows whose lease ran out, the oldest first. Raises `StoreUnavailable`.

        Those that were taken over too often come with them, ended: whoever asked is to be told.

        ``adopt_all``: also those still leased to another process, which must be dead: for an engine that
        only one process uses.
        """
        await self._settle()
        free = table.c.leased_until < now()
        if adopt_all:
            free = or_(free, table.c.holder != self._holder)
        chosen = (
            select(table.c.id)
            .where(_IS_OPEN, free, table.c.fence < MOST_TAKEOVERS)
            .order_by(table.c.created_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("chosen")
        )
        statement = (
            update(table)
            .where(table.c.id.in_(select(chosen.c.id)))
            .values(
                fence=table.c.fence + 1,
                holder=self._holder,
                leased_until=_a_lease(),
                changed_at=now(),
            )
            .returning(*table.c)
        )
        parked = update(table).where(_IS_OPEN, free, table.c.fence >= MOST_TAKEOVERS).values(**_GIVEN_UP)
        parked = parked.returning(*table.c)

        async def claim(connection: AsyncConnection) -> tuple[Write, ...]:
            rows = [*(await connection.execute(parked)).all(), *(await connection.execute(statement)).all()]
            return tuple(sorted(map(read_write, rows), key=lambda each: each.created_at))

        return await self._database.write(claim)

    async def close(self) -> None:
        """Write what is owed, if the database takes it now."""
        try:
            await self._settle()
        except StoreUnavailable as error:
            log.error("writes stay open in the database", count=len(self._owed), error=str(error))

    async def _end(self, write: Write, state: State, **values: object) -> Write:
        values |= {"response_url": None}  # a secret that nobody needs any more
        try:
            return await self._move(write, state, _OPEN, **values)
        except StoreUnavailable as error:
            log.error("the end of a write is owed", write=write.id, state=state, error=str(error))
            self._owed[write.id] = write, state, values
            return replace(write, state=state)

    async def _move(self, write: Write, state: State, from_: Sequence[State], **values: object) -> Write:
        statement = _ours(write, from_).values(state=state, changed_at=now(), **values)

        async def move(connection: AsyncConnection) -> None:
            if (await connection.execute(statement)).rowcount != 1:
                raise Lost(write)

        await self._database.write(move)
        return replace(write, state=state)

    def _refuse(self, id: str) -> None:
        self._refused[id] = monotonic() + TURNS_UP

    async def _settle(self) -> None:
        """End what was refused, and write the ends that are owed. Raises `StoreUnavailable`."""
        if refused := list(self._refused):
            at = monotonic()
            statement = update(table).where(
                table.c.id.in_(refused), table.c.holder == self._holder, table.c.state.in_(_OPEN)
            )

            async def end(connection: AsyncConnection) -> None:
                await connection.execute(statement.values(_REFUSED))

            await self._database.write(end)
            self._refused = {id: until for id, until in self._refused.items() if until > at}
        for id, (write, state, values) in list(self._owed.items()):
            try:
                await self._move(write, state, _OPEN, **values)
            except Lost:
                log.info("the end of a write came too late", write=id)
            self._owed.pop(id, None)


def _a_lease() -> ColumnElement[float]:
    return now() + LEASE.total_seconds()


def _ours(write: Write, states: Sequence[State]) -> Update:
    """An update of the row as long as nobody took it over and it stands in one of the states."""
    same = table.c.id == write.id, table.c.fence == write.fence, table.c.state.in_(states)
    return update(table).where(*same)


async def _with_key(connection: AsyncConnection, intent: Intent) -> Write:
    same = table.c.workspace == intent.workspace, table.c.key == intent.key
    return read_write((await connection.execute(select(*table.c).where(*same))).one())


def _new_id() -> str:
    """Unique, and later ones sort after earlier ones, for who reads the table."""
    return f"{time_ns():016x}{token_hex(8)}"
