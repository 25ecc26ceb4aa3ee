"""Writes as rows: at most once, whoever dies and whoever asks twice."""

import asyncio
from collections import Counter
from dataclasses import fields

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.model.reply import Reply, Surface
from bot.model.request import Request
from bot.model.write import Intent, Outcome, State, Write
from bot.store import Store, open_store
from bot.store.leases import MOST_TAKEOVERS, LeaseLost
from bot.store.owed import MOST_TELLINGS
from bot.store.writes import AlreadyRecorded, Writes
from tests.store.rows import Rows, intent


async def test_an_intent_comes_back_as_it_was_asked(store: Store, rows: Rows) -> None:
    recorded = await store.writes.record(intent())
    await rows.leases_run_out()
    [claimed] = await store.writes.claim(10)
    for each in fields(Intent):
        assert getattr(claimed, each.name) == getattr(recorded, each.name) == getattr(intent(), each.name)
    assert (claimed.id, claimed.created_at) == (recorded.id, recorded.created_at)
    asked = intent()
    assert claimed.request() == Request(
        line=asked.line,
        actor=asked.actor,
        place=asked.place,
        reply=asked.reply,
        key=asked.key,
        received_at=recorded.created_at,
    )


async def test_what_was_not_said_is_not_made_up(store: Store, rows: Rows) -> None:
    bare = intent(reply=Reply(Surface.MENTION), project=None, ref=None)
    await store.writes.record(bare)
    await rows.leases_run_out()
    [claimed] = await store.writes.claim(10)
    assert (claimed.reply, claimed.project, claimed.ref) == (Reply(Surface.MENTION), None, None)


async def test_the_same_wish_twice_is_recorded_once_and_names_who_was_first(store: Store) -> None:
    first = await store.writes.record(intent())
    with pytest.raises(AlreadyRecorded) as caught:
        await store.writes.record(intent(line="something else"))
    assert caught.value.write == first


async def test_the_same_wish_stays_recorded_after_its_end(store: Store) -> None:
    first = await store.writes.record(intent())
    await store.writes.failed(first, "no")
    with pytest.raises(AlreadyRecorded) as caught:
        await store.writes.record(intent())
    assert caught.value.write.state is State.FAILED


async def test_of_fifty_at_once_one_wins(store: Store, rows: Rows) -> None:
    results = await asyncio.gather(
        *(store.writes.record(intent()) for _ in range(50)), return_exceptions=True
    )
    assert Counter(type(each) for each in results) == {Write: 1, AlreadyRecorded: 49}
    assert len(await rows.actions()) == 1


async def test_another_workspace_has_wishes_of_its_own(store: Store, rows: Rows) -> None:
    await store.writes.record(intent())
    await store.writes.record(intent(workspace="T0GLOBEX"))
    assert await rows.states() == ["pending", "pending"]


async def test_the_row_tells_how_far_it_is_and_what_came_of_it(store: Store, rows: Rows) -> None:
    write = await store.writes.record(intent())
    assert await rows.states() == ["pending"]
    write = await store.writes.sent(write)
    assert (write.state, await rows.states()) == (State.SENT, ["sent"])
    pipeline = "5034460f-c7c4-4c43-9457-de07e2029e7b"
    await store.writes.done(write, Outcome(pipeline, 812))
    (row,) = await rows.actions()
    assert (row["state"], row["pipeline_id"], row["pipeline_number"]) == (State.DONE, pipeline, 812)


@pytest.mark.parametrize("end", ["done", "failed", "unknown"])
@pytest.mark.parametrize("step", ["sent", "done", "failed", "unknown", "renew"])
async def test_what_has_ended_goes_no_further(store: Store, rows: Rows, end: str, step: str) -> None:
    write = await store.writes.sent(await store.writes.record(intent()))
    await ending(store.writes, write, end)
    with pytest.raises(LeaseLost):
        await ending(store.writes, write, step)
    assert await rows.states() == [end]


async def ending(actions: Writes, write: Write, step: str) -> None:
    match step:
        case "sent":
            await actions.sent(write)
        case "done":
            await actions.done(write, Outcome())
        case "failed":
            await actions.failed(write, "no")
        case "unknown":
            await actions.unknown(write)
        case "renew":
            await actions.renew(write)


async def test_it_is_sent_once(store: Store) -> None:
    write = await store.writes.record(intent())
    await store.writes.sent(write)
    with pytest.raises(LeaseLost):
        await store.writes.sent(write)


