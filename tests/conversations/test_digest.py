"""A channel is told once a day how its projects stand."""

from datetime import UTC, timedelta

from bot.following.digests import LATEST
from tests.conversations.test_subscribing import posts
from tests.world import BEN, DEPLOYS, RANDOM, WEB, World


def soon(here: World, minutes: int = 10) -> str:
    """The time of day so many minutes from now."""
    return f"{here.clock.now().astimezone(UTC) + timedelta(minutes=minutes):%H:%M}"


async def test_it_is_posted_once_a_day_at_its_time(here: World) -> None:
    await here.types("subscribe web", channel=DEPLOYS)
    await here.types("subscribe api", channel=DEPLOYS)
    said = await here.types(f"digest daily {soon(here)}", channel=DEPLOYS, user=BEN)
    assert f"Digest here: daily {soon(here)} (UTC), next" in said.text
    before = len(posts(here, DEPLOYS))
    await here.passes(300, step=60)
    assert len(posts(here, DEPLOYS)) == before
    await here.passes(3600, step=60)
    [digest] = posts(here, DEPLOYS)[before:]
    assert "default branch" in digest
    assert "digest, daily" in digest
    await here.passes(24 * 3600, step=3600)
    assert len(posts(here, DEPLOYS)) == before + 2


async def test_what_is_missed_for_too_long_is_left_to_the_next_day(here: World) -> None:
    await here.types("subscribe web", channel=DEPLOYS)
    await here.types(f"digest daily {soon(here)}", channel=DEPLOYS)
    before = len(posts(here, DEPLOYS))
    here.clock.advance(LATEST + 1200)
    await here.passes(600, step=60)
    assert len(posts(here, DEPLOYS)) == before


async def test_a_muted_channel_gets_it_once_it_hears_again(here: World) -> None:
    await here.types("subscribe web", channel=DEPLOYS)
    await here.types(f"digest {soon(here)}", channel=DEPLOYS)
    await here.types("mute 1h", channel=DEPLOYS)
    before = len(posts(here, DEPLOYS))
    await here.passes(1800, step=60)
    assert len(posts(here, DEPLOYS)) == before
    await here.passes(2400, step=60)
    assert len(posts(here, DEPLOYS)) == before + 1


async def test_one_can_be_posted_now_and_none_any_more(here: World) -> None:
    assert "no digest" in (await here.types("digest", channel=DEPLOYS)).text
    assert "no subscriptions" in (await here.types("digest post", channel=DEPLOYS)).text
    said = await here.types("digest daily 9", channel=DEPLOYS)
    assert "no subscriptions" in said.text
    await here.types("subscribe web", channel=DEPLOYS)
    assert "web: " in (await here.clicks(said.only, "Post one now")).text
    assert "has no digest" in (await here.clicks(said.only, "No digest")).text
    assert "has no digest" in (await here.types("digest", channel=DEPLOYS)).text
    assert "can't set up digests" in (await here.types("digest daily 9", channel=RANDOM)).text


async def test_it_ends_where_the_channel_may_hear_of_nothing_and_says_so_once(here: World) -> None:
    await here.types("subscribe web", channel=WEB)
    await here.types(f"digest {soon(here)}", channel=WEB)
    before = len(posts(here, WEB))
    del here.bot.core.services.policies.current.channels[WEB]
    await here.passes(3600, step=60)
    ends = [each for each in posts(here, WEB)[before:] if "digest" in each]
    assert len(ends) == 1
    assert "The digest of this channel has ended" in ends[0]


async def test_what_the_github_app_set_off_is_told_as_well(here: World) -> None:
    await here.types("subscribe mobile", channel=DEPLOYS)
    assert "mobile: 1 approval waiting" in (await here.types("digest --post", channel=DEPLOYS)).text
