"""What is old leaves the database, a little at a time."""

import pytest
from sqlalchemy import update

from bot.model.line import Line
from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import Surface
from bot.model.write import Outcome
from bot.store import Store, retention
from bot.store.retention import KEPT_SECONDS, without_values
from bot.store.tables import delivery_table, follow_table, now, watch_table, write_table
from tests.store.rows import PLACE, Rows, intent

DAY = 24 * 3600.0
LINE = 'trigger web@main note="two words=here" env = prod'


async def ended(store: Store, days: float, key: str = "1", line: str = LINE) -> str:
    """A write that was asked and done so many days ago; gives its row's id."""
    write = await store.writes.record(intent(key, line=line))
    await store.writes.done(await store.writes.sent(write, write.line, key), Outcome())
    await aged(store, write.id, days)
    return write.id


async def aged(store: Store, id: str, days: float) -> None:
    statement = update(write_table).filter_by(id=id)
    await store._database.execute(statement.values(created_at=now() - days * DAY))


@pytest.mark.parametrize(("days", "kept"), [(89.0, True), (91.0, False)])
async def test_writes_are_kept_for_as_long_as_is_set(
    store: Store, rows: Rows, days: float, kept: bool
) -> None:
    await ended(store, days)
    await store.retention.turn(90)
    assert bool(await rows.actions()) is kept


async def test_a_write_that_has_not_ended_stays_however_old_it_is(store: Store, rows: Rows) -> None:
    write = await store.writes.record(intent(line=LINE))
    await aged(store, write.id, 1000)
    await store.retention.turn(90)
    assert [row["line"] for row in await rows.actions()] == [LINE]


@pytest.mark.parametrize(("days", "gone"), [(29.0, False), (31.0, True)])
async def test_after_thirty_days_only_the_names_of_parameters_are_kept(
    store: Store, rows: Rows, days: float, gone: bool
) -> None:
    await ended(store, days)
    await store._database.execute(update(write_table).values(why="Refused: two words=here is no environment"))
    await store.retention.turn(365)
    [row] = await rows.actions()
    assert ("two words" in str(row)) is not gone
    if gone:
        assert row["line"] == row["exact"] == "trigger web@main note=… env=…"
        assert row["why"] == "Refused"


async def test_what_has_no_parameters_is_kept_as_it_was_typed(store: Store, rows: Rows) -> None:
    await ended(store, 31, line="trigger web@main")
    await store._database.execute(update(write_table).values(why="CircleCIRefused: branch not found"))
    await store.retention.turn(365)
    [row] = await rows.actions()
    assert (row["line"], row["why"]) == ("trigger web@main", "CircleCIRefused: branch not found")


async def test_rows_go_in_small_pieces_until_none_is_left(
    store: Store, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PIECE", 3)
    for key in map(str, range(8)):
        await ended(store, 100, key)
    left = []
    for _ in range(4):
        await store.retention.turn(90)
        left.append(len(await rows.actions()))
    assert left == [5, 2, 0, 0]


async def test_deliveries_are_known_for_a_day(store: Store) -> None:
    for id, hours in (("old", 25), ("new", 23)):
        assert await store.deliveries.take("T0ACME", id)
        aged = update(delivery_table).filter_by(id=id).values(at=now() - hours * 3600)
        await store._database.execute(aged)
    await store.retention.turn(365)
    assert [await store.deliveries.take("T0ACME", id) for id in ("old", "new")] == [True, False]


@pytest.mark.parametrize(("due", "kept"), [(5.0, True), (None, False)])
async def test_a_message_whose_run_still_goes_on_is_kept_true_however_long_that_takes(
    store: Store, due: float | None, kept: bool
) -> None:
    posted = PostedMessage(PLACE, "1700000000.000100")
    await store.watches.keep(Watch(posted, Line("status web#812"), "U0ANA", Surface.COMMAND, "p-812"), 5.0)
    [followed] = await store.watches.due(PLACE.workspace, 5.0, 1)
    await store.watches.schedule(followed, due)
    for table in (watch_table, follow_table):
        await store._database.execute(update(table).values(at=now() - KEPT_SECONDS - DAY))
    await store.retention.turn(365)
    assert bool(await store.watches.of_runs(PLACE.workspace, ("p-812",))) is kept
    assert await store.watches.live(PLACE.workspace) == kept


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("trigger web@main", "trigger web@main"),
        ("trigger web@main a=1", "trigger web@main a=…"),
        ("trigger web@main a=1 b='x y=z' c=\"p q\"", "trigger web@main a=… b=… c=…"),
        ('trigger web@main note="say \\"k=Gr4nite\\" now"', "trigger web@main note=…"),
        ("trigger web@main note=hello loose words", "trigger web@main note=…"),
        ("trigger web@main note = hello", "trigger web@main note=…"),
        ('trigger a=x"y z"w b=2', "trigger a=… b=…"),
        ('trigger a="never closed b c', "trigger a=…"),
        ("trigger web@main a=", "trigger web@main a=…"),
        ("trigger web@main 'a=Gr4nite owl' b=1", "trigger web@main 'a=… b=…"),
        ('trigger web@main "a"="Gr4nite"', 'trigger web@main "a"=…'),
        ("trigger web@main (a=Gr4nite)", "trigger web@main (a=…"),
        ("trigger web@main,a=Gr4nite", "trigger web@main,a=…"),
        ("trigger web@main été=Gr4nite", "trigger web@main été=…"),
        ("trigger web@main a+=Gr4nite", "trigger web@main a=…"),
        ("trigger web@main a:Gr4nite", "trigger web@main a=…"),
        ("trigger web@main a: Gr4nite", "trigger web@main a=…"),
        ('trigger web@main {"a":"Gr4nite"}', 'trigger web@main {"a"=…'),
        (
            "cancel https://app.circleci.test/p/1?token=Gr4nite",
            "cancel https://app.circleci.test/p/1?token=…",
        ),
        ("cancel https://app.circleci.test/p/1", "cancel https://app.circleci.test/p/1"),
        ('rollback web production --reason="It fails"', 'rollback web production --reason="It fails"'),
        (
            'rollback web production --reason "It fails: a=500" note=Gr4nite',
            'rollback web production --reason "It fails: a=500" note=…',
        ),
        ("quiet Mon-Fri 18:00-08:00 Europe/Berlin", "quiet Mon-Fri 18:00-08:00 Europe/Berlin"),
    ],
)
def test_a_line_without_values_has_nothing_of_them(line: str, kept: str) -> None:
    assert without_values(line) == kept
