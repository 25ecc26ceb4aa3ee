"""One wish with an effect: what was wanted, how far it is, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reply import Reply
from bot.model.request import Actor, Place, Request

#: How far the database's clock, by which a wish was made, and CircleCI's may be apart.
CLOCK_SKEW = timedelta(minutes=1)


class State(StrEnum):
    """How far a write is. `DONE`, `FAILED` and `UNKNOWN` are final."""

    PENDING = "pending"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What somebody wants, and why it is allowed: ``rule`` is the policy's rule. ``key`` is the wish.

    ``delivery``: what Slack calls the delivery that it came by, where that is not the key; it is taken once.
    """

    workspace: str
    key: str
    line: str = field(repr=False)
    words: str
    permission: Permission
    actor: Actor
    place: Place
    reply: Reply
    rule: str
    project: str | None = None
    ref: str | None = None
    delivery: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(Intent):
    """A recorded intent. ``fence``: how often it was taken over; ``created_at`` by the database's clock.

    Once it was sent, ``line`` is the exact one, where the command told one; the row keeps both.
    """

    line: Line = field(repr=False)
    id: str
    state: State
    fence: int
    created_at: datetime

    def request(self) -> Request:
        """What was asked, to go on with it."""
        return Request(self.line, self.actor, self.place, self.reply, self.key, self.created_at)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked the bot for a pipeline: a Slack user; ``here``: in the channel where that is told."""

    user: str
    here: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was started: a pipeline, or by a rerun a workflow."""

    pipeline_id: str | None = None
    number: int | None = None
    workflow_id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class OwedAnswer:
    """A write that ended at ``ended_at``, of which nobody is known to have been told.

    ``typed``: its line as it was asked, where the write's own is the exact one.
    """

    write: Write
    typed: Line = field(repr=False)
    outcome: Outcome
    ended_at: datetime
