"""Writes: begun at most once, and the audit trail.

``pending → sent → done | failed | unknown``. A row that is still pending has certainly started nothing;
``sent`` is committed before the call that may start something. What a write's process no longer holds (its
lease ran out by the database's clock) another may claim: the fence grows, and whoever held it before has
lost it (`LeaseLost`).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from secrets import token_hex
from time import monotonic, time_ns

import structlog
from prometheus_client import Counter
from sqlalchemy import ColumnElement, case, exists, false, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.line import Line
from bot.model.write import Intent, Outcome, State, Write
from bot.store.deliveries import taking_delivery
from bot.store.engine import Database, StoreUnavailable
from bot.store.leases import (
    LEASE,
    MOST_TAKEOVERS,
    TELLING_LEASE,
    LeaseLost,
    is_free,
    lease_end,
    set_held,
    taking,
)
from bot.store.tables import IS_OPEN, now, read_write, readable, recorded_write, write_columns
from bot.store.tables import write_table as table

log = structlog.get_logger()

#: How often a row was taken over of which a process may have died.
_SUSPECT = 2

#: For how long a commit whose answer was lost may still turn up, in seconds.
TURNS_UP = 60.0

_OPEN = (State.PENDING, State.SENT)

_HELD = table.alias("held").c

_UNKNOWN = Counter("ringmaster_writes_unknown_total", "Writes of which nobody can tell what became of them")


def _count_unknown(ended: Write) -> None:
    if ended.state is State.UNKNOWN:
        _UNKNOWN.inc()


class AlreadyDelivered(Exception):
    """Slack's delivery of this wish was taken before."""


class _KeyTaken(Exception):
    """There is a row of this wish: the transaction is rolled back."""


@dataclass(eq=False)
class AlreadyRecorded(Exception):
    """This wish was recorded before, or its target is another row's: ``write``."""

    write: Write


#: What every end of a row says: its answer is owed at once, first by who ended it.
_ENDED = {"tell_at": 0.0, "leased_until": lease_end(TELLING_LEASE), "changed_at": now()}

#: Who asked was told so in the acknowledgement. Its response_url is a secret that nobody needs any more.
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
    **_ENDED,
    "leased_until": 0.0,
}


