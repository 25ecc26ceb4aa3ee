"""The rows of writes, as somebody reads them who wants to know what was done."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot.circleci.slug import ProjectSlug
from bot.model.write import OwedAnswer
from bot.store.engine import Database, StoreUnavailable, parse_url
from bot.store.schema import behind
from bot.store.tables import now, read_owed, readable
from bot.store.tables import write_table as table


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """``write``: with what came of it; ``why``: it failed."""

    write: OwedAnswer
    why: str | None


async def read_audit(
    url: str, since: timedelta, project: ProjectSlug | None = None
) -> tuple[AuditEntry, ...]:
    """What was asked since then, the oldest first. The bot may run. Raises `StoreUnavailable`."""
    database = Database(parse_url(url))
    try:
        if database.sqlite and not (database.file and database.file.is_file()):
            raise StoreUnavailable(f"there's no database {database.file or 'file'} yet")
        if await behind(database):
            raise StoreUnavailable("the database is older than this program: run `ringmaster migrate`")
        chosen = select(table).where(table.c.created_at > now() - since.total_seconds())
        if project is not None:
            chosen = chosen.where(table.c.project == str(project))
        rows = await database.rows(chosen.order_by(table.c.created_at, table.c.id))
        return tuple(readable(lambda row: AuditEntry(read_owed(row), row.why), rows, table))
    finally:
        await database.close()
