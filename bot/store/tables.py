"""The tables, and a row of `action` as a value. Every table carries the workspace. Their indexes: `indexes`.

Moments are seconds since 1970 by the database's clock, which is the same number in both engines, and
which alone decides whose lease has run out.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place
from bot.model.write import Intent, Outcome, OwedAnswer, State, Write

_T = TypeVar("_T")
log = structlog.get_logger()

metadata = sa.MetaData()

#: The newest migration. A database that is behind it can't be used.
HEAD = "0019"


class now(FunctionElement[float]):
    """The database's clock, in seconds since 1970; the same throughout a statement."""

    type = sa.Double()
    inherit_cache = True


@compiles(now, "sqlite")
def _(element: now, compiler: SQLCompiler, **_: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _(element: now, compiler: SQLCompiler, **_: object) -> str:
    return "extract(epoch from statement_timestamp())::double precision"


def _texts(*names: str, primary_key: bool = False, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, primary_key=primary_key, nullable=nullable) for name in names]


#: Also in statements about such rows: as they are, so that the indexes of them serve.
IS_OPEN = sa.text("state IN ('pending', 'sent')")
IS_OWED = sa.text("tell_at IS NOT NULL AND told_at IS NULL")
WITH_VALUES = sa.text("forgotten IS NULL")

#: Writes: what was asked, by whom, why it was allowed, and how it ended. The audit trail, too.
#: ``tell_at``: its answer is owed, from then on by the clock of who tells it; ``told_at``: Slack took it.
#: ``tellings``: how often one has begun to say it who was not heard of since.
#: ``forgotten``: it is old, and its parameters' values are gone.
write_table = sa.Table(
    "action",
    metadata,
    *_texts("id", primary_key=True),
    *_texts("workspace", "key", "line", "words", "permission", "actor", "actor_workspace", "channel"),
    *_texts("source", "rule", "state", "holder"),
    *_texts("thread", "message", "response_url", "project", "ref", nullable=True),
    sa.Column("fence", sa.Integer, nullable=False),
    *(sa.Column(name, sa.Double, nullable=False) for name in ("leased_until", "created_at", "changed_at")),
    sa.Column("pipeline_number", sa.BigInteger),
    *_texts("pipeline_id", "workflow_id", "exact", "target", "url", "why", nullable=True),
    *(sa.Column(name, sa.Double) for name in ("tell_at", "told_at")),
    sa.Column("forgotten", sa.Boolean),
    sa.Column("tellings", sa.Integer),
    sa.UniqueConstraint("workspace", "key", name="action_wish"),
)


#: What is called alike in an intent, a write and their row.
_ALIKE = ("workspace", "key", "words", "rule", "project", "ref")


def write_columns(intent: Intent) -> dict[str, object]:
    """The row of an intent."""
    place, actor, reply = intent.place, intent.actor, intent.reply
    return {name: getattr(intent, name) for name in (*_ALIKE, "line", "permission")} | {
        "actor": actor.id,
        "actor_workspace": actor.workspace,
        "channel": place.channel,
        "thread": place.thread,
        "source": reply.surface,
        "message": reply.message,
        "response_url": reply.response_url,
    }


def recorded_write(intent: Intent, id: str, created_at: float) -> Write:
    """What was just recorded, without reading it again."""
    given = {each.name: getattr(intent, each.name) for each in fields(Intent)}
    at = datetime.fromtimestamp(created_at, UTC)
    return Write(**given | {"line": Line(intent.line)}, id=id, state=State.PENDING, fence=0, created_at=at)


def read_write(row: sa.Row[Any]) -> Write:
    """A row that was read."""
    return Write(
        **{name: getattr(row, name) for name in (*_ALIKE, "id", "fence")},
        line=Line(row.exact or row.line),
        permission=Permission(row.permission),
        actor=Actor(row.actor, row.actor_workspace),
        place=Place(row.workspace, row.channel, row.thread),
        reply=Reply(Surface(row.source), row.message, row.response_url),
        state=State(row.state),
        created_at=datetime.fromtimestamp(row.created_at, UTC),
    )


def read_owed(row: sa.Row[Any]) -> OwedAnswer:
    """A row that has ended."""
    outcome = Outcome(row.pipeline_id, row.pipeline_number, row.workflow_id, row.url)
    return OwedAnswer(read_write(row), Line(row.line), outcome, datetime.fromtimestamp(row.changed_at, UTC))


