"""Where a channel takes nothing any more its subscriptions end, and who subscribed is told once."""

from datetime import UTC, timedelta

import pytest

from bot.playground.circleci.acme import WEB as WEB_PROJECT
from tests.following.cards import ALWAYS, BRANCH, direct, flaky_branch
from tests.world import ANA, BEN, WEB, World


async def ended(here: World) -> bool:
    every = await here.bot.core.services.store.subscriptions.of_workspace("T0ACME")
    return not any(each.place.channel == WEB for each in every)


async def a_card_stands(here: World) -> None:
    """Of a run that will fail, by a subscription of Ben's."""
    flaky_branch(here, e2e=("failed",))
    await here.types(f"subscribe web@{BRANCH} --on started,failed", user=BEN)
    here.circleci.add_pipeline(WEB_PROJECT, BRANCH)
    await here.passes(60)


@pytest.mark.parametrize("word", ["is_archived", "channel_not_found", "not_in_channel"])
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
async def test_they_end_where_a_card_of_the_run_stands_already(here: World, word: str, method: str) -> None:
    await a_card_stands(here)
    here.slack.fail(method, word)
    await here.passes(900, step=10)
    [told] = direct(here, BEN)
    assert f"Slack says {word}" in told
    assert await ended(here)


async def test_whoever_can_not_be_told_just_then_is_told_when_it_is_met_again(here: World) -> None:
    await a_card_stands(here)
    here.slack.fail("chat.update", "is_archived")
    here.slack.fail("chat.postMessage", "internal_error", times=ALWAYS)
    await here.passes(120, step=10)
    assert direct(here, BEN) == []
    assert not await ended(here)
    here.slack.heal()
    here.slack.fail("chat.postMessage", "is_archived")
    await here.passes(900, step=10)
    [told] = direct(here, BEN)
    assert "Slack says is_archived" in told
    assert await ended(here)


async def test_they_go_on_where_slack_refuses_one_edit_for_another_reason(here: World) -> None:
    await a_card_stands(here)
    here.slack.fail("chat.update", "edit_window_closed")
    await here.passes(900, step=10)
    assert direct(here, BEN) == []
    assert not await ended(here)


async def test_all_of_a_channel_end_where_what_was_held_back_is_refused(here: World) -> None:
    await here.types("subscribe web@main", user=ANA)
    at = here.clock.now().astimezone(UTC)
    await here.types(f"quiet {at - timedelta(hours=1):%H:%M}-{at + timedelta(minutes=20):%H:%M}")
    await a_card_stands(here)
    here.slack.fail("chat.postMessage", "is_archived")
    await here.passes(2000, step=20)
    assert [len(direct(here, each)) for each in (ANA, BEN)] == [1, 1]
    assert await ended(here)
