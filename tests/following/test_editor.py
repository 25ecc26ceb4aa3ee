"""Messages are drawn again, whatever Slack says to that."""

from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.following.editor import Editor
from bot.following.edits import Priority
from bot.model.outbox import PostedMessage, Watch
from bot.pool import Work
from bot.reading.runs import fresh_run
from tests.following.cards import ALWAYS, beneath, calls, direct, now
from tests.following.lean import WORKSPACE, lean
from tests.world import ANA, BEN, DEPLOYS, WEB, World, ground, read, world

LINE = "trigger web@fix/cart-badge"


async def test_what_is_remembered_of_thousands_of_answers_holds_no_jobs(here: World) -> None:
    here.circleci.add_pipeline("gh/acme/web", "fix/tax-label")
    here.clock.advance(20)
    for line in ("status web", "pipeline web", "why web", LINE, "cancel web#814"):
        await here.types(line)
    remembered = here.bot.core.follower.editor._results
    assert {type(each).__name__ for each in remembered.values()} == {"PipelineCard", "CancelCard"}
    assert not [each for each in remembered.values() if "Job(" in repr(each)]


@pytest.mark.parametrize("word", ["ratelimited", "internal_error"])
async def test_what_slack_did_not_take_is_drawn_later_as_it_is_then(here: World, word: str) -> None:
    card = (await here.types(LINE)).only
    if word == "ratelimited":
        here.slack.ratelimit("chat.update", times=4, retry_after=30)
    else:
        here.slack.fail("chat.update", word, times=4)
    await here.passes(900)
    assert ":x: Failed" in now(here, card)
    assert direct(here, ANA) == []


async def test_an_end_that_an_answer_could_not_be_completed_to_is_drawn_once_slack_takes_it(
    here: World,
) -> None:
    here.slack.fail("chat.update", "internal_error", status=503, times=ALWAYS)
    card, below = (await here.types("trigger api@chore/signing")).messages
    here.slack.heal()
    assert "Reading the config" in now(here, card)
    await here.passes(60)
    assert now(here, card).splitlines()[0] == read(below).splitlines()[0]


async def test_while_slack_takes_nothing_it_is_asked_as_it_says(here: World) -> None:
    card = (await here.types(LINE)).only
    before, began = calls(here, "chat.update"), here.clock.now()
    here.slack.ratelimit("chat.update", times=5, retry_after=60)
    await here.passes(400, step=20)
    assert here.clock.now() - began >= timedelta(seconds=300)
    assert calls(here, "chat.update") - before <= 10
    assert ":x: Failed" in now(here, card)


async def test_an_end_that_comes_while_slack_takes_nothing_is_drawn_as_soon_as_it_takes_edits_again(
    tmp_path: Path, mocker: MockerFixture
) -> None:
    async with lean(tmp_path) as here:
        made = [here.small.add_pipeline("gh/acme/web", "followed") for _ in range(50)]
        cards = [await here.watch(run.id, number=number) for number, run in enumerate(made)]
        editor, began, draining = here.follower.editor, here.clock.at, list[Work]()
        editor.queue(WORKSPACE).limited(began.timestamp(), 30)
        linger = mocker.patch.object(here.pool, "linger", draining.append)
        for card, run in zip(cards, made, strict=True):
            await editor.want(card, await fresh_run(here.circleci, run.id), Priority.PROGRESS)
        here.small.finish(made[-1])
        await editor.want(cards[-1], await fresh_run(here.circleci, made[-1].id), Priority.OUTCOME)
        mocker.stop(linger)
        [drain] = draining
        here.pool.linger(drain)
        await here.pool.idle()

        assert [posted for _, posted, _ in here.outbox.edits].index(cards[-1].posted) == 0
        assert timedelta(seconds=30) <= here.outbox.edits[0][0] - began < timedelta(seconds=31)


async def test_who_may_no_longer_be_the_one_that_sends_draws_nothing(
    here: World, mocker: MockerFixture
) -> None:
    card = (await here.types("status web@main")).only
    sends = mocker.patch.object(here.bot.core.follower.editor, "_sends", return_value=False)
    await here.passes(300)
    assert calls(here, "chat.update") == 0
    assert "Running" in now(here, card)

    sends.return_value = True
    await here.passes(300)
    assert "Waiting for approval" in now(here, card)


async def test_a_picture_that_slack_does_not_take_becomes_its_sentence(here: World) -> None:
    card = (await here.types(LINE)).only
    here.slack.fail("chat.update", "msg_too_long")
    await here.passes(15)
    assert now(here, card) == "web #814 on fix/cart-badge is running"


@pytest.mark.parametrize("word", ["message_not_found", "is_archived", "channel_not_found", "slack_is_purple"])
async def test_a_message_that_can_t_be_drawn_again_ends_and_who_asked_is_told_once(
    here: World, word: str
) -> None:
    await here.types(LINE)
    await here.passes(20)
    here.slack.fail("chat.update", word, times=ALWAYS)
    before = calls(here, "chat.update")
    await here.passes(600)
    assert calls(here, "chat.update") == before + 1
    [told] = direct(here, ANA)
    assert f"no longer updated in <#{WEB}>: Slack says {word}" in told
    assert told.startswith("web #")
    here.slack.heal()
    asked = len(here.asked_of_circleci())
    await here.passes(600, step=60)
    assert len(here.asked_of_circleci()) == asked


