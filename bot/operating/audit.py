"""`ringmaster audit`: who asked for what, where, and which rule allowed it."""

import json
from collections.abc import Sequence
from datetime import timedelta

from bot.model.plain import printable
from bot.operating.projects import project_slug
from bot.settings import CannotStart, Settings
from bot.store import StoreUnavailable
from bot.store.audit import AuditEntry, read_audit
from bot.store.retention import without_values


async def run_audit(
    settings: Settings, since: timedelta, project: str | None, *, values: bool, as_json: bool
) -> str:
    """What to print: a line for each write, the oldest first, with tabs between; or one JSON array.

    ``values``: with what parameters were set to. Raises `CannotStart`, and `NoSuchProject` of `projects`.
    """
    slug = project_slug(settings, project) if project is not None else None
    try:
        entries = await read_audit(settings.secret("database_url"), since, slug)
    except StoreUnavailable as error:
        raise CannotStart(f"Can't read the audit: {error}.") from error
    rows = [_row(entry, values=values) for entry in entries]
    return json.dumps(rows, ensure_ascii=False) if as_json else _table(rows)


def _row(entry: AuditEntry, *, values: bool) -> dict[str, str | int | None]:
    """The fields of the JSON, which stay: `deploy/README.md` lists them."""
    owed, write = entry.write, entry.write.write
    line = owed.typed if values else without_values(owed.typed)
    why = (
        entry.why if entry.why is None or line == owed.typed else entry.why.partition(":")[0]
    )  # it may quote one
    return {
        "id": write.id,
        "asked_at": write.created_at.isoformat(timespec="seconds"),
        "changed_at": owed.ended_at.isoformat(timespec="seconds"),
        "user": write.actor.id,
        "channel": write.place.channel,
        "thread": write.place.thread,
        "line": line,
        "project": write.project,
        "ref": write.ref,
        "permission": write.permission.value,
        "rule": write.rule,
        "state": write.state.value,
        "why": why,
        "pipeline": owed.outcome.number,
        "workflow": owed.outcome.workflow_id,
    }


def _table(rows: Sequence[dict[str, str | int | None]]) -> str:
    lines = []
    for row in rows:
        state = f"{row['state']} #{row['pipeline']}" if row["pipeline"] else row["state"]
        told = f"{state}: {row['why']}" if row["why"] else state
        where = row["project"] or ""
        where = f"{where}@{row['ref']}" if row["ref"] else where
        cells = (row["asked_at"], row["user"], row["channel"], row["line"], where, told, row["rule"])
        lines.append("\t".join(" ".join(printable(str(cell)).split()) for cell in cells))
    return "\n".join(lines) or "Nothing was asked for in that time."
