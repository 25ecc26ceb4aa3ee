"""What messages showed, and what a thread is about."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.message import Message
from bot.model.outbox import PostedMessage
from bot.model.request import Place
from bot.model.shown import Noun, ShownThing
from bot.store import Store
from bot.store.retention import KEPT_SECONDS
from bot.store.tables import now, shown_table
from tests.store.rows import PLACE

ONE = ShownThing(Noun.PIPELINE, "gh/acme/web", "5034460f-c7c4-4c43-9457-de07e2029e7b", 812)
TWO = ShownThing(Noun.PIPELINE, "gh/acme/api", "5034461a-0000-4c43-9457-de07e2029e7b", 7)
JOB = ShownThing(Noun.JOB, "gh/acme/web", number=33)
ROOT, FIRST, SECOND = "1700000000.000100", "1700000001.000100", "1700000002.000100"
THREAD = replace(PLACE, thread=ROOT)


def about(depicts: ShownThing | None, *shows: ShownThing) -> Message:
    return Message(("…",), depicts=depicts, shows=shows)


async def test_a_thread_is_about_what_its_root_depicts(store: Store) -> None:
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(ONE, TWO))
    assert await store.memory.root(THREAD) == ONE
    assert await store.memory.of_thread(THREAD, 9) == (ONE,)


@pytest.mark.parametrize(
    "elsewhere",
    [
        PLACE,
        replace(PLACE, thread=FIRST),
        replace(THREAD, channel="C0OTHER"),
        replace(THREAD, workspace="T0OTHER"),
    ],
    ids=["the channel", "another thread", "another channel", "another workspace"],
)
async def test_nothing_is_known_elsewhere(store: Store, elsewhere: Place) -> None:
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(ONE))
    assert await store.memory.root(elsewhere) is None


async def test_a_thread_goes_on_being_about_its_root_whatever_is_redrawn(store: Store) -> None:
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(ONE))
    await store.memory.remember(PostedMessage(THREAD, FIRST), about(TWO))
    await store.memory.remember(PostedMessage(THREAD, SECOND), about(JOB))
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(ONE))
    assert await store.memory.root(THREAD) == ONE
    assert await store.memory.of_thread(THREAD, 9) == (ONE, TWO, JOB)
    assert await store.memory.of_channel(PLACE, 2) == (JOB, TWO)


async def test_an_edit_replaces_what_the_message_showed(store: Store) -> None:
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(ONE, JOB))
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(TWO))
    assert await store.memory.root(THREAD) == TWO
    assert await store.memory.starting(PLACE, "5034460f") == ()
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(None))
    assert await store.memory.root(THREAD) is None


async def test_an_id_is_found_by_its_start_in_the_channel_that_saw_it(store: Store) -> None:
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(None, ONE, JOB))
    await store.memory.remember(PostedMessage(THREAD, FIRST), about(TWO))
    assert await store.memory.starting(PLACE, "5034460") == (ONE,)
    assert await store.memory.starting(THREAD, "5034460F") == (ONE,)
    assert set(await store.memory.starting(PLACE, "503446")) == {ONE, TWO}
    assert await store.memory.starting(replace(PLACE, channel="C0OTHER"), "503446") == ()


@pytest.mark.parametrize("start", ["%", "_034460f", "503%", "\\", "5034460f'"])
async def test_signs_of_the_databases_own_mean_nothing(store: Store, start: str) -> None:
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(ONE))
    assert await store.memory.starting(PLACE, start) == ()


async def test_the_same_thing_in_several_messages_is_one_thing(store: Store) -> None:
    for ts in (ROOT, FIRST, SECOND):
        await store.memory.remember(PostedMessage(PLACE, ts), about(ONE))
    assert await store.memory.starting(PLACE, "5034460f") == (ONE,)


async def test_the_pipeline_of_what_is_within_it_is_the_only_one_that_was_shown_beside_it(
    store: Store,
) -> None:
    whole, other = (ShownThing(Noun.PIPELINE, "gh/acme/web", f"p{at}", at) for at in (812, 813))
    within = ShownThing(Noun.WORKFLOW, "gh/acme/web", "w1")
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(whole, within))
    await store.memory.remember(PostedMessage(PLACE, FIRST), about(within, whole))
    assert await store.memory.pipeline_of(PLACE, "w1") == whole
    assert await store.memory.pipeline_of(PLACE, "p812") == whole
    assert await store.memory.pipeline_of(PLACE, "p813") is None
    await store.memory.remember(PostedMessage(PLACE, SECOND), about(within, other))
    assert await store.memory.pipeline_of(PLACE, "w1") is None


async def test_what_was_shown_long_ago_is_forgotten(store: Store) -> None:
    await store.memory.remember(PostedMessage(PLACE, ROOT), about(ONE))

    async def age(connection: AsyncConnection) -> None:
        await connection.execute(update(shown_table).values(at=now() - KEPT_SECONDS - 1))

    await store._database.write(age)
    await store.memory.remember(PostedMessage(PLACE, FIRST), about(TWO))
    await store.retention.turn(365)
    assert await store.memory.starting(PLACE, "503446") == (TWO,)
