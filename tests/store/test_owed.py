"""Answers of writes as rows: owed from the end until Slack took them, each to one process at a time."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest
from prometheus_client import REGISTRY
from pytest_mock import MockerFixture

from bot.model.write import Outcome, State, Write
from bot.store import Store, StoreUnavailable, open_store
from bot.store.leases import LeaseLost
from bot.store.owed import MOST_TELLINGS
from tests.store.rows import Rows, intent

OUTCOME = Outcome("5034460f-c7c4-4c43-9457-de07e2029e7b", 812)


async def ended(store: Store, key: str = "1") -> Write:
    return await store.writes.done(await store.writes.sent(await store.writes.record(intent(key))), OUTCOME)


async def test_what_ended_is_owed_as_it_was_asked_and_with_what_came_of_it(store: Store, rows: Rows) -> None:
    write = await ended(store)
    assert await store.owed.claim(0.0, 10) == ()  # who ended it tells it
    await rows.leases_run_out()
    [owed] = await store.owed.claim(0.0, 10)
    assert (owed.write.id, owed.write.state, owed.outcome) == (write.id, State.DONE, OUTCOME)
    assert (owed.typed, owed.write.reply) == (intent().line, intent().reply)
    assert abs((datetime.now(UTC) - owed.ended_at).total_seconds()) < 60


@pytest.mark.parametrize("end", ["done", "failed", "unknown"])
async def test_what_is_told_is_told_for_good_and_keeps_no_secret(store: Store, rows: Rows, end: str) -> None:
    write = await store.writes.sent(await store.writes.record(intent()))
    match end:
        case "done":
            await store.writes.done(write, OUTCOME)
        case "failed":
            await store.writes.failed(write, "no")
        case "unknown":
            await store.writes.unknown(write)
    [row] = await rows.actions()
    assert (row["told_at"], row["response_url"]) == (None, intent().reply.response_url)
    await store.owed.told(write)
    [row] = await rows.actions()
    assert (row["state"], row["told_at"] > 0, row["response_url"]) == (end, True, None)
    await rows.leases_run_out()
    assert await store.owed.claim(9e9, 10, adopt_all=True) == ()
    for again in (store.owed.told(write), store.owed.renew(write), store.owed.put_off(write, 1.0)):
        with pytest.raises(LeaseLost):
            await again


async def test_what_is_put_off_is_left_to_anybody_from_then_on(store: Store, rows: Rows) -> None:
    write = await ended(store)
    await store.owed.put_off(write, 100.0)
    assert await store.owed.claim(99.0, 10, adopt_all=True) == ()
    [owed] = await store.owed.claim(100.0, 10)
    assert owed.write.fence == write.fence + 1
    with pytest.raises(LeaseLost):
        await store.owed.told(write)
    await store.owed.told(owed.write)


async def test_what_was_asked_later_in_a_thread_waits_for_what_was_asked_before(
    store: Store, rows: Rows
) -> None:
    first, second = await ended(store, "1"), await ended(store, "2")
    await store.owed.put_off(first, 100.0)
    await store.owed.put_off(second, 50.0)
    assert await store.owed.claim(99.0, 10, adopt_all=True) == ()
    both = await store.owed.claim(100.0, 10)
    assert [each.write.id for each in both] == [first.id, second.id]
    await store.owed.told(both[0].write)
    await store.owed.put_off(both[1].write, 200.0)
    [last] = await store.owed.claim(200.0, 10)
    assert last.write.id == second.id


async def test_what_is_just_being_told_comes_before_what_was_asked_later(store: Store, rows: Rows) -> None:
    first, second = await ended(store, "1"), await ended(store, "2")
    await store.owed.put_off(second, 1.0)
    assert await store.owed.claim(2.0, 10) == ()
    await rows.leases_run_out()
    with store.owed.at_hand(first):
        assert await store.owed.claim(2.0, 10) == ()
    assert len(await store.owed.claim(2.0, 10)) == 2


async def test_what_is_given_up_is_said_no_more_and_keeps_no_secret(store: Store, rows: Rows) -> None:
    await store.owed.give_up(await ended(store))
    await rows.leases_run_out()
    assert await store.owed.claim(9e9, 10, adopt_all=True) == ()
    [row] = await rows.actions()
    assert (row["told_at"], row["response_url"]) == (None, None)


async def test_what_its_processes_die_of_that_tell_it_is_given_up_and_counted(
    store: Store, rows: Rows
) -> None:
    await ended(store)
    before = REGISTRY.get_sample_value("ringmaster_answers_untold_total") or 0.0
    for _ in range(MOST_TELLINGS):
        await rows.leases_run_out()
        [owed] = await store.owed.claim(0.0, 10)
        await store.owed.begin(owed.write)
    await rows.leases_run_out()
    assert await store.owed.claim(0.0, 10) == ()
    [row] = await rows.actions()
    assert (row["state"], row["tell_at"], row["response_url"]) == ("done", None, None)
    assert REGISTRY.get_sample_value("ringmaster_answers_untold_total") == before + 1


async def test_what_slack_refuses_to_processes_that_live_is_put_off_as_often_as_that_is(
    store: Store, rows: Rows
) -> None:
    await ended(store)
    for _ in range(3 * MOST_TELLINGS):
        await rows.leases_run_out()
        [owed] = await store.owed.claim(0.0, 10)
        await store.owed.begin(owed.write)
        await store.owed.put_off(owed.write, 0.0)


async def test_what_only_was_in_the_hands_of_processes_that_died_stays_owed(store: Store, rows: Rows) -> None:
    await ended(store)
    for _ in range(3 * MOST_TELLINGS):
        await rows.leases_run_out()
        assert len(await store.owed.claim(0.0, 10)) == 1


async def test_what_is_being_told_is_claimed_neither_by_another_nor_by_itself(
    store: Store, rows: Rows
) -> None:
    write = await ended(store)
    await rows.leases_run_out()
    with store.owed.at_hand(write):
        assert await store.owed.claim(0.0, 10, adopt_all=True) == ()
        await store.owed.renew(write)
    assert await store.owed.claim(0.0, 10) == ()
    await rows.leases_run_out()
    assert len(await store.owed.claim(0.0, 10)) == 1


async def test_a_process_that_is_alone_tells_at_once_what_the_last_one_owed(store: Store, url: str) -> None:
    await ended(store)
    await store.close()
    again = await open_store(url)
    try:
        assert len(await again.owed.claim(0.0, 10, adopt_all=True)) == 1
        assert await again.owed.claim(0.0, 10, adopt_all=True) == ()
    finally:
        await again.close()


async def test_replicas_share_what_is_owed_without_doubles_the_oldest_first(
    store: Store, rows: Rows, url: str
) -> None:
    others = [] if store.alone else [await open_store(url), await open_store(url)]
    for number in range(20):
        await ended(store, f"{number:02}")
    await rows.leases_run_out()
    claims = await asyncio.gather(*(each.owed.claim(0.0, 7) for each in [store, *others] * 2))
    keys = [[owed.write.key for owed in claim] for claim in claims]
    assert all(each == sorted(each) for each in keys)
    claimed = Counter(key for each in keys for key in each)
    assert set(claimed.values()) == {1}
    for each in others:
        await each.close()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_what_is_claimed_beside_what_comes_before_it_is_not_said_before_that(
    store: Store, rows: Rows, url: str
) -> None:
    first, second = await ended(store, "1"), await ended(store, "2")
    await rows.leases_run_out()
    other = await open_store(url)
    async with rows.claiming(first.id):
        [beside] = await store.owed.claim(0.0, 10)
        assert beside.write.id == second.id
        with pytest.raises(LeaseLost):
            await store.owed.begin(beside.write)
    [before] = await other.owed.claim(0.0, 10)
    assert before.write.id == first.id
    with pytest.raises(LeaseLost):
        await store.owed.begin(beside.write)
    await other.owed.begin(before.write)
    await other.owed.told(before.write)
    await store.owed.begin(beside.write)
    await other.close()


async def test_what_slack_took_while_the_database_was_down_is_not_said_again(
    store: Store, rows: Rows, mocker: MockerFixture
) -> None:
    """Neither where the end could not be written, nor where it could and only the telling could not."""
    known = await ended(store, "known")
    unknown = await store.writes.sent(await store.writes.record(intent("unknown")))
    mocker.patch.object(store._database, "in_turn", side_effect=StoreUnavailable("down"))
    await store.writes.done(unknown, OUTCOME)
    for each in (known, unknown):
        await store.owed.told(each)
    mocker.stopall()
    await store.writes.claim(10)
    await rows.leases_run_out()
    assert await store.owed.claim(9e9, 10) == ()
    assert await rows.states() == ["done", "done"]
    assert all(row["told_at"] for row in await rows.actions())
