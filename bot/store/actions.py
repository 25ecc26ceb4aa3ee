"""Writes as rows: ``pending → sent → done | failed | unknown``. The same rows are the audit trail.

A row is somebody's for the length of a lease, by the database's clock; the fence counts its owners, and
whoever has an old one finds every step refused.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, select, update

from bot.model.invocation import Actor, Invocation, Place, Source
from bot.model.permission import Permission
from bot.store.session import Session, StoreUnavailable
from bot.store.tables import action as table
from bot.store.tables import now

__all__ = [
    "LEASE",
    "Action",
    "Actions",
    "AlreadyRecorded",
    "Intent",
    "Lost",
    "Outcome",
    "State",
    "StoreUnavailable",
]

#: How long a row is ours without a renewal.
LEASE = timedelta(seconds=30)

#: How often a row is taken up before it is given up as poison.
ATTEMPTS = 5


class State(StrEnum):
    """``sent`` is committed before the call that starts something: that row may have acted."""

    PENDING = "pending"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody wants, where, and why they may: ``rule`` is the policy's. ``key`` makes it one wish."""

    workspace: str
    key: str
    line: str
    words: str
    permission: Permission
    actor: Actor
    place: Place
    source: Source
    rule: str
    message: str | None = None
    response_url: str | None = field(default=None, repr=False)
    project: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Action(Intent):
    """A row as it was when we last wrote it."""

    id: int = 0
    state: State = State.PENDING
    fence: int = 0
    attempts: int = 0
    created_at: datetime = datetime.min

    def invocation(self) -> Invocation:
        """What was asked, to be carried out by another process than the one that was asked."""
        return Invocation(
            line=self.line,
            actor=self.actor,
            place=self.place,
            source=self.source,
            key=self.key,
            received_at=self.created_at,
            message=self.message,
            response_url=self.response_url,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    pipeline_id: str | None = None
    number: int | None = None


class AlreadyRecorded(Exception):
    """This wish has a row already."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.key)
        self.action = action


class Lost(Exception):
    """The row is no longer ours: its lease ran out, and another process has it."""


class Actions:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def record(self, intent: Intent) -> Action:
        """Commit what is wanted, as ours. Raises `AlreadyRecorded` and `StoreUnavailable`."""
        values = _values(intent) | {
            "state": State.PENDING,
            "fence": 1,
            "attempts": 1,
            "created_at": now(),
            "lease_until": now() + LEASE.total_seconds(),
        }
        statement = self._session.insert(table).values(values).on_conflict_do_nothing().returning(table)
        async with self._session.begin() as connection:
            row = (await connection.execute(statement)).mappings().first()
            if row is None:
                mine = (table.c.workspace == intent.workspace) & (table.c.key == intent.key)
                first = (await connection.execute(select(table).where(mine))).mappings().one()
                raise AlreadyRecorded(_action(first))
        return _action(row)

    async def sent(self, action: Action) -> Action:
        """Commit that the call which starts something is about to be made."""
        await self._step(action, {"state": State.SENT, "sent_at": now()}, State.PENDING)
        return replace(action, state=State.SENT)

    async def done(self, action: Action, outcome: Outcome) -> None:
        found = {"pipeline_id": outcome.pipeline_id, "pipeline_number": outcome.number}
        await self._finish(action, State.DONE, **found)

    async def failed(self, action: Action, why: str) -> None:
        """It has certainly started nothing."""
        await self._finish(action, State.FAILED, why=why)

    async def unknown(self, action: Action) -> None:
        """It may have started something, and nobody can tell."""
        await self._finish(action, State.UNKNOWN)

    async def renew(self, action: Action) -> None:
        """Keep the row for another `LEASE`."""
        await self._step(action, {"lease_until": now() + LEASE.total_seconds()}, State.PENDING, State.SENT)

    async def claim(self, limit: int, *, adopt_all: bool = False) -> tuple[Action, ...]:
        """Take over open rows whose lease ran out; ``adopt_all``: whoever has them is dead."""
        due = select(table.c.id).where(table.c.finished_at.is_(None))
        if not adopt_all:
            due = due.where(table.c.lease_until < now())
        due = due.order_by(table.c.id).limit(limit).with_for_update(skip_locked=True)
        statement = (
            update(table)
            .where(table.c.id.in_(due.scalar_subquery()))
            .values(
                fence=table.c.fence + 1,
                attempts=table.c.attempts + 1,
                lease_until=now() + LEASE.total_seconds(),
            )
            .returning(table)
        )
        async with self._session.begin() as connection:
            rows = (await connection.execute(statement)).mappings().all()
        return tuple(sorted((_action(row) for row in rows), key=lambda action: action.id))

    async def _finish(self, action: Action, state: State, **values: object) -> None:
        finished = {"state": state, "finished_at": now(), "response_url": None}
        await self._step(action, finished | values, State.PENDING, State.SENT)

    async def _step(self, action: Action, values: dict[str, Any], *from_states: State) -> None:
        ours = (table.c.id == action.id) & (table.c.fence == action.fence) & table.c.state.in_(from_states)
        async with self._session.begin() as connection:
            changed = await connection.execute(update(table).where(ours).values(values))
        if changed.rowcount != 1:
            raise Lost(action.key)


def _values(intent: Intent) -> dict[str, Any]:
    values = asdict(intent)
    values["actor"], values["actor_workspace"] = intent.actor.id, intent.actor.workspace
    values["channel"], values["thread"] = intent.place.channel, intent.place.thread
    del values["place"]
    return values


def _action(row: RowMapping) -> Action:
    return Action(
        workspace=row["workspace"],
        key=row["key"],
        line=row["line"],
        words=row["words"],
        permission=Permission(row["permission"]),
        actor=Actor(row["actor"], row["actor_workspace"]),
        place=Place(row["workspace"], row["channel"], row["thread"]),
        source=Source(row["source"]),
        rule=row["rule"],
        message=row["message"],
        response_url=row["response_url"],
        project=row["project"],
        ref=row["ref"],
        id=row["id"],
        state=State(row["state"]),
        fence=row["fence"],
        attempts=row["attempts"],
        created_at=datetime.fromtimestamp(row["created_at"], UTC),
    )
