"""Writes, as they are read for the audit."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.circleci.slug import ProjectSlug
from bot.model.write import Outcome, State
from bot.store import Store, StoreUnavailable
from bot.store.audit import read_audit
from tests.store.rows import Rows, intent

WEEK = timedelta(days=7)
API = ProjectSlug.parse("gh/acme/api")


async def test_what_was_asked_since_then_is_read_while_the_bot_runs_the_oldest_first(
    store: Store, url: str, rows: Rows
) -> None:
    await store.writes.record(intent("old"))
    await rows.execute("UPDATE action SET created_at = created_at - 8 * 86400")
    done = await store.writes.sent(await store.writes.record(intent("done")))
    await store.writes.done(done, Outcome("5034460f-c7c4-4c43-9457-de07e2029e7b", 812))
    await store.writes.failed(
        await store.writes.record(intent("failed", project="gh/acme/api")), "Forbidden: no"
    )
    read = await read_audit(url, WEEK)
    assert [(each.write.write.state, each.write.outcome.number, each.why) for each in read] == [
        (State.DONE, 812, None),
        (State.FAILED, None, "Forbidden: no"),
    ]
    assert [each.write.write.project for each in await read_audit(url, WEEK, API)] == ["gh/acme/api"]
    assert len(await read_audit(url, timedelta(days=9))) == 3


async def test_a_database_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="there's no database"):
        await read_audit(f"sqlite:///{tmp_path / 'none.db'}", WEEK)
    assert list(tmp_path.iterdir()) == []
