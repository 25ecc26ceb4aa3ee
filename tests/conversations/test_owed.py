"""What was done is told, however long Slack is in trouble, and whoever died in between: once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from prometheus_client import REGISTRY
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.playground.circleci import Fault
from bot.playground.slack.trouble import RESPONSE_URL
from bot.playground.slack.workspace import Message
from bot.slack.replies.outbox import SlackOutbox
from tests.world import ANA, DEPLOYS, WEB, World, read, world

TRIGGER = "trigger web@fix/cart-badge"
#: More often than anything is tried.
ALWAYS = 1000
#: All ways that an answer can take.
WAYS = ("chat.postMessage", "chat.postEphemeral", RESPONSE_URL)


def told(here: World, what: str = "#814") -> list[Message]:
    every = here.slack.workspace.messages.values()
    return [each for each in every if what in each.text + read(each)]


@contextmanager
def outage(
    here: World, word: str = "ratelimited", status: int = 429, wait: int | None = 90
) -> Iterator[None]:
    """Each way is refused. Where Slack says to wait for so long, it is asked again later, not on the spot."""
    headers = {} if wait is None else {"retry-after": str(wait)}
    for each in WAYS:
        here.slack.fail(each, word, status=status, times=ALWAYS, headers=headers)
    yield
    here.slack.heal()


async def passes(here: World, minutes: float, step: float = 60.0) -> None:
    """While the bot looks for what is owed, as it does all the time."""
    until = here.clock.now() + timedelta(minutes=minutes)
    while here.clock.now() < until:
        here.clock.advance(step)
        await here.bot.core.dispatcher.resume()
        await here.idle()


async def test_trouble_that_passes_soon_is_waited_out_on_the_way(either: World) -> None:
    either.slack.fail("chat.postMessage", "service_unavailable", status=503, times=3)
    assert len((await either.types(TRIGGER)).messages) == 1
    either.slack.ratelimit("chat.postMessage", times=6, retry_after=3)
    await either.types(TRIGGER)
    assert len(told(either, "#815")) == 1
    assert [row["told_at"] is not None for row in either.actions()] == [True, True]


async def test_after_an_outage_of_twenty_minutes_each_is_told_once(here: World) -> None:
    with outage(here):
        await here.types(TRIGGER)
        await here.mentions(TRIGGER)
        await passes(here, 20)
        assert [(row["state"], row["told_at"]) for row in here.actions()] == [("done", None)] * 2
    await passes(here, 4)
    for number in (814, 815):
        [card] = told(here, f"#{number}")
        assert not card.ephemeral
        assert read(card).splitlines()[0].endswith(f"web #{number}  ·  fix/cart-badge")
    assert told(here, "#814")[0].ts < told(here, "#815")[0].ts
    assert all(row["told_at"] and row["response_url"] is None for row in here.actions())
    assert len(here.circleci.started) == 2


async def test_in_a_thread_they_are_told_in_the_order_in_which_they_were_asked(here: World) -> None:
    card = (await here.types("status web@release/2.5")).only
    with outage(here, "internal_error", 503, wait=None):
        await here.mentions(TRIGGER, thread=card.ts)
        await passes(here, 20, step=5)
        await here.mentions("trigger web@fix/tax-label", thread=card.ts)
    await here.mentions("trigger web@fix/cart-badge", thread=card.ts)
    await passes(here, 1, step=5)
    first, second, third = (told(here, f"#{number}")[0] for number in (814, 815, 816))
    assert first.thread_ts == card.ts
    assert first.ts < second.ts < third.ts


async def test_after_an_outage_it_is_told_within_a_sixth_of_the_time_that_this_took(here: World) -> None:
    with outage(here, "internal_error", 503, wait=None):
        await here.types(TRIGGER)
        ended = here.clock.now()
        await passes(here, 1, step=2.0)
    waited = here.clock.now() - ended
    await passes(here, waited / timedelta(minutes=1) / 6 + 0.1, step=2.0)
    assert len(told(here)) == 1


async def test_a_card_that_was_owed_is_kept_true(here: World) -> None:
    with outage(here, "internal_error", 503):
        await here.types(TRIGGER)
    await passes(here, 3)
    [card] = told(here)
    assert "Running" in read(card)
    await here.passes(600, step=60)
    assert "Failed  ·  web #814" in read(here.slack.message(card.ts))


async def test_what_is_told_late_says_when_it_was_done_and_after_an_hour_nobody_is_told(here: World) -> None:
    with outage(here):
        await here.types(TRIGGER)
        await passes(here, 35)
    await passes(here, 3)
    [card] = told(here)
    assert "and told late" in read(card)

    before = untold()
    with outage(here):
        await here.types(TRIGGER)
        await passes(here, 65)
    await passes(here, 5)
    assert (told(here, "#815"), untold() - before) == ([], 1)
    row = here.actions()[-1]
    assert (row["state"], row["told_at"], row["response_url"]) == ("done", None, None)


def untold() -> float:
    return REGISTRY.get_sample_value("ringmaster_answers_untold_total") or 0.0


async def test_where_all_ways_are_closed_for_good_it_is_given_up_at_once(here: World) -> None:
    with outage(here, "is_archived", 400):
        await here.types(TRIGGER)
    await passes(here, 5)
    assert told(here) == []
    [row] = here.actions()
    assert (row["tell_at"], row["response_url"]) == (None, None)


async def test_where_the_channel_is_archived_the_response_tells_it_and_else_a_direct_message(
    here: World,
) -> None:
    here.slack.fail("chat.postMessage", "is_archived")
    await here.types(TRIGGER)
    [response] = told(here)
    assert response.channel == WEB
    here.slack.fail("chat.postMessage", "is_archived")
    here.slack.fail("chat.postEphemeral", "is_archived")
    here.slack.fail(RESPONSE_URL, "used_url", status=404)
    await here.types(TRIGGER)
    [direct] = told(here, "#815")
    assert direct.channel == "D0ANA"
    assert all(row["told_at"] and row["response_url"] is None for row in here.actions())


async def test_a_token_that_is_mended_tells_what_was_owed(here: World) -> None:
    with outage(here, "token_revoked", 200):
        await here.types(TRIGGER)
    await passes(here, 3)
    assert len(told(here)) == 1


async def test_what_was_approved_canceled_rerun_or_refused_is_told_late_too(here: World) -> None:
    """A rerun by its card; what draws no card by a sentence."""
    with outage(here):
        await here.types("rerun web#812 --failed")
        await here.types("cancel web#1")
    await passes(here, 3)
    [rerun] = told(here, "Rerun")
    assert "web #812" in read(rerun)
    [refused] = told(here, "Nothing was started by /ci cancel web#1")
    assert refused.ephemeral


async def test_where_circleci_does_not_answer_either_a_sentence_tells_what_was_done(here: World) -> None:
    with outage(here):
        await here.types(TRIGGER)
    here.circleci.faults.add(Fault("/pipeline/*", "GET", status=404, times=None, body={"message": "gone"}))
    await passes(here, 3)
    [sentence] = told(here)
    assert read(sentence).startswith("web #814 was started (")
    assert "[Details]" in read(sentence)


async def test_a_bug_on_the_way_to_slack_leaves_it_owed(here: World, mocker: MockerFixture) -> None:
    with outage(here):
        await here.types(TRIGGER)
        await here.types("cancel web#1")
    broken = mocker.patch.object(SlackOutbox, "answer", side_effect=ZeroDivisionError)
    with capture_logs() as logged:
        await passes(here, 4)
    assert broken.call_count >= 2
    assert "bug" in [each["event"] for each in logged]
    assert [row["told_at"] for row in here.actions()] == [None, None]
    mocker.stopall()
    await passes(here, 4)
    assert len(told(here)) == 1
    assert all(row["told_at"] for row in here.actions())


async def test_what_was_told_is_not_told_again_by_the_next_process(tmp_path: Path) -> None:
    async with world(tmp_path) as before:
        await before.types(TRIGGER)
        assert len(told(before)) == 1
    async with world(tmp_path) as after:
        await passes(after, 2)
        assert (told(after), after.slack.ephemerals(ANA), after.slack.messages(DEPLOYS)) == ([], [], [])


async def test_what_slack_took_before_a_process_died_is_no_second_message_and_kept_true(here: World) -> None:
    card = (await here.types(TRIGGER)).only
    here.make_unwritten()
    here.clock.advance(900)
    await passes(here, 1)
    await here.passes(60)
    [same] = here.slack.messages(WEB)
    assert same.ts == card.ts
    assert read(same).startswith(":x: Failed")
    assert ["e2e failed" in read(each) for each in here.slack.thread(WEB, card.ts)] == [True]


async def test_what_was_owed_when_the_process_ended_is_told_by_the_next(tmp_path: Path) -> None:
    async with world(tmp_path) as before:
        with outage(before):
            await before.types(TRIGGER)
    async with world(tmp_path) as after:
        await passes(after, 2)
        assert len(told(after)) == 1
