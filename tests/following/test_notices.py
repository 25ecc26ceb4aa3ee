"""Channels hear of what they subscribed to: once, in one message, or that they hear no more."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.permission import Permission
from bot.model.quiet import read_hours
from bot.model.request import Place
from bot.playground.circleci.acme import WEB as WEB_PROJECT
from bot.playground.circleci.faults import Fault, answer_with
from bot.playground.circleci.people import CHO as AUTHOR
from bot.policy.globs import Globs
from bot.policy.rules import ChannelRules, Rule
from tests.following.cards import ALWAYS, BRANCH, beneath, calls, direct, flaky_branch, now
from tests.world import ANA, BEN, CHO, DEPLOYS, WEB, World, ground, read, world

MAIN_LINE = f"trigger web@{BRANCH}"
RELEASE = "<!subteam^S0RELEASE>"


def notices(here: World, channel: str = WEB) -> list[str]:
    """What the bot has told the channel of the branch, unasked, outside of threads."""
    return [
        now(here, each) for each in here.slack.messages(channel) if each.bot_id and "#" in now(here, each)
    ]


async def test_two_subscriptions_of_a_channel_to_one_run_are_one_message(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH}", user=BEN)
    await here.types("subscribe web@release/* --on started,failed,canceled", user=BEN)
    before = len(here.slack.messages(WEB))
    await here.types(MAIN_LINE, channel=DEPLOYS)
    await here.passes(900)
    [card] = here.slack.messages(WEB)[before:]
    assert ":x: Failed" in now(here, card)


async def test_all_that_is_told_of_a_run_at_once_is_one_message(here: World) -> None:
    """It was found late: it has started and failed."""
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --on started,failed", user=BEN)
    before = len(here.slack.messages(WEB))
    await here.types(MAIN_LINE, channel=DEPLOYS)
    here.clock.advance(900)
    await here.passes(60)
    assert len(here.slack.messages(WEB)) == before + 1


async def test_what_is_asked_for_where_a_channel_subscribed_is_the_one_message(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH}", user=BEN)
    await here.types(MAIN_LINE, channel=DEPLOYS)
    here.clock.advance(900)
    before = len(here.slack.messages(WEB))
    asked = (await here.types(f"status web@{BRANCH}")).messages[0]
    await here.passes(120)
    assert [each.ts for each in here.slack.messages(WEB)[before:]] == [asked.ts]


@pytest.mark.parametrize("word", ["internal_error", "ratelimited", "invalid_auth"])
async def test_a_notice_that_slack_did_not_take_is_told_later_once(here: World, word: str) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH}", user=BEN)
    await here.types(MAIN_LINE, channel=DEPLOYS)
    here.clock.advance(900)
    before = len(here.slack.messages(WEB))
    here.slack.fail("chat.postMessage", word, times=ALWAYS)
    await here.passes(300, step=30)
    assert len(here.slack.messages(WEB)) == before
    here.slack.heal()
    await here.passes(120)
    assert len(here.slack.messages(WEB)) == before + 1


async def test_where_the_channel_is_closed_the_subscription_ends_and_who_subscribed_is_told(
    here: World,
) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --on started", user=BEN)
    here.circleci.add_pipeline("gh/acme/web", BRANCH)
    here.slack.fail("chat.postMessage", "is_archived")
    await here.passes(600, step=10)
    [told] = direct(here, BEN)
    assert "Slack says is_archived" in told
    assert "subscri" in (await here.types(f"unsubscribe web@{BRANCH}")).text


async def test_a_fix_is_told_of_a_branch_that_was_red_and_a_green_one_says_nothing(here: World) -> None:
    flaky_branch(here, e2e=("failed", "success", "success"))
    await here.types(f"subscribe web@{BRANCH} --workflow build-*", user=BEN)
    before = len(here.slack.messages(WEB))
    here.circleci.add_pipeline("gh/acme/web", BRANCH)
    await here.passes(600, step=10)
    [failed] = here.slack.messages(WEB)[before:]
    assert ":x: Failed" in now(here, failed)


async def test_of_a_red_branch_it_is_told_once_which_other_job_breaks(here: World) -> None:
    branch = "fix/sums"
    await here.types(f"subscribe web@{branch}", user=BEN)
    before, heard = len(here.slack.messages(WEB)), []
    for failing in (("unit",), ("unit", "lint"), ("lint",), ("lint", "unit")):
        outcomes = dict.fromkeys(failing, ("failed",))
        here.circleci.add_branch(WEB_PROJECT, branch, subject="Sums", author=AUTHOR, outcomes=outcomes)
        here.circleci.add_pipeline(WEB_PROJECT, branch)
        await here.passes(600, step=10)
        heard.append(len(here.slack.messages(WEB)) - before)
    assert heard == [1, 2, 2, 2]
    assert "now also lint." in now(here, here.slack.messages(WEB)[-1])


async def test_a_bot_that_starts_again_tells_no_channel_twice(tmp_path: Path) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            flaky_branch(here)
            await here.types(f"subscribe web@{BRANCH}", user=BEN)
            before = len(here.slack.messages(WEB))
            here.circleci.add_pipeline("gh/acme/web", BRANCH)
            await here.passes(600, step=10)
            [failed] = here.slack.messages(WEB)[before:]
            told = len(beneath(here, failed))
        async with world(tmp_path, on=on) as here:
            await here.passes(300, step=10)
            assert [each.ts for each in here.slack.messages(WEB)[before:]] == [failed.ts]
            assert len(beneath(here, failed)) == told
            assert direct(here, ANA) == direct(here, CHO) == []


async def test_a_card_keeps_what_is_new_and_whom_it_mentions_when_the_bot_starts_again(
    tmp_path: Path,
) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            await here.types(f"subscribe web@{BRANCH} --on failed --mention @release", user=BEN)
            for failing in (("unit",), ("unit", "lint")):
                outcomes = dict.fromkeys(failing, ("failed", "success"))
                here.circleci.add_branch(
                    WEB_PROJECT, BRANCH, subject="Sums", author=AUTHOR, outcomes=outcomes
                )
                here.circleci.add_pipeline(WEB_PROJECT, BRANCH)
                await here.passes(600, step=10)
            card = here.slack.messages(WEB)[-1]
            drawn, called = now(here, card), mentions(here, RELEASE)
            assert "now also lint." in drawn
        async with world(tmp_path, on=on) as here:
            await here.types(f"status web@{BRANCH}", channel=DEPLOYS)
            await here.passes(60)
            assert now(here, card) == drawn
            await here.clicks(card, "Rerun failed")
            await here.passes(60)
            assert "Running" in now(here, card)
            assert "now also lint." not in now(here, card)
            assert RELEASE in now(here, card)
            assert mentions(here, RELEASE) == called


async def test_a_fix_by_a_run_that_has_a_card_here_is_told_beneath_it_once(here: World) -> None:
    branch = "fix/totals"
    for outcome in ("failed", "success"):
        unit = {"unit": (outcome,)}
        here.circleci.add_branch(WEB_PROJECT, branch, subject="Totals", author=AUTHOR, outcomes=unit)
        if outcome == "failed":
            await here.types(f"subscribe web@{branch}", user=BEN)
            here.circleci.add_pipeline(WEB_PROJECT, branch)
            await here.passes(600, step=10)
    card = (await here.types(f"trigger web@{branch}")).only
    before = len(here.slack.messages(WEB))
    await here.passes(900, step=10)
    assert ":white_check_mark: Passed" in now(here, card)
    [fixed] = [each for each in beneath(here, card) if "Fixed: red for" in now(here, each)]
    assert "over 1 pipeline, since #" in now(here, fixed)
    assert len(here.slack.messages(WEB)) == before


def mentions(here: World, who: str) -> int:
    """How often all of a channel is called to look, there and in its threads."""
    every = here.slack.workspace.messages.values()
    return sum(read(each).count(who) for each in every if each.channel == WEB and not each.ephemeral)


@pytest.mark.parametrize("whom", [f"<@{ANA}>", RELEASE])
@pytest.mark.parametrize("line", [MAIN_LINE, f"status web@{BRANCH}", f"follow web@{BRANCH}"])
async def test_who_is_to_look_is_mentioned_once_beneath_a_card_that_stands(
    here: World, line: str, whom: str
) -> None:
    flaky_branch(here)
    mention = "author" if ANA in whom else "@release"
    await here.types(f"subscribe web@{BRANCH} --mention {mention} --on failed", user=BEN)
    if line != MAIN_LINE:
        await here.types(MAIN_LINE, channel=DEPLOYS)
    before = mentions(here, whom)
    card = (await here.types(line)).messages[0]
    asked = now(here, card).count(whom)
    await here.passes(900)
    assert mentions(here, whom) - before - asked == 1
    [told] = [each for each in beneath(here, card) if whom in now(here, each)]
    assert "e2e failed" in now(here, told)


@pytest.mark.parametrize("whom", ["author", "@release"])
async def test_a_card_that_was_asked_for_later_gets_the_mention_beneath(here: World, whom: str) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --mention {whom}", user=BEN)
    await here.types(MAIN_LINE, channel=DEPLOYS)
    here.clock.advance(900)
    card = (await here.types(f"status web@{BRANCH}", user=CHO)).messages[0]
    await here.passes(300)
    [told] = beneath(here, card)
    assert now(here, told).count(f"<@{ANA}>" if whom == "author" else RELEASE) == 1


async def test_each_notice_of_a_run_mentions_who_is_to_look(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --on started,failed --mention @release", user=BEN)
    before, called = len(here.slack.messages(WEB)), mentions(here, RELEASE)
    here.circleci.add_pipeline(WEB_PROJECT, BRANCH)
    await here.passes(60)
    assert mentions(here, RELEASE) == called + 1
    await here.passes(900)
    [card] = here.slack.messages(WEB)[before:]
    [failed] = beneath(here, card)
    assert RELEASE in now(here, failed)
    assert mentions(here, RELEASE) == called + 2


async def test_two_subscriptions_of_a_channel_both_mention_in_the_one_message(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --mention @release", user=BEN)
    await here.types("subscribe web@release/* --on started,failed --mention author", user=BEN)
    before = len(here.slack.messages(WEB))
    await here.types(MAIN_LINE, channel=DEPLOYS)
    here.clock.advance(900)
    await here.passes(60)
    [card] = here.slack.messages(WEB)[before:]
    assert f"<@{ANA}> {RELEASE}" in now(here, card)
    assert [each for each in beneath(here, card) if RELEASE in now(here, each)] == []


async def test_a_mention_beneath_a_card_that_slack_did_not_take_is_told_later_once(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --mention @release", user=BEN)
    await here.types(MAIN_LINE, channel=DEPLOYS)
    here.clock.advance(900)
    card = (await here.types(f"status web@{BRANCH}", user=CHO)).messages[0]
    here.slack.fail("chat.postMessage", "internal_error", times=ALWAYS)
    await here.passes(120, step=30)
    here.slack.heal()
    await here.passes(300, step=30)
    assert sum(RELEASE in now(here, each) for each in beneath(here, card)) == 1


async def test_who_left_a_run_is_not_called_to_look_at_it(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --mention @release", user=BEN)
    card = (await here.types(MAIN_LINE)).only
    await here.types(f"unfollow web@{BRANCH}")
    called = mentions(here, RELEASE)
    await here.types(f"status web@{BRANCH}", channel=DEPLOYS)
    await here.passes(900)
    assert mentions(here, RELEASE) == called
    assert beneath(here, card) == []


async def test_in_quiet_hours_nobody_is_called_to_look(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH} --mention @release", user=BEN)
    hours = (here.clock.now() + timedelta(hours=each) for each in (-1, 1))
    await here.types(f"quiet {'-'.join(f'{each:%H:%M}' for each in hours)} UTC")
    called = mentions(here, RELEASE)
    card = (await here.types(MAIN_LINE)).only
    await here.passes(900)
    assert mentions(here, RELEASE) == called
    assert any("e2e failed" in now(here, each) for each in beneath(here, card))


async def test_what_was_held_back_waits_for_a_token_that_is_mended(here: World) -> None:
    flaky_branch(here)
    await here.types(f"subscribe web@{BRANCH}", channel=WEB)
    await here.types("quiet daily 00:00-23:59", channel=WEB)
    await here.types(MAIN_LINE, channel=DEPLOYS)
    await here.passes(900)
    here.slack.fail("chat.postMessage", "token_revoked", times=ALWAYS)
    await here.types("quiet --off", channel=WEB)
    await here.passes(60)
    here.slack.heal()
    await here.passes(60)
    [held] = [each for each in here.slack.messages(WEB) if "held back until now" in now(here, each)]
    assert "Failed" in now(here, held)


async def test_what_was_held_back_of_a_tag_is_told_as_well(here: World) -> None:
    channels, both = here.bot.core.services.policies.current.channels, {Permission.READ, Permission.FOLLOW}
    assert isinstance(channels, dict)
    every, tags = Globs.of(("*",)), Globs.of(("v*",))
    channels[WEB] = ChannelRules((Rule("one", frozenset({*both}), branches=every, tags=tags),))
    await here.types("subscribe web@* --on started", channel=WEB)
    await here.bot.core.services.store.quiet.put(
        Place("T0ACME", WEB), read_hours("00:00-23:59"), breaks=False
    )
    run = here.circleci.add_pipeline(WEB_PROJECT, tag="v9.0.0")
    await here.passes(60)
    await here.bot.core.services.store.quiet.put(Place("T0ACME", WEB), None, breaks=False)
    await here.passes(60)
    [held] = [each for each in here.slack.messages(WEB) if "held back until now" in now(here, each)]
    assert f"#{run.number}" in now(here, held)


async def reminds(here: World) -> None:
    """A channel with the card of a run that waits for approvals is to be reminded of these."""
    await here.types("subscribe web@release/2.5 --on canceled --remind 30m", channel=DEPLOYS)
    await here.types("status web@release/2.5", channel=DEPLOYS)


async def test_a_reminder_that_a_channel_refuses_for_good_is_not_tried_for_ever(here: World) -> None:
    await reminds(here)
    here.slack.fail("chat.postMessage", "restricted_action", times=ALWAYS)
    before = calls(here, "chat.postMessage")
    await here.passes(3600, step=60)
    assert calls(here, "chat.postMessage") - before < 10
    here.slack.heal()
    await here.passes(3600, step=60)
    assert "no subscriptions" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_a_reminder_whose_card_was_deleted_comes_to_the_channel(here: World) -> None:
    await reminds(here)
    here.slack.fail("chat.postMessage", "thread_not_found")
    await here.passes(3600, step=60)
    [reminder] = [each for each in here.slack.messages(DEPLOYS) if "can approve it" in read(each)]
    assert len(beneath(here, reminder)) == 2  # of three that wait
    assert "1 subscription" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_who_follows_again_what_was_left_is_reminded_of_what_waits(here: World) -> None:
    await here.types("subscribe web@release/2.5 --on canceled --remind 30m", channel=DEPLOYS)
    await here.types("status web@release/2.5", channel=DEPLOYS)
    await here.types("unfollow web@release/2.5", channel=DEPLOYS)
    card = (await here.types("follow web@release/2.5", channel=DEPLOYS)).only
    await here.passes(3600, step=60)
    assert any("can approve it" in read(each) for each in beneath(here, card))


async def test_of_branches_by_a_pattern_a_channel_hears_those_alone_that_it_may_follow(here: World) -> None:
    channels = here.bot.core.services.policies.current.channels
    assert isinstance(channels, dict)
    read, follow = (frozenset({each}) for each in (Permission.READ, Permission.FOLLOW))
    channels[WEB] = ChannelRules((Rule("one", read), Rule("two", follow, branches=Globs.of(("!main",)))))
    await here.types("subscribe web@* --on started", channel=WEB)
    runs = [here.circleci.add_pipeline(WEB_PROJECT, each) for each in ("main", "fix/cart-badge")]
    await here.passes(60)
    [told] = notices(here)
    assert f"#{runs[1].number}" in told


async def test_what_a_subscription_needs_and_circleci_does_not_tell_holds_up_no_card(here: World) -> None:
    await here.types("subscribe acme/*", channel=DEPLOYS)
    card = (await here.types("trigger web@fix/cart-badge", channel=WEB)).messages[0]
    here.circleci.faults.add(Fault("/project/gh/acme/web", times=None, status=503))
    await here.passes(900)
    assert ":x: Failed" in now(here, card)


async def test_a_default_branch_that_was_renamed_or_not_told_for_a_while_is_heard_of(here: World) -> None:
    branches = here.bot.core.follower._notifier.default_branches
    missing = {"message": "Project not found"}
    here.circleci.faults.add(Fault("/project/gh/acme/web", times=1, status=404, body=missing))
    assert await branches.name("T0ACME", WEB_PROJECT) is None
    here.clock.advance(600)
    assert await branches.name("T0ACME", WEB_PROJECT) == "main"
    renamed = answer_with(
        vcs_info={"vcs_url": "https://github.com/acme/web", "provider": "GitHub", "default_branch": "trunk"}
    )
    here.circleci.faults.add(Fault("/project/gh/acme/web", times=None, oddity=renamed))
    here.clock.advance(7200)
    assert await branches.name("T0ACME", WEB_PROJECT) == "trunk"
