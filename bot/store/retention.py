"""What is old leaves the database, a little at a time."""

import re
from time import monotonic

from sqlalchemy import ColumnElement, Table, delete, select, true, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.write import State
from bot.store.engine import Database
from bot.store.tables import (
    WITH_VALUES,
    delivery_table,
    follow_table,
    held_table,
    now,
    shown_table,
    watch_table,
    write_table,
)

_DAY = 24 * 3600.0

#: For how long messages are remembered and watched, and what was typed for parameters is kept, in seconds.
KEPT_SECONDS = 30 * _DAY

#: How many rows go in one transaction, and how often it is looked for some, in seconds.
PIECE, _EVERY = 200, 3600.0

#: Slack delivers again within an hour: https://docs.slack.dev/apis/events-api/#retries
_KEPT = {
    **dict.fromkeys((shown_table, watch_table, follow_table, held_table), KEPT_SECONDS),
    delivery_table: _DAY,
}

#: A run that is looked at still goes on: it may wait for an approval as long.
_STILL_FOLLOWED = select(follow_table.c.run).where(
    follow_table.c.workspace == watch_table.c.workspace,
    follow_table.c.run == watch_table.c.run,
    follow_table.c.due.is_not(None),
)
_UNNEEDED = {watch_table: ~_STILL_FOLLOWED.exists(), follow_table: follow_table.c.due.is_(None)}

_WRITE = write_table.c
_ENDED = _WRITE.state.in_((State.DONE, State.FAILED, State.UNKNOWN))

_QUOTED = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])*"""
_ASSIGNMENT = re.compile(rf"(?<!\S)([A-Za-z_][\w-]*)\s*=\s*{_QUOTED}", re.ASCII)
#: A flag with a text; and where a parameter is set, or somebody meant to, as in ``'note=…`` or ``{"note":…``,
#: which is no flag, URL or time.
_FLAG = re.compile(r"""(?<!\S)--[\w-]+[=\s]+(?:"(?:\\.|[^"\\])*"|'[^']*')""")
_SETTING = re.compile(r"(?<!\S)(?!--)(\S*?[\w\"'\]])\s*(?:\+?=|:(?!//|\d))")


class Retention:
    """The rows of all workspaces, by the database's clock. It may be asked often: it looks once an hour."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._due = 0.0

    async def turn(self, days: float) -> None:
        """Drop what is old; ``days``: for how long writes are kept. Raises `StoreUnavailable`."""
        if monotonic() < self._due:
            return
        whole = await self._forget_values() < PIECE
        whole = (
            await self._drop(write_table, _ENDED & (_WRITE.created_at < now() - days * _DAY)) < PIECE
            and whole
        )
        for table, seconds in _KEPT.items():
            old = (table.c.at < now() - seconds) & _UNNEEDED.get(table, true())
            whole = await self._drop(table, old) < PIECE and whole
        if whole:  # else the next turn goes on
            self._due = monotonic() + _EVERY

    async def _drop(self, table: Table, old: ColumnElement[bool]) -> int:
        """Gives how many went."""
        key = tuple(table.primary_key)
        those = select(*key).where(old).limit(PIECE)
        return len(
            await self._database.execute(delete(table).where(tuple_(*key).in_(those)).returning(key[0]))
        )

    async def _forget_values(self) -> int:
        """Of old writes' parameters the names stay. Gives how many writes these were."""
        old = _ENDED & WITH_VALUES & (_WRITE.created_at < now() - KEPT_SECONDS)
        columns = _WRITE.id, _WRITE.line, _WRITE.exact, _WRITE.why
        rows = await self._database.rows(select(*columns).where(old).order_by(_WRITE.created_at).limit(PIECE))

        async def write(connection: AsyncConnection) -> None:
            for row in rows:
                values = {"line": without_values(row.line), "exact": row.exact and without_values(row.exact)}
                if values["line"] != row.line or values["exact"] != row.exact:  # CircleCI may quote one
                    values["why"] = row.why and row.why.partition(":")[0]
                this = update(write_table).filter_by(id=row.id)
                await connection.execute(this.values(**values, forgotten=True))

        if rows:
            await self._database.write(write)
        return len(rows)


def without_values(line: str) -> str:
    """A line of a write, with the names of its parameters and nothing else from the first of these on."""
    rest = _FLAG.sub(lambda flag: "-" * len(flag[0]), line)
    if (first := _SETTING.search(rest)) is None:
        return line
    names = {each.start(): each[1] for each in _ASSIGNMENT.finditer(rest, first.start())}
    names = {first.start(): first[1], **names}
    return " ".join([line[: first.start()].rstrip(), *(f"{name}=…" for name in names.values())])
