"""Cards that keep themselves true: nobody types `status` again."""

from dataclasses import replace
from datetime import timedelta

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_PROJECT
from bot.playground.circleci.people import CHO as AUTHOR
from bot.playground.circleci.runs import unsuccessful
from bot.playground.slack.workspace import Message
from tests.conversations.operating import labels
from tests.world import ANA, BEN, CHO, DEPLOYS, WEB, World, read

BRANCH = "release/2.7"


def now(here: World, message: Message) -> str:
    return read(here.slack.message(message.ts))


def beneath(here: World, message: Message) -> list[Message]:
    """What stands in its thread."""
    every = here.slack.workspace.messages.values()
    return [each for each in every if each.thread_ts == message.ts and each.ts != message.ts]


def flaky_release(here: World) -> None:
    """A branch whose e2e fails once; when it has passed, a deployment waits to be approved."""
    here.circleci.add_branch(
        WEB_PROJECT,
        BRANCH,
        subject="Prepare 2.7",
        author=AUTHOR,
        outcomes={"e2e": ("failed", "success")},
    )


async def test_from_its_start_to_its_end_one_message_tells_how_a_run_is(here: World) -> None:
    flaky_release(here)
    card = (await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)).only
    await here.passes(60)
    assert ":arrows_counterclockwise: Running" in now(here, card)
    await here.passes(600)
    assert ":x: Failed" in now(here, card)
    [failed] = beneath(here, card)
    assert "e2e failed" in read(failed)
    assert f"<@{ANA}>" in read(failed)
    assert labels(here, failed)[:2] == ["Why?", "Rerun failed"]

    rerun = (await here.clicks(failed, "Rerun failed", user=CHO)).messages[0]
    await here.passes(30)
    assert "Running" in now(here, card)
    await here.passes(600)
    assert ":raised_hand: Waiting for approval" in now(here, card)
    waits = beneath(here, card)[-1]
    assert "Waiting for approval" in read(waits)
    [approve] = labels(here, waits)
    assert approve.startswith("Approve ")
    assert len([each for each in beneath(here, card) if "Waiting for" in read(each)]) == 1
    assert "Running" not in now(here, rerun)
    assert ", took" not in now(here, rerun)

    await here.clicks(waits, approve, user=CHO)
    await here.passes(1200)
    assert ":white_check_mark: Passed" in now(here, card)
    assert ", rerun took " in now(here, card)
    assert "Fixed  ·  rerun took " in read(beneath(here, card)[-1])
    assert "passed, took " in now(here, rerun)
    assert "passed, took " in now(here, waits)
    assert "Approved" in now(here, waits)
    assert f"<@{ANA}>" not in now(here, waits)
    assert not {"Cancel", "Rerun failed", "Why?"} & set(labels(here, here.slack.message(card.ts)))


async def test_a_card_that_was_read_before_its_first_job_began_shows_that_it_has(here: World) -> None:
    card = (await here.types("trigger web@fix/cart-badge")).only
    await here.types("status web@fix/cart-badge", user=BEN, channel=DEPLOYS)
    await here.passes(60)
    assert ":arrows_counterclockwise: lint is running" in now(here, card)


async def test_each_thing_is_told_once_in_a_channel_to_all_who_asked(here: World) -> None:
    card = (await here.types("trigger web@fix/cart-badge")).only
    second = (await here.types("status web@fix/cart-badge", user=BEN)).only
    other = (await here.types("status web@fix/cart-badge", user=BEN, channel=DEPLOYS)).only
    await here.passes(900)
    told = beneath(here, card)
    assert len(told) == 1
    assert f"asked by <@{ANA}> and <@{BEN}>" in read(told[0])
    assert beneath(here, second) == []
    assert len(beneath(here, other)) == 1
    assert all(":x: Failed" in now(here, each) for each in (card, second, other))


async def test_what_the_card_said_when_it_was_posted_is_not_told_again(here: World) -> None:
    card = (await here.types("status web@release/2.5", channel=DEPLOYS)).only
    assert "Waiting for approval" in now(here, card)
    await here.passes(300)
    assert beneath(here, card) == []


