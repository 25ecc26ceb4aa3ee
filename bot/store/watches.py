"""Which messages must stay true, and which runs are looked at for that.

Only the process that sends for a workspace reads when a run is due, and sets it, by its own clock.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.line import Line
from bot.model.outbox import FollowedRun, PostedMessage, Remark, Watch
from bot.model.reply import Surface
from bot.model.request import Place
from bot.store.engine import Database
from bot.store.tables import follow_table, now, readable, sender_table, watch_table

#: For how long a process sends for a workspace without saying so again, in seconds.
SENDER_LEASE = 15.0

_FOLLOW, _WATCH, _SENDER = follow_table.c, watch_table.c, sender_table.c
_VALUES = ("line", "asker", "surface", "run", "asked_in", "picture")
_TOLD = func.coalesce(_WATCH.told, "")

#: It was not left. Who leaves a run hears no more of it in that place, whatever else it wants to hear of.
_IS_KEPT = _WATCH.line != ""

#: It is looked at, and not only because what has ended may be rerun.
_IS_LIVE = _FOLLOW.due.is_not(None) & _FOLLOW.ended.is_(None)


class Watches:
    """Rows of messages, each with the line that draws it, and of the runs that they depict."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, watch: Watch, due: float | None = None) -> None:
        """Watch a message, in place of how it was watched before. Raises `StoreUnavailable`.

        ``due``: its run may change by itself, and is to be looked at then. What was told stays told.
        """
        key = _key(watch.posted)
        values = {each: getattr(watch, each) for each in _VALUES} | _remark_columns(watch.remark)
        values |= {"thread": watch.posted.place.thread, "at": now()}
        told = " ".join(watch.told)
        row = self._database.insert(watch_table).values(**key, **values, told=told)
        row = row.on_conflict_do_update(index_elements=list(key), set_={**values, "told": _TOLD + " " + told})

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(row)
            if due is not None:
                await connection.execute(self._followed(watch.posted.place.workspace, watch.run, due))

        await self._database.write(write)

    def _followed(self, workspace: str, run: str, due: float) -> Executable:
        """A run is followed, and looked at no later than ``due``, touched then."""
        key = {"workspace": workspace, "run": run}
        row = self._database.insert(follow_table).values(**key, due=due, touched=due, at=now())
        return row.on_conflict_do_update(
            index_elements=list(key), set_={"due": _no_later(due), "touched": due, "at": now(), "ended": None}
        )

    async def follow(self, workspace: str, run: str, due: float) -> None:
        """Look at a run by itself, though no message depicts it yet. Raises `StoreUnavailable`."""
        await self._database.execute(self._followed(workspace, run, due))

    async def tell(self, posted: PostedMessage, told: Sequence[str]) -> None:
        """This, too, was told beneath the message. Raises `StoreUnavailable`."""
        more = _TOLD + " " + " ".join(told)
        await self._database.execute(update(watch_table).filter_by(**_key(posted)).values(told=more))

    async def join(self, posted: PostedMessage, asker: str) -> None:
        """Somebody else wants to be told beneath the message, too. Raises `StoreUnavailable`."""
        more = func.coalesce(_WATCH.joined, "") + " " + asker
        await self._database.execute(update(watch_table).filter_by(**_key(posted)).values(joined=more))

    async def tell_channel(self, place: Place, run: str, told: Sequence[str]) -> None:
        """All messages of the run in this channel need tell this no more. Raises `StoreUnavailable`."""
        those = update(watch_table).filter_by(workspace=place.workspace, channel=place.channel, run=run)
        await self._database.execute(those.values(told=_TOLD + " " + " ".join(told)))

    async def drawn(self, posted: PostedMessage, picture: str) -> None:
        """It looks so now. Raises `StoreUnavailable`."""
        await self._database.execute(update(watch_table).filter_by(**_key(posted)).values(picture=picture))

    async def drop(self, posted: PostedMessage) -> None:
        """It is kept true no more. Raises `StoreUnavailable`."""
        await self._database.execute(delete(watch_table).filter_by(**_key(posted)))

    async def leave(self, place: Place, run: str, asker: str | None = None) -> int:
        """Keep no message of a run true in a channel. Gives how many there were. Raises `StoreUnavailable`.

        ``asker``: those of this person's direct messages, instead.
        """
        those = update(watch_table).where(_of_place(place, asker), _WATCH.run == run, _IS_KEPT)
        return len(await self._database.execute(those.values(line="", left=_WATCH.line).returning(_WATCH.ts)))

    async def left(self, posted: PostedMessage) -> Watch | None:
        """A message that was left, with the line that drew it. Raises `StoreUnavailable`."""
        about = select(watch_table).filter_by(**_key(posted)).where(~_IS_KEPT, _WATCH.left.is_not(None))
        rows = await self._database.rows(about)
        return next(
            (replace(each, line=Line(rows[0].left)) for each in readable(_read, rows, watch_table)), None
        )

    async def followed(self, place: Place, asker: str | None = None) -> tuple[str, ...]:
        """The runs that have not ended of the messages there, the newest message first.

        ``asker``: as of `leave`. Raises `StoreUnavailable`.
        """
        same = (_FOLLOW.workspace == _WATCH.workspace) & (_FOLLOW.run == _WATCH.run)
        about = select(_WATCH.run, func.max(_WATCH.ts)).join_from(watch_table, follow_table, same)
        about = about.where(_of_place(place, asker), _IS_KEPT, _IS_LIVE).group_by(_WATCH.run)
        rows = await self._database.rows(about.order_by(func.max(_WATCH.ts).desc()))
        return tuple(row.run for row in rows)

    async def of_runs(
        self, workspace: str, runs: Collection[str], *, left_too: bool = False
    ) -> tuple[Watch, ...]:
        """The messages, anywhere, that depict one of these, the newest first. Raises `StoreUnavailable`.

        ``left_too``: with those that were left, which have no line: what they told stays told.
        """
        about = select(watch_table).filter_by(workspace=workspace).where(_WATCH.run.in_(runs))
        about = about if left_too else about.where(_IS_KEPT)
        rows = await self._database.rows(about.order_by(_WATCH.ts.desc()))
        return tuple(readable(_read, rows, watch_table))

    async def due(self, workspace: str, at: float, limit: int) -> tuple[FollowedRun, ...]:
        """Runs to look at, those that wait longest first. Raises `StoreUnavailable`."""
        about = select(follow_table).filter_by(workspace=workspace).where(_FOLLOW.due <= at)
        rows = await self._database.rows(about.order_by(_FOLLOW.due).limit(limit))
        return tuple(
            FollowedRun(workspace, row.run, row.due, row.touched, row.seen, row.ended) for row in rows
        )

    async def schedule(
        self, run: FollowedRun, due: float | None, *, seen: float | None = None, ended: bool = False
    ) -> None:
        """Look at it then, or no more; unless there is a new reason since. Raises `StoreUnavailable`.

        ``seen``: when CircleCI told how it is, if it did; ``ended``: that all of it has.
        """
        same = {each: getattr(run, each) for each in ("workspace", "run", "due", "touched")}
        since = func.coalesce(_FOLLOW.ended, seen) if ended else None
        told = {} if seen is None else {"seen": seen, "ended": since}
        await self._database.execute(update(follow_table).filter_by(**same).values(due=due, **told))

    async def touch(self, workspace: str, runs: Collection[str], at: float) -> None:
        """Somebody cares: look at these now, where they are followed. Raises `StoreUnavailable`."""
        those = update(follow_table).filter_by(workspace=workspace).where(_FOLLOW.run.in_(runs))
        await self._database.execute(those.values(due=at, touched=at))

    async def look_by(self, workspace: str, run: str, due: float) -> None:
        """Look at this one no later than then, where it is followed. Raises `StoreUnavailable`."""
        this = update(follow_table).filter_by(workspace=workspace, run=run)
        await self._database.execute(this.values(due=_no_later(due)))

    async def mark(self, runs: Collection[str], at: float) -> frozenset[str]:
        """Look at these now, wherever they are followed; gives those that are. Raises `StoreUnavailable`."""
        due = update(follow_table).where(_FOLLOW.run.in_(runs)).values(due=at).returning(_FOLLOW.run)
        return frozenset(row.run for row in await self._database.execute(due))

    async def live(self, workspace: str) -> int:
        """How many runs are followed that have not ended. Raises `StoreUnavailable`."""
        about = select(_FOLLOW.run).filter_by(workspace=workspace).where(_IS_LIVE)
        return len(await self._database.rows(about))


