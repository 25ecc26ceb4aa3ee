"""What channels want to hear of."""

from dataclasses import replace

from bot.circleci.slug import ProjectSlug
from bot.model.request import Place
from bot.model.subscription import USUAL_EVENTS, Event, Subscription
from bot.store import Store
from tests.store.rows import PLACE

WEB, API = ProjectSlug("gh", "acme", "web"), ProjectSlug("gh", "acme", "api")
HERE, ELSEWHERE = PLACE, Place(PLACE.workspace, "C0WEB")
PLAIN = Subscription(HERE, WEB, "main", USUAL_EVENTS, "U0ANA")


async def test_all_that_was_asked_for_is_kept(store: Store) -> None:
    whole = Subscription(
        HERE,
        API,
        "release/*",
        tuple(Event),
        "U0BEN",
        ("deploy-*", "test (a, b)"),
        "ana-lima",
        "push",
        "S0RELEASE",
    )
    for each in (PLAIN, whole):
        await store.subscriptions.put(each)
    assert await store.subscriptions.of_channel(HERE) == (whole, PLAIN)


async def test_one_takes_the_place_of_what_the_channel_wanted_of_the_same_branch(store: Store) -> None:
    await store.subscriptions.put(replace(PLAIN, login="ben", events=(Event.STARTED,)))
    await store.subscriptions.put(other := replace(PLAIN, branch="*"))
    await store.subscriptions.put(PLAIN)
    assert await store.subscriptions.of_channel(HERE) == (other, PLAIN)


async def test_projects_may_be_a_pattern_of_all_branches_or_of_the_default_ones(store: Store) -> None:
    pattern = replace(PLAIN, project=ProjectSlug("gh", "acme", "*"), branch="", made=1_764_500_400.25)
    for each in (pattern, replace(pattern, branch="*")):
        await store.subscriptions.put(each)
    assert await store.subscriptions.of_channel(HERE) == (pattern, replace(pattern, branch="*"))
    await store.subscriptions.remove(pattern)
    assert await store.subscriptions.of_channel(HERE) == (replace(pattern, branch="*"),)


async def test_each_channel_and_workspace_has_its_own(store: Store) -> None:
    there = replace(PLAIN, place=ELSEWHERE)
    foreign = replace(PLAIN, place=Place("T0OTHER", HERE.channel))
    for each in (PLAIN, there, foreign):
        await store.subscriptions.put(each)
    assert await store.subscriptions.of_workspace(HERE.workspace) == (PLAIN, there)
    assert await store.subscriptions.of_channel(ELSEWHERE) == (there,)
    assert await store.subscriptions.of_workspace("T0OTHER") == (foreign,)


async def test_one_that_ends_is_gone_and_the_others_are_not(store: Store) -> None:
    await store.subscriptions.put(PLAIN)
    await store.subscriptions.put(other := replace(PLAIN, project=API))
    await store.subscriptions.remove(PLAIN)
    await store.subscriptions.remove(PLAIN)
    assert await store.subscriptions.of_channel(HERE) == (other,)


async def test_a_channel_is_muted_until_then_or_until_it_says_otherwise(store: Store) -> None:
    await store.subscriptions.mute(HERE, 100.0)
    await store.subscriptions.mute(ELSEWHERE, 50.0)
    assert await store.subscriptions.muted(HERE.workspace, 49.9) == {HERE.channel, ELSEWHERE.channel}
    assert await store.subscriptions.muted(HERE.workspace, 50.0) == {HERE.channel}
    assert await store.subscriptions.muted("T0OTHER", 0.0) == frozenset()
    await store.subscriptions.mute(HERE, 200.0)
    assert await store.subscriptions.muted(HERE.workspace, 150.0) == {HERE.channel}
    await store.subscriptions.mute(HERE, None)
    assert await store.subscriptions.muted(HERE.workspace, 0.0) == {ELSEWHERE.channel}
