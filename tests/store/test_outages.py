"""A database that does not answer: refused within two seconds, and what was refused stays refused."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

import pytest
from pytest_mock import MockerFixture

from bot.model.deeds import NotRecorded
from bot.model.write import Outcome, State
from bot.store import Store, StoreUnavailable, migrate, open_store
from bot.store.leases import LeaseLost
from bot.store.writes import TURNS_UP, AlreadyRecorded
from tests.store.rows import Rows, intent

SOON = 2.5


async def test_a_locked_database_refuses_soon_and_takes_writes_again_afterwards(
    store: Store, rows: Rows
) -> None:
    async with rows.locked():
        asked = monotonic()
        with pytest.raises(StoreUnavailable):
            await store.writes.record(intent())
        assert monotonic() - asked < SOON
    await rows.leases_run_out()
    assert await store.writes.claim(10) == ()
    assert await rows.states() in ([], ["failed"])
    assert (await store.writes.record(intent("2"))).key == "2"


async def test_twenty_at_once_are_refused_as_soon_as_one(hasty: Store, rows: Rows) -> None:
    async with rows.locked():
        asked = monotonic()
        wishes = (hasty.writes.record(intent(str(number))) for number in range(20))
        refused = await asyncio.gather(*wishes, return_exceptions=True)
        assert monotonic() - asked < SOON
    assert {type(each) for each in refused} == {StoreUnavailable}
    await rows.leases_run_out()
    assert await hasty.writes.claim(100) == ()


async def test_an_outage_reads_as_not_recorded_wherever_it_surfaces() -> None:
    error = StoreUnavailable("the database can't be reached")
    assert isinstance(error, NotRecorded)
    assert str(error) == "the database can't be reached"


@pytest.fixture
def answers_get_lost(store: Store, mocker: MockerFixture) -> Callable[[], None]:
    """From now on what is written is committed, and the answer is lost on the way."""
    write = store._database.in_turn

    async def written(transaction: Callable[[], Awaitable[Any]], patience: float | None = None) -> None:
        await write(transaction, patience)
        raise StoreUnavailable("the answer was lost")

    def from_now_on() -> None:
        mocker.patch.object(store._database, "in_turn", written)

    return from_now_on


async def test_a_refused_wish_that_was_committed_all_the_same_is_never_begun(
    store: Store, rows: Rows, mocker: MockerFixture, answers_get_lost: Callable[[], None]
) -> None:
    answers_get_lost()
    with pytest.raises(StoreUnavailable):
        await store.writes.record(intent())
    mocker.stopall()
    assert await rows.states() == ["pending"]
    await rows.leases_run_out()
    assert await store.writes.claim(10) == ()
    [row] = await rows.actions()
    assert (row["state"], row["response_url"]) == ("failed", None)


async def test_who_wishes_it_again_is_not_told_that_it_is_under_way(
    store: Store, rows: Rows, mocker: MockerFixture, answers_get_lost: Callable[[], None]
) -> None:
    answers_get_lost()
    with pytest.raises(StoreUnavailable):
        await store.writes.record(intent())
    mocker.stopall()
    with pytest.raises(AlreadyRecorded) as caught:
        await store.writes.record(intent())
    assert caught.value.write.state is State.FAILED
    assert await rows.states() == ["failed"]


async def test_a_wish_that_was_not_sent_is_never_begun_though_it_says_sent(
    store: Store, rows: Rows, mocker: MockerFixture, answers_get_lost: Callable[[], None]
) -> None:
    write = await store.writes.record(intent())
    answers_get_lost()
    with pytest.raises(StoreUnavailable):
        await store.writes.sent(write)
    mocker.stopall()
    await rows.leases_run_out()
    assert await store.writes.claim(10) == ()
    assert await rows.states() == ["failed"]


async def test_a_refused_wish_that_turns_up_late_is_not_begun_either(
    store: Store, rows: Rows, mocker: MockerFixture
) -> None:
    write = store._database.in_turn
    late: list[Callable[[], Awaitable[Any]]] = []

    async def hold(transaction: Callable[[], Awaitable[Any]], patience: float | None = None) -> None:
        late.append(transaction)
        raise StoreUnavailable("it has not answered")

    mocker.patch.object(store._database, "in_turn", hold)
    with pytest.raises(StoreUnavailable):
        await store.writes.record(intent())
    mocker.stopall()
    assert await store.writes.claim(10) == ()
    await write(late[0])
    assert await rows.states() == ["pending"]
    await rows.leases_run_out()
    assert await store.writes.claim(10) == ()
    assert await rows.states() == ["failed"]


async def test_what_was_refused_is_forgotten_when_it_can_not_turn_up_any_more(
    store: Store, mocker: MockerFixture, answers_get_lost: Callable[[], None]
) -> None:
    answers_get_lost()
    with pytest.raises(StoreUnavailable):
        await store.writes.record(intent())
    mocker.stopall()
    mocker.patch("bot.store.writes.monotonic", return_value=monotonic() + TURNS_UP + 1)
    await store.writes.claim(10)
    assert store.writes._refused == {}


@pytest.mark.parametrize("end", ["done", "failed", "unknown"])
async def test_an_end_that_the_database_does_not_take_is_written_later(
    hasty: Store, rows: Rows, end: str
) -> None:
    write = await hasty.writes.sent(await hasty.writes.record(intent()))
    async with rows.locked():
        match end:
            case "done":
                assert (await hasty.writes.done(write, Outcome("5034460f", 812))).state == "done"
            case "failed":
                await hasty.writes.failed(write, "404")
            case "unknown":
                await hasty.writes.unknown(write)
    await rows.leases_run_out()
    assert await hasty.writes.claim(10) == ()
    assert await rows.states() == [end]


async def test_an_end_that_is_owed_gives_way_to_who_took_the_row_over(
    store: Store, rows: Rows, mocker: MockerFixture
) -> None:
    write = await store.writes.sent(await store.writes.record(intent()))
    mocker.patch.object(store._database, "in_turn", side_effect=StoreUnavailable("down"))
    await store.writes.done(write, Outcome())
    mocker.stopall()
    await rows.execute("UPDATE action SET fence = fence + 1, holder = 'another'")
    assert await store.writes.claim(10) == ()
    assert await rows.states() == ["sent"]
    with pytest.raises(LeaseLost):
        await store.writes.renew(write)


async def test_what_is_owed_is_written_at_the_latest_on_closing(
    store: Store, rows: Rows, mocker: MockerFixture
) -> None:
    write = await store.writes.record(intent())
    mocker.patch.object(store._database, "in_turn", side_effect=StoreUnavailable("down"))
    await store.writes.failed(write, "404")
    mocker.stopall()
    await store.close()
    assert await rows.states() == ["failed"]


async def test_closing_while_the_database_is_down_takes_no_longer(hasty: Store, rows: Rows) -> None:
    async with rows.locked():
        with pytest.raises(StoreUnavailable):
            await hasty.writes.record(intent())
        asked = monotonic()
        await hasty.close()
        assert monotonic() - asked < 2 * SOON


async def test_a_caller_that_gives_up_leaves_the_database_usable(store: Store, rows: Rows) -> None:
    async with rows.locked():
        wish = asyncio.create_task(store.writes.record(intent()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        wish.cancel()
        with pytest.raises(asyncio.CancelledError):
            await wish
    assert (await store.writes.record(intent("2"))).key == "2"


async def test_a_server_that_is_gone_is_told_without_its_password() -> None:
    for attempt in (open_store, migrate):
        with pytest.raises(StoreUnavailable) as caught:
            await attempt("postgres://ringmaster:hunter2@127.0.0.1:1/ringmaster?sslmode=disable")
        assert "can't be reached" in str(caught.value)
        assert "hunter2" not in f"{caught.value!r} {caught.value}"