async def test_a_run_that_has_passed_is_looked_at_no_more(here: World) -> None:
    here.circleci.add_branch(WEB_PROJECT, "fix/all-well", subject="All is well", author=AUTHOR)
    card = (await here.types("trigger web@fix/all-well")).only
    await here.passes(900)
    assert ":white_check_mark: Passed" in now(here, card)
    before = len(here.asked_of_circleci())
    await here.passes(3600, step=60)
    assert len(here.asked_of_circleci()) == before


def rerun_in_circleci(here: World) -> None:
    """Somebody presses Rerun from failed on CircleCI's page, of the newest pipeline."""
    failed = here.circleci.newest(WEB_PROJECT).runs[-1]
    here.circleci.world.rerun(failed, unsuccessful(here.circleci.world.state(failed)))


async def test_a_rerun_in_circleci_hours_after_a_failure_turns_its_cards_true(here: World) -> None:
    flaky_release(here)
    card = (await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)).only
    await here.passes(600)
    assert ":x: Failed" in now(here, card)
    assert "No pipelines are followed" in (await here.types("following", channel=DEPLOYS)).text
    await here.passes(3 * 3600, step=300)
    rerun_in_circleci(here)
    await here.passes(600, step=30)
    assert ":x: Failed" not in now(here, card)
    await here.passes(600)
    assert ":raised_hand: Waiting for approval" in now(here, card)


async def test_who_follows_what_has_failed_sees_that_it_was_rerun_in_circleci(here: World) -> None:
    flaky_release(here)
    here.circleci.finish(here.circleci.add_pipeline(WEB_PROJECT, BRANCH, ago=timedelta(hours=1)))
    card = (await here.types(f"follow web@{BRANCH}", channel=DEPLOYS)).only
    assert "It has already ended." in now(here, card)
    await here.passes(3 * 3600, step=300)
    assert beneath(here, card) == []
    rerun_in_circleci(here)
    await here.passes(600, step=30)
    assert ":x: Failed" not in now(here, card)
    assert "It has already ended." not in now(here, card)
    await here.passes(600)
    assert "Waiting for approval" in read(beneath(here, card)[0])


async def test_a_run_that_has_failed_is_asked_for_seldom_and_after_some_hours_no_more(here: World) -> None:
    await here.types("trigger web@fix/cart-badge")
    await here.passes(900)
    before = len(here.asked_of_circleci())
    await here.passes(7 * 3600, step=120)
    after = len(here.asked_of_circleci())
    assert 20 < after - before < 60
    await here.passes(6 * 3600, step=300)
    assert len(here.asked_of_circleci()) == after


async def test_however_many_cards_depict_a_run_it_is_read_once(here: World) -> None:
    await here.types("trigger web@fix/cart-badge")
    for user in (ANA, BEN):
        for channel in (WEB, DEPLOYS):
            await here.types("status web@fix/cart-badge", user=user, channel=channel)
    before = len(here.asked_of_circleci())
    await here.passes(6, step=6)
    assert len(here.asked_of_circleci()) - before <= 3


async def test_what_an_edit_of_the_answer_shows_is_told_beneath_for_nobody_is_notified_of_edits(
    here: World,
) -> None:
    branches = here.circleci.project(WEB_PROJECT).branches
    jobs = ("lint", "unit", "build", "e2e")
    branches["fix/cart-badge"] = replace(branches["fix/cart-badge"], seconds=dict.fromkeys(jobs, 0.01))
    here.circleci.faults.add(Fault("/pipeline/*/workflow", status=503, times=28))
    card = (await here.types("trigger web@fix/cart-badge")).only
    assert ":x: Failing" in now(here, card)
    await here.passes(60)
    assert ["e2e failed" in read(each) for each in beneath(here, card)] == [True]


async def test_however_many_messages_depict_a_run_all_are_kept_true(here: World) -> None:
    cards = [(await here.types("trigger web@fix/cart-badge")).only]
    for number in range(23):
        shown = await here.types("status web@fix/cart-badge", channel=(WEB, DEPLOYS)[number % 2])
        cards.append(shown.messages[0])
    await here.passes(900, step=15)
    assert [":x: Failed" in now(here, each) for each in cards] == [True] * 24
