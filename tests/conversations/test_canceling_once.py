"""A cancellation just before, at and after the call: of what was shown, once, and said when it is so."""

from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.world import Pipeline
from tests.conversations.operating import asked, card, five_may, posts, run_of, states, twenty_clicks
from tests.world import ANA, BEN, WEB, World, read

CANCELING = "/workflow/*/cancel"
STOPPING = "/project/*/job/*/cancel"


def going(here: World) -> Pipeline:
    """#814, of which one workflow is still under way."""
    pipeline = here.circleci.add_pipeline(WEB_SLUG, "fix/tax-label")
    here.clock.advance(90)
    return pipeline


def status(here: World, pipeline: Pipeline) -> str:
    return here.circleci.world.state(pipeline.runs[0]).status


def job(pipeline: Pipeline) -> str:
    """The line that stops its build."""
    [number] = [each.number for each in pipeline.runs[0].jobs if each.script.name == "build"]
    return f"cancel job web#{number}"


# Just before the call


async def test_a_commit_that_moved_since_is_not_canceled(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    here.circleci.move(pipeline, "Something else")
    shown = await here.clicks(message, "Cancel")
    assert shown.whispered
    assert "Not canceled. " in shown.text
    assert f"is on {pipeline.head.revision[:7]} now; this message showed" in shown.text
    assert posts(here) == []


async def test_what_finished_meanwhile_is_not_canceled_and_said_to_have_ended(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    here.circleci.finish(pipeline)
    shown = await here.clicks(message, "Cancel")
    assert shown.messages[0].ephemeral
    assert "had already finished." in shown.answer
    assert "/ci pipeline web#814 shows where it is now." in shown.answer
    assert posts(here) == []


async def test_what_was_rerun_since_goes_on_whatever_an_old_card_says(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    here.circleci.finish(pipeline)
    here.circleci.world.rerun(pipeline.runs[0], frozenset({"e2e"}))
    shown = await here.clicks(message, "Cancel")
    assert "had already finished." in shown.text
    assert posts(here) == []


async def test_what_was_canceled_and_rerun_can_be_canceled_again_on_the_same_card(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    await here.clicks(message, "Cancel")
    await here.types("rerun web#814")
    assert here.circleci.world.state(pipeline.runs[-1]).status == "running"
    await here.clicks(here.slack.message(message.ts), "Cancel")
    assert here.circleci.world.state(pipeline.runs[-1]).status == "canceled"
    assert states(here) == ["done", "done", "done"]


# Once


async def test_twenty_clicks_by_five_people_cancel_once(tmp_path: Path) -> None:
    async with five_may(tmp_path) as here:
        going(here)
        await twenty_clicks(here, await card(here, "web#814", WEB), "Cancel")
        assert len(posts(here)) == 1


async def test_a_delivery_that_comes_twice_cancels_once(either: World) -> None:
    pipeline = going(either)
    await either.slack.command(WEB, ANA, f"/ci {job(pipeline)}", times=2)
    await either.idle()
    assert len(posts(either)) == 1


# What is seen


async def test_the_card_changes_only_after_circleci_has_confirmed(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    before = read(message)
    here.circleci.faults.add(Fault(CANCELING, "POST", status=202, body={"message": "Accepted."}))
    shown = await here.clicks(message, "Cancel")
    assert "Canceling  ·  web #814" in shown.text
    assert status(here, pipeline) == "running"
    assert read(here.slack.message(message.ts)) == before


async def test_a_job_that_stops_redraws_the_card_of_its_pipeline(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    assert "Running  ·  web #814" in read(message)
    await here.types(job(pipeline))
    assert "Canceled  ·  web #814" in read(here.slack.message(message.ts))


async def test_of_several_those_that_circleci_refuses_are_told_with_its_words(here: World) -> None:
    here.circleci.add_pipeline(WEB_SLUG, "fix/tax-label")
    here.clock.advance(20)
    preview = run_of(here, 814, "preview").id
    refusal = Fault(f"/workflow/{preview}/cancel", "POST", status=400, body={"message": "Not this one."})
    here.circleci.faults.add(refusal)
    shown = await here.types("cancel web#814")
    assert "build-test-deploy" in shown.text
    assert "preview wasn't canceled: Not this one." in shown.text
    assert states(here) == ["done"]


async def test_what_circleci_refuses_is_said_in_its_words(here: World) -> None:
    pipeline = going(here)
    for path, line, what in (
        (CANCELING, "cancel web#814", "Not canceled. "),
        (STOPPING, job(pipeline), "Not canceled. "),
    ):
        here.circleci.faults.add(Fault(path, "POST", status=403, body={"message": "Permission denied."}))
        shown = await here.types(line)
        assert what in shown.text
        assert "CircleCI rejected this: Permission denied." in shown.text
    assert states(here) == ["failed", "failed"]


# Answers that are lost


async def test_a_lost_answer_is_looked_for_and_found(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    here.circleci.faults.add(Fault(CANCELING, "POST", drop="after"))
    shown = await here.clicks(message, "Cancel")
    assert "Canceled  ·  web #814" in shown.text
    assert "CircleCI's answer was lost" in shown.text
    assert status(here, pipeline) == "canceled"
    assert states(here) == ["done"]
    assert len(posts(here)) == 1


async def test_the_lost_answer_about_one_of_several_is_found_too(here: World) -> None:
    here.circleci.add_pipeline(WEB_SLUG, "fix/tax-label")
    here.clock.advance(20)
    preview = run_of(here, 814, "preview").id
    here.circleci.faults.add(Fault(f"/workflow/{preview}/cancel", "POST", drop="after"))
    shown = await here.types("cancel web#814")
    assert "build-test-deploy and preview" in shown.text
    assert "CircleCI's answer was lost" in shown.text
    assert states(here) == ["done"]
    assert len(posts(here)) == 2


async def test_where_one_of_several_was_not_stopped_it_is_unknown(here: World) -> None:
    here.circleci.add_pipeline(WEB_SLUG, "fix/tax-label")
    here.clock.advance(20)
    preview = run_of(here, 814, "preview")
    here.circleci.faults.add(Fault(f"/workflow/{preview.id}/cancel", "POST", drop=True))
    shown = await here.types("cancel web#814")
    assert "this might have gone through" in shown.text
    assert states(here) == ["unknown"]
    await here.clicks(shown.only, "Try again")
    assert here.circleci.world.state(preview).status == "canceled"
    assert len(posts(here)) == 3


async def test_a_lost_answer_about_a_job_is_looked_for_and_found(here: World) -> None:
    pipeline = going(here)
    here.circleci.faults.add(Fault(STOPPING, "POST", drop="after"))
    shown = await here.types(job(pipeline))
    assert "CircleCI's answer was lost" in shown.text
    assert states(here) == ["done"]
    assert len(posts(here)) == 1


@pytest.mark.parametrize("fault", [{"status": 502}, {"drop": True}])
@pytest.mark.parametrize("path", [CANCELING, STOPPING])
async def test_where_it_can_not_be_told_it_says_so_and_offers_to_try_again(
    here: World, path: str, fault: dict[str, bool]
) -> None:
    pipeline = going(here)
    here.circleci.faults.add(Fault(path, "POST", **fault))
    shown = await here.types("cancel web#814" if path == CANCELING else job(pipeline))
    assert shown.whispered
    assert "this might have gone through" in shown.text
    assert states(here) == ["unknown"]
    assert len(posts(here)) == 1
    assert status(here, pipeline) == "running"
    assert "If it did, this changes nothing." in asked(here, shown.only, "Try again")
    again = await here.clicks(shown.only, "Try again")
    assert "Canceled" in again.text
    assert status(here, pipeline) == "canceled"
    assert states(here) == ["unknown", "done"]


async def test_trying_again_what_was_canceled_cancels_nothing(here: World) -> None:
    going(here)
    message = await card(here, "web#814", WEB)
    here.circleci.faults.add(Fault(CANCELING, "POST", drop="after"))
    here.circleci.faults.add(Fault("/me", times=None, status=500))
    shown = await here.clicks(message, "Cancel", user=BEN)
    assert "this might have gone through" in shown.answer
    here.circleci.faults.clear()
    again = await here.clicks(shown.messages[0], "Try again", user=BEN)
    assert "had already finished." in again.answer
    assert len(posts(here)) == 1
