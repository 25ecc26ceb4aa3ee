"""What a row of `action` says, as values."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.request import Actor, Place, Request, Source


class State(StrEnum):
    """How far a write is. `DONE`, `FAILED` and `UNKNOWN` are final."""

    PENDING = "pending"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What somebody wants, and why it is allowed: ``rule`` is the policy's rule. ``key`` is the wish."""

    workspace: str
    key: str
    line: str
    words: str
    permission: Permission
    actor: Actor
    place: Place
    source: Source
    message: str | None = None
    response_url: str | None = field(default=None, repr=False)
    rule: str
    project: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(Intent):
    """A recorded intent. ``fence``: how often it was taken over; ``created_at`` by the database's clock.

    Once it was sent, ``line`` is the exact one, where the command told one; the row keeps both.
    """

    line: Line
    id: str
    state: State
    fence: int
    created_at: datetime

    def invocation(self) -> Request:
        """What was asked, to go on with it."""
        return Request(
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
    """What was started: a pipeline, or by a rerun a workflow."""

    pipeline_id: str | None = None
    number: int | None = None
    workflow_id: str | None = None
    url: str | None = None


def columns(intent: Intent) -> dict[str, object]:
    """The row of an intent."""
    place, actor = intent.place, intent.actor
    return {
        "workspace": intent.workspace,
        "key": intent.key,
        "line": intent.line,
        "words": intent.words,
        "permission": intent.permission,
        "actor": actor.id,
        "actor_workspace": actor.workspace,
        "channel": place.channel,
        "thread": place.thread,
        "source": intent.source,
        "message": intent.message,
        "response_url": intent.response_url,
        "rule": intent.rule,
        "project": intent.project,
        "ref": intent.ref,
    }


def new_write(intent: Intent, id: str, created_at: datetime) -> Write:
    """The intent with what the database adds to a new row."""
    said = {each.name: getattr(intent, each.name) for each in fields(Intent)}
    return Write(**said, id=id, state=State.PENDING, fence=0, created_at=created_at)


def read_write(row: Row[Any]) -> Write:
    """A row that was read."""
    return Write(
        id=row.id,
        workspace=row.workspace,
        key=row.key,
        line=Line(row.exact or row.line),
        words=row.words,
        permission=Permission(row.permission),
        actor=Actor(row.actor, row.actor_workspace),
        place=Place(row.workspace, row.channel, row.thread),
        source=Source(row.source),
        message=row.message,
        response_url=row.response_url,
        rule=row.rule,
        project=row.project,
        ref=row.ref,
        state=State(row.state),
        fence=row.fence,
        created_at=row.created_at,
    )
