"""`approve`: which approval is meant, and what a lost answer may be taken for."""

from datetime import timedelta

import pytest

from bot.model.deeds import SeveralApprovals
from bot.model.questions import ApproveQuestion
from bot.playground.circleci.people import ANA as ANA_LIMA
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.acting import approve, started, waits
from tests.commands.desk import Desk, lines, offered, plain, recovered

pytestmark = pytest.mark.usefixtures("all_allowed")


async def test_the_same_name_in_two_workflows_is_a_choice_of_workflows(desk: Desk) -> None:
    pipeline = started(desk, waits("eu", "hold"), waits("us", "hold"))
    with pytest.raises(SeveralApprovals) as caught:
        await desk.ask("approve new#1 hold")
    choices = offered(caught.value)
    assert [each.label for each in choices] == ["hold in eu", "hold in us"]
    assert all(each.confirm and each.confirm.text.startswith("new #1 on main") for each in choices)
    assert desk.asked("POST") == []
    message = await desk.ask(choices[1].line or "")
    assert "hold in us" in lines(message)
    us = next(run for run in pipeline.runs if run.name == "us")
    assert desk.asked("POST") == [f"/api/v2/workflow/{us.id}/approve/{us.jobs[1].id}"]


async def test_names_that_differ_by_case_alone_are_told_apart(desk: Desk) -> None:
    started(desk, waits("ship", "Hold", "hold"))
    for name in ("Hold", "hold"):
        assert f"{name} in ship" in lines(await desk.ask(f"approve pipeline new#1 {name}"))
    assert desk.sent == 2


async def test_a_number_that_a_job_has_too_is_asked_about(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    assert pipeline.number == pipeline.runs[0].jobs[0].number
    with pytest.raises(ApproveQuestion):
        await desk.ask("approve new#1 hold")
    assert desk.asked("POST") == []


async def test_names_with_blanks_and_quotes_are_approved_by_their_button(desk: Desk) -> None:
    started(desk, waits("ship", "it's a go", "-- now!"))
    with pytest.raises(SeveralApprovals) as caught:
        await desk.ask("approve new#1")
    for each in offered(caught.value):
        await desk.ask(each.line or "")
    assert desk.sent == 2


async def test_an_approval_of_another_person_is_not_taken_for_ours(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    approve(desk, pipeline.runs[0], "hold", by=ANA_LIMA)
    assert await recovered(desk, "approve new#1") is None


async def test_our_approval_is_found_although_its_workflow_has_ended_and_another_goes_on(desk: Desk) -> None:
    slow = WorkflowScript("slow", (JobScript("wait", needs=(), approval=True),))
    pipeline = started(desk, waits("ship", "hold"), slow)
    approve(desk, next(run for run in pipeline.runs if run.name == "ship"), "hold")
    desk.clock.ahead += timedelta(minutes=1)
    message = await recovered(desk, "approve new#1 hold")
    assert message is not None
    assert plain(message.text) == "hold (ship) in new #1 on main was approved"


async def test_an_approval_of_long_ago_is_not_taken_for_one_without_a_name(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    approve(desk, pipeline.runs[0], "hold")
    desk.clock.ahead += timedelta(minutes=10)
    assert await recovered(desk, "approve new#1") is None


async def test_a_card_that_stays_the_same_is_drawn_once(desk: Desk) -> None:
    two = JobScript("second", needs=("first",), approval=True)
    started(desk, WorkflowScript("ship", (JobScript("first", approval=True), two)))
    first, *later = await desk.ask_on("approve new#1 first")
    assert lines(first)[0].startswith(":white_circle: Approving")
    assert len(later) == 1
