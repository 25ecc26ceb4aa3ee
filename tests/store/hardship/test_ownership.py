"""Writes as rows: recorded once, taken a step at a time, by one owner at a time."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.model.invocation import Actor
from bot.store import Store, open_store
from bot.store.actions import ATTEMPTS, LEASE, Action, Actions, AlreadyRecorded, Lost, Outcome, State
from tests.store.hardship.wishes import change, let_leases_run_out, rival, rows, wish


async def test_a_recorded_wish_is_what_was_asked(store: Store) -> None:
    action = await store.actions.record(wish())
    (row,) = await rows(store)
    assert row["state"] == State.PENDING
    assert (row["actor"], row["actor_workspace"], row["rule"]) == ("U0ANA", "T0ACME", wish().rule)
    again = action.invocation()
    assert (again.line, again.actor, again.place) == (wish().line, Actor("U0ANA", "T0ACME"), wish().place)
    assert (again.response_url, again.message) == (wish().response_url, wish().message)
    assert abs(datetime.now(UTC) - action.created_at) < timedelta(seconds=10)
    assert "secret" not in repr(action)


async def test_a_wish_is_recorded_once(store: Store) -> None:
    first = await store.actions.record(wish("one"))
    with pytest.raises(AlreadyRecorded) as caught:
        await rival(store).record(wish("one", line="trigger web@other"))
    assert caught.value.action == first
    await store.actions.record(wish("two"))
    await store.actions.record(wish("one", workspace="T0OTHER"))
    assert len(await rows(store)) == 3


async def test_fifty_at_once_with_one_key_have_one_winner(store: Store) -> None:
    several = [rival(store) for _ in range(5)]
    asked = [each.record(wish()) for each in several for _ in range(10)]
    ended = Counter(type(each).__name__ for each in await asyncio.gather(*asked, return_exceptions=True))
    assert ended == {"Action": 1, "AlreadyRecorded": 49}
    assert len(await rows(store)) == 1


async def test_a_wish_that_was_taken_up_stays_taken_after_its_end(store: Store) -> None:
    await store.actions.failed(await store.actions.record(wish()), "CircleCI said no")
    with pytest.raises(AlreadyRecorded) as caught:
        await store.actions.record(wish())
    assert caught.value.action.state is State.FAILED


async def test_what_was_started_stands_in_the_row(store: Store) -> None:
    action = await store.actions.sent(await store.actions.record(wish()))
    assert action.state is State.SENT
    pipeline = "5034460f-c7c4-4c43-9457-de07e2029e7b"
    await store.actions.done(action, Outcome(pipeline, 812))
    (row,) = await rows(store)
    assert (row["state"], row["pipeline_id"], row["pipeline_number"]) == (State.DONE, pipeline, 812)


@pytest.mark.parametrize("end", ["done", "failed", "unknown"])
async def test_the_end_forgets_the_secret_address_and_is_the_end(store: Store, end: str) -> None:
    action = await store.actions.sent(await store.actions.record(wish()))
    await _end(store.actions, action, end)
    (row,) = await rows(store)
    assert (row["state"], row["response_url"]) == (end, None)
    for step in ("done", "failed", "unknown"):
        with pytest.raises(Lost):
            await _end(store.actions, action, step)
    with pytest.raises(Lost):
        await store.actions.sent(action)
    with pytest.raises(Lost):
        await store.actions.renew(action)
    await let_leases_run_out(store)
    assert await store.actions.claim(10) == ()


async def test_nothing_is_sent_twice(store: Store) -> None:
    action = await store.actions.record(wish())
    sent = await store.actions.sent(action)
    for each in (action, sent):
        with pytest.raises(Lost):
            await store.actions.sent(each)


async def test_whoever_was_overtaken_can_take_no_step(store: Store) -> None:
    slow = await store.actions.sent(await store.actions.record(wish()))
    await let_leases_run_out(store)
    (taken,) = await rival(store).claim(10)
    assert taken.fence > slow.fence
    assert taken.state is State.SENT
    for step in ("done", "failed", "unknown"):
        with pytest.raises(Lost):
            await _end(store.actions, slow, step)
    with pytest.raises(Lost):
        await store.actions.renew(slow)
    assert (await rows(store))[0]["state"] == State.SENT
    await rival(store).done(taken, Outcome())


async def test_a_row_is_its_owners_for_the_length_of_a_lease(store: Store) -> None:
    action = await store.actions.record(wish())
    assert await rival(store).claim(10) == ()
    assert await store.actions.claim(10) == ()
    await let_leases_run_out(store)
    (taken,) = await rival(store).claim(10)
    assert (taken.id, taken.line, taken.created_at) == (action.id, action.line, action.created_at)
    assert await rival(store).claim(10) == ()


async def test_a_lease_that_is_renewed_does_not_run_out(store: Store) -> None:
    action = await store.actions.record(wish())
    await let_leases_run_out(store)
    await store.actions.renew(action)
    assert await rival(store).claim(10) == ()


@pytest.mark.parametrize("off", [timedelta(minutes=10), timedelta(minutes=-10)], ids=["ahead", "behind"])
async def test_a_process_whose_clock_is_wrong_takes_nothing_that_is_leased(
    store: Store, off: timedelta
) -> None:
    with time_machine.travel(datetime.now(UTC) + off):
        action = await store.actions.record(wish())
    assert await rival(store).claim(10) == ()
    with time_machine.travel(datetime.now(UTC) + off):
        assert await rival(store).claim(10) == ()
    assert abs(datetime.now(UTC) - action.created_at) < LEASE


async def test_the_oldest_are_taken_first_and_no_more_than_asked_for(store: Store) -> None:
    keys = [(await store.actions.record(wish(f"{number}"))).key for number in range(5)]
    await let_leases_run_out(store)
    assert [each.key for each in await store.actions.claim(2)] == keys[:2]
    assert [each.key for each in await store.actions.claim(10)] == keys[2:]


async def test_the_only_process_adopts_what_another_left_but_not_its_own(store: Store) -> None:
    theirs = await rival(store).record(wish("theirs"))
    await store.actions.record(wish("ours"))
    assert [each.id for each in await store.actions.claim(10, adopt_all=True)] == [theirs.id]
    assert await store.actions.claim(10, adopt_all=True) == ()


async def test_two_processes_that_claim_at_once_take_each_row_once(store: Store, url: str) -> None:
    for number in range(30):
        await store.actions.record(wish(f"{number}"))
    await let_leases_run_out(store)
    other = await open_store(url) if not store.alone else store
    try:
        claims = [each.claim(5) for _ in range(4) for each in (store.actions, rival(other))]
        found = [each.id for claimed in await asyncio.gather(*claims) for each in claimed]
    finally:
        if other is not store:
            await other.close()
    rest = [each.id for each in await store.actions.claim(100)]
    assert len(found) == len(set(found))
    assert sorted(found + rest) == sorted(row["id"] for row in await rows(store))


@pytest.mark.parametrize(("sent", "ends"), [(False, State.FAILED), (True, State.UNKNOWN)])
async def test_a_row_whose_every_owner_died_is_given_up(store: Store, sent: bool, ends: State) -> None:
    action = await store.actions.record(wish())
    if sent:
        await store.actions.sent(action)
    for _ in range(ATTEMPTS):
        await let_leases_run_out(store)
        assert len(await store.actions.claim(10)) == 1
    await let_leases_run_out(store)
    assert await store.actions.claim(10) == ()
    (row,) = await rows(store)
    assert (row["state"], row["response_url"]) == (ends, None)
    assert "given up" in row["why"]


async def test_a_poisoned_row_is_not_in_the_way_of_others(store: Store) -> None:
    await store.actions.record(wish("poison"))
    await change(store, fence=ATTEMPTS)
    await store.actions.record(wish("well"))
    await let_leases_run_out(store)
    assert [each.key for each in await store.actions.claim(1)] == ["well"]


async def _end(actions: Actions, action: Action, step: str) -> None:
    match step:
        case "done":
            await actions.done(action, Outcome())
        case "failed":
            await actions.failed(action, "why")
        case "unknown":
            await actions.unknown(action)
