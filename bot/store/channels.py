"""A channel's default project, where `use` has set one."""

from typing import Any

from sqlalchemy import Row, select

from bot.circleci.slug import ProjectSlug
from bot.store.engine import Database
from bot.store.tables import channel_default_table as table
from bot.store.tables import now, readable


class Channels:
    """Answers from memory, since every line asks; other processes' changes come with `refresh`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._defaults: dict[tuple[str, str], ProjectSlug] = {}
        self._changes = 0

    def default(self, workspace: str, channel: str) -> ProjectSlug | None:
        """The project that is meant in this channel where none is named."""
        return self._defaults.get((workspace, channel))

    async def set_default(self, workspace: str, channel: str, project: ProjectSlug, *, by: str) -> None:
        """Set it. Raises `StoreUnavailable`."""
        key = {"workspace": workspace, "channel": channel}
        values = {"project": str(project), "set_by": by, "set_at": now()}
        await self._database.execute(self._database.upsert(table, key, values))
        self._changes += 1
        self._defaults[workspace, channel] = project

    async def refresh(self) -> None:
        """Read them all again. Raises `StoreUnavailable`."""
        before = self._changes
        rows = await self._database.rows(select(table))
        if self._changes == before:  # else ours is newer than what was read
            self._defaults = dict(readable(_read, rows, table))


def _read(row: Row[Any]) -> tuple[tuple[str, str], ProjectSlug]:
    return (row.workspace, row.channel), ProjectSlug.parse(row.project)