async def test_what_somebody_holds_is_not_claimed(store: Store) -> None:
    await store.writes.record(intent())
    assert await store.writes.claim(10) == ()


async def test_what_nobody_holds_is_claimed_once_as_far_as_it_was(store: Store, rows: Rows) -> None:
    await store.writes.sent(await store.writes.record(intent()))
    await rows.leases_run_out()
    claims = await asyncio.gather(*(store.writes.claim(10) for _ in range(5)))
    [claimed] = [write for claim in claims for write in claim]
    assert (claimed.state, claimed.fence) == (State.SENT, 1)
    assert await store.writes.claim(10) == ()


async def test_what_was_renewed_is_not_claimed(store: Store, rows: Rows) -> None:
    write = await store.writes.record(intent())
    await rows.leases_run_out()
    await store.writes.renew(write)
    assert await store.writes.claim(10) == ()


async def test_what_is_being_sent_has_a_whole_lease_for_it(store: Store, rows: Rows) -> None:
    write = await store.writes.record(intent())
    await rows.leases_run_out()
    await store.writes.sent(write)
    assert await store.writes.claim(10) == ()


async def test_who_wakes_after_its_lease_has_lost_the_row(store: Store, rows: Rows) -> None:
    asleep = await store.writes.record(intent())
    await rows.leases_run_out()
    [claimed] = await store.writes.claim(10)
    for step in ("sent", "done", "failed", "unknown", "renew"):
        with pytest.raises(LeaseLost) as caught:
            await ending(store.writes, asleep, step)
        assert str(caught.value) == asleep.id
    await store.writes.done(await store.writes.sent(claimed), Outcome())
    assert await rows.states() == ["done"]


async def test_what_has_ended_is_not_claimed(store: Store, rows: Rows) -> None:
    for number, end in enumerate(("done", "failed", "unknown")):
        await ending(store.writes, await store.writes.record(intent(str(number))), end)
    await rows.leases_run_out()
    assert await store.writes.claim(10) == ()


async def test_the_oldest_are_claimed_first_and_no_more_than_wanted(store: Store, rows: Rows) -> None:
    for number in range(5):
        await store.writes.record(intent(str(number)))
    await rows.leases_run_out()
    assert [each.key for each in await store.writes.claim(3)] == ["0", "1", "2"]
    assert [each.key for each in await store.writes.claim(3)] == ["3", "4"]


def unknown() -> float:
    return REGISTRY.get_sample_value("ringmaster_writes_unknown_total") or 0.0


async def test_a_row_that_its_processes_die_of_is_given_up(store: Store, rows: Rows) -> None:
    await store.writes.record(intent("begun"))
    await store.writes.sent(await store.writes.record(intent("sent")))
    taken = Counter[str]()
    before = unknown()
    await rows.leases_run_out()
    while claimed := await store.writes.claim(10):
        taken.update(each.key for each in claimed)
        await rows.leases_run_out()
    assert taken == {"begun": MOST_TAKEOVERS, "sent": MOST_TAKEOVERS}
    assert unknown() == before + 1
    assert await rows.states() == ["failed", "unknown"]
    owed = await store.owed.claim(0.0, 10)
    assert [each.write.state for each in owed] == [State.FAILED, State.UNKNOWN]


async def test_what_only_dies_with_a_row_that_its_processes_die_of_is_not_given_up_with_it(
    store: Store, rows: Rows
) -> None:
    for key in ("well", "poison", "well, too"):
        await store.writes.record(intent(key))
    given_up = "given up: its process ended 5 times"
    while (why := [row["why"] for row in await rows.actions()]) != [None, given_up, None]:
        assert given_up not in (why[0], why[2])
        await rows.leases_run_out()
        claimed = await store.writes.claim(10)
        if all(each.key != "poison" for each in claimed):
            for each in claimed:  # it lives on
                await store.writes.done(each, Outcome())
    assert await rows.states() == ["done", "failed", "done"]


async def test_the_last_time_a_row_is_taken_over_alone_and_the_next_suspect_waits_until_it_has_ended(
    store: Store, rows: Rows
) -> None:
    for key in ("first", "second", "younger"):
        await store.writes.record(intent(key))
    await rows.execute("UPDATE action SET fence = 2, leased_until = 0 WHERE key = 'younger'")
    await rows.execute("UPDATE action SET fence = 4, leased_until = 0 WHERE key <> 'younger'")
    taken = []
    for _ in range(3):
        [write] = await store.writes.claim(10)
        assert await store.writes.claim(10) == ()
        taken.append(write.key)
        await store.writes.done(await store.writes.sent(write), Outcome())
    assert taken == ["first", "second", "younger"]


