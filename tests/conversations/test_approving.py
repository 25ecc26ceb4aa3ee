"""Letting what is on hold go on: one named job, once, and only what the message showed."""

from pathlib import Path

import pytest

from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.demo import POLICY
from tests.conversations.operating import add_main, asked, card, hold, labels, posts, states, status
from tests.world import ANA, BEN, CHO, DEPLOYS, GUS, RANDOM, WEB, ZOE, Shown, World, world

BUTTON = "Approve hold-for-production"


# Who may


async def test_a_line_approves_and_the_card_says_so_once_circleci_has_it(either: World) -> None:
    pipeline = hold(either)
    shown = await either.types("approve web#813", channel=DEPLOYS)
    assert "Approved  ·  web #813  ·  main" in shown.text
    assert "hold-for-production in build-test-deploy" in shown.text
    assert "deploy is running" in shown.text
    assert status(either, pipeline, "hold-for-production") == "success"
    [row] = either.actions()
    assert (row["state"], row["actor"], row["permission"]) == ("done", ANA, "approve")
    assert len(posts(either)) == 1


async def test_a_click_approves_in_the_name_of_who_clicked(either: World) -> None:
    pipeline = hold(either)
    message = await card(either, "web#813")
    shown = await either.clicks(message, BUTTON, user=CHO)
    assert f"approved by <@{CHO}>" in shown.text
    assert shown.only.thread_ts == message.ts
    assert status(either, pipeline, "hold-for-production") == "success"
    assert [row["actor"] for row in either.actions()] == [CHO]


async def test_approve_in_a_thread_is_about_what_the_thread_shows(here: World) -> None:
    pipeline = hold(here)
    message = await card(here, "web#813")
    shown = await here.mentions("approve", channel=DEPLOYS, thread=message.ts)
    assert "Approved" in shown.text
    assert status(here, pipeline, "hold-for-production") == "success"


@pytest.mark.parametrize(
    ("user", "channel", "why"),
    [
        (BEN, DEPLOYS, "Only the release group can"),
        (GUS, DEPLOYS, "Only the release group can"),
        (ANA, WEB, "approve"),
        (ANA, RANDOM, "approve"),
    ],
)
async def test_who_may_not_is_refused_by_word_and_by_click(
    here: World, user: str, channel: str, why: str
) -> None:
    hold(here)
    message = await card(here, "web#813", channel)
    for shown in (
        await here.types("approve web#813", user=user, channel=channel),
        await here.mentions("approve web#813", user=user, channel=channel),
        await here.clicks(message, BUTTON, user=user),
    ):
        assert shown.whispered
        assert why in shown.text
    assert posts(here) == []
    assert "done" not in states(here)


async def test_a_guest_may_not_even_where_the_policy_says_so(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY.read_text().replace("who: [release]", f"who: [{GUS}]"))
    async with world(tmp_path, policy_file=policy) as here:
        hold(here)
        message = await card(here, "web#813")
        for shown in (
            await here.types("approve web#813", user=GUS, channel=DEPLOYS),
            await here.clicks(message, BUTTON, user=GUS),
        ):
            assert shown.whispered
            assert "Guests can look" in shown.text
        assert posts(here) == []
        assert states(here) == ["failed", "failed"]


async def test_somebody_of_another_workspace_is_refused_by_word_and_by_click(here: World) -> None:
    hold(here)
    message = await card(here, "web#813", WEB)
    before = len(here.asked_of_circleci())
    for shown in (
        await here.mentions("approve web#813", user=ZOE),
        await here.mentions("reject web#813", user=ZOE),
        await here.clicks(message, BUTTON, user=ZOE),
    ):
        assert shown.whispered
        assert "only works for members of its own workspace" in shown.text
    assert len(here.asked_of_circleci()) == before
    assert here.actions() == []


async def test_a_right_that_was_taken_away_since_is_gone_at_the_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.policy.source.POLICY_LOOK_EVERY", 0.0)
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY.read_text())
    async with world(tmp_path, policy_file=policy) as here:
        hold(here)
        message = await card(here, "web#813")
        policy.write_text(POLICY.read_text().replace("cancel, approve, configure", "cancel, configure"))
        shown = await here.clicks(message, BUTTON)
        assert shown.whispered
        assert "can't approve" in shown.text
        assert posts(here) == []


