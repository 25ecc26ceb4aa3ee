"""One time for all processes that share a database: they judge by it how old each other's rows are."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy import select

from bot.store.engine import Database
from bot.store.tables import now as database_now

log = structlog.get_logger()

#: How often the database is asked, in seconds, and how far off a clock is worth telling.
_EVERY, _WORTH_TELLING = 30.0, timedelta(seconds=5)


class SharedClock:
    """``own``: this machine's clock, which is also that of SQLite."""

    def __init__(self, database: Database, own: Callable[[], datetime]) -> None:
        self._database = database
        self._own = own
        self._ahead = timedelta()
        self._due = monotonic()

    def __call__(self) -> datetime:
        """Now, as the database would say it."""
        return self._own() - self._ahead

    async def set(self) -> None:
        """Ask the database, where that is due. Raises `StoreUnavailable`."""
        if self._database.sqlite or monotonic() < self._due:
            return
        asked = self._own()
        [[at]] = await self._database.rows(select(database_now()))
        answered = self._own()
        ahead = asked + (answered - asked) / 2 - datetime.fromtimestamp(at, UTC)
        if abs(ahead - self._ahead) > _WORTH_TELLING:
            log.warning("this machine's clock is off the database's", seconds=round(ahead.total_seconds()))
        self._ahead, self._due = ahead, monotonic() + _EVERY
