"""At which hours channels want to hear nothing, and what they were not told then."""

from dataclasses import replace

from bot.circleci.slug import ProjectSlug
from bot.model.quiet import HeldNotice, read_hours
from bot.model.request import Place
from bot.model.subscription import Event
from bot.store import Store
from tests.store.rows import PLACE

HOURS = read_hours("Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin")
HERE, ELSEWHERE = Place(PLACE.workspace, PLACE.channel), Place(PLACE.workspace, "C0OTHER")
NOTICE = HeldNotice(
    HERE, "p-812", "notice:failed:1", Event.FAILED, ProjectSlug("gh", "acme", "web"), 812, "main", "U0ANA"
)


async def test_each_channel_has_its_own_hours_until_they_end(store: Store) -> None:
    await store.quiet.put(HERE, read_hours("Sat"), breaks=True)
    await store.quiet.put(HERE, HOURS, breaks=False)
    await store.quiet.put(ELSEWHERE, HOURS, breaks=True)
    of = await store.quiet.of_workspace(HERE.workspace)
    assert of == {HERE.channel: (HOURS, False), ELSEWHERE.channel: (HOURS, True)}
    await store.quiet.put(HERE, None, breaks=False)
    assert [*await store.quiet.of_workspace(HERE.workspace)] == [ELSEWHERE.channel]
    assert await store.subscriptions.muted(HERE.workspace, 1.0) == frozenset()


async def test_what_was_held_back_is_told_once_and_known_afterwards(store: Store) -> None:
    there = replace(NOTICE, place=ELSEWHERE)
    for each in (NOTICE, NOTICE, there, replace(NOTICE, key="notice:fixed", branch=None)):
        await store.quiet.hold(each)
    assert len(await store.quiet.held(HERE.workspace)) == 3
    assert await store.quiet.held("T0OTHER") == ()
    await store.quiet.tell(HERE)
    assert await store.quiet.held(HERE.workspace) == (there,)
    await store.quiet.hold(NOTICE)
    assert await store.quiet.held(HERE.workspace) == (there,)
    await store.quiet.hold(replace(NOTICE, run="p-813"), told=True)
    assert await store.quiet.held(HERE.workspace) == (there,)
    assert set(await store.quiet.keys(HERE.workspace, ["p-812", "p-813"])) == {
        (HERE.channel, "p-812", NOTICE.key),
        (HERE.channel, "p-812", "notice:fixed"),
        (ELSEWHERE.channel, "p-812", NOTICE.key),
        (HERE.channel, "p-813", NOTICE.key),
    }
