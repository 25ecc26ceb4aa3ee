"""Answers of writes, which are owed from the end of a row until Slack took them, across restarts.

A row that has ended is held by who tells it, on a short lease. What nobody holds another may claim, as it may
what could not be said, from the moment on for which it was put off.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog
from prometheus_client import Counter
from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, update

from bot.model.write import OwedAnswer, Write
from bot.store.engine import Database, StoreUnavailable
from bot.store.leases import (
    MOST_TAKEOVERS,
    TELLING_LEASE,
    LeaseLost,
    is_free,
    lease_end,
    set_held,
    taking,
)
from bot.store.tables import IS_OWED, now, read_owed, readable
from bot.store.tables import write_table as table

log = structlog.get_logger()

_UNTOLD: ColumnElement[bool] = table.c.told_at.is_(None)
_TELLINGS = func.coalesce(table.c.tellings, 0)

#: What is owed still of what was asked for before in its thread.
_FIRST = table.alias("first")
_IS_BEFORE: ColumnElement[bool] = and_(
    _FIRST.c.tell_at.is_not(None),
    _FIRST.c.told_at.is_(None),
    _FIRST.c.created_at < table.c.created_at,
    *(_FIRST.c[each].is_not_distinct_from(table.c[each]) for each in ("workspace", "channel", "thread")),
)

#: Nobody says it any more. Its response_url is a secret that nobody needs then.
_GIVEN_UP = {"tell_at": None, "response_url": None}

#: How often processes may end while they say an answer before it is let be. More often than they may while
#: they act: to say it does no harm, and who is killed again and again owes it still.
MOST_TELLINGS = 10 * MOST_TAKEOVERS

_TOLD_TO_NOBODY = Counter("ringmaster_answers_untold_total", "Answers of writes that Slack took by no way")


class OwedAnswers:
    """Rows of writes that have ended and are not told, for one process.

    That Slack took an answer is kept where the database does not take it just then: else it would be said
    again.
    """

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder
        self._at_hand = set[str]()
        self._unwritten = dict[str, Write]()

    async def claim(self, at: float, limit: int, *, adopt_all: bool = False) -> tuple[OwedAnswer, ...]:
        """Take over what is to be told at ``at`` (seconds since 1970), as `bot.store.writes.Writes.claim`.

        What processes die of that tell it is given up, too, as is what none of them can read.

        Raises `StoreUnavailable`.
        """
        for write in list(self._unwritten.values()):
            with suppress(LeaseLost):
                await self._told(write)
            self._unwritten.pop(write.id, None)
        free = is_free(self._holder, adopt_all=adopt_all)
        due = IS_OWED, free, table.c.id.not_in(self._at_hand), table.c.tell_at <= at
        parked = update(table).where(*due, _TELLINGS >= MOST_TELLINGS).values(_GIVEN_UP)
        in_turn = self._is_in_turn(at, adopt_all=adopt_all)
        taken = taking(self._holder, TELLING_LEASE, limit, *due, in_turn, _TELLINGS < MOST_TELLINGS)
        rows = await self._database.execute(parked.returning(*table.c), taken.returning(*table.c))
        for each in rows:
            if each.tell_at is None:
                log.error("an answer is told to nobody", write=each.id, reason="its processes ended")
                _TOLD_TO_NOBODY.inc()
        claimed = {each.id: each for each in rows if each.tell_at is not None}
        owed = readable(read_owed, claimed.values(), table)
        if unread := claimed.keys() - {each.write.id for each in owed}:
            tried = update(table).where(table.c.id.in_(unread)).values(tellings=_TELLINGS + 1)
            await self._database.execute(tried)
        return tuple(sorted(owed, key=lambda each: each.write.created_at))

    def _is_in_turn(self, at: float, *, adopt_all: bool) -> ColumnElement[bool]:
        """No answer that was asked for before in its thread is put off, or just being told."""
        due = is_free(self._holder, adopt_all=adopt_all, row=_FIRST), _FIRST.c.tell_at <= at
        later = or_(not_(and_(*due)), _FIRST.c.id.in_(self._at_hand))
        return ~exists().where(_IS_BEFORE, later)

    async def hasten_earlier(self, write: Write) -> bool:
        """Whether what was asked before in its thread is put off; that is due at once then.

        Raises `StoreUnavailable`.
        """
        place, row = write.place, table.c
        before = row.created_at < write.created_at.timestamp(), is_free(self._holder, adopt_all=False)
        those = update(table).where(IS_OWED, *before)
        those = those.filter_by(workspace=place.workspace, channel=place.channel, thread=place.thread)
        return bool(await self._database.execute(those.values(tell_at=0.0).returning(row.id)))

    @contextmanager
    def at_hand(self, write: Write) -> Iterator[None]:
        """It is not claimed by this very process meanwhile, however late its lease is renewed."""
        self._at_hand.add(write.id)
        try:
            yield
        finally:
            self._at_hand.discard(write.id)

    async def begin(self, write: Write) -> None:
        """Count a try to say it: what a process dies of meanwhile is not tried for ever.

        Raises `StoreUnavailable`, and `LeaseLost` also where what comes before it in its thread is not
        ours: PostgreSQL leaves out what another process was just claiming, as if it were not there.
        """
        ours = (_FIRST.c.holder == self._holder) & (_FIRST.c.leased_until >= now())
        in_turn = ~exists().where(_IS_BEFORE, not_(ours))
        await set_held(self._database, write, _UNTOLD, in_turn, tellings=_TELLINGS + 1)

    async def renew(self, write: Write) -> None:
        """Keep it for another `TELLING_LEASE`. Raises `LeaseLost`, `StoreUnavailable`."""
        await set_held(self._database, write, _UNTOLD, leased_until=lease_end(TELLING_LEASE))

    async def told(self, write: Write) -> None:
        """Slack took it. Raises `LeaseLost` where another process may have said it, too."""
        try:
            await self._told(write)
        except StoreUnavailable as error:
            log.warning("not known to be told", write=write.id, error=str(error))
            self._unwritten[write.id] = write

    async def put_off(self, write: Write, until: float) -> None:
        """Leave it to whoever claims it then. Raises `LeaseLost`, `StoreUnavailable`."""
        await set_held(self._database, write, _UNTOLD, tell_at=until, leased_until=0.0, tellings=0)

    async def give_up(self, write: Write) -> None:
        """It is not said any more. Raises `LeaseLost`, `StoreUnavailable`."""
        await set_held(self._database, write, _UNTOLD, **_GIVEN_UP)
        _TOLD_TO_NOBODY.inc()

    async def _told(self, write: Write) -> None:
        """The response_url is a secret that nobody needs any more."""
        await set_held(self._database, write, _UNTOLD, told_at=now(), response_url=None)
