"""Cards that are known to be stale are drawn again: by what an answer, or a refusal, has read."""

import pytest

from bot.playground.slack.workspace import Message
from tests.conversations.operating import labels
from tests.world import ANA, BEN, DEPLOYS, RANDOM, WEB, World, read


def now(here: World, message: Message) -> str:
    return read(here.slack.message(message.ts))


async def test_a_press_that_is_refused_draws_the_card_as_it_is(either: World) -> None:
    card = (await either.types("trigger web@fix/cart-badge")).only
    assert "Cancel" in labels(either, card)
    either.clock.advance(3600)
    refused, news = (await either.clicks(card, "Cancel")).messages
    assert refused.ephemeral
    assert "e2e failed" in read(news)
    assert "Passed" in now(either, card)
    assert "Cancel" not in labels(either, either.slack.message(card.ts))


async def test_a_press_on_a_card_that_is_followed_no_more_draws_it_as_it_is_once(either: World) -> None:
    card = (await either.types("trigger web@fix/cart-badge")).only
    await either.types("unfollow web@fix/cart-badge")
    either.clock.advance(3600)
    await either.passes(60)
    assert "Cancel" in labels(either, either.slack.message(card.ts))
    refused = (await either.clicks(card, "Cancel")).only
    assert refused.ephemeral
    assert "Passed" in now(either, card)
    assert "Cancel" not in labels(either, either.slack.message(card.ts))
    assert "No pipelines are followed" in (await either.types("following")).text


@pytest.mark.parametrize(
    "line", ["status web@fix/cart-badge", "pipeline web#814", "why web#814", "pipelines web"]
)
async def test_whatever_reads_a_run_draws_its_cards_in_every_channel(here: World, line: str) -> None:
    card = (await here.types("trigger web@fix/cart-badge")).only
    here.clock.advance(3600)
    await here.types(line, channel=DEPLOYS, user=BEN)
    assert "Passed" in now(here, card)


async def test_an_approval_draws_the_cards_of_its_pipeline_in_every_channel(either: World) -> None:
    cards = [(await either.types("pipeline web@release/2.5", channel=each)).only for each in (WEB, DEPLOYS)]
    before = [read(each) for each in cards]
    assert all("approve-eu" in each for each in before)
    approved = await either.types("approve web#810 approve-eu", channel=DEPLOYS)
    assert "Approved" in approved.text
    for each, then in zip(cards, before, strict=True):
        assert now(either, each) != then
        assert "approve-staging" in now(either, each)


async def test_what_an_approval_set_going_goes_on_to_be_true(here: World) -> None:
    approved = (await here.types("approve web#810 approve-eu", channel=DEPLOYS)).only
    before = read(approved)
    here.clock.advance(7200)
    await here.types("status web@release/2.5", channel=WEB)
    assert now(here, approved) != before
    assert "is running" not in now(here, approved)


async def test_what_was_rerun_goes_on_to_be_true(here: World) -> None:
    rerun = (await here.types("rerun web#812 --failed")).only
    here.clock.advance(7200)
    await here.types("pipeline web#812", channel=DEPLOYS)
    assert "is running" not in now(here, rerun)


async def test_a_card_is_drawn_again_only_for_who_may_see_it_there(here: World) -> None:
    card = (await here.types("trigger web@fix/cart-badge")).only
    before = read(card)
    here.clock.advance(3600)
    policy = here.bot.core.services.policies.current
    assert policy.channels[WEB]
    del policy.channels[WEB]
    await here.types("status web@fix/cart-badge", channel=DEPLOYS)
    assert now(here, card) == before


async def test_a_card_that_shows_it_already_is_not_drawn_again(here: World) -> None:
    await here.types("trigger web@fix/cart-badge")
    here.clock.advance(3600)
    for _ in range(3):
        await here.types("red", channel=RANDOM)
        await here.types("status web@fix/cart-badge", channel=DEPLOYS)
    edits = [each for each in here.slack.calls if each.method == "chat.update"]
    assert len({each.arguments["ts"] for each in edits}) < len(edits) < 8


async def test_no_card_counts_how_long_something_has_run(here: World) -> None:
    for line in ("status web", "pipeline web#813", "workflow web#813", "trigger web@fix/cart-badge"):
        for message in (await here.types(line, channel=DEPLOYS, user=ANA)).messages:
            assert "so far" not in read(message)
