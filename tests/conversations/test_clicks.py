"""What becomes of a message whose button was pressed."""

import asyncio

import pytest

from bot.playground.slack.workspace import Message
from tests.conversations.operating import labels, posts, states
from tests.world import ANA, CHO, DEPLOYS, World, read

CHOICE = "approve web@release/2.5"


async def choice(here: World) -> Message:
    """Of three approvals, one is to be chosen."""
    shown = (await here.types(CHOICE, channel=DEPLOYS)).only
    assert labels(here, shown) == ["approve-staging", "approve-eu", "approve-us"]
    return shown


async def test_a_choice_says_what_was_chosen_and_has_no_buttons_any_more(either: World) -> None:
    shown = await choice(either)
    await either.clicks(shown, "approve-eu")
    assert read(shown) == "You chose approve-eu."
    assert shown.ephemeral
    assert labels(either, shown) == []
    assert len(posts(either)) == 1


async def test_of_a_choice_one_is_taken_however_fast_somebody_presses(here: World) -> None:
    shown = await choice(here)
    await asyncio.gather(*(here.slack.click(shown.ts, each, ANA) for each in labels(here, shown)))
    await here.idle()
    assert len(posts(here)) == 1
    assert states(here)[-1] == "done"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("statsu web", "status web"),
        ("trigger wbe@fix/cart-badge", "trigger web@fix/cart-badge"),
        ("tests web", "e2e"),
    ],
)
async def test_what_is_offered_for_what_was_meant_is_a_choice(here: World, line: str, label: str) -> None:
    shown = (await here.types(line)).only
    await here.clicks(shown, label)
    assert read(shown) == f"You chose {label}."


async def test_which_project_is_a_choice(here: World) -> None:
    shown = (await here.types("status", channel=DEPLOYS)).only
    await here.clicks(shown, labels(here, shown)[0])
    assert read(shown).startswith("You chose ")


async def test_a_question_before_a_write_is_answered_once(here: World) -> None:
    shown = (await here.types("reject web@release/2.5", channel=DEPLOYS)).only
    await here.clicks(shown, "Cancel build-test-deploy")
    assert read(shown) == "You chose Cancel build-test-deploy."


async def test_a_choice_that_was_refused_can_still_be_made(here: World) -> None:
    shown = await choice(here)
    async with here.database_locked():
        await here.clicks(shown, "approve-eu")
    assert labels(here, shown) == labels(here, shown)


async def test_where_a_choice_can_not_be_drawn_again_the_answer_comes_all_the_same(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await choice(here)
    nobody = "http://127.0.0.1:9/nobody"
    monkeypatch.setattr(here.slack.response_urls, "issue", lambda *_, **__: nobody)
    done = await here.clicks(shown, "approve-eu")
    assert "Approved" in done.text
    assert len(posts(here)) == 1


async def test_a_choice_in_a_thread_is_closed_where_it_stands(here: World) -> None:
    card = (await here.types("pipeline web@release/2.5", channel=DEPLOYS)).only
    shown = (await here.mentions("approve", channel=DEPLOYS, thread=card.ts)).only
    await here.clicks(shown, "approve-eu")
    assert read(shown) == "You chose approve-eu."
    assert shown.thread_ts == card.ts


async def test_drawing_a_choice_again_asks_circleci_nothing(here: World) -> None:
    shown = (await here.types("statsu web@nowhere")).only
    before = len(here.asked_of_circleci())
    await here.clicks(shown, "status web@nowhere")
    pressed = len(here.asked_of_circleci()) - before
    await here.types("status web@nowhere")
    assert len(here.asked_of_circleci()) - before == 2 * pressed


async def test_a_card_and_a_list_keep_their_buttons(here: World) -> None:
    for line, label in (("pipeline last failed", "Why?"), ("pipelines web", "Show 10 more")):
        shown = (await here.types(line)).only
        before = labels(here, shown)
        await here.clicks(shown, label)
        assert labels(here, shown) == before


async def test_what_why_showed_can_not_be_rerun_again_once_it_was(here: World) -> None:
    card = (await here.types("pipeline last failed")).only
    shown = (await here.clicks(card, "Why?")).messages[0]
    before = labels(here, shown)
    assert {"Rerun failed", "Rerun with SSH"} <= set(before)
    told = read(shown).splitlines()[0]
    await here.clicks(shown, "Rerun failed")
    left = shown
    assert labels(here, left) == [each for each in before if not each.startswith("Rerun")]
    assert read(left).splitlines()[0] == told
    assert len(posts(here)) == 1


async def test_what_why_showed_stays_where_the_rerun_was_refused(here: World) -> None:
    card = (await here.types("pipeline last failed")).only
    shown = (await here.clicks(card, "Why?")).messages[0]
    async with here.database_locked():
        await here.clicks(shown, "Rerun failed")
    assert "Rerun failed" in labels(here, shown)


async def test_a_line_told_in_a_thread_is_one_that_can_be_typed_there(here: World) -> None:
    card = (await here.types("pipeline web@release/2.4", channel=DEPLOYS)).only
    answer = await here.mentions("why", channel=DEPLOYS, thread=card.ts)
    assert "@ringmaster why last failed web explains the last failure." in answer.text


@pytest.mark.parametrize(
    ("line", "label", "again"),
    [
        ("pipeline api#438", "Rerun failed", "rerun api#438 --failed"),
        ("pipeline api#438", "Trigger again", "trigger api@main"),
        ("pipeline web#813", "Cancel", "cancel web#813"),
    ],
)
async def test_who_presses_a_button_second_is_told_the_line_that_does_it_again(
    here: World, line: str, label: str, again: str
) -> None:
    card = (await here.types(line, channel=DEPLOYS)).only
    used = next(each for each in here.slack.controls(card) if each.label == label)
    await here.slack.press(card, used, ANA)
    await here.idle()
    before = len(here.slack.ephemerals(CHO))
    await here.slack.press(card, used, CHO)
    await here.idle()
    assert f"To do it again: /ci {again}." in read(here.slack.ephemerals(CHO)[before])
