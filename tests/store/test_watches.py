"""Which messages must stay true."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.line import Line
from bot.model.outbox import PostedMessage, Remark, Watch
from bot.model.reply import Surface
from bot.model.request import Place
from bot.store import Store
from bot.store.retention import KEPT_SECONDS
from bot.store.tables import now, watch_table
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


async def test_what_a_message_says_of_its_own_is_kept(store: Store) -> None:
    remark = Remark("Red since #810; now also lint.", failed=True, whom=("S0RELEASE", "U0ANA"))
    await store.watches.keep(remarked := replace(watch(), remark=remark))
    assert await of_run(store) == (remarked,)
    await store.watches.keep(watch())
    assert await of_run(store) == (watch(),)


async def test_the_newest_come_first_and_none_is_missing(store: Store) -> None:
    """What the oldest one told was told."""
    every = [watch(f"17000000{number:02}.000100") for number in range(30)]
    for each in every:
        await store.watches.keep(each)
    assert await of_run(store) == tuple(every[::-1])


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
    await store.watches.keep(new := watch("1700000001.000100"))
    await store.retention.turn(365)
    assert await of_run(store) == (new,)


async def due_runs(store: Store, at: float = 1e10) -> list[str]:
    return [each.run for each in await store.watches.due(PLACE.workspace, at, 10)]


async def test_what_was_told_stays_told_however_the_message_is_watched_afterwards(store: Store) -> None:
    await store.watches.keep(replace(watch(), told=("failed:1",)))
    await store.watches.tell(watch().posted, ("waits:2", "waits:3"))
    await store.watches.keep(replace(watch(), told=("ended:4",)))
    [kept] = await of_run(store)
    assert set(kept.told) == {"failed:1", "waits:2", "waits:3", "ended:4"}


async def test_what_is_told_of_a_message_that_is_not_watched_is_of_no_concern(store: Store) -> None:
    await store.watches.tell(watch().posted, ("failed:1",))
    assert await of_run(store) == ()


async def test_a_message_that_is_dropped_is_watched_no_more_and_others_are(store: Store) -> None:
    await store.watches.keep(watch())
    await store.watches.keep(other := watch("1700000001.000100"))
    await store.watches.drop(watch().posted)
    assert await of_run(store) == (other,)


async def test_a_run_is_due_at_its_time_and_those_that_wait_longest_come_first(store: Store) -> None:
    await store.watches.keep(watch(), due=50.0)
    await store.watches.keep(watch("1700000001.000100", run=OTHER), due=40.0)
    await store.watches.keep(watch("1700000002.000100", run="ended"))
    assert await due_runs(store, 39.9) == []
    assert await due_runs(store, 45.0) == [OTHER]
    assert await due_runs(store) == [OTHER, RUN]
    assert [each.run for each in await store.watches.due(PLACE.workspace, 60.0, 1)] == [OTHER]
    assert await store.watches.due("T0OTHER", 60.0, 10) == ()
    assert await store.watches.live(PLACE.workspace) == 2


async def test_another_message_of_a_run_never_makes_it_wait_longer(store: Store) -> None:
    await store.watches.keep(watch(), due=50.0)
    await store.watches.keep(watch("1700000001.000100"), due=90.0)
    [followed] = await store.watches.due(PLACE.workspace, 50.0, 10)
    assert (followed.due, followed.touched) == (50.0, 90.0)


async def test_a_run_that_has_ended_is_looked_at_no_more_until_somebody_cares(store: Store) -> None:
    await store.watches.keep(watch(), due=50.0)
    [followed] = await store.watches.due(PLACE.workspace, 50.0, 10)
    await store.watches.schedule(followed, None)
    assert await due_runs(store) == []
    assert await store.watches.live(PLACE.workspace) == 0
    await store.watches.touch(PLACE.workspace, (RUN, "not followed"), 70.0)
    [again] = await store.watches.due(PLACE.workspace, 70.0, 10)
    assert (again.run, again.due, again.touched) == (RUN, 70.0, 70.0)


async def test_what_has_ended_and_is_looked_at_still_counts_as_ended_until_it_is_live_again(
    store: Store,
) -> None:
    await store.watches.keep(watch(), due=50.0)
    for at, ended in ((50.0, True), (60.0, True), (70.0, None)):
        [followed] = await store.watches.due(PLACE.workspace, at, 10)
        assert await store.watches.followed(PLACE) == ((RUN,) if at == 50.0 else ())
        await store.watches.schedule(followed, at + 10, seen=at if ended else None, ended=bool(ended))
    [followed] = await store.watches.due(PLACE.workspace, 80.0, 10)
    assert (followed.seen, followed.ended) == (60.0, 50.0)
    await store.watches.schedule(followed, 90.0, seen=80.0)
    [followed] = await store.watches.due(PLACE.workspace, 90.0, 10)
    assert (followed.seen, followed.ended) == (80.0, None)
    await store.watches.schedule(followed, 95.0, seen=90.0, ended=True)
    await store.watches.follow(PLACE.workspace, RUN, 91.0)
    assert await store.watches.live(PLACE.workspace) == 1


async def test_a_run_without_a_message_is_followed_where_a_subscription_wants_it(store: Store) -> None:
    await store.watches.follow(PLACE.workspace, RUN, 50.0)
    assert await due_runs(store) == [RUN]
    assert await of_run(store) == ()


@pytest.mark.parametrize("later", [None, 200.0])
async def test_a_mark_or_a_touch_during_a_look_is_not_lost_by_what_the_look_decides(
    store: Store, later: float | None
) -> None:
    for reason in (
        lambda: store.watches.mark((RUN,), 60.0),
        lambda: store.watches.touch(PLACE.workspace, (RUN,), 60.0),
        lambda: store.watches.keep(watch(), due=45.0),
    ):
        await store.watches.keep(watch(), due=50.0)
        [followed] = await store.watches.due(PLACE.workspace, 60.0, 10)
        await reason()
        await store.watches.schedule(followed, later)
        [again] = await store.watches.due(PLACE.workspace, 60.0, 10)
        await store.watches.schedule(again, later)
        assert await due_runs(store, 60.0) == []


async def test_a_mark_says_that_something_happened_and_not_that_somebody_cares(store: Store) -> None:
    await store.watches.keep(watch(), due=50.0)
    await store.watches.mark((RUN, "not followed"), 20.0)
    [followed] = await store.watches.due(PLACE.workspace, 20.0, 10)
    assert (followed.run, followed.touched) == (RUN, 50.0)


async def test_what_is_followed_in_a_channel_has_not_ended_and_can_be_left(store: Store) -> None:
    elsewhere = replace(PLACE, channel="C0OTHER")
    await store.watches.keep(watch(), due=5.0)
    await store.watches.keep(watch("1700000001.000100", run=OTHER))
    await store.watches.keep(watch("1700000002.000100", elsewhere), due=5.0)
    assert await store.watches.followed(PLACE) == (RUN,)
    assert await store.watches.leave(PLACE, RUN) == 1
    assert await store.watches.leave(PLACE, RUN) == 0
    assert await store.watches.followed(PLACE) == ()
    assert [each.posted.place for each in await of_run(store)] == [elsewhere]


async def test_who_joins_is_told_too_each_once_and_whatever_the_message_becomes(store: Store) -> None:
    await store.watches.keep(watch())
    for asker in ("U0BEN", "U0CHO", "U0BEN"):
        await store.watches.join(watch().posted, asker)
    await store.watches.keep(became := replace(watch(), line=Line("status web")))
    [kept] = await of_run(store)
    assert kept == replace(became, joined=("U0BEN", "U0CHO"))
    assert kept.askers == ("U0ANA", "U0BEN", "U0CHO")
    assert replace(kept, surface=Surface.NOTICE).askers == ("U0BEN", "U0CHO")


async def test_what_was_left_can_be_drawn_by_its_line_once_more(store: Store) -> None:
    await store.watches.keep(watch())
    assert await store.watches.left(watch().posted) is None
    await store.watches.leave(PLACE, RUN)
    assert await store.watches.left(watch().posted) == watch()


async def test_what_was_told_in_a_place_that_was_left_stays_told(store: Store) -> None:
    told = replace(watch(), told=("notice:started",))
    await store.watches.keep(told, due=5.0)
    await store.watches.leave(PLACE, RUN)
    assert await of_run(store) == ()
    left = replace(told, line=Line(""))
    assert await store.watches.of_runs(PLACE.workspace, (RUN,), left_too=True) == (left,)


async def test_direct_messages_are_followed_where_they_were_asked_for_each_by_its_asker(store: Store) -> None:
    direct = replace(watch(place=replace(PLACE, channel="D0ANA")), asked_in=PLACE.channel)
    await store.watches.keep(direct, due=5.0)
    assert await of_run(store) == (direct,)
    assert direct.asked_place == replace(PLACE, thread=direct.posted.place.thread)
    assert await store.watches.followed(PLACE) == ()
    assert await store.watches.followed(PLACE, "U0ANA") == (RUN,)
    assert await store.watches.followed(PLACE, "U0BEN") == ()
    assert await store.watches.leave(PLACE, RUN, "U0BEN") == 0
    assert await store.watches.leave(PLACE, RUN, "U0ANA") == 1


@pytest.mark.parametrize(("due", "then"), [(50.0, 50.0), (90.0, 70.0), (None, 70.0)])
async def test_a_run_is_looked_at_no_later_than_it_must(store: Store, due: float | None, then: float) -> None:
    await store.watches.keep(watch(), due=50.0)
    [followed] = await store.watches.due(PLACE.workspace, 50.0, 10)
    await store.watches.schedule(followed, due)
    await store.watches.look_by(PLACE.workspace, RUN, 70.0)
    await store.watches.look_by(PLACE.workspace, "not followed", 70.0)
    [again] = await store.watches.due(PLACE.workspace, 99.0, 10)
    assert (again.run, again.due, again.touched) == (RUN, then, 50.0)
