"""The tables. All carry the workspace; moments are seconds since the epoch, by the database's clock."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

metadata = MetaData()

_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by INTEGER keys alone

action = Table(
    "action",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("workspace", String(32), nullable=False),
    Column("key", String(2500), nullable=False),
    Column("line", Text, nullable=False),
    Column("words", String(64), nullable=False),
    Column("permission", String(32), nullable=False),
    Column("actor", String(32), nullable=False),
    Column("actor_workspace", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread", String(32)),
    Column("source", String(16), nullable=False),
    Column("message", String(32)),
    Column("response_url", Text),
    Column("rule", Text, nullable=False),
    Column("project", Text),
    Column("ref", Text),
    Column("state", String(16), nullable=False),
    Column("fence", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Double, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("sent_at", Double),
    Column("finished_at", Double),
    Column("pipeline_id", String(64)),
    Column("pipeline_number", Integer),
    Column("why", Text),
    UniqueConstraint("workspace", "key"),
)
Index(
    "action_open",
    action.c.lease_until,
    sqlite_where=action.c.finished_at.is_(None),
    postgresql_where=action.c.finished_at.is_(None),
)

shown = Table(
    "shown",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("workspace", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("depicted", Boolean, nullable=False),
    Column("noun", String(16), nullable=False),
    Column("project", Text, nullable=False),
    Column("thing", String(64)),
    Column("number", Integer),
    Column("at", Double, nullable=False),
    Index("shown_in_thread", "workspace", "channel", "thread"),
    Index("shown_thing", "workspace", "channel", "thing"),
    Index("shown_at", "at"),
)

channel = Table(
    "channel",
    metadata,
    Column("workspace", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("project", Text, nullable=False),
)


class now(GenericFunction[float]):
    """The database's clock, in seconds since the epoch: replicas' own clocks may differ."""

    type = Double()
    name = "database_now"
    inherit_cache = True


@compiles(now, "sqlite")
def _sqlite_now(element: now, compiler: Any, **_: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _postgresql_now(element: now, compiler: Any, **_: object) -> str:
    return "extract(epoch from clock_timestamp())::double precision"