class Writes:
    """Rows of writes, for one process.

    A commit that took too long may have been done all the same, after whoever asked was told that nothing
    was started. So what was *refused* is ended before anything is claimed, for as long as it may turn up.
    An end that the database does not take stays *unwritten* likewise: `done`, `failed` and `unknown` tell
    what has happened already, so they don't fail for an outage.
    """

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder
        self._unwritten: dict[str, tuple[Write, State, dict[str, object]]] = {}
        self._refused: dict[str, float] = {}
        # Made once: it is on the way to each acknowledgement.
        insert = database.insert(table).values(state=State.PENDING, fence=0, leased_until=lease_end(LEASE))
        insert = insert.values(created_at=now(), changed_at=now())
        once = insert.on_conflict_do_nothing(index_elements=["workspace", "key"])
        self._insert = once.returning(table.c.created_at)
        self._take = taking_delivery(database)

    async def record(self, intent: Intent) -> Write:
        """Commit what is wanted, held by us, and that it was delivered.

        Raises `AlreadyDelivered`, `AlreadyRecorded`, `StoreUnavailable`.
        """
        id = f"{time_ns():016x}{token_hex(8)}"  # later ones sort after earlier ones, for who reads the table
        row = write_columns(intent) | {"id": id, "holder": self._holder}
        delivered = {"workspace": intent.workspace, "id": intent.delivery}

        async def recording(connection: AsyncConnection) -> float:
            if intent.delivery and await connection.scalar(self._take, delivered) is None:
                raise AlreadyDelivered
            at = await connection.scalar(self._insert, row)
            if at is None:
                raise _KeyTaken
            return float(at)

        try:
            at = await self._database.write(recording)
            return recorded_write(intent, id, at)
        except _KeyTaken:
            pass
        except StoreUnavailable:
            self._refused[id] = monotonic() + TURNS_UP
            raise
        write = await self._newest(table.c.workspace == intent.workspace, table.c.key == intent.key)
        if write.id in self._refused:
            await self._settle()  # it turned up after it was refused: nothing came of it
            write = replace(write, state=State.FAILED)
        raise AlreadyRecorded(write)

    async def sent(self, write: Write, exact: Line | None = None, target: str = "") -> Write:
        """Commit that the call is about to be made, and the line that means the very thing from now on.

        ``target`` is what is done once, whoever wants it. Raises `AlreadyRecorded` where another row has
        done it, or is about to; `LeaseLost`, and `StoreUnavailable`: then the call isn't made.
        """
        values = {"leased_until": lease_end(LEASE), "exact": exact, "target": target or None}
        try:
            moved = await self._move(write, State.SENT, (State.PENDING,), **values)
            return replace(moved, line=exact or write.line)
        except IntegrityError as error:
            others = table.c.workspace == write.workspace, table.c.id != write.id
            raise AlreadyRecorded(await self._newest(*others, table.c.target == target)) from error
        except StoreUnavailable:
            self._refused[write.id] = monotonic() + TURNS_UP
            raise

    async def done(self, write: Write, outcome: Outcome) -> Write:
        """It is done. Raises `LeaseLost`."""
        values = {
            "pipeline_id": outcome.pipeline_id,
            "pipeline_number": outcome.number,
            "workflow_id": outcome.workflow_id,
            "url": outcome.url,
        }
        return await self._end(write, State.DONE, **values)

    async def failed(self, write: Write, why: str) -> Write:
        """It was not done: nothing was started. Raises `LeaseLost`."""
        return await self._end(write, State.FAILED, why=why)

    async def unknown(self, write: Write) -> Write:
        """It was sent, and nobody can tell what became of it. Raises `LeaseLost`."""
        ended = await self._end(write, State.UNKNOWN)
        _count_unknown(ended)
        return ended

    async def renew(self, write: Write) -> None:
        """Keep it for another `LEASE`. Raises `LeaseLost`, `StoreUnavailable`."""
        await self._set(write, _OPEN, leased_until=lease_end(LEASE))

    async def is_of_another(self, write: Write, outcome: Outcome) -> bool:
        """Whether this came of another wish than ``write``. Raises `StoreUnavailable`."""
        told = (table.c.pipeline_id, outcome.pipeline_id), (table.c.workflow_id, outcome.workflow_id)
        same = or_(false(), *(column == id for column, id in told if id is not None))
        others = table.c.workspace == write.workspace, table.c.id != write.id
        return bool(await self._database.rows(select(table.c.id).where(*others, same).limit(1)))

    async def recent(self, write: str, workspace: str, words: str, within: timedelta) -> tuple[Write, ...]:
        """What was done by a command lately, or may have been, the newest first; ``write``: the id of the
        one that asks. None where that can't be read: then nothing is sent either, which is committed first.
        """
        same = table.c.workspace == workspace, table.c.words == words, table.c.id != write
        acted = table.c.state.in_((State.SENT, State.DONE, State.UNKNOWN))
        young = table.c.created_at > now() - within.total_seconds()
        chosen = select(table).where(*same, acted, young).order_by(table.c.created_at.desc())
        with suppress(StoreUnavailable):
            return tuple(readable(read_write, await self._database.rows(chosen), table))
        return ()

    async def claim(self, limit: int, *, adopt_all: bool = False) -> tuple[Write, ...]:
        """Take over open rows whose lease ran out, the oldest first. Raises `StoreUnavailable`.

        Those that were taken over too often are ended, and counted where nobody can tell what became of them.
        Before, one is taken at a time, and the last time by itself: what its processes die of is not to end
        what only died with it.

        ``adopt_all``: also those still leased to another process, which must be dead: for an engine that
        only one process uses.
        """
        await self._settle()
        free, fence = is_free(self._holder, adopt_all=adopt_all), table.c.fence
        parked = update(table).where(IS_OPEN, free, fence >= MOST_TAKEOVERS).values(_GIVEN_UP)
        take, last = partial(taking, self._holder, LEASE), MOST_TAKEOVERS - 1
        others = take(limit, IS_OPEN, free, fence < _SUSPECT)
        alone = or_(fence < last, ~self._has(_SUSPECT))
        suspect = take(1, IS_OPEN, free, fence.between(_SUSPECT, last), alone, ~self._has(last))
        several = parked, *(each.values(changed_at=now()) for each in (others, suspect))
        rows = await self._database.execute(*(each.returning(*table.c) for each in several))
        writes = sorted(readable(read_write, rows, table), key=lambda each: each.created_at)
        for each in writes:
            if each.state not in _OPEN:
                log.error("a write is given up", write=each.id, command=each.words, state=each.state.value)
                _count_unknown(each)
        return tuple(each for each in writes if each.state in _OPEN)

    async def close(self) -> None:
        """Write what is unwritten, if the database takes it now."""
        try:
            await self._settle()
        except StoreUnavailable as error:
            log.error("writes stay open in the database", count=len(self._unwritten), error=str(error))

    async def _end(self, write: Write, state: State, **values: object) -> Write:
        values |= _ENDED
        try:
            return await self._move(write, state, _OPEN, **values)
        except StoreUnavailable as error:
            log.error("the end of a write is unwritten", write=write.id, state=state, error=str(error))
            self._unwritten[write.id] = write, state, values
            return replace(write, state=state)

    async def _move(self, write: Write, state: State, from_: Sequence[State], **values: object) -> Write:
        await self._set(write, from_, **{"state": state, "changed_at": now(), **values})
        return replace(write, state=state)

    async def _set(self, write: Write, states: Sequence[State], **values: object) -> None:
        """Update the row as long as nobody took it over and it stands in one of the states."""
        await set_held(self._database, write, table.c.state.in_(states), **values)

    def _has(self, times: int) -> ColumnElement[bool]:
        """Whether we have taken an open row over that had been at least so many ``times`` before."""
        ours = _HELD.holder == self._holder, _HELD.leased_until > now()
        return exists().where(IS_OPEN, *ours, _HELD.fence > times)

    async def _newest(self, *same: ColumnElement[bool]) -> Write:
        statement = select(table).where(*same).order_by(table.c.changed_at.desc()).limit(1)
        return read_write((await self._database.rows(statement))[0])

    async def _settle(self) -> None:
        """End what was refused, and write the ends that are unwritten. Raises `StoreUnavailable`."""
        if refused := list(self._refused):
            at = monotonic()
            held = table.c.id.in_(refused), table.c.holder == self._holder, table.c.state.in_(_OPEN)
            await self._database.execute(update(table).where(*held).values(_REFUSED))
            self._refused = {id: until for id, until in self._refused.items() if until > at}
        for id, (write, state, values) in list(self._unwritten.items()):
            try:
                await self._move(write, state, _OPEN, **values)
            except LeaseLost:
                log.info("the end of a write came too late", write=id)
            self._unwritten.pop(id, None)