@pytest.mark.parametrize("word", ["edit_window_closed", "cant_update_message"])
async def test_what_may_not_be_edited_is_told_beneath_all_the_same_and_who_asked_is_told_once(
    tmp_path: Path, word: str
) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            card = (await here.types(LINE)).only
            await here.passes(20)
            here.slack.fail("chat.update", word, times=ALWAYS)
            await here.passes(180)
            [told] = direct(here, ANA)
            assert f"no longer updated in <#{WEB}>: Slack says {word}" in told
            assert told.startswith("web #")
            before = calls(here, "chat.update")
        async with world(tmp_path, on=on) as again:
            await again.passes(900)
            assert "e2e failed" in read(beneath(again, card)[0])
            assert len(direct(again, ANA)) == 1
            assert calls(again, "chat.update") == before


async def test_of_several_messages_in_a_closed_channel_each_asker_is_told_once(here: World) -> None:
    await here.types(LINE)
    for user in (ANA, BEN, BEN):
        await here.types("status web@fix/cart-badge", user=user)
    here.slack.fail("chat.update", "is_archived")
    await here.passes(900)
    assert [len(direct(here, user)) for user in (ANA, BEN)] == [1, 1]


async def test_a_message_whose_asker_may_not_see_the_run_any_more_stays_as_it_was(here: World) -> None:
    card = (await here.types(LINE)).only
    other = (await here.types("status web@fix/cart-badge", channel=DEPLOYS)).only
    await here.passes(10)
    before = now(here, card)
    del here.bot.core.services.policies.current.channels[WEB]
    await here.passes(900)
    assert now(here, card) == before
    assert beneath(here, card) == []
    assert ":x: Failed" in now(here, other)


async def test_a_run_that_nobody_may_see_any_more_is_looked_at_rarely(here: World) -> None:
    card = (await here.types("status web@release/2.5", channel=DEPLOYS)).only
    del here.bot.core.services.policies.current.channels[DEPLOYS]
    await here.passes(60)
    before = len(here.asked_of_circleci())
    await here.passes(1800, step=20)
    assert 0 < len(here.asked_of_circleci()) - before <= 12
    assert ":raised_hand:" in now(here, card)


async def test_who_starts_again_draws_nothing_that_looks_as_it_was_drawn(tmp_path: Path) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            card = (await here.types("status web@release/2.5", channel=DEPLOYS)).only
        async with world(tmp_path, on=on) as here:
            before = calls(here, "chat.update")
            await here.passes(120)
            assert calls(here, "chat.update") == before
            assert ":raised_hand:" in now(here, card)


async def test_a_card_of_what_is_live_waits_as_others_do_while_slack_takes_no_edits(here: World) -> None:
    live = (await here.types("deploys web", channel=WEB)).only
    here.slack.ratelimit("chat.update", times=8, retry_after=30)
    back = 'rollback web production --project web --reason "Checkout fails"'
    await here.types(back, channel=DEPLOYS)
    await here.passes(600)
    assert "production  ·  v2.4.0-802" in now(here, live)


async def test_what_looks_as_before_is_not_drawn_again(here: World) -> None:
    card = (await here.types("status web@release/2.5", channel=DEPLOYS)).only
    await here.passes(60)
    before = calls(here, "chat.update")
    await here.passes(1200, step=20)
    assert "Waiting for approval" in now(here, card)
    assert calls(here, "chat.update") == before


async def test_a_line_that_is_read_no_more_is_logged_by_its_message_and_not_by_what_was_typed(
    here: World,
) -> None:
    card = (await here.types(LINE)).only
    with closing(here._database()) as connection:
        connection.execute("update watch set line = 'no-such-verb web note=Gr4nite-owl'")
    with capture_logs() as logged:
        await here.passes(60)

    [entry] = {each["ts"]: each for each in logged if each["event"] == "message not drawn again"}.values()
    assert (entry["ts"], entry["channel"], entry["fault"]) == (card.ts, card.channel, "UnknownCommand")
    assert "Gr4nite-owl" not in str(logged)


@pytest.mark.parametrize("method", ["message", "_update"])
async def test_a_message_that_meets_a_bug_holds_up_no_other_and_is_let_be_after_five_tries(
    tmp_path: Path, mocker: MockerFixture, method: str
) -> None:
    async with lean(tmp_path) as here:
        run = here.small.add_pipeline("gh/acme/web", "followed")
        poison, *others = [await here.watch(run.id, number=number) for number in (3, 2, 1)]
        works, tries = getattr(Editor, method), count()

        async def work(editor: Editor, about: Watch | PostedMessage, *rest: object) -> object:
            if poison.posted in (about, getattr(about, "posted", None)):
                next(tries)
                raise ZeroDivisionError
            return await works(editor, about, *rest)

        mocker.patch.object(Editor, method, work)
        await here.passes(120)
        here.small.finish(run)
        with capture_logs() as logged:
            await here.passes(120)

        for each in others:
            last = [message for _, posted, message in here.outbox.edits if posted == each.posted][-1]
            assert "passed" in str(last.text)
        assert next(tries) == 5
        assert [each for each in logged if each["event"] == "bug"] == []
