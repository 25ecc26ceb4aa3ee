"""Somebody follows a run, in a channel or for themselves, and no more."""

from bot.playground.slack.workspace import Message
from tests.world import ANA, BEN, DEPLOYS, RANDOM, WEB, World, read

BRANCH = "fix/cart-badge"


def now(here: World, message: Message) -> str:
    return read(here.slack.message(message.ts))


def beneath(here: World, message: Message) -> list[Message]:
    every = here.slack.workspace.messages.values()
    return [each for each in every if each.thread_ts == message.ts and each.ts != message.ts]


async def test_whoever_follows_a_run_sees_it_through_and_is_mentioned_at_its_end(here: World) -> None:
    await here.types(f"trigger web@{BRANCH}")
    card = (await here.types(f"follow web@{BRANCH}", user=BEN, channel=DEPLOYS)).only
    assert "1 pipeline followed here" in (await here.types("following", channel=DEPLOYS)).text
    await here.passes(900)
    assert ":x: Failed" in now(here, card)
    [told] = beneath(here, card)
    assert f"asked by <@{BEN}>" in read(told)
    assert "No pipelines are followed" in (await here.types("following", channel=DEPLOYS)).text


async def test_a_run_that_has_a_card_in_the_channel_gets_no_other_and_who_asked_is_told_beneath_it(
    here: World,
) -> None:
    card = (await here.types(f"trigger web@{BRANCH}")).only
    for _ in range(2):
        told = (await here.types(f"follow web@{BRANCH}", user=BEN)).only
        assert told.ephemeral
        assert "Already here" in read(told)
        assert "Its card stays up to date. You're mentioned in its thread." in read(told)
        assert f"/archives/{WEB}/p{card.ts.replace('.', '')}" in str(told.blocks)
    elsewhere = (await here.types(f"follow web@{BRANCH}", user=BEN, channel=DEPLOYS)).only
    assert not elsewhere.ephemeral
    await here.passes(900)
    [news] = beneath(here, card)
    assert f"asked by <@{ANA}> and <@{BEN}>" in read(news)
    assert f"asked by <@{BEN}>" in read(beneath(here, elsewhere)[0])


async def test_who_follows_what_has_ended_and_has_its_card_there_is_not_told_to_wait(here: World) -> None:
    await here.types(f"trigger web@{BRANCH}")
    await here.passes(900)
    told = (await here.types(f"follow web@{BRANCH}", user=BEN)).text
    assert "Its card says how it ended." in told
    assert "stays up to date" not in told


async def test_a_card_that_was_deleted_or_left_is_posted_anew(here: World) -> None:
    await here.types(f"trigger web@{BRANCH}")
    await here.types(f"unfollow web@{BRANCH}")
    again = (await here.types(f"follow web@{BRANCH}", user=BEN)).only
    assert not again.ephemeral
    here.slack.fail("chat.getPermalink", "message_not_found")
    assert not (await here.types(f"follow web@{BRANCH}")).only.ephemeral


async def test_who_follows_a_run_for_themselves_twice_has_one_card_of_it(here: World) -> None:
    await here.types(f"trigger web@{BRANCH}", user=BEN)
    card = (await here.types(f"follow web@{BRANCH} --me")).only
    told = (await here.types(f"follow web@{BRANCH} --me")).only
    assert told.ephemeral
    assert "Already in your direct messages" in read(told)
    assert not (await here.types(f"follow web@{BRANCH} --me", user=BEN)).only.ephemeral
    await here.passes(900)
    assert len(beneath(here, card)) == 1


async def test_for_oneself_card_and_news_are_direct_messages_whatever_may_be_read_there(here: World) -> None:
    await here.types(f"trigger web@{BRANCH}", user=BEN)
    card = (await here.types(f"follow web@{BRANCH} --me")).only
    assert card.channel == here.slack.workspace.direct(ANA).id
    assert not card.ephemeral
    assert f"triggered by <@{BEN}> from Slack" in read(card)
    listed = await here.types("following --me")
    assert "1 pipeline followed in your direct messages" in listed.text
    await here.passes(900)
    assert ":x: Failed" in now(here, card)
    assert f"triggered by <@{BEN}> from Slack" in now(here, card)
    [told] = beneath(here, card)
    assert (told.channel, f"<@{ANA}>" in read(told)) == (card.channel, True)


async def test_what_is_followed_no_more_stays_as_it_is_and_nobody_asks_for_it(here: World) -> None:
    card = (await here.types(f"trigger web@{BRANCH}")).only
    mine = (await here.types(f"follow web@{BRANCH} --me")).only
    unfollowed = await here.mentions("unfollow", thread=card.ts)
    assert "Its cards here stay as they are now." in unfollowed.text
    await here.types(f"unfollow web@{BRANCH} --me")
    before = now(here, card), now(here, mine)
    await here.passes(60)  # in which it is noticed that nobody wants to know
    asked = len(here.asked_of_circleci())
    await here.passes(900)
    assert (now(here, card), now(here, mine)) == before
    assert [each for each in beneath(here, card) if each.bot_id] == unfollowed.messages
    assert len(here.asked_of_circleci()) == asked
    assert "isn't followed here" in (await here.mentions("unfollow", thread=card.ts)).text


async def test_who_may_not_follow_there_is_told_so(here: World) -> None:
    assert "can't follow web" in (await here.types("follow web@main", channel=RANDOM)).text
    assert "No pipelines are followed" in (await here.types("following", channel=WEB)).text


async def test_a_channel_that_left_a_run_is_not_told_of_it_by_its_subscription(here: World) -> None:
    await here.types(f"subscribe web@{BRANCH} --on started,failed")
    here.circleci.add_pipeline("gh/acme/web", BRANCH)
    await here.passes(60)
    before = here.slack.messages(WEB)
    assert "#" in now(here, before[-1])
    left = await here.types(f"unfollow web@{BRANCH}")
    await here.passes(900)
    assert [each.ts for each in here.slack.messages(WEB)] == [each.ts for each in (*before, left.only)]
    assert "Running" in now(here, before[-1])


async def test_who_wants_to_unfollow_all_chooses_among_those_that_are_followed_there(here: World) -> None:
    assert "No pipelines are followed here." in (await here.types("unfollow all")).text
    followed = here.circleci.newest("gh/acme/web").number
    await here.types(f"follow web#{followed}")
    offered = await here.types("unfollow all")
    assert f"/ci unfollow web#{followed}" in offered.text
    assert offered.text.count("/ci unfollow") == 1
    assert "No pipelines are followed here." in (await here.types("unfollow all", channel=DEPLOYS)).text
