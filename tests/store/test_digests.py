"""When channels are told how their projects stand."""

from dataclasses import replace

from bot.model.digest import Digest, read_digest_times
from bot.model.request import Place
from bot.store import Store
from tests.store.rows import PLACE

HERE = Place(PLACE.workspace, PLACE.channel)
DIGEST = Digest(HERE, read_digest_times("Mon-Fri 09:00 Europe/Berlin"), "U0ANA", 1_764_500_400.25)
ELSEWHERE = replace(DIGEST, place=Place(PLACE.workspace, "C0OTHER"), due=DIGEST.due - 60)


async def test_each_channel_has_one_until_it_ends(store: Store) -> None:
    await store.digests.put(replace(DIGEST, times=read_digest_times("daily 7")))
    for each in (DIGEST, ELSEWHERE):
        await store.digests.put(each)
    assert await store.digests.of_channel(HERE) == DIGEST
    await store.digests.remove(HERE)
    assert await store.digests.of_channel(HERE) is None
    assert await store.digests.of_channel(ELSEWHERE.place) == ELSEWHERE


async def test_what_is_due_is_taken_by_one(store: Store) -> None:
    for each in (DIGEST, ELSEWHERE):
        await store.digests.put(each)
    assert await store.digests.due(HERE.workspace, DIGEST.due - 1) == (ELSEWHERE,)
    assert await store.digests.due(HERE.workspace, DIGEST.due) == (ELSEWHERE, DIGEST)
    assert await store.digests.due("T0OTHER", DIGEST.due) == ()
    assert [await store.digests.move(DIGEST, DIGEST.due + 86400) for _ in range(2)] == [True, False]
    assert await store.digests.due(HERE.workspace, DIGEST.due) == (ELSEWHERE,)


async def test_one_that_was_changed_since_is_not_moved(store: Store) -> None:
    await store.digests.put(replace(DIGEST, due=DIGEST.due + 5))
    assert not await store.digests.move(DIGEST, DIGEST.due + 86400)
    assert await store.digests.of_channel(HERE) == replace(DIGEST, due=DIGEST.due + 5)
