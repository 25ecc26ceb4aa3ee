"""A channel in which the bot is not, or is no more: nothing ends there without a word."""

from bot.playground.slack.cast import BOT_USER
from tests.following.cards import beneath, direct, now
from tests.world import ANA, WEB, World, read


def leave(here: World) -> None:
    """The bot is in the channel no more, or never was."""
    here.slack.workspace.channels[WEB].members.discard(BOT_USER)


async def test_what_was_set_going_where_the_bot_is_not_is_followed_in_person(here: World) -> None:
    leave(here)
    shown = await here.types("trigger web@fix/cart-badge")
    first, card = shown.messages
    assert first.channel == WEB
    assert "until then nothing is updated here" in read(first)
    assert card.channel == here.slack.workspace.direct(ANA).id
    await here.passes(900)
    assert ":x: Failed" in now(here, card)
    [told] = beneath(here, card)
    assert f"<@{ANA}>" in read(told)


async def test_what_is_only_looked_at_there_is_not_followed_in_person(here: World) -> None:
    leave(here)
    assert (await here.types("status web@main")).only.channel == WEB


async def test_who_subscribed_is_told_what_to_do_about_a_bot_that_left(here: World) -> None:
    await here.types("subscribe web@fix/*")
    leave(here)
    await here.types("trigger web@fix/cart-badge")
    await here.passes(900)
    [ended] = [each for each in direct(here, ANA) if "have ended" in each]
    assert f"have ended in <#{WEB}>: Slack says not_in_channel." in ended
    assert "Invite the bot there with /invite @ringmaster and subscribe again." in ended


async def test_who_set_up_a_digest_is_told_that_it_ended_where_its_channel_can_not_be(here: World) -> None:
    await here.types("digest daily 09:00")
    leave(here)
    await here.passes(25 * 3600, step=600)
    [ended] = direct(here, ANA)
    assert f"The digest of <#{WEB}> has ended: it's subscribed to no project" in ended


async def test_who_subscribed_is_told_that_a_right_is_lost_where_the_channel_can_not_be(here: World) -> None:
    await here.types("subscribe web@fix/*")
    leave(here)
    del here.bot.core.services.policies.current.channels[WEB]
    here.circleci.add_pipeline("gh/acme/web", "fix/cart-badge")
    await here.passes(300)
    [ended] = direct(here, ANA)
    assert f"have ended in <#{WEB}>: the policy no longer allows it." in ended
