"""A delivery of Slack's is taken once, whichever process it reaches."""

import asyncio

import pytest

from bot.store import Store
from bot.store.writes import AlreadyDelivered, AlreadyRecorded
from tests.store.rows import intent


async def test_a_delivery_is_taken_once_however_many_ask(store: Store) -> None:
    found = await asyncio.gather(*(store.deliveries.take("T0ACME", "Ev1") for _ in range(5)))
    assert sorted(found) == [False, False, False, False, True]
    assert await store.deliveries.take("T0ACME", "Ev2")
    assert await store.deliveries.take("T0OTHER", "Ev1")


async def test_a_delivery_records_nothing_again_whatever_became_of_its_wish(store: Store) -> None:
    write = await store.writes.record(intent("1", delivery="d1"))
    with pytest.raises(AlreadyDelivered):
        await store.writes.record(intent("1", delivery="d1"))
    await store.writes.failed(write, "no")
    for key in ("1", f"1:after:{write.id}"):
        with pytest.raises(AlreadyDelivered):
            await store.writes.record(intent(key, delivery="d1"))


async def test_what_is_recorded_already_leaves_its_delivery_for_another_key(store: Store) -> None:
    await store.writes.record(intent("1", delivery="d1"))
    with pytest.raises(AlreadyRecorded):
        await store.writes.record(intent("1", delivery="d2"))
    assert (await store.writes.record(intent("1:after:x", delivery="d2"))).key == "1:after:x"
