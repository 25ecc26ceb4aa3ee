"""Runs are looked at, and what matters of them is told, through all that goes wrong."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pytest_mock import MockerFixture

from bot.model.news import news_of
from bot.model.run import Run
from bot.playground.circleci import Fault, rate_limited
from bot.playground.circleci.acme import WEB as WEB_PROJECT
from tests.conversations.operating import labels
from tests.following.cards import ALWAYS, BRANCH, beneath, calls, direct, flaky_branch, now
from tests.following.lean import WORKSPACE, RecordingOutbox, lean
from tests.world import ANA, BEN, CHO, DEPLOYS, World, ground, read, world

LINE = "trigger web@fix/cart-badge"


@pytest.mark.parametrize("word", ["internal_error", "ratelimited", "invalid_auth"])
async def test_news_that_slack_did_not_take_is_told_later_once(here: World, word: str) -> None:
    card = (await here.types(LINE)).only
    here.slack.fail("chat.postMessage", word, times=ALWAYS)
    await here.passes(600, step=30)
    assert beneath(here, card) == []
    here.slack.heal()
    await here.passes(120)
    [told] = beneath(here, card)
    assert "failed" in read(told)
    assert direct(here, ANA) == []


async def test_a_failure_is_told_with_all_its_tests_counted(here: World) -> None:
    flaky_branch(here)
    card = (await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)).messages[0]
    await here.passes(600)
    [told] = [each for each in beneath(here, card) if "e2e failed" in read(each)]
    assert "2 of 42 tests" in read(told)


async def test_where_the_channel_is_closed_each_who_asked_is_told_once_in_person(here: World) -> None:
    card = (await here.types(LINE)).only
    await here.types("status web@fix/cart-badge", user=BEN)
    here.slack.fail("chat.postMessage", "is_archived")
    await here.passes(900)
    assert beneath(here, card) == []
    for user in (ANA, BEN):
        [told] = direct(here, user)
        assert "failed" in told


async def test_where_every_way_is_closed_it_is_not_tried_for_ever(here: World) -> None:
    await here.types(LINE)
    await here.types("status web@fix/cart-badge", user=BEN)
    here.slack.fail("chat.postMessage", "is_archived", times=2)  # the thread, and who asked first
    await here.passes(900)
    assert sorted(len(direct(here, user)) for user in (ANA, BEN)) == [0, 1]
    before = calls(here, "chat.postMessage")
    await here.passes(600, step=30)
    assert calls(here, "chat.postMessage") == before


async def test_however_many_approvals_wait_each_is_told_once(here: World) -> None:
    flaky_branch(here, e2e=("success",))
    card = (await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)).messages[0]
    for _ in range(14):
        await here.types(f"status web@{BRANCH}", channel=DEPLOYS, user=CHO)
    await here.passes(900, step=15)
    waits = [each for each in beneath(here, card) if "Waiting for" in read(each)]
    assert len(waits) == 1
    assert ":raised_hand: Waiting for approval" in now(here, card)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("*", status=503, times=None),
        Fault("*", drop=True, times=None),
        rate_limited("*", times=None, retry_after=None),
    ],
)
async def test_while_circleci_does_not_answer_cards_say_since_when_and_it_is_asked_ever_less(
    here: World, fault: Fault
) -> None:
    card = (await here.types(LINE)).only
    await here.passes(20)
    before = now(here, card)
    here.circleci.faults.add(fault)
    asked = len(here.asked_of_circleci())
    await here.passes(600, step=20)
    assert now(here, card) == before
    assert "as of" in before
    looks = len(here.asked_of_circleci()) - asked
    assert looks <= 4 * (10 + 3)  # each look tries four times; most looks come once a minute
    here.circleci.faults.clear()
    await here.passes(90)
    assert ":x: Failed" in now(here, card)
    assert len(beneath(here, card)) == 1


AWAY = [Fault("/pipeline/*", status=503, times=None), Fault("/pipeline/*/workflow", status=503, times=None)]
GONE = [Fault("/pipeline/*", status=404, times=None), Fault("/pipeline/*/workflow", status=404, times=None)]


@pytest.mark.parametrize("faults", [AWAY, GONE])
async def test_a_card_that_cannot_be_kept_true_says_since_when_until_it_can_again(
    here: World, faults: list[Fault]
) -> None:
    card = (await here.types(LINE)).only
    await here.passes(20)
    assert "[Cancel]" in now(here, card)
    for each in faults:
        here.circleci.faults.add(each)
    since = f"{here.clock.now():%Y-%m-%d %H:}"
    await here.passes(3 * 3600, step=300)
    stands = now(here, card)
    assert "Running" in stands
    assert ":warning: Not up to date since <!date^" in stands
    assert f"^{{date_short_pretty}} {{time}}|{since}" in stands
    assert ("[Cancel]" in stands, "[Details]" in stands) == (False, True)
    edits = calls(here, "chat.update")
    await here.passes(24 * 3600, step=900)
    assert (now(here, card), calls(here, "chat.update")) == (stands, edits)
    assert len(beneath(here, card)) == 0
    asked = len(here.asked_of_circleci())
    await here.passes(4 * 3600, step=300)
    assert len(here.asked_of_circleci()) - asked <= 5 * 2 * 4
    here.circleci.faults.clear()
    await here.passes(3700, step=60)
    assert ":x: Failed" in now(here, card)
    assert "Not up to date" not in now(here, card)
    assert len(beneath(here, card)) == 1


async def test_a_bot_that_starts_while_circleci_is_away_says_since_when_in_place_of_what_it_cannot_draw(
    tmp_path: Path,
) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            card = (await here.types(LINE)).only
            await here.passes(30)
        for each in AWAY:
            on.circleci.faults.add(each)
        async with world(tmp_path, on=on) as here:
            await here.passes(2 * 3600, step=300)
            assert "Not up to date since" in now(here, card)
            assert "trigger" not in now(here, card)
            assert "[Details]" in now(here, card)
            on.circleci.faults.clear()
            await here.passes(120)
            assert ":x: Failed" in now(here, card)


async def test_jobs_that_circleci_lists_no_more_hold_up_no_card(here: World) -> None:
    gone = Fault("/workflow/*/job", "GET", times=None, status=404, body={"message": "Workflow not found"})
    card = (await here.types(LINE)).messages[0]
    here.circleci.faults.add(gone)
    here.bot.core.follower._looks.forget(here.circleci.newest(WEB_PROJECT).id)  # as one that starts again
    await here.passes(900)
    assert ":x: Failed" in now(here, card)


async def test_a_run_that_circleci_never_shows_again_is_asked_for_for_a_week(here: World) -> None:
    await here.types(LINE)
    await here.passes(20)
    here.circleci.faults.add(Fault("*", status=404, times=None))
    await here.passes(8 * 24 * 3600, step=3600)
    asked = len(here.asked_of_circleci())
    await here.passes(24 * 3600, step=3600)
    assert len(here.asked_of_circleci()) == asked


async def test_a_bot_that_starts_again_goes_on_following_and_tells_nothing_twice(tmp_path: Path) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            flaky_branch(here)
            card = (await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)).messages[0]
            await here.passes(60)
            assert "Running" in now(here, card)
        async with world(tmp_path, on=on) as here:
            await here.passes(600)
            assert ":x: Failed" in now(here, card)
            [failed] = beneath(here, card)
        async with world(tmp_path, on=on) as here:
            await here.passes(120)
            assert beneath(here, card) == [failed]
            await here.clicks(failed, labels(here, failed)[1], user=CHO)
        async with world(tmp_path, on=on) as here:
            await here.passes(600)
            assert ":raised_hand: Waiting for approval" in now(here, card)
            assert beneath(here, card)[0].ts == failed.ts


async def test_what_was_deleted_leaves_the_other_cards_of_its_channel_to_be_told_beneath(
    here: World,
) -> None:
    card = (await here.types(LINE)).only
    second = (await here.types("status web@fix/cart-badge", user=BEN)).only
    messages = here.slack.workspace.messages
    [deleted] = [key for key, each in messages.items() if each.ts == card.ts]
    del messages[deleted]
    await here.passes(900)
    assert ":x: Failed" in now(here, second)
    [told] = beneath(here, second)
    assert "failed" in read(told)


async def test_who_does_not_send_leaves_the_look_to_who_does(tmp_path: Path) -> None:
    async with lean(tmp_path) as here:
        run = here.small.add_pipeline("gh/acme/web", "followed").id
        await here.watch(run)
        [known] = await here.store.watches.due(WORKSPACE, here.clock.at.timestamp(), 9)
        await here.store.watches.schedule(known, None)
        here.store.alone = False
        asked = len(here.small.requests)
        here.clock.advance(60)
        await here.follower.look_again(WORKSPACE, (run,))
        await here.pool.idle()
        assert (len(here.small.requests), here.outbox.edits) == (asked, [])
        [due] = await here.store.watches.due(WORKSPACE, at := here.clock.at.timestamp(), 9)
        assert (due.run, due.due, due.touched) == (run, at, at)
        await here.turn()
        assert len(here.outbox.edits) == 1


async def test_a_run_that_has_ended_is_looked_at_again_as_long_as_a_card_of_it_waits_to_be_drawn(
    tmp_path: Path, mocker: MockerFixture
) -> None:
    slack_is_slow = asyncio.Event()

    async def update(*_: object, once: bool) -> None:
        await slack_is_slow.wait()

    mocker.patch.object(RecordingOutbox, "update", update)
    async with lean(tmp_path) as here:
        run = here.small.add_pipeline("gh/acme/web", "followed")
        await here.watch(run.id)
        here.small.finish(run)
        here.clock.advance(1)
        await here.follower.turn()
        while here.follower._under_way:
            await asyncio.sleep(0)
        assert [each.run for each in await here.store.watches.due(WORKSPACE, 1e10, 9)] == [run.id]
        slack_is_slow.set()
        await here.pool.idle()
        await here.passes(120, step=60)
        assert await here.store.watches.due(WORKSPACE, 1e10, 9) == ()


async def test_a_run_that_meets_a_bug_stops_no_other_and_is_not_looked_at_in_a_hurry(
    here: World, mocker: MockerFixture
) -> None:
    card = (await here.types(LINE)).only
    flaky_branch(here)
    other = (await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)).messages[0]
    [poisoned] = {each.id for each in here.circleci.pipelines if f"#{each.number}" in now(here, card)}

    def crash(run: Run, *rest: Any) -> Any:
        if run.pipeline.id == poisoned:
            raise ZeroDivisionError
        return news_of(run, *rest)

    spy = mocker.patch("bot.following.newsagent.news_of", side_effect=crash)
    await here.passes(600)
    assert ":x: Failed" in now(here, other)
    met = sum(each.args[0].pipeline.id == poisoned for each in spy.call_args_list)
    assert 0 < met < 20
    assert here.bot.core.pool.crashes == met
    here.bot.core.pool.crashes = 0
