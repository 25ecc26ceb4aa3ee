"""Approving, canceling and rerunning: what is told apart, and what a lost answer may be taken for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.approval import waiting_approvals
from bot.model.fault import ApprovalRefused, Fault, SeveralApprovals, SeveralHeld, UnknownName
from bot.model.message import Button, Buttons, Message
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.people import ANA as ANA_LIMA
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from bot.playground.circleci.timeline import Run
from bot.playground.circleci.world import Pipeline
from bot.views.refusals.refusal import refusal
from tests.commands.desk import Desk, buttons, lines, plain, told
from tests.views.facts import ago, identifier, job, workflow

NEW = "gh/acme/new"
POLICY = """
projects: {new: gh/acme/new, web: gh/acme/web}
everywhere: {allow: [{do: [read, approve, cancel, rerun], projects: ["gh/acme/*"]}]}
"""


@pytest.fixture(autouse=True)
def _all_is_allowed(desk: Desk) -> None:
    desk.policy.write_text(POLICY)


def started(desk: Desk, *workflows: WorkflowScript, project: str = NEW) -> Pipeline:
    """A pipeline of a project that has these workflows, at the point where it waits or has ended."""
    scripts: Scripts = workflows
    desk.small.add_project(project, scripts)
    pipeline = desk.small.add_pipeline(project, ago=timedelta(minutes=5))
    desk.small.finish(pipeline)
    return pipeline


def waits(name: str, *approvals: str) -> WorkflowScript:
    holds = [JobScript(each, needs=("build",), approval=True) for each in approvals]
    ships = [JobScript(f"ship-{each}", 10, (each,)) for each in approvals]
    return WorkflowScript(name, (JobScript("build", 20), *holds, *ships))


async def refused(desk: Desk, line: str) -> str:
    with pytest.raises(ApprovalRefused) as caught:
        await desk.ask(line)
    return "\n".join(told(caught.value))


def offered(fault: Fault) -> list[Button]:
    """The choices that are buttons."""
    return [button for block in refusal(fault).blocks if isinstance(block, Buttons) for button in block.items]


async def recovered(desk: Desk, line: str, ago: timedelta = timedelta(seconds=1)) -> Message | None:
    command, args = desk.read(line)
    assert command.recover is not None
    found = await command.recover(args, desk.context(line), desk.clock.now() - ago)
    return command.view(found) if found is not None else None


def approve(desk: Desk, run: Run, name: str, **by: object) -> None:
    [hold] = [each for each in run.jobs if each.script.name == name]
    desk.small.world.record(run, "approve", job=hold.id, **by)  # type: ignore[arg-type]


# Approving


async def test_the_same_name_in_two_workflows_is_a_choice_of_workflows(desk: Desk) -> None:
    pipeline = started(desk, waits("eu", "hold"), waits("us", "hold"))
    with pytest.raises(SeveralApprovals) as caught:
        await desk.ask("approve new#1 hold")
    choices = offered(caught.value)
    assert [each.label for each in choices] == ["hold of eu", "hold of us"]
    assert all(each.confirm and each.confirm.text.startswith("new #1 on main") for each in choices)
    assert desk.asked("POST") == []
    message = await desk.ask(choices[1].line or "")
    assert "hold of us" in lines(message)
    us = next(run for run in pipeline.runs if run.name == "us")
    assert desk.asked("POST") == [f"/api/v2/workflow/{us.id}/approve/{us.jobs[1].id}"]


async def test_names_that_differ_by_case_alone_are_told_apart(desk: Desk) -> None:
    started(desk, waits("ship", "Hold", "hold"))
    for name in ("Hold", "hold"):
        assert f"{name} of ship" in lines(await desk.ask(f"approve new#1 {name}"))
    assert desk.sent == 2


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
    assert plain(message.text) == "hold of ship of new #1 on main was approved"


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


def test_an_approval_waits_since_its_needs_have_ended_and_not_before_its_own_attempt() -> None:
    rerun = workflow("ship", "on_hold", took=None, created_at=ago(minutes=3))
    kept = job("build", "success", number=1, stopped_at=ago(days=4))
    late = job("test", "success", number=2, stopped_at=ago(minutes=1))

    def since(*needs: str) -> object:
        hold = job("hold", "on_hold", number=None, type="approval", dependencies=list(needs))
        [found] = waiting_approvals(rerun, (kept, late, hold))
        return found.since

    assert since() == ago(minutes=3)
    assert since(kept.id) == ago(minutes=3)
    assert since(kept.id, late.id) == ago(minutes=1)
    assert since(identifier(4)) == ago(minutes=3)


async def test_reject_of_several_workflows_is_a_choice_that_changes_nothing(desk: Desk) -> None:
    started(desk, waits("eu", "hold"), waits("us", "hold"))
    with pytest.raises(SeveralHeld) as caught:
        await desk.ask("reject new#1")
    choices = offered(caught.value)
    assert [each.label for each in choices] == ["eu, held by hold", "us, held by hold"]
    message = await desk.ask(choices[0].line or "")
    assert "hold waits in eu of new #1 on main." in lines(message)
    assert desk.asked("POST") == []


# Rerunning


RED = WorkflowScript("test", (JobScript("unit", 5), JobScript("Unit", 5, outcomes=("failed",))))


async def test_jobs_whose_names_differ_by_case_alone_are_told_apart(desk: Desk) -> None:
    pipeline = started(desk, RED)
    for name in ("unit", "Unit"):
        await desk.ask(f"rerun new#1 --jobs {name}")
        ran = [each.script.name for each in pipeline.runs[-1].jobs if each.kept is None]
        assert ran == [name]
        desk.small.finish(pipeline)


async def test_an_approval_is_no_job_to_rerun(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    approve(desk, pipeline.runs[0], "hold")
    desk.clock.ahead += timedelta(minutes=1)
    with pytest.raises(UnknownName) as caught:
        await desk.ask("rerun new#1 --jobs hold")
    assert desk.sent == 0
    assert "ship has build and ship-hold" in told(caught.value)[0]


async def test_a_rerun_by_another_person_is_not_taken_for_ours(desk: Desk) -> None:
    pipeline = started(desk, RED)
    desk.small.world.rerun(pipeline.runs[0], frozenset({"unit"}), by=ANA_LIMA)
    assert await recovered(desk, "rerun new#1") is None


async def test_of_two_reruns_of_ours_none_is_taken_for_the_one(desk: Desk) -> None:
    pipeline = started(desk, RED)
    for _ in range(2):
        desk.small.world.rerun(pipeline.runs[0], frozenset({"unit"}))
    assert await recovered(desk, "rerun new#1") is None


async def test_a_rerun_of_shortly_before_makes_it_uncertain(desk: Desk) -> None:
    pipeline = started(desk, RED)
    desk.small.world.rerun(pipeline.runs[0], frozenset({"unit"}))
    desk.clock.ahead += timedelta(seconds=20)
    assert await recovered(desk, "rerun new#1") is None
    assert await recovered(desk, "rerun new#1", ago=timedelta(seconds=30)) is not None


async def test_the_first_run_is_not_taken_for_a_rerun(desk: Desk) -> None:
    started(desk, RED)
    assert await recovered(desk, "rerun new#1", ago=timedelta(minutes=6)) is None


# Canceling


async def test_what_ended_by_itself_is_not_taken_for_canceled(desk: Desk) -> None:
    started(desk, RED)
    assert await recovered(desk, "cancel new#1", ago=timedelta(minutes=6)) is None


async def test_what_another_person_canceled_is_not_taken_for_ours(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    desk.small.world.record(pipeline.runs[0], "cancel", by=ANA_LIMA)
    assert await recovered(desk, "cancel new#1") is None


async def test_what_is_gone_or_no_longer_allowed_since_can_not_be_told(desk: Desk) -> None:
    started(desk, waits("ship", "hold"))
    desk.policy.write_text(POLICY.replace("approve, cancel, rerun", "trigger"))
    for line in ("approve new#1", "cancel new#1", "rerun new#1", "cancel job new#1"):
        assert await recovered(desk, line) is None
    assert desk.asked("POST") == []


async def test_each_is_asked_for_in_few_round_trips(desk: Desk) -> None:
    pipeline = started(desk, waits("ship", "hold"), RED)
    ship, red = pipeline.runs
    for line, most in (
        (f"approve {ship.id} hold", 4),
        (f"rerun {red.id} --failed", 4),
        (f"cancel {ship.id}", 3),
    ):
        await desk.ask(line)
        assert desk.waves.count <= most, line


async def test_a_card_leads_back_to_the_pipeline(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0WEB")
    [pipeline] = [each for each in desk.small.pipelines if each.project.slug == WEB and each.number == 812]
    message = await desk.ask("rerun web#812 --failed")
    assert buttons(message)["Look again"] == f"pipeline {pipeline.id}"
    assert "Nothing of web #812" in await refused(desk, "approve web#812")