async def test_what_a_process_can_not_have_died_of_waits_for_nothing(store: Store, rows: Rows) -> None:
    await store.writes.record(intent("last"))
    await rows.execute("UPDATE action SET fence = 4, leased_until = 0")
    assert [each.key for each in await store.writes.claim(10)] == ["last"]
    await store.writes.record(intent("well"))
    await rows.execute("UPDATE action SET leased_until = 0 WHERE key = 'well'")
    assert [each.key for each in await store.writes.claim(10)] == ["well"]


async def test_a_row_that_can_t_be_read_holds_up_no_other_and_is_given_up(store: Store, rows: Rows) -> None:
    await store.writes.record(intent("poison"))
    await rows.execute("UPDATE action SET source = 'pigeon'")
    for number in range(MOST_TAKEOVERS + MOST_TELLINGS + 3):
        await store.writes.record(intent(str(number)))
        await rows.leases_run_out()
        with capture_logs():
            for write in await store.writes.claim(10):
                await store.owed.told(await store.writes.done(write, Outcome()))
            assert await store.owed.claim(0.0, 10) == ()
    poison, *others = await rows.actions()
    assert [row["told_at"] is None for row in (poison, *others)] == [True, *[False] * len(others)]
    assert (poison["state"], poison["fence"]) == ("failed", MOST_TAKEOVERS + MOST_TELLINGS)
    assert (poison["tell_at"], poison["response_url"]) == (None, None)


async def test_a_process_that_is_alone_adopts_what_the_last_one_held_but_not_its_own(
    store: Store, url: str
) -> None:
    await store.writes.record(intent("before"))
    await store.close()
    again = await open_store(url)
    try:
        await again.writes.record(intent("now"))
        [adopted] = await again.writes.claim(10, adopt_all=True)
        assert (adopted.key, adopted.fence) == ("before", 1)
        assert await again.writes.claim(10, adopt_all=True) == ()
    finally:
        await again.close()


async def test_replicas_share_the_rows_without_doubles(store: Store, rows: Rows, url: str) -> None:
    with_me = [store] if store.alone else [store, await open_store(url), await open_store(url)]
    for number in range(40):
        await store.writes.record(intent(str(number)))
    await rows.leases_run_out()
    claims = await asyncio.gather(*(each.writes.claim(7) for each in with_me * 2))
    claimed = Counter(write.key for claim in claims for write in claim)
    assert set(claimed.values()) == {1}
    assert len(claimed) == min(40, 7 * 2 * len(with_me))
    for each in with_me[1:]:
        await each.close()


async def test_a_row_that_was_given_up_is_not_in_the_way_of_others(store: Store, rows: Rows) -> None:
    await store.writes.record(intent("poison"))
    await rows.execute(f"UPDATE action SET fence = {MOST_TAKEOVERS}")
    await store.writes.record(intent("well"))
    await rows.leases_run_out()
    assert [(each.key, each.state) for each in await store.writes.claim(1)] == [("well", State.PENDING)]


async def test_the_address_for_the_answer_is_in_no_repr(store: Store) -> None:
    write = await store.writes.record(intent())
    assert write.reply.response_url is not None
    assert write.reply.response_url not in f"{write!r}{intent()!r}"


@pytest.mark.parametrize(
    ("outcome", "other"),
    [
        (Outcome(pipeline_id="p-1", number=1), Outcome(pipeline_id="p-2", number=2)),
        (Outcome(workflow_id="w-1"), Outcome(workflow_id="w-2")),
    ],
    ids=["a pipeline", "a workflow"],
)
async def test_what_came_of_one_wish_is_not_what_came_of_another(
    store: Store, rows: Rows, outcome: Outcome, other: Outcome
) -> None:
    first = await store.writes.done(await store.writes.record(intent("1")), outcome)
    second = await store.writes.record(intent("2"))
    elsewhere = await store.writes.record(intent("1", workspace="T0OTHER"))
    assert await store.writes.is_of_another(second, outcome)
    assert not await store.writes.is_of_another(second, other)
    assert not await store.writes.is_of_another(first, outcome)
    assert not await store.writes.is_of_another(elsewhere, outcome)
    [row, *_] = await rows.actions()
    assert (row["pipeline_id"], row["workflow_id"]) == (outcome.pipeline_id, outcome.workflow_id)
