"""The indexes, and with them the whole schema: for who makes the tables, not for who asks them.

What is said here for PostgreSQL loads all that SQLAlchemy has of it, also where the database is SQLite.
"""

from sqlalchemy import Index, text

from bot.store.tables import (
    IS_OPEN,
    IS_OWED,
    WITH_VALUES,
    delivery_table,
    follow_table,
    held_table,
    metadata,
    shown_table,
    watch_table,
    write_table,
)

__all__ = ["metadata"]

_ONCE = text("state IN ('sent', 'done')")

_write, _shown, _watch, _follow = write_table.c, shown_table.c, watch_table.c, follow_table.c
Index("action_created", _write.created_at)
Index("action_with_values", _write.created_at, sqlite_where=WITH_VALUES, postgresql_where=WITH_VALUES)
Index("action_open", _write.leased_until, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
Index("action_owed", _write.tell_at, sqlite_where=IS_OWED, postgresql_where=IS_OWED)
Index(
    "action_target",
    _write.workspace,
    _write.target,
    unique=True,
    sqlite_where=_ONCE,
    postgresql_where=_ONCE,
)
Index("shown_thing", _shown.workspace, _shown.channel, _shown.thing)
Index("shown_thread", _shown.workspace, _shown.channel, _shown.thread)
Index("shown_at", _shown.at)
Index("watch_run", _watch.workspace, _watch.channel, _watch.run)  # of a version before
Index("watch_of_run", _watch.workspace, _watch.run)
Index("watch_at", _watch.at)
Index("follow_due", _follow.workspace, _follow.due)
Index("follow_at", _follow.at)
Index("held_at", held_table.c.at)
Index("delivery_at", delivery_table.c.at)
