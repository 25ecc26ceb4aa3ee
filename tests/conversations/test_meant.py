"""What is done is what was meant: not what the line means a moment later, and not for another wish."""

import asyncio
from datetime import timedelta

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import API, WEB
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.conversations.operating import card, labels, posts, run_of, states, status
from tests.world import ANA, CHO, DEPLOYS, World, read

GATE = "release/9"
FAILED = "api#438"


def gates(here: World, *workflows: tuple[str, ...]) -> None:
    """A pipeline whose workflows have approvals one after the other, of these names."""
    scripts = []
    for at, names in enumerate(workflows):
        needs = [(), *((name,) for name in names)]
        jobs = (JobScript(n, 0, approval=True, needs=need) for n, need in zip(names, needs, strict=False))
        scripts.append(WorkflowScript(f"flow-{at}", tuple(jobs)))
    here.circleci.add_branch(WEB, GATE, subject="Gates")
    here.circleci.add_pipeline(WEB, GATE, ago=timedelta(minutes=9), scripts=tuple(scripts))


async def test_trying_an_approval_again_does_not_approve_the_next_one(here: World) -> None:
    gates(here, ("approve-staging", "approve-production"))
    here.circleci.faults.add(Fault("/workflow/*/approve/*", "POST", drop="after"))
    here.circleci.faults.add(Fault("/me", times=None, status=500))
    question = await here.types(f"approve web@{GATE}", channel=DEPLOYS)
    unknown = await here.clicks(question.only, "Approve")
    assert "this might have gone through" in unknown.text
    here.circleci.faults.clear()
    again = await here.clicks(unknown.only, "Try again")
    assert "approve-staging was already approved" in again.text
    assert status(here, here.circleci.newest(WEB), "approve-production") == "on_hold"
    assert len(posts(here)) == 1


async def test_an_older_approval_of_the_same_name_is_not_taken_for_the_one_that_was_lost(here: World) -> None:
    gates(here, ("hold",), ("hold",))
    choice = await here.types(f"approve web@{GATE}", channel=DEPLOYS)
    first, _ = labels(here, choice.only)
    await here.clicks(choice.only, first)
    here.clock.advance(3600)
    here.circleci.faults.add(Fault("/workflow/*/approve/*", "POST", drop=True))
    question = await here.types(f"approve web@{GATE} hold", channel=DEPLOYS)
    shown = await here.clicks(question.only, "Approve")
    assert "this might have gone through" in shown.text
    assert [each for each in states(here) if each != "failed"][-2:] == ["done", "unknown"]


async def test_two_cards_of_one_run_rerun_it_once(here: World) -> None:
    one, two = await card(here, FAILED), await card(here, FAILED)
    await asyncio.gather(
        here.slack.click(one.ts, "Rerun failed", ANA), here.slack.click(two.ts, "Rerun failed", CHO)
    )
    await here.idle()
    assert len(posts(here)) == 1
    assert sorted(states(here)) == ["done", "failed"]
    [told] = [read(each) for user in (ANA, CHO) for each in here.slack.ephemerals(user)]
    assert "> already " in told or "has been rerun since" in told


async def test_two_people_who_type_it_at_once_rerun_it_once(here: World) -> None:
    lines = (here.slack.command(DEPLOYS, user, f"/ci rerun {FAILED} --failed") for user in (ANA, CHO))
    await asyncio.gather(*lines)
    await here.idle()
    assert len(posts(here)) == 1


async def test_a_cancellation_of_several_that_was_partly_lost_is_not_told_as_refused(here: World) -> None:
    await here.types("trigger api@main", channel=DEPLOYS)
    shown = await card(here, "api@main")
    refused, lost = here.circleci.newest(API).runs[:2]
    here.circleci.faults.add(Fault(f"/workflow/{refused.id}/cancel", "POST", status=403))
    here.circleci.faults.add(Fault(f"/workflow/{lost.id}/cancel", "POST", drop="after"))
    answer = await here.clicks(shown, "Cancel")
    assert "this might have gone through" in answer.text
    assert [each for each in states(here) if each != "failed"][-2:] == ["done", "unknown"]


async def test_a_cancel_button_stops_only_the_attempts_that_its_card_showed(here: World) -> None:
    await here.types("trigger api@main", channel=DEPLOYS)
    shown = await card(here, "api@main")
    pipeline = here.circleci.newest(API)
    run = pipeline.runs[0]
    here.circleci.world.record(run, "cancel")
    here.clock.advance(2)
    again = here.circleci.world.rerun(run, frozenset(job.script.name for job in run.jobs))
    await here.clicks(shown, "Cancel")
    assert here.circleci.world.state(again).status == "running"
    others = [each for each in pipeline.runs if each not in (run, again)]
    assert [here.circleci.world.state(each).status for each in others] == ["canceled"] * len(others)


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("cancel #813", "web #813 on main, "),
        ("cancel web", "web #813 on main, "),
    ],
)
async def test_what_was_completed_and_has_an_effect_asks_first(here: World, line: str, about: str) -> None:
    question = await here.types(line, channel=DEPLOYS)
    assert question.whispered
    assert about in question.text
    assert posts(here) == []


async def test_what_is_offered_for_a_slip_and_has_an_effect_asks_first(here: World) -> None:
    shown = await here.types("cnacel web#813", channel=DEPLOYS)
    question = await here.clicks(shown.only, "cancel web#813")
    assert "web #813 on main, " in question.text
    assert posts(here) == []


async def test_who_comes_after_an_unknown_outcome_is_not_told_that_it_is_done(here: World) -> None:
    shown = await card(here, FAILED)
    here.circleci.faults.add(Fault("/workflow/*/rerun", "POST", drop=True))
    await here.clicks(shown, "Rerun failed", user=ANA)
    second = await here.clicks(shown, "Rerun failed", user=CHO)
    assert "CircleCI's answer was lost. Check whether it went through" in second.text
    assert "already did this" not in second.text
    assert run_of(here, 438, "test", API).attempt == 0


async def test_what_circleci_took_and_does_not_do_is_not_told_as_done(here: World) -> None:
    gates(here, ("approve-staging",))
    here.circleci.faults.add(
        Fault("/workflow/*/approve/*", "POST", status=202, body={"message": "Accepted."})
    )
    question = await here.types(f"approve web@{GATE}", channel=DEPLOYS)
    shown = await here.clicks(question.only, "Approve")
    assert shown.text.startswith(":white_circle: Approving")
    assert "CircleCI accepted this but hasn't done it yet." in shown.text