async def test_somebody_who_left_the_group_may_no_longer(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    here.slack.workspace.usergroups["S0RELEASE"].users.remove(ANA)
    await here.bot.directory.refresh()
    shown = await here.clicks(message, BUTTON)
    assert "Only the release group can" in shown.text
    assert posts(here) == []


# What is asked first


async def test_the_button_asks_first_and_names_what_happens(here: World) -> None:
    pipeline = hold(here)
    said = asked(here, await card(here, "web#813"), BUTTON)
    revision = pipeline.head.revision[:7]
    for word in ("hold-for-production", "web #813 on main", revision, "cho-minji", "deploy runs next"):
        assert word in said


async def test_what_is_asked_fits_whatever_things_are_called(here: World) -> None:
    branch = "release/" + "a-very-long-name-of-a-branch/" * 3
    here.circleci.add_branch(WEB_SLUG, branch, subject="A subject of many words, " * 20)
    here.circleci.hold(here.circleci.add_pipeline(WEB_SLUG, branch))
    message = await card(here, "web#814")
    assert "A subject of many words" in asked(here, message, BUTTON)
    assert "build-test-deploy stops" in asked(here, message, "Cancel")
    assert "Approved" in (await here.clicks(message, BUTTON)).text


# Several that wait


async def test_several_that_wait_are_a_choice_and_never_a_guess(here: World) -> None:
    shown = await here.types("approve web@release/2.5", channel=DEPLOYS)
    assert shown.whispered
    assert "Which approval in " in shown.text
    assert posts(here) == []
    chosen = "approve-eu"
    assert "web #810 on release/2.5" in asked(here, shown.only, chosen)
    assert "deploy-eu runs next" in asked(here, shown.only, chosen)
    done = await here.clicks(shown.only, chosen)
    assert "approve-eu in build-test-deploy" in done.text
    assert "deploy-eu is running" in done.text
    assert "deploy-us" not in done.text
    assert len(posts(here)) == 1
    assert states(here) == ["failed", "done"]


async def test_a_card_where_many_wait_leads_to_the_choice_and_says_asks_first(here: World) -> None:
    message = await card(here, "web@release/2.5")
    said = asked(here, message, "Approve…")
    assert "web #810 on release/2.5" in said
    assert "3 approvals are waiting. You choose next." in said
    shown = await here.clicks(message, "Approve…")
    assert "Which approval in " in shown.text
    assert posts(here) == []


async def approves(here: World, line: str) -> Shown:
    """On a protected branch the full question comes first, and no call before its answer."""
    before = len(posts(here))
    question = await here.types(line, channel=DEPLOYS)
    assert question.whispered
    assert "web #810 on release/2.5, " in question.text
    assert len(posts(here)) == before
    return await here.clicks(question.only, "Approve")


async def test_two_that_wait_have_a_button_each(here: World) -> None:
    await approves(here, "approve web@release/2.5 approve-us")
    message = await card(here, "web@release/2.5")
    assert labels(here, message)[:2] == ["Approve approve-staging", "Approve approve-eu"]
    shown = await here.clicks(message, "Approve approve-eu")
    assert "deploy-eu is running" in shown.text
    assert len(posts(here)) == 2


async def test_one_is_approved_by_its_name_whatever_its_case(here: World) -> None:
    shown = await approves(here, "approve web@release/2.5 Approve-US")
    assert "approve-us in build-test-deploy" in shown.text
    assert len(posts(here)) == 1


async def test_a_wrong_name_says_which_wait(here: World) -> None:
    shown = await here.types("approve web@release/2.5 approve-mars", channel=DEPLOYS)
    assert "has no approval called approve-mars." in shown.text
    assert "approve-staging, approve-eu, approve-us" in shown.text
    assert posts(here) == []


async def test_what_is_no_approval_is_not_approved(here: World) -> None:
    shown = await here.types("approve web@release/2.5 deploy-eu", channel=DEPLOYS)
    assert "has no approval called deploy-eu." in shown.text
    assert posts(here) == []


async def test_what_was_approved_already_is_said_to_be(here: World) -> None:
    await approves(here, "approve web@release/2.5 approve-eu")
    shown = await here.types("approve web@release/2.5 approve-eu", channel=DEPLOYS)
    assert "approve-eu was already approved" in shown.text
    assert len(posts(here)) == 1


async def test_what_is_not_on_hold_yet_is_said_to_be(here: World) -> None:
    add_main(here, "Not so fast")
    here.clock.advance(10)
    shown = await here.types("approve web@main hold-for-production", channel=DEPLOYS)
    assert "hold-for-production isn't waiting yet" in shown.text
    assert posts(here) == []


async def test_where_nothing_waits_it_says_so(here: World) -> None:
    shown = await here.types("approve web@release/2.4", channel=DEPLOYS)
    assert "isn't waiting for approval." in shown.text
    assert posts(here) == []
