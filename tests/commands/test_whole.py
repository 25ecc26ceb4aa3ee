"""Nothing that was asked for disappears because one entry or one call could not be read."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.model.message import Message
from bot.playground.circleci import script
from bot.playground.circleci.faults import Fault, answer_with, entry_as, entry_with
from bot.playground.circleci.script import JobScript, WorkflowScript
from bot.playground.circleci.world import Pipeline
from tests.circleci.oddities import ANYTHING
from tests.commands.desk import Desk, lines
from tests.commands.desk import desk as new_desk

WEB = "gh/acme/web"
#: A project of its own, so that its lists are short.
NEW = "gh/acme/new"
LEFT = script.Contents(
    artifacts=tuple(script.Artifact(f"out/{name}.txt", b"x") for name in "abc"),
    tests=tuple(script.Test(each, "suite", "test_it.py", result="failure") for each in ("one", "two", "six")),
)
E2E = JobScript("e2e", 5, outcomes=("failed",), contents=lambda _: LEFT)
CHECK = WorkflowScript("check", (JobScript("lint", 5), E2E))
DOCS = WorkflowScript("docs", (JobScript("build", 5),))
GREEN = (WorkflowScript("check", (JobScript("lint", 5),)),)
NOTE = "couldn't be read"


def played(desk: Desk, count: int = 3) -> list[Pipeline]:
    """A few pipelines, the newest last, and that failed."""
    if NEW not in desk.small.world.projects:
        desk.small.add_project(NEW, GREEN).next_job = 100
    made = [
        desk.small.add_pipeline(NEW, ago=timedelta(minutes=90 - 10 * at), scripts=GREEN)
        for at in range(count - 1)
    ]
    made.append(desk.small.add_pipeline(NEW, ago=timedelta(minutes=9), scripts=(CHECK, DOCS)))
    return made


def text(message: Message) -> str:
    return "\n".join(lines(message))


def note(message: Message) -> str:
    return next((line for line in lines(message) if NOTE in line and "reference" in line), "")


@pytest.mark.parametrize("value", [None, 5, "odd", [], {}, {"number": None}])
async def test_a_pipeline_that_can_not_be_read_is_counted_and_the_others_are_listed(
    desk: Desk, value: object
) -> None:
    made = played(desk)
    desk.small.faults.add(Fault(f"/project/{NEW}/pipeline", times=None, oddity=entry_as(1, value)))

    shown = await desk.ask(f"pipelines {NEW}")

    assert f"#{made[2].number}" in text(shown)
    assert f"#{made[0].number}" in text(shown)
    assert note(shown).startswith("1 pipeline couldn't be read  ·  reference")


async def test_the_number_of_a_pipeline_that_can_not_be_read_is_told_where_every_branch_may_be_read(
    desk: Desk, tmp_path: Path
) -> None:
    made = played(desk)
    odd = Fault(f"/project/{NEW}/pipeline", times=None, oddity=entry_with(1, project_slug="a b"))
    desk.small.faults.add(odd)
    assert f"1 pipeline couldn't be read (#{made[1].number})" in note(await desk.ask(f"pipelines {NEW}"))

    async with new_desk(
        tmp_path,
        "projects: {new: gh/acme/new}\n"
        "everywhere: {allow: [{do: [read], projects: [new], branches: [main]}]}\n",
    ) as other:
        played(other)
        other.small.faults.add(odd)
        assert note(await other.ask("pipelines new")).startswith("1 pipeline couldn't be read  ·")


async def test_a_newer_pipeline_that_can_not_be_read_is_told_with_the_status_and_an_older_one_is_not(
    desk: Desk,
) -> None:
    made = played(desk)
    path = f"/project/{NEW}/pipeline"
    desk.small.faults.add(Fault(path, oddity=entry_with(0, created_at=None)))
    shown = await desk.ask(f"status {NEW}")
    assert f"#{made[1].number}" in text(shown)
    assert f"(#{made[2].number})" in note(shown)

    desk.small.faults.add(Fault(path, oddity=entry_with(1, created_at=None)))
    assert not note(await desk.ask(f"status {NEW}"))


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 404, "body": {"message": "Pipeline not found"}},
        {"status": 500, "body": ""},
        {"status": 200, "body": "<html>"},
    ],
    ids=["404", "500", "no JSON"],
)
async def test_a_pipeline_whose_workflows_can_not_be_read_keeps_its_line(
    desk: Desk, fault: dict[str, Any]
) -> None:
    made = played(desk)
    desk.small.faults.add(Fault(f"/pipeline/{made[0].id}/workflow", times=None, **fault))

    shown = await desk.ask(f"pipelines {NEW}")
    assert f":grey_question: Couldn't be read  ·  #{made[0].number}" in text(shown)
    assert f":white_check_mark: Passed  ·  #{made[1].number}" in text(shown)
    assert f"1 pipeline couldn't be read (#{made[0].number})" in note(shown)

    assert text(await desk.ask(f"why last failed {NEW}")).startswith(":x: e2e failed")
    red = await desk.ask("red acme")
    assert "new" in text(red)


async def test_workflows_without_an_id_are_told_as_far_as_they_are_known(desk: Desk) -> None:
    made = played(desk)
    for each in made:
        desk.small.faults.add(
            Fault(f"/pipeline/{each.id}/workflow", times=None, oddity=entry_with(0, id=None))
        )

    shown = await desk.ask(f"pipelines {NEW}")
    assert ":x: Failed" in text(shown)
    assert "3 workflows couldn't be read (check of #3, check of #2 and check of #1)" in note(shown)

    alone, every = "1 workflow couldn't be read (check of #3)", "3 workflows couldn't be read (check of #3, "
    for line, missed in ((f"status {NEW}", every), (f"pipeline {NEW}#3", alone), (f"why {NEW}#3", alone)):
        shown = await desk.ask(line)
        assert f"{NEW} #3" in text(shown), line
        assert missed in note(shown), line


async def test_a_pipeline_of_which_only_some_workflows_can_be_read_has_not_passed(desk: Desk) -> None:
    desk.small.add_project(NEW, GREEN)
    two = (*GREEN, WorkflowScript("docs", (JobScript("build", 5),)))
    made = desk.small.add_pipeline(NEW, ago=timedelta(minutes=9), scripts=two)
    desk.small.faults.add(Fault(f"/pipeline/{made.id}/workflow", times=None, oddity=entry_as(0, None)))

    shown = await desk.ask(f"status {NEW}")

    assert lines(shown)[0].startswith(":grey_question: Couldn't be read")
    assert "docs" in text(shown)


async def test_jobs_that_are_no_longer_there_leave_their_pipeline_and_workflows(desk: Desk) -> None:
    made = played(desk)
    run = made[-1].runs[0]
    desk.small.faults.add(Fault(f"/workflow/{run.id}/job", times=None, status=404, body={"message": "no"}))

    for line in (f"status {NEW}", f"pipeline {NEW}#3"):
        assert "check   5 s   Failed  ›  its jobs are no longer there" in text(await desk.ask(line)).replace(
            "6 s", "5 s"
        )
    assert "Its jobs are no longer there." in lines(await desk.ask(f"workflow {run.id}"))
    shown = await desk.ask(f"why {NEW}#3")
    assert lines(shown)[0].startswith(":x: Failed")
    assert "1 workflow couldn't be read (check)" in note(shown)


async def test_a_job_without_an_id_is_found_by_its_number(desk: Desk) -> None:
    made = played(desk)
    run = made[-1].runs[0]
    desk.small.faults.add(Fault(f"/workflow/{run.id}/job", times=None, oddity=entry_with(1, id=None)))

    for line in (f"status {NEW}", f"why {NEW}#3", f"job {made[-1].id} e2e", f"workflow {run.id}"):
        shown = await desk.ask(line)
        assert "e2e" in text(shown), line
        assert not note(shown), line


async def test_a_project_needs_no_name(desk: Desk) -> None:
    desk.small.faults.add(Fault(f"/project/{WEB}", times=None, oddity=answer_with(name=None)))
    assert lines(await desk.ask("project web"))[0].startswith("web")
    await desk.press("trigger web@fix/rounding-at-checkout")
    assert len(desk.small.started) == 1


async def test_a_job_has_its_tests_and_artifacts_whatever_one_of_them_is(desk: Desk) -> None:
    made = played(desk)[-1]
    [_, job] = made.runs[0].jobs
    number = job.number

    desk.small.faults.add(
        Fault(f"/project/{NEW}/{number}/tests", oddity=entry_with(1, run_time="odd", message=["a"]))
    )
    shown = await desk.ask(f"tests {made.id} e2e")
    assert "3 of 3 tests failed" in text(shown)
    desk.small.faults.add(Fault(f"/project/{NEW}/{number}/artifacts", oddity=entry_as(1, 5)))
    shown = await desk.ask(f"artifacts {made.id} e2e")
    assert "out/a.txt" in text(shown)
    assert "out/c.txt" in text(shown)
    assert note(shown).startswith("1 artifact couldn't be read")


async def test_one_project_in_trouble_leaves_the_others_of_what_is_red(desk: Desk) -> None:
    desk.small.faults.add(Fault("/project/gh/acme/api/pipeline", times=None, status=500))

    shown = await desk.ask("red")

    assert "web" in text(shown)
    assert "1 project couldn't be read (api)" in note(shown)


LISTS = {
    "pipelines": ("pipelines {new}", "/project/{new}/pipeline", 1, ("#1", "#3")),
    "workflows": ("pipeline {new}#3", "/pipeline/*/workflow", 1, ("new #3", "check")),
    "jobs": ("workflow {new}#3 check", "/workflow/*/job", 0, ("check", "e2e")),
    "artifacts": ("artifacts {id} e2e", "/project/{new}/*/artifacts", 1, ("out/a.txt", "out/c.txt")),
    "tests": ("tests {id} e2e", "/project/{new}/*/tests", 1, ("one", "six")),
}
FIELDS = st.sampled_from(
    ["id", "number", "project_slug", "created_at", "name", "status", "type", "path", "run_time", "result"]
)


@pytest.mark.parametrize(("line", "path", "at", "shown"), LISTS.values(), ids=LISTS)
@settings(
    max_examples=5,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(value=ANYTHING, field=st.none() | FIELDS)
async def test_whatever_one_entry_of_a_list_is_the_others_are_shown(
    desk: Desk, line: str, path: str, at: int, shown: tuple[str, ...], value: object, field: str | None
) -> None:
    if NEW not in desk.small.world.projects:
        played(desk)
    newest = desk.small.newest(NEW)
    desk.small.faults.clear()
    odd = entry_with(at, **{field: value}) if field else entry_as(at, value)
    desk.small.faults.add(Fault(path.format(new=NEW), times=None, oddity=odd))

    told = text(await desk.ask(line.format(new=NEW, id=newest.id)))

    assert [each for each in shown if each not in told] == []
