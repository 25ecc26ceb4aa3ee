"""What was pressed: said so, and not to be pressed again; what is told to type can be copied as it stands."""

import re

import pytest

from bot.playground.slack.workspace import Message
from tests.conversations.meant import codes
from tests.conversations.operating import asked, card, labels, posts
from tests.world import ANA, CHO, DEPLOYS, WEB, World, read

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{40}")


def acting(here: World, message: Message) -> list[str]:
    """The buttons that have an effect."""
    verbs = ("rerun", "cancel", "approve", "trigger", "reject", "rollback")
    return [each.label for each in here.slack.controls(message) if (each.value or "").startswith(verbs)]


async def test_who_comes_second_is_told_the_line_that_does_it_again(here: World) -> None:
    shown = await card(here, "#812", WEB)
    [button] = [each for each in here.slack.controls(shown) if each.label == "Rerun failed"]
    for user in (ANA, CHO):  # who still sees the card as it was
        await here.slack.press(shown, button, user)
        await here.idle()
    assert len(posts(here)) == 1
    [told] = [read(each) for user in (ANA, CHO) for each in here.slack.ephemerals(user)]
    assert "/ci rerun" in told
    assert "--failed" in told
    assert not _ID.search(told)


async def test_a_choice_says_what_was_chosen_and_has_no_buttons_any_more(here: World) -> None:
    shown = await here.types("approve web@release/2.5", channel=DEPLOYS)
    [label] = [each for each in labels(here, shown.only) if "approve-eu" in each]
    await here.clicks(shown.only, label)
    assert len(posts(here)) == 1
    left = [each for each in here.slack.workspace.messages.values() if each.ts == shown.only.ts]
    assert all(acting(here, each) == [] for each in left)
    assert all("approve-eu" in read(each) for each in left)


@pytest.mark.parametrize(
    ("line", "channel", "facts"),
    [
        ("cnacel web#813", DEPLOYS, ("web #813", "main", "8c16af7", "build-test-deploy")),
        ("retry #812", WEB, ("web #812", "fix/rounding-at-checkout", "b15ae89", "e2e")),
        ("aprove api@release/hotfix", DEPLOYS, ("api #436", "release/hotfix", "approve-production")),
    ],
)
async def test_a_line_that_may_be_meant_and_acts_asks_as_a_card_does(
    here: World, line: str, channel: str, facts: tuple[str, ...]
) -> None:
    shown = (await here.types(line, channel=channel)).only
    pressed, *_ = [each for each in here.slack.controls(shown) if each.label in acting(here, shown)]
    said = read(shown)
    if pressed.confirm is None:  # it is only offered: to press it asks
        shown = (await here.clicks(shown, pressed.label)).only
        said = read(shown)
    said += "".join(asked(here, shown, each.label) for each in here.slack.controls(shown) if each.confirm)
    assert [each for each in facts if each not in said] == []
    assert posts(here) == []


async def test_only_jobs_that_have_the_file_are_a_choice(here: World) -> None:
    shown = await here.types("artifact web#812 dist/sizes.txt")
    for each in list(here.slack.controls(shown.only)) if shown.whispered else ():
        if (each.value or "").startswith("artifact "):
            assert "sizes.txt" in (await here.clicks(shown.only, each.value or "")).text
    assert not shown.whispered or acting(here, shown.only) == []


async def test_the_card_of_a_failure_offers_no_rerun_once_it_is_rerun(here: World) -> None:
    shown = (await here.types("why #812")).messages[0]
    assert "Rerun failed" in labels(here, shown)
    await here.clicks(shown, "Rerun failed", user=ANA)
    assert [each for each in labels(here, here.slack.message(shown.ts)) if each.startswith("Rerun")] == []


async def test_no_label_is_an_id_and_no_two_buttons_carry_the_same_line(here: World) -> None:
    for line in ("status", "why #812", "pipeline #812", "stauts", "logs", "deploys web", "job e2e", "red"):
        for message in (await here.types(line)).messages:
            values = [each.value for each in here.slack.controls(message) if each.value]
            assert len(values) == len(set(values)), line
            assert not any(_ID.search(label) for label in labels(here, message)), line


@pytest.mark.parametrize("line", ["why #809", "status api", "pipelines web@nope", "logs 5271"])
async def test_a_line_that_is_told_stands_with_what_is_typed_before_it(here: World, line: str) -> None:
    """In code is what can be copied: a line of ours has the slash command or the mention before it."""
    thread = (await here.types("pipeline #812")).only.ts
    typed, mentioned = await here.types(line), await here.mentions(line, thread=thread)
    for shown, prefix in ((typed, "/ci "), (mentioned, "@ringmaster ")):
        for code in codes(shown.messages):
            assert code.split(" ")[0] not in {"why", "logs", "pipelines", "status", "rerun"}, code
            assert not code.startswith(("/ci ", "@ringmaster ")) or code.startswith(prefix), code


async def test_an_example_in_a_refusal_is_made_of_what_was_understood(here: World) -> None:
    thread = (await here.types("pipeline #812")).only.ts
    shown = await here.mentions("logs Gizmo tests", thread=thread)
    assert shown.whispered
    assert "logs last tests" not in shown.text