class Senders:
    """Which process looks and edits for a workspace: one at a time, by the database's clock."""

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder

    async def hold(self, workspace: str, *, adopt: bool = False) -> bool:
        """Be it, or go on being it, for another `SENDER_LEASE`. Raises `StoreUnavailable`.

        ``adopt``: whoever was it must be dead.
        """
        values = {"holder": self._holder, "leased_until": now() + SENDER_LEASE}
        row = self._database.insert(sender_table).values(workspace=workspace, **values)
        free = or_(_SENDER.leased_until < now(), _SENDER.holder == self._holder)
        row = row.on_conflict_do_update(
            index_elements=["workspace"], set_=values, where=None if adopt else free
        )
        return bool(await self._database.execute(row.returning(_SENDER.holder)))

    async def release(self, workspace: str) -> None:
        """Leave it to another. Raises `StoreUnavailable`."""
        mine = {"workspace": workspace, "holder": self._holder}
        await self._database.execute(delete(sender_table).filter_by(**mine))


def _of_place(place: Place, asker: str | None) -> ColumnElement[bool]:
    """Messages of a channel; of an asker, those of their direct messages, whose ids begin so.

    https://docs.slack.dev/apis/web-api/using-the-conversations-api
    """
    where = _WATCH.channel == place.channel
    if asker is not None:
        where = _WATCH.channel.startswith("D") & (_WATCH.asker == asker)
    return (_WATCH.workspace == place.workspace) & where


def _no_later(due: float) -> ColumnElement[float]:
    """Then, or before that where it is due sooner."""
    return case((or_(_FOLLOW.due.is_(None), _FOLLOW.due > due), due), else_=_FOLLOW.due)


def _remark_columns(remark: Remark | None) -> dict[str, object]:
    if remark is None:
        return dict.fromkeys(("note", "failed", "whom"))
    return {"note": remark.note, "failed": remark.failed, "whom": " ".join(remark.whom)}


def _key(posted: PostedMessage) -> dict[str, str]:
    return {"workspace": posted.place.workspace, "channel": posted.place.channel, "ts": posted.ts}


def _read(row: Row[Any]) -> Watch:
    return Watch(
        PostedMessage(Place(row.workspace, row.channel, row.thread), row.ts),
        Line(row.line),
        row.asker,
        Surface(row.surface),
        row.run,
        tuple(dict.fromkeys((row.told or "").split())),
        row.asked_in,
        row.picture,
        Remark(row.note, row.failed, tuple(row.whom.split())) if row.note is not None else None,
        tuple(dict.fromkeys((row.joined or "").split())),
    )
