"""An approval just before, at and after the call: of what was shown, once, and said when it is so."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import API
from bot.playground.circleci.people import ANA as ANA_LIMA
from tests.conversations.operating import (
    add_main,
    asked,
    card,
    five_may,
    hold,
    labels,
    posts,
    states,
    status,
    twenty_clicks,
)
from tests.world import ANA, CHO, DEPLOYS, World, read

APPROVING = "/workflow/*/approve/*"
BUTTON = "Approve hold-for-production"


# Just before the call


async def test_a_commit_that_moved_since_is_not_approved(here: World) -> None:
    pipeline = hold(here)
    message = await card(here, "web#813")
    before = pipeline.head.revision
    here.circleci.move(pipeline, "Something else")
    shown = await here.clicks(message, BUTTON)
    assert shown.whispered
    assert "Not approved. " in shown.text
    assert f"is on {pipeline.head.revision[:7]} now; this message showed {before[:7]}" in shown.text
    assert posts(here) == []


async def test_what_was_approved_elsewhere_since_is_said_to_be(here: World) -> None:
    pipeline = hold(here)
    message = await card(here, "web#813")
    run = pipeline.runs[-1]
    job = next(each for each in run.jobs if each.script.approval)
    here.circleci.world.record(run, "approve", job=job.id, by=ANA_LIMA)
    shown = await here.clicks(message, BUTTON)
    assert "hold-for-production was already approved" in shown.text
    assert posts(here) == []


async def test_what_was_canceled_since_is_said_to_have_ended(here: World) -> None:
    pipeline = hold(here)
    message = await card(here, "web#813")
    here.circleci.world.record(pipeline.runs[-1], "cancel")
    shown = await here.clicks(message, BUTTON)
    assert "hold-for-production isn't waiting anymore: build-test-deploy was canceled." in shown.answer
    assert posts(here) == []


async def test_what_was_rerun_since_is_not_approved(here: World) -> None:
    pipeline = hold(here)
    message = await card(here, "web#813")
    here.circleci.world.rerun(pipeline.runs[-1], frozenset({"e2e"}))
    shown = await here.clicks(message, BUTTON)
    assert "build-test-deploy in web #813 has been rerun since" in shown.text
    assert posts(here) == []


async def test_of_a_protected_branch_only_the_newest_pipeline_is_approved(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    add_main(here, "Newer")
    shown = await here.clicks(message, BUTTON)
    assert "web #814 is newer" in shown.text
    assert "/ci pipeline web#814" in shown.text
    assert posts(here) == []


async def test_what_waited_longer_than_the_policy_allows_is_not_approved(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    here.clock.advance(timedelta(days=3, minutes=1).total_seconds())
    shown = await here.clicks(message, BUTTON)
    assert "hold-for-production has waited 3 d; the policy's limit is 3 d." in shown.text
    assert "/ci trigger web@main starts a new pipeline" in shown.text
    assert posts(here) == []


async def test_what_waited_shorter_than_that_is(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    here.clock.advance(timedelta(days=2, hours=23).total_seconds())
    assert "Approved" in (await here.clicks(message, BUTTON)).text


# Once


async def test_twenty_clicks_by_five_people_approve_once(tmp_path: Path) -> None:
    async with five_may(tmp_path) as here:
        hold(here)
        await twenty_clicks(here, await card(here, "web#813"), BUTTON)
        assert len(posts(here)) == 1


async def test_a_delivery_that_comes_twice_approves_once(either: World) -> None:
    hold(either)
    await either.slack.command(DEPLOYS, ANA, "/ci approve web#813", times=2)
    await either.idle()
    assert len(posts(either)) == 1


# What is seen


async def test_the_card_changes_only_after_circleci_has_confirmed(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    before = read(message)
    here.circleci.faults.add(Fault(APPROVING, "POST", status=202, body={"message": "Accepted."}))
    shown = await here.clicks(message, BUTTON)
    assert "Approving  ·  web #813" in shown.text
    assert "deploy runs next" in shown.text
    assert read(here.slack.message(message.ts)) == before


async def test_once_it_is_confirmed_the_card_is_redrawn_and_keeps_who_asked_for_it(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    await here.clicks(message, BUTTON, user=CHO)
    after = here.slack.message(message.ts)
    assert f"asked by <@{ANA}>" in read(after)
    assert "Running" in read(after)
    assert BUTTON not in labels(here, after)


async def test_a_card_keeps_what_it_was_triggered_with(here: World) -> None:
    [message] = (await here.types("trigger web@main note=hello", channel=DEPLOYS)).messages
    here.circleci.hold(here.circleci.started[0])
    await here.types("approve web#814 hold-for-production", channel=DEPLOYS)
    after = here.slack.message(message.ts)
    assert "with note=hello" in read(after)
    assert "Waiting" not in read(after)


async def test_a_job_that_may_not_use_its_context_is_explained(here: World) -> None:
    message = await card(here, "api@release/hotfix")
    shown = await here.clicks(message, "Approve approve-production")
    assert "deploy-production isn't authorized" in shown.text
    assert "restricted context that acme-ringmaster can't use" in shown.text
    assert "context's group" in shown.text
    pipeline = next(
        each for each in here.circleci.pipelines if each.project.slug == API and each.number == 436
    )
    assert status(here, pipeline, "deploy-production") == "unauthorized"


# Answers that are lost


async def test_a_lost_answer_is_looked_for_and_found(here: World) -> None:
    hold(here)
    here.circleci.faults.add(Fault(APPROVING, "POST", drop="after"))
    shown = await here.types("approve web#813", channel=DEPLOYS)
    assert "Approved" in shown.text
    assert "CircleCI's answer was lost" in shown.text
    assert states(here) == ["done"]
    assert len(posts(here)) == 1


@pytest.mark.parametrize("fault", [Fault(APPROVING, "POST", status=502), Fault(APPROVING, "POST", drop=True)])
async def test_where_it_can_not_be_told_it_says_so_and_offers_to_try_again(here: World, fault: Fault) -> None:
    pipeline = hold(here)
    message = await card(here, "web#813")
    here.circleci.faults.add(fault)
    shown = await here.clicks(message, BUTTON)
    assert shown.whispered
    assert "this might have gone through" in shown.text
    assert status(here, pipeline, "hold-for-production") == "on_hold"
    assert states(here) == ["unknown"]
    assert len(posts(here)) == 1
    assert "If it did, this changes nothing." in asked(here, shown.only, "Try again")
    again = await here.clicks(shown.only, "Try again")
    assert "Approved" in again.text
    assert states(here) == ["unknown", "done"]


async def test_trying_again_what_was_approved_approves_nothing(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    here.circleci.faults.add(Fault(APPROVING, "POST", drop="after"))
    here.circleci.faults.add(Fault("/me", times=None, status=500))
    shown = await here.clicks(message, BUTTON)
    assert "this might have gone through" in shown.text
    here.circleci.faults.clear()
    again = await here.clicks(shown.only, "Try again")
    assert "hold-for-production was already approved" in again.text
    assert len(posts(here)) == 1


async def test_what_circleci_refuses_is_said_in_its_words(here: World) -> None:
    hold(here)
    here.circleci.faults.add(Fault(APPROVING, "POST", status=403, body={"message": "Permission denied."}))
    shown = await here.types("approve web#813", channel=DEPLOYS)
    assert "Not approved. " in shown.text
    assert "CircleCI rejected this: Permission denied." in shown.text
    assert states(here) == ["failed"]


async def test_an_error_before_the_call_leaves_the_button_to_the_next_click(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    here.circleci.faults.add(Fault("/workflow/*", "GET", status=500, times=None))
    shown = await here.clicks(message, BUTTON)
    assert "Nothing was started" in shown.text
    here.circleci.faults.clear()
    assert "Approved" in (await here.clicks(message, BUTTON, user=CHO)).text
    assert states(here) == ["failed", "done"]


async def test_nothing_is_approved_that_can_not_be_recorded(here: World) -> None:
    hold(here)
    message = await card(here, "web#813")
    async with here.database_locked():
        shown = await here.clicks(message, BUTTON)
        assert "Nothing was started" in shown.text
    assert posts(here) == []
    assert "Approved" in (await here.clicks(message, BUTTON)).text
