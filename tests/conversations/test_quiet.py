"""A channel is quiet at some hours, and hears afterwards what it was not told."""

from datetime import UTC, timedelta

import pytest

from bot.following.quiet import MOST_NOTICES
from tests.conversations.test_subscribing import BRANCH, flaky_branch, posts
from tests.world import BEN, DEPLOYS, RANDOM, WEB, World


def hours(here: World, minutes: int) -> str:
    """From an hour ago on, until so many minutes from now."""
    at = here.clock.now().astimezone(UTC)
    clocks = (at - timedelta(hours=1), at + timedelta(minutes=minutes))
    return "-".join(f"{each:%H:%M}" for each in clocks)


async def test_what_was_held_back_is_told_in_one_message_once_it_is_over(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --on started,failed", channel=WEB)
    said = await here.types(f'quiet "{hours(here, 60)}" UTC', channel=WEB, user=BEN)
    assert "held back and posted as one message" in said.text
    assert "Quiet now, until" in said.text
    assert "Quiet now, until" in (await here.types("subscriptions", channel=WEB)).text
    before = len(posts(here, WEB))
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    await here.passes(900)
    assert len(posts(here, WEB)) == before
    await here.passes(3600, step=60)
    [digest] = posts(here, WEB)[before:]
    assert digest.startswith("1 notice held back until now")
    assert "Started" not in digest
    assert ":x: Failed  ·  web #" in digest
    await here.passes(600, step=60)
    assert len(posts(here, WEB)) == before + 1


@pytest.mark.parametrize("lost", [0, 1], ids=["heard", "Slack's answer is lost"])
async def test_without_quiet_hours_it_is_told_at_once_again_and_once(here: World, lost: int) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --on started", channel=WEB)
    said = await here.types(f'quiet "{hours(here, 60)}"', channel=WEB)
    await here.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
    await here.passes(60)
    before = len(posts(here, WEB))
    here.slack.lose("chat.postMessage", times=lost)
    assert "no quiet hours" in (await here.clicks(said.only, "No quiet hours")).text
    await here.passes(300)
    [digest] = posts(here, WEB)[before:]
    assert digest.startswith("1 notice held back until now")
    assert here.slack.messages(WEB)[-1].client_msg_id


async def test_failures_of_the_default_branch_may_break_through(here: World) -> None:
    here.circleci.add_branch("gh/acme/web", "main", subject="Break it", outcomes={"e2e": ("failed",)})
    await here.types("subscribe web --on started,failed", channel=WEB)
    await here.types(f'quiet "{hours(here, 60)}" --break-through', channel=WEB)
    before = len(posts(here, WEB))
    await here.types("trigger web@main", channel=DEPLOYS)
    await here.passes(900)
    [failed] = posts(here, WEB)[before:]
    assert failed.startswith(":x: Failed")


async def test_what_is_no_time_of_the_week_is_said_to_be_none_and_changes_nothing(here: World) -> None:
    assert "isn't a time of the week" in (await here.types("quiet at night", channel=WEB)).text
    assert "isn't a time zone" in (await here.types("quiet Sat Europe/Berln", channel=WEB)).text
    assert "whole week" in (await here.types("quiet Mon-Sun", channel=WEB)).text
    assert "has no quiet hours" in (await here.types("quiet", channel=WEB)).text
    assert "can't set quiet hours" in (await here.types("quiet Sat", channel=RANDOM)).text


async def test_more_than_a_few_notices_a_minute_become_one_message(here: World) -> None:
    for number in range(8):
        here.circleci.add_branch("gh/acme/web", f"release/9.{number}", subject="Push it")
    await here.types("subscribe web@release/9.* --on started", channel=WEB)
    before = len(posts(here, WEB))
    for number in range(8):
        await here.types(f"trigger web@release/9.{number}", channel=DEPLOYS)
    await here.passes(40)
    assert len(posts(here, WEB)) == before + MOST_NOTICES
    await here.passes(120)
    *_, digest = posts(here, WEB)[before:]
    assert len(posts(here, WEB)) == before + MOST_NOTICES + 1
    assert digest.startswith(f"{8 - MOST_NOTICES} notices held back until now")
