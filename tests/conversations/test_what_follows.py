"""What CircleCI starts by itself, and looks that come before: what a setup leads to, and automatic reruns."""

import pytest

from bot.model.permission import Permission
from bot.playground.circleci.script import JobScript, Outcome, WorkflowScript
from bot.policy.globs import Globs
from bot.policy.rules import ChannelRules, Rule
from tests.following.cards import beneath, now
from tests.world import WEB, World, read

PROJECT = "gh/acme/dyn"
LINE = f"trigger {PROJECT}@main"
FAILS = JobScript("test", 30, outcomes=("failed",))


def project(here: World, *plan: WorkflowScript) -> None:
    """A project that this channel may run."""
    rule = Rule("test", frozenset(Permission), Globs.of(("gh/acme/*",), parts=True))
    here.bot.core.services.policies.current.channels[WEB] = ChannelRules((rule,))
    here.circleci.add_project(PROJECT, plan)


def setup(lag: float, outcome: Outcome = "success") -> WorkflowScript:
    return WorkflowScript("setup", (JobScript("generate", 20, outcomes=(outcome,)),), setup=True, lag=lag)


@pytest.mark.parametrize("lag", [30.0, 90.0])
async def test_between_a_setup_and_what_it_leads_to_a_run_goes_on(here: World, lag: float) -> None:
    project(here, setup(lag), WorkflowScript("build", (FAILS,)))
    await here.types(f"subscribe {PROJECT} --on failed,succeeded")
    card = (await here.types(LINE)).messages[0]
    await here.passes(50)
    assert "Running" in now(here, card)
    assert not any(each in now(here, card) for each in ("[Rerun]", ", took "))
    assert beneath(here, card) == []
    await here.passes(300)
    assert ":x: Failed" in now(here, card)
    assert ["failed" in read(each) for each in beneath(here, card)] == [True]


async def test_a_setup_that_leads_to_nothing_has_passed_after_some_minutes(here: World) -> None:
    project(here, setup(0))
    card = (await here.types(LINE)).messages[0]
    await here.passes(120)
    assert "Running" in now(here, card)
    await here.passes(400)
    assert "Passed" in now(here, card)
    assert len(beneath(here, card)) == 1


async def test_a_setup_that_failed_leads_to_nothing(here: World) -> None:
    project(here, setup(0, "failed"))
    card = (await here.types(LINE)).messages[0]
    await here.passes(120)
    assert ":x: Failed" in now(here, card)
    assert len(beneath(here, card)) == 1


@pytest.mark.parametrize("lag", [20.0, 60.0])
async def test_between_two_attempts_a_run_goes_on_and_the_last_one_is_told(here: World, lag: float) -> None:
    project(here, WorkflowScript("checks", (FAILS,), auto_reruns=1, lag=lag))
    card = (await here.types(LINE)).messages[0]
    await here.passes(45)
    assert "Running" in now(here, card)
    assert not any(each in now(here, card) for each in ("[Rerun failed]", ", took "))
    assert beneath(here, card) == []
    await here.passes(300)
    assert ":x: Failed" in now(here, card)
    assert "[Rerun failed]" in now(here, card)
    assert ["test failed" in read(each) for each in beneath(here, card)] == [True]


async def test_where_no_rerun_follows_it_has_failed_after_some_minutes(here: World) -> None:
    project(here, WorkflowScript("checks", (FAILS,), auto_reruns=1, lag=10_000))
    card = (await here.types(LINE)).messages[0]
    await here.passes(120)
    assert "Running" in now(here, card)
    await here.passes(400)
    assert ":x: Failed" in now(here, card)
    assert ["test failed" in read(each) for each in beneath(here, card)] == [True]
