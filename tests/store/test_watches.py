"""Which messages must stay true."""

from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.line import Line
from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import Surface
from bot.model.request import Place
from bot.store import Store
from bot.store.memory import KEPT_SECONDS
from bot.store.tables import now, watch_table
from bot.store.watches import MOST_WATCHES
from tests.store.rows import PLACE

RUN, OTHER = "5034460f-c7c4-4c43-9457-de07e2029e7b", "5034461a-0000-4c43-9457-de07e2029e7b"
LINE = Line('trigger web@main note="two words" shards=3')


def watch(ts: str = "1700000000.000100", place: Place = PLACE, run: str = RUN) -> Watch:
    return Watch(PostedMessage(place, ts), LINE, "U0ANA", Surface.MENTION, run)


async def of_run(store: Store, run: str = RUN) -> tuple[Watch, ...]:
    return await store.watches.of_runs(PLACE.workspace, (run,))


async def test_a_message_is_found_with_the_line_that_draws_it_its_thread_and_who_asked(store: Store) -> None:
    threaded = watch(place=replace(PLACE, thread="1700000000.000100"))
    await store.watches.keep(threaded)
    assert await of_run(store) == (threaded,)


async def test_the_newest_come_first_and_not_too_many(store: Store) -> None:
    every = [watch(f"17000000{number:02}.000100") for number in range(MOST_WATCHES + 2)]
    for each in every:
        await store.watches.keep(each)
    assert await of_run(store) == tuple(every[:1:-1])


async def test_messages_in_all_channels_are_found_and_of_several_runs(store: Store) -> None:
    elsewhere = watch("1700000001.000100", replace(PLACE, channel="C0OTHER"), OTHER)
    await store.watches.keep(here := watch())
    await store.watches.keep(elsewhere)
    assert await store.watches.of_runs(PLACE.workspace, (RUN, OTHER)) == (elsewhere, here)
    assert await store.watches.of_runs(PLACE.workspace, (OTHER,)) == (elsewhere,)
    assert await store.watches.of_runs(PLACE.workspace, ()) == ()
    assert await store.watches.of_runs("T0OTHER", (RUN, OTHER)) == ()


async def test_a_message_that_became_another_is_watched_as_that(store: Store) -> None:
    await store.watches.keep(watch())
    await store.watches.keep(became := replace(watch(run=OTHER), line=Line("status web"), asker="U0BEN"))
    assert await of_run(store) == ()
    assert await of_run(store, OTHER) == (became,)


async def test_what_was_posted_long_ago_is_watched_no_more(store: Store) -> None:
    await store.watches.keep(watch())

    async def age(connection: AsyncConnection) -> None:
        await connection.execute(update(watch_table).values(at=now() - KEPT_SECONDS - 1))

    await store._database.write(age)
    store.watches._drop_at = 0.0
    await store.watches.keep(new := watch("1700000001.000100"))
    assert await of_run(store) == (new,)
