"""What a channel hears of a branch is judged by how the branch stands, and by what the channel has heard."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.permission import Permission
from bot.playground.circleci.acme import WEB as WEB_PROJECT
from bot.playground.circleci.people import CHO as AUTHOR
from bot.playground.circleci.script import JobScript, WorkflowScript
from bot.policy.globs import Globs
from bot.policy.rules import ChannelRules, Rule
from tests.conversations.test_quiet import hours
from tests.conversations.test_subscribing import posts
from tests.following.cards import beneath, calls, now
from tests.following.test_notices import RELEASE
from tests.world import DEPLOYS, WEB, World, ground, world

BRANCH = "fix/totals"


def push(here: World, outcome: str, seconds: float | None = None) -> str:
    """A run whose unit tests end so, after so long; gives its number as it is written."""
    branches = here.circleci.project(WEB_PROJECT).branches
    unit = {"unit": (outcome,)}
    here.circleci.add_branch(WEB_PROJECT, BRANCH, subject="Totals", author=AUTHOR, outcomes=unit)
    if seconds is not None:
        branches[BRANCH] = replace(branches[BRANCH], seconds={"unit": seconds})
    return f"#{here.circleci.add_pipeline(WEB_PROJECT, BRANCH).number}"


async def test_what_broke_while_a_channel_was_muted_is_told_of_the_next_run_that_fails_once(
    here: World,
) -> None:
    await here.types(f"subscribe web@{BRANCH}")
    await here.types("mute 30m")
    before = len(posts(here, WEB))
    first = push(here, "failed")
    await here.passes(2400, step=20)
    assert len(posts(here, WEB)) == before
    for _ in range(2):
        push(here, "failed")
        await here.passes(600, step=10)
        [failed] = posts(here, WEB)[before:]
        assert failed.startswith(":x: Failed")
        assert f"Red since {first}." in failed


async def test_what_broke_while_the_bot_was_down_is_told_of_the_next_run_that_fails(tmp_path: Path) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            await here.types(f"subscribe web@{BRANCH}")
            await here.passes(60)
        first = push(here, "failed")
        on.clock.advance(2 * 3600)
        async with world(tmp_path, on=on) as here:
            await here.passes(60)
            before = len(posts(here, WEB))
            push(here, "failed")
            await here.passes(600, step=10)
            [failed] = posts(here, WEB)[before:]
            assert f"Red since {first}." in failed


async def test_what_broke_while_a_channel_was_muted_is_not_told_by_a_bot_that_starts_again(
    tmp_path: Path,
) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            await here.types(f"subscribe web@{BRANCH}")
            await here.types("mute 20m")
            push(here, "failed")
            await here.passes(1500, step=20)
            before = len(posts(here, WEB))
        async with world(tmp_path, on=on) as here:
            await here.passes(120, step=10)
            assert len(posts(here, WEB)) == before


async def test_a_run_that_was_under_way_when_a_channel_subscribed_is_told(here: World) -> None:
    await here.types("subscribe web", channel=DEPLOYS)
    await here.passes(60)
    run = push(here, "failed")
    await here.passes(30)
    await here.types(f"subscribe web@{BRANCH}")
    before = len(posts(here, WEB))
    await here.passes(900, step=10)
    [failed] = posts(here, WEB)[before:]
    assert failed.startswith(f":x: Failed  ·  web {run}")


@pytest.mark.parametrize("second", ["failed", "success"])
async def test_a_run_that_ends_after_a_later_one_tells_only_what_holds_still(
    here: World, second: str
) -> None:
    await here.types(f"subscribe web@{BRANCH}")
    before = len(posts(here, WEB))
    push(here, "failed", seconds=900)
    here.clock.advance(5)
    later = push(here, second)
    await here.passes(1800, step=10)
    told = posts(here, WEB)[before:]
    assert len(told) == (second == "failed")
    assert all(f"Failed  ·  web {later}" in each for each in told)


def may_all(here: World) -> None:
    """In two channels."""
    may = Rule("a test", frozenset(Permission), Globs.of(("gh/acme/*",), parts=True))
    channels = here.bot.core.services.policies.current.channels
    assert isinstance(channels, dict)
    channels |= dict.fromkeys((WEB, DEPLOYS), ChannelRules((may,)))


def build(here: World, *jobs: JobScript, project: str = "gh/acme/fresh") -> None:
    """A project with a workflow of these jobs; all may be done to it in two channels."""
    may = Rule("a test", frozenset(Permission), Globs.of(("gh/acme/*",), parts=True))
    channels = here.bot.core.services.policies.current.channels
    assert isinstance(channels, dict)
    channels |= dict.fromkeys((WEB, DEPLOYS), ChannelRules((may,)))
    here.circleci.add_project(project, (WorkflowScript("build", jobs),))


FLAKY = JobScript("unit", 10, outcomes=("failed", "success"))


async def surely(here: World, line: str, label: str) -> None:
    """Ask for it elsewhere, and say that it is meant."""
    await here.clicks((await here.types(line, channel=DEPLOYS)).messages[0], label)


async def test_a_fix_by_a_rerun_of_the_run_that_broke_the_branch_is_told(here: World) -> None:
    build(here, FLAKY)
    await here.types("subscribe gh/acme/fresh --on fixed")
    before = len(posts(here, WEB))
    here.circleci.add_pipeline("gh/acme/fresh")
    await here.passes(120)
    assert len(posts(here, WEB)) == before
    await surely(here, "rerun gh/acme/fresh@main --failed", "Rerun")
    await here.passes(240)
    [fixed] = posts(here, WEB)[before:]
    assert fixed.startswith(":white_check_mark: Passed")
    assert "Fixed by a rerun: red for 2 min over 1 pipeline, since #1." in fixed


@pytest.mark.parametrize("events", ["failed,fixed", "failed"])
async def test_what_was_held_back_is_told_as_it_is_when_it_is_told(here: World, events: str) -> None:
    build(here, FLAKY)
    await here.types(f"subscribe gh/acme/fresh --on {events}")
    await here.types(f"quiet {hours(here, 20)}")
    before = len(posts(here, WEB))
    here.circleci.add_pipeline("gh/acme/fresh")
    await here.passes(240)
    await surely(here, "rerun gh/acme/fresh@main --failed", "Rerun")
    await here.passes(1500, step=20)
    [digest] = posts(here, WEB)[before:]
    assert digest.startswith("1 notice held back until now")
    assert ":white_check_mark: Fixed  ·  " in digest
    assert "Failed" not in digest


async def test_each_hold_of_a_workflow_is_told_and_mentions_who_is_to_look(here: World) -> None:
    one, two = (
        JobScript(f"hold-{it}", approval=True, needs=needs) for it, needs in ((1, ()), (2, ("ship",)))
    )
    build(here, one, JobScript("ship", 10, ("hold-1",)), two)
    await here.types("subscribe gh/acme/fresh --on on_hold --mention @release")
    before = len(here.slack.messages(WEB))
    here.circleci.add_pipeline("gh/acme/fresh")
    await here.passes(60)
    [card] = here.slack.messages(WEB)[before:]
    assert RELEASE in now(here, card)
    await surely(here, "approve gh/acme/fresh@main hold-1", "Approve")
    await here.passes(120)
    [told] = [each for each in beneath(here, card) if "hold-2" in now(here, each)]
    assert RELEASE in now(here, told)


async def test_what_waits_is_told_where_another_workflow_has_failed(here: World) -> None:
    build(here)
    ship = WorkflowScript("ship", (JobScript("hold", approval=True),))
    lint = WorkflowScript("lint", (JobScript("lint", 5, outcomes=("failed",)),))
    here.circleci.add_project("gh/acme/other", (lint, ship))
    await here.types("subscribe gh/acme/other --on on_hold")
    before = len(posts(here, WEB))
    here.circleci.add_pipeline("gh/acme/other")
    here.clock.advance(120)
    await here.passes(120)
    [told] = posts(here, WEB)[before:]
    assert "hold" in told


async def test_a_reminder_that_is_the_only_message_of_a_run_is_told_once(here: World) -> None:
    build(here, JobScript("hold", approval=True))
    for branch in ("main", "m*"):
        await here.types(f"subscribe gh/acme/fresh@{branch} --on failed --remind 30m")
    before, posted = len(here.slack.messages(WEB)), calls(here, "chat.postMessage")
    here.circleci.add_pipeline("gh/acme/fresh")
    await here.passes(3600, step=30)
    [reminder] = here.slack.messages(WEB)[before:]
    assert calls(here, "chat.postMessage") == posted + 1
    assert beneath(here, reminder) == []


async def test_a_tag_is_heard_of_by_its_name_and_by_a_pattern(here: World) -> None:
    may_all(here)
    await here.types("subscribe web@v9.0.0", channel=WEB)
    await here.types("subscribe web@v9.*", channel=DEPLOYS)
    before = {channel: len(posts(here, channel)) for channel in (WEB, DEPLOYS)}
    run = here.circleci.add_pipeline(
        WEB_PROJECT, tag="v9.0.0", scripts=(WorkflowScript("ship", (JobScript("pack", 5),)),)
    )
    fails = (WorkflowScript("ship", (JobScript("pack", 5, outcomes=("failed",)),)),)
    failing = here.circleci.add_pipeline(WEB_PROJECT, tag="v9.0.0", scripts=fails)
    await here.passes(600)
    for channel, old in before.items():
        [failed] = posts(here, channel)[old:]
        assert failed.startswith(f":x: Failed  ·  web #{failing.number}  ·  tag v9.0.0")
    preview = await here.types("subscribe web@v9.0.0 --preview", channel=WEB)
    assert f"#{failing.number}  ·  failed" in preview.text
    assert f"#{run.number}" not in preview.text


async def test_a_tag_that_passed_fixed_no_branch_and_one_that_failed_is_red_since_itself(here: World) -> None:
    may_all(here)
    await here.types("subscribe web@v9.*", channel=WEB)
    push(here, "failed")
    await here.passes(600)
    before = len(posts(here, WEB))
    job = JobScript("unit", 5)
    ship = WorkflowScript("build-test-deploy", (job,))
    here.circleci.add_pipeline(WEB_PROJECT, tag="v9.0.0", scripts=(ship,))
    await here.passes(600)
    assert posts(here, WEB)[before:] == []
    fails = replace(ship, jobs=(replace(job, outcomes=("failed",)),))
    failing = here.circleci.add_pipeline(WEB_PROJECT, tag="v9.1.0", scripts=(fails,))
    await here.passes(600)
    [failed] = posts(here, WEB)[before:]
    assert f"#{failing.number}" in failed
    assert "Red since" not in failed
    why = await here.types(f"why web#{failing.number}", channel=WEB)
    assert "Red since #" not in why.answer
