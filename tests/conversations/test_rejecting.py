"""CircleCI has no reject: it is asked whether to cancel instead."""

from pathlib import Path

import pytest

from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.world import Pipeline
from bot.playground.demo import POLICY
from bot.playground.slack.workspace import Message
from tests.conversations.operating import asked, hold, posts
from tests.world import ANA, BEN, DEPLOYS, GUS, ZOE, World, world

BRANCH, FLOW = "release/2.5", "build-test-deploy"
BUTTON = f"Cancel {FLOW}"


def regions(here: World) -> Pipeline:
    """#814, of which three approvals wait."""
    pipeline = here.circleci.add_pipeline(WEB_SLUG, BRANCH)
    assert len(here.circleci.hold(pipeline)) == 3
    return pipeline


def status(here: World, pipeline: Pipeline) -> str:
    return here.circleci.world.state(pipeline.runs[-1]).status


async def question(here: World) -> Message:
    """Whether to cancel what waits, which Ana is asked alone."""
    return (await here.types("reject web#813", channel=DEPLOYS)).only


async def test_reject_asks_first_and_its_button_cancels(here: World) -> None:
    pipeline = hold(here)
    shown = await here.types("reject web#813", channel=DEPLOYS)
    assert shown.whispered
    assert "CircleCI can't reject an approval" in shown.text
    assert "hold-for-production is waiting in build-test-deploy (web #813 on main)." in shown.text
    said = asked(here, shown.only, BUTTON)
    for word in ("web #813 on main", pipeline.head.revision[:7], "build-test-deploy stops"):
        assert word in said
    assert posts(here) == []
    assert here.actions() == []
    done = await here.clicks(shown.only, BUTTON)
    assert "Canceled  ·  web #813" in done.text
    assert status(here, pipeline) == "canceled"


async def test_reject_where_nothing_waits_says_so(here: World) -> None:
    shown = await here.types("reject web@release/2.4", channel=DEPLOYS)
    assert "Nothing to reject: web #802 isn't waiting for approval." in shown.text
    assert posts(here) == []


async def test_reject_needs_the_right_to_cancel(here: World) -> None:
    hold(here)
    shown = await here.types("reject web#813", user=BEN, channel=DEPLOYS)
    assert "can reject" in shown.text
    assert "Only the release group can" in shown.text
    assert posts(here) == []


async def test_the_button_cancels_in_the_name_of_who_clicked(either: World) -> None:
    pipeline = hold(either)
    done = await either.clicks(await question(either), BUTTON)
    assert f"canceled by <@{ANA}>" in done.text
    assert status(either, pipeline) == "canceled"
    assert len(posts(either)) == 1
    [row] = either.actions()
    assert (row["state"], row["actor"], row["permission"]) == ("done", ANA, "cancel")


async def test_several_that_wait_are_rejected_together(here: World) -> None:
    pipeline = regions(here)
    shown = await here.types(f"reject web@{BRANCH}")
    assert (
        f"approve-staging, approve-eu and approve-us are waiting in {FLOW} (web #814 on {BRANCH})."
        in shown.text
    )
    await here.clicks(shown.only, BUTTON)
    assert status(here, pipeline) == "canceled"
    assert len(posts(here)) == 1


async def test_a_guest_who_asks_may_not_cancel_even_where_the_policy_says_so(here: World) -> None:
    pipeline = regions(here)
    message = (await here.types(f"reject web@{BRANCH}", user=GUS)).only
    shown = await here.clicks(message, BUTTON, user=GUS)
    assert shown.whispered
    assert "Guests can look" in shown.text
    assert status(here, pipeline) == "on_hold"
    assert posts(here) == []


async def test_somebody_of_another_workspace_is_refused_by_word_and_by_click(here: World) -> None:
    pipeline = regions(here)
    message = (await here.types(f"reject web@{BRANCH}")).only
    message.to = ZOE  # who clicks is asked for, also where Slack would show it to nobody else
    before = len(here.asked_of_circleci())
    for shown in (
        await here.mentions(f"reject web@{BRANCH}", user=ZOE),
        await here.clicks(message, BUTTON, user=ZOE),
    ):
        assert shown.whispered
        assert "only works for members of its own workspace" in shown.text
    assert len(here.asked_of_circleci()) == before
    assert status(here, pipeline) == "on_hold"
    assert here.actions() == []


async def test_who_may_not_cancel_is_refused_at_the_click(here: World) -> None:
    pipeline = hold(here)
    message = await question(here)
    message.to = BEN
    shown = await here.clicks(message, BUTTON, user=BEN)
    assert shown.whispered
    assert "Only the release group can" in shown.text
    assert status(here, pipeline) == "on_hold"
    assert posts(here) == []


async def test_a_right_that_was_taken_away_since_is_gone_at_the_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.policy.source.POLICY_LOOK_EVERY", 0.0)
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY.read_text())
    async with world(tmp_path, policy_file=policy) as here:
        pipeline = hold(here)
        message = await question(here)
        policy.write_text(POLICY.read_text().replace("rerun, cancel, approve", "rerun, approve"))
        shown = await here.clicks(message, BUTTON)
        assert shown.whispered
        assert "can't cancel" in shown.text
        assert status(here, pipeline) == "on_hold"
        assert posts(here) == []
