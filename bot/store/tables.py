"""The tables, and a row of `action` as a value. Every table carries the workspace.

Moments are seconds since 1970 by the database's clock, which is the same number in both engines, and
which alone decides whose lease has run out.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place
from bot.model.write import Intent, State, Write

metadata = MetaData()

#: The newest migration. A database that is behind it can't be used.
HEAD = "0004"


class EpochSeconds(TypeDecorator[datetime]):
    """A point in time."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        return value.timestamp() if value is not None else None

    def process_result_value(self, value: float | None, dialect: Dialect) -> datetime | None:
        return datetime.fromtimestamp(value, UTC) if value is not None else None


class now(FunctionElement[float]):
    """The database's clock, in seconds since 1970; the same throughout a statement."""

    type = Double()
    inherit_cache = True


@compiles(now, "sqlite")
def _(element: now, compiler: SQLCompiler, **_: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _(element: now, compiler: SQLCompiler, **_: object) -> str:
    return "extract(epoch from statement_timestamp())::double precision"


#: Writes: what was asked, by whom, why it was allowed, and how it ended. The audit trail, too.
write_table = Table(
    "action",
    metadata,
    Column("id", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("permission", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("source", Text, nullable=False),
    Column("message", Text),
    Column("response_url", Text),
    Column("rule", Text, nullable=False),
    Column("project", Text),
    Column("ref", Text),
    Column("state", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("holder", Text, nullable=False),
    Column("leased_until", EpochSeconds, nullable=False),
    Column("created_at", EpochSeconds, nullable=False),
    Column("changed_at", EpochSeconds, nullable=False),
    Column("pipeline_id", Text),
    Column("pipeline_number", BigInteger),
    Column("workflow_id", Text),
    Column("exact", Text),
    Column("target", Text),
    Column("url", Text),
    Column("why", Text),
    UniqueConstraint("workspace", "key", name="action_wish"),
)
_OPEN = text("state IN ('pending', 'sent')")
Index("action_open", write_table.c.leased_until, sqlite_where=_OPEN, postgresql_where=_OPEN)
_ONCE = text("state IN ('sent', 'done')")
Index(
    "action_target",
    write_table.c.workspace,
    write_table.c.target,
    unique=True,
    sqlite_where=_ONCE,
    postgresql_where=_ONCE,
)


def write_columns(intent: Intent) -> dict[str, object]:
    """The row of an intent."""
    place, actor, reply = intent.place, intent.actor, intent.reply
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
        "source": reply.surface,
        "message": reply.message,
        "response_url": reply.response_url,
        "rule": intent.rule,
        "project": intent.project,
        "ref": intent.ref,
    }


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
        reply=Reply(Surface(row.source), row.message, row.response_url),
        rule=row.rule,
        project=row.project,
        ref=row.ref,
        state=State(row.state),
        fence=row.fence,
        created_at=row.created_at,
    )


#: What our messages show, so that a thread or the start of an id can refer to it.
shown_table = Table(
    "shown",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("ts", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("thread", Text, nullable=False),
    Column("depicted", Boolean, nullable=False),
    Column("noun", Text, nullable=False),
    Column("project", Text, nullable=False),
    Column("thing", Text),
    Column("number", BigInteger),
    Column("at", EpochSeconds, nullable=False),
    Column("asker", Text),  # these three are of a version before: they go when no process has it any more
    Column("details", Boolean),
    Column("given", Text),
)
Index("shown_thing", shown_table.c.workspace, shown_table.c.channel, shown_table.c.thing)
Index("shown_thread", shown_table.c.workspace, shown_table.c.channel, shown_table.c.thread)
Index("shown_at", shown_table.c.at)

#: Messages that must stay true: the line that draws each, who asked, and the pipeline that it depicts.
watch_table = Table(
    "watch",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("ts", Text, primary_key=True),
    Column("thread", Text),
    Column("line", Text, nullable=False),
    Column("asker", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("at", EpochSeconds, nullable=False),
)
Index("watch_run", watch_table.c.workspace, watch_table.c.channel, watch_table.c.run)
Index("watch_at", watch_table.c.at)

#: A channel's default project, where `use` has set one.
channel_default_table = Table(
    "channel_default",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("project", Text, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", EpochSeconds, nullable=False),
)