def readable(read: Callable[[sa.Row[Any]], _T], rows: Iterable[sa.Row[Any]], table: sa.Table) -> list[_T]:
    """What is read of several: one row of another version's, or a spoilt one, holds up no other."""
    found = list[_T]()
    for row in rows:
        try:
            found.append(read(row))
        except Exception as error:  # noqa: BLE001  by its key: what else is in it may be a secret
            key = {each.name: getattr(row, each.name, None) for each in table.primary_key}
            log.error("a row can't be read", table=table.name, error=type(error).__name__, **key)
    return found


#: What our messages show, so that a thread or the start of an id can refer to it.
shown_table = sa.Table(
    "shown",
    metadata,
    *_texts("workspace", "channel", "ts", primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    *_texts("thread", "noun", "project"),
    sa.Column("depicted", sa.Boolean, nullable=False),
    sa.Column("thing", sa.Text),
    sa.Column("number", sa.BigInteger),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("asker", sa.Text),  # these three are of a version before, and go when no process has it
    sa.Column("details", sa.Boolean),
    sa.Column("given", sa.Text),
)

#: Messages that must stay true: the line that draws each, who asked, and the pipeline that it depicts.
#: ``picture``: a digest of how it looks, where that is known; ``note``, ``failed``, ``whom``: its remark.
#: ``left``: the line of one that was left, which has none of its own; ``joined``: who else is told of it.
watch_table = sa.Table(
    "watch",
    metadata,
    *_texts("workspace", "channel", "ts", primary_key=True),
    sa.Column("thread", sa.Text),
    *_texts("line", "asker", "surface", "run"),
    *_texts("told", "asked_in", "picture", "note", "whom", "left", "joined", nullable=True),
    sa.Column("failed", sa.Boolean),
    sa.Column("at", sa.Double, nullable=False),
)

#: Runs that are looked at again by themselves, when next by the senders' clock: none once nothing can happen.
#: ``seen``: when CircleCI last told how it is; ``ended``: when it told first that all of it has ended.
follow_table = sa.Table(
    "follow",
    metadata,
    *_texts("workspace", "run", primary_key=True),
    sa.Column("due", sa.Double),
    sa.Column("touched", sa.Double, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
    *(sa.Column(name, sa.Double) for name in ("seen", "ended")),
)

#: The one process that looks and edits for a workspace, so that its budgets need not be shared.
sender_table = sa.Table(
    "sender",
    metadata,
    *_texts("workspace", primary_key=True),
    *_texts("holder"),
    sa.Column("leased_until", sa.Double, nullable=False),
)

#: What channels want to hear of. ``project``: a slug; ``branch``, ``workflow``: globs.
subscription_table = sa.Table(
    "subscription",
    metadata,
    *_texts("workspace", "channel", "project", "branch", primary_key=True),
    *_texts("events", "asker"),
    *_texts("workflow", "login", "cause", "mention", nullable=True),
    sa.Column("remind", sa.Double),
    sa.Column("at", sa.Double, nullable=False),
)

#: Channels that want to hear nothing until then, in seconds since 1970, or at these hours of each week;
#: ``breaks``: but of failures of default branches.
quiet_table = sa.Table(
    "quiet",
    metadata,
    *_texts("workspace", "channel", primary_key=True),
    sa.Column("until", sa.Double, nullable=False),
    sa.Column("hours", sa.Text),
    sa.Column("breaks", sa.Boolean),
)

#: What quiet channels were not told, and whether they were since.
held_table = sa.Table(
    "held",
    metadata,
    *_texts("workspace", "channel", "run", "key", primary_key=True),
    *_texts("event", "project", "asker"),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("branch", sa.Text),
    sa.Column("told", sa.Boolean, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
)

#: When channels are told how their projects stand, and when next by the senders' clock.
digest_table = sa.Table(
    "digest",
    metadata,
    *_texts("workspace", "channel", primary_key=True),
    *_texts("times", "asker"),
    sa.Column("due", sa.Double, nullable=False),
)

#: A channel's default project, where `use` has set one.
channel_default_table = sa.Table(
    "channel_default",
    metadata,
    *_texts("workspace", "channel", primary_key=True),
    *_texts("project", "set_by"),
    sa.Column("set_at", sa.Double, nullable=False),
)

#: Deliveries of Slack's that were taken, when, by the database's clock.
delivery_table = sa.Table(
    "delivery",
    metadata,
    *_texts("workspace", "id", primary_key=True),
    sa.Column("at", sa.Double, nullable=False),
)
