"""Channels with people of another organization, which the policy has to name."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conversations.test_subscribing import BRANCH, flaky_branch, posts
from tests.test_granted import ALL
from tests.world import DEPLOYS, RANDOM, ground, read, world

NAMELESS = """
projects: {web: gh/acme/web}
channels: {C0DEPLOYS: {allow: [{do: [read, trigger], projects: [web]}]}}
everywhere: {allow: [{do: [read, trigger], projects: [web]}]}
"""


@pytest.mark.parametrize("line", ["status web", "trigger web@fix/cart-badge", "pipelines web"])
async def test_in_a_shared_channel_that_the_policy_does_not_name_nothing_is_shown_or_done(
    tmp_path: Path, line: str
) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with world(tmp_path, policy_file=policy) as here:
        for channel in (DEPLOYS, RANDOM):
            here.slack.workspace.channels[channel].shared = True
        shown = await here.types(line, channel=RANDOM)
        assert shown.whispered
        assert "This channel is shared with another organization" in shown.text
        assert here.asked_of_circleci() == []
        assert "me · help" in (await here.types("help", channel=RANDOM)).text
        assert "shared" not in (await here.types(line, channel=DEPLOYS)).answer


@pytest.mark.parametrize("error", ["internal_error", "ratelimited", "fatal_error"])
async def test_until_slack_says_that_a_channel_is_not_shared_it_is_closed(tmp_path: Path, error: str) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    lines = ("status web", "trigger web@fix/cart-badge", "pipelines web", "can", "help trigger web")
    async with world(tmp_path, policy_file=policy) as here:
        here.slack.workspace.channels[RANDOM].shared = True
        here.slack.fail("conversations.info", error, times=len(lines))
        for line in lines:
            shown = await here.types(line, channel=RANDOM)
            assert shown.whispered
            assert shown.text.startswith(
                "Slack didn't say whether this channel is shared with another organization.\n"
                "Nothing was shown or started. Try again in a minute."
            )
        assert here.asked_of_circleci() == []
        assert "is shared with another" in (await here.types("status web", channel=RANDOM)).text


async def test_without_the_optional_scope_for_it_no_channel_counts_as_shared(tmp_path: Path) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with world(tmp_path, policy_file=policy) as here:
        here.slack.fail("conversations.info", "missing_scope", times=9)
        assert "shared" not in (await here.types("status web", channel=RANDOM)).answer


@pytest.mark.parametrize("line", ["status web", "trigger web@fix/cart-badge"])
async def test_where_the_bot_is_not_and_slack_tells_of_nobody_who_reads_only_the_asker_is_answered(
    tmp_path: Path, line: str
) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with world(tmp_path, policy_file=policy) as here:
        here.slack.fail("conversations.info", "channel_not_found", times=99)
        here.slack.fail("chat.postMessage", "channel_not_found", times=99)
        shown = await here.types(line, channel=RANDOM)
        assert shown.whispered
        assert "Only you see this: Slack doesn't tell who reads here until" in shown.text
        assert not (await here.types("status web", channel=DEPLOYS)).whispered  # which the policy names
        here.slack.heal()
        here.slack.fail("chat.postMessage", "not_in_channel", times=1)
        assert not (await here.types("pipelines web", channel=RANDOM)).whispered  # which is nobody else's


async def test_what_an_event_says_of_its_channel_counts_where_slack_is_not_to_be_asked(
    tmp_path: Path,
) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with world(tmp_path, policy_file=policy) as here:
        here.slack.workspace.channels[RANDOM].shared = True
        here.slack.fail("conversations.info", "missing_scope", times=9)
        shown = await here.mentions("status web", channel=RANDOM)
        assert "This channel is shared with another organization" in shown.text
        assert "This channel is shared" in (await here.types("status web", channel=RANDOM)).text
        assert here.asked_of_circleci() == []


async def test_in_a_closed_channel_help_lists_what_can_be_used_there_and_says_why(tmp_path: Path) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with world(tmp_path, policy_file=policy) as here:
        here.slack.workspace.channels[RANDOM].shared = True
        assert (await here.types("help", channel=RANDOM)).text.splitlines() == [
            "This channel is shared with another organization, and the bot's policy doesn't name it.",
            "The bot's admin can add C0RANDOM to the policy.",
            "This channel  me · help",
        ]
        assert "The bot's admin can add" in (await here.types("help status", channel=RANDOM)).text
        assert "anyone can use this." in (await here.types("help me", channel=RANDOM)).text.lower()
        assert "This channel is shared" in (await here.types("stauts", channel=RANDOM)).text
        here.slack.fail("conversations.info", "internal_error")
        here.slack.workspace.channels["C0NEW"] = replace(here.slack.workspace.channels[RANDOM], id="C0NEW")
        unsure = (await here.types("help", channel="C0NEW")).text.splitlines()
        assert unsure[0].startswith("Slack didn't say whether this channel is shared")
        assert unsure[-1] == "This channel  me · help"


async def test_a_card_is_drawn_no_more_by_a_bot_that_does_not_know_whether_its_channel_is_shared(
    tmp_path: Path,
) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with ground() as on:
        async with world(tmp_path, on=on, policy_file=policy) as here:
            card = (await here.types("trigger web@fix/cart-badge", channel=RANDOM)).only
            before = read(here.slack.message(card.ts))
            here.slack.workspace.channels[RANDOM].shared = True
        async with world(tmp_path, on=on, policy_file=policy) as again:
            again.slack.fail("conversations.info", "internal_error", times=2)
            await again.passes(900)
            assert read(again.slack.message(card.ts)) == before


async def test_a_channel_of_ones_own_needs_no_name_and_is_asked_about_once_in_a_while(tmp_path: Path) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with world(tmp_path, policy_file=policy) as here:
        for _ in range(3):
            assert "shared" not in (await here.types("status web", channel=RANDOM)).answer
        assert sum(call.method == "conversations.info" for call in here.slack.calls) == 1
        here.slack.fail("conversations.info", "missing_scope", times=9)
        assert "shared" not in (await here.types("status web", channel=RANDOM)).answer


async def test_that_a_channel_is_not_shared_holds_for_a_while_and_is_then_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with world(tmp_path, policy_file=policy) as here:
        assert "shared" not in (await here.types("status web", channel=RANDOM)).answer
        here.slack.fail("conversations.info", "internal_error", times=99)
        monkeypatch.setattr("bot.slack.directory.REFRESH", 900.0)  # asked again, and it isn't too old
        assert "shared" not in (await here.types("status web", channel=RANDOM)).answer
        assert here.bot.directory.untold("C") == frozenset()
        monkeypatch.setattr("bot.slack.directory.OLDEST", 0.0)
        shown = await here.types("status web", channel=RANDOM)
        assert "Slack didn't say whether this channel is shared" in shown.text
        monkeypatch.undo()
        assert here.bot.directory.untold("C") == {"internal_error"}


async def test_a_shared_channel_stays_closed_while_slack_does_not_tell_and_its_cards_are_drawn_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS)
    async with world(tmp_path, policy_file=policy) as here:
        card = (await here.types("trigger web@fix/cart-badge", channel=RANDOM)).only
        before = read(here.slack.message(card.ts))
        here.slack.workspace.channels[RANDOM].shared = True
        monkeypatch.setattr("bot.slack.directory.OLDEST", 0.0)
        await here.bot.directory.refresh()
        here.slack.fail("conversations.info", "internal_error", times=99)
        await here.passes(900)
        assert read(here.slack.message(card.ts)) == before
        for line in ("trigger web@fix/cart-badge", "can trigger web@main", "status web", "can"):
            shown = await here.types(line, channel=RANDOM)
            assert "This channel is shared with another organization" in shown.text, line
        assert len(here.circleci.started) == 1


async def test_a_subscription_is_silent_until_it_is_known_whether_its_channel_is_shared(
    tmp_path: Path,
) -> None:
    (policy := tmp_path / "policy.yml").write_text(NAMELESS.replace("[read, trigger]", f"[{ALL}]"))
    async with ground() as on:
        async with world(tmp_path, on=on, policy_file=policy) as here:
            flaky_branch(here)
            await here.types(f"subscribe web@{BRANCH} --on started,failed", channel=RANDOM)
            before = posts(here, RANDOM)
        async with world(tmp_path, on=on, policy_file=policy) as again:
            again.slack.fail("conversations.info", "internal_error", times=3)
            await again.types(f"trigger web@{BRANCH}", channel=DEPLOYS)
            await again.passes(10)
            assert posts(again, RANDOM) == before
            await again.passes(900)
            assert len(posts(again, RANDOM)) > len(before)
