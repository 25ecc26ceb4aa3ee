"""How many writes there are, and how old the oldest open one is."""

from bot.model.write import Outcome, State
from bot.store import Store
from bot.store.counts import COUNTED_FOR, WriteCounts
from tests.store.rows import Rows, intent


async def test_an_empty_database_has_none(store: Store) -> None:
    assert await store.counts() == WriteCounts({}, 0.0, 0)


async def test_they_are_counted_by_state_with_what_is_owed_and_the_age_of_the_oldest_open_one(
    store: Store, rows: Rows
) -> None:
    for key in ("1", "2", "3", "4"):
        write = await store.writes.record(intent(key))
        if key in "34":
            write = await store.writes.sent(write)
        if key == "4":
            await store.writes.done(write, Outcome())
    await rows.execute("UPDATE action SET created_at = created_at - 90 WHERE key = '3'")
    counts = await store.counts()

    assert counts.by_state == {State.PENDING: 2, State.SENT: 1, State.DONE: 1}
    assert (89 < counts.oldest_open < 100, counts.owed) == (True, 1)


async def test_of_those_that_have_ended_only_a_days_are_counted(store: Store, rows: Rows) -> None:
    for key in ("1", "2"):
        await store.writes.failed(await store.writes.record(intent(key)), "no")
    await rows.execute(f"UPDATE action SET created_at = created_at - {COUNTED_FOR + 1}")
    await store.writes.record(intent("3"))
    await rows.execute(f"UPDATE action SET created_at = created_at - {COUNTED_FOR} WHERE key = '3'")
    counts = await store.counts()

    assert (dict(counts.by_state), counts.owed) == ({State.PENDING: 1}, 2)
    assert counts.oldest_open >= COUNTED_FOR
