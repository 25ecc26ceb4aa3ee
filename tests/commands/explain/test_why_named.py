"""`why` about a job, a workflow or an attempt of one that was named: that one is explained."""

from datetime import timedelta

import pytest

from bot.model.fault import NothingHere
from bot.model.shown import Noun
from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.script import JobScript, WorkflowScript
from bot.playground.circleci.timeline import Job, Run
from bot.playground.circleci.world import Pipeline
from tests.commands.desk import Desk, buttons, lines, plain
from tests.commands.failing import last, ran, step, whole

APP = "https://app.circleci.com/pipelines/gh/acme/web"

#: What failed first, what passed, what failed too; and another workflow of the same run.
SCRIPTS = (
    WorkflowScript(
        "flow",
        (
            JobScript("unit", 5, outcomes=("failed",), contents=step("no unit")),
            JobScript("lint", 5),
            JobScript("e2e", 5, outcomes=("failed",), contents=step("no e2e")),
        ),
    ),
    WorkflowScript("docs", (JobScript("links", 5, outcomes=("failed",), contents=step("no links")),)),
)


def made(desk: Desk, *scripts: WorkflowScript) -> Pipeline:
    pipeline = desk.small.add_pipeline(WEB, "try", ago=timedelta(minutes=9), scripts=scripts or SCRIPTS)
    desk.small.finish(pipeline)
    return pipeline


def old(desk: Desk, number: int) -> Pipeline:
    return next(each for each in desk.small.pipelines if each.number == number and each.project.slug == WEB)


def page(pipeline: Pipeline, run: Run, job: Job | None = None) -> str:
    return f"{APP}/{pipeline.number}/workflows/{run.id}" + (f"/jobs/{job.number}" if job else "")


def of(run: Run, name: str) -> Job:
    return next(job for job in run.jobs if job.script.name == name)


# A job


@pytest.mark.parametrize("form", ["page", "short page", "legacy page", "id"])
async def test_the_job_that_is_named_comes_first_and_at_length_in_four_round_trips(
    desk: Desk, form: str
) -> None:
    pipeline = made(desk)
    run = pipeline.runs[0]
    job = of(run, "e2e")
    named = {
        "page": page(pipeline, run, job),
        "short page": f"https://app.circleci.com/workflow/{run.id}/job/{job.id}",
        "legacy page": f"https://circleci.com/gh/acme/web/{job.number}",
        "id": job.id,
    }[form]

    first = await desk.ask(f"why {named}")
    trips = desk.waves.count
    told = await last(desk, f"why {named}")

    assert trips <= 4
    assert plain(first.text) == "e2e failed: Run tests, exit code 1, and 1 more job (web #814 on try)"
    assert first.depicts is not None
    assert (first.depicts.noun, first.depicts.number) == (Noun.JOB, job.number)
    assert [line for line in told if line.startswith(":x:")][1] == ":x: unit failed: Run tests, exit code 1"
    assert "no e2e" in told
    assert "no unit" not in told
    assert "Also failed: docs." in told


async def test_its_buttons_are_the_jobs_own(desk: Desk) -> None:
    pipeline = made(desk)
    job = of(pipeline.runs[0], "e2e")
    offered = buttons(await desk.ask(f"why {job.id}"))

    assert offered["Log"] == f"logs {WEB}#{job.number}"
    assert (offered["Rerun failed"] or "").startswith(f"rerun {pipeline.runs[0].id} --failed")
    assert offered["Artifacts"] == f"artifacts {WEB}#{job.number}"


async def test_a_job_that_passed_is_said_to_have_before_those_that_failed(desk: Desk) -> None:
    pipeline = made(desk)
    told = await last(desk, f"why {of(pipeline.runs[0], 'lint').id}")

    assert told[0] == ":white_check_mark: lint passed  ·  web #814  ·  try"
    assert ":x: unit failed: Run tests, exit code 1" in told
    assert not any("doesn't say" in line for line in told)


async def test_a_job_of_a_run_that_passed_has_nothing_to_explain(desk: Desk) -> None:
    pipeline = made(desk, WorkflowScript("flow", (JobScript("lint", 5),)))
    message = await desk.ask(f"why {pipeline.runs[0].jobs[0].id}")

    assert lines(message)[0] == ":white_check_mark: lint passed  ·  web #814  ·  try"
    assert "No failures." in lines(message)
    assert "Rerun failed" not in buttons(message)


async def test_an_approval_that_is_named_waits(desk: Desk) -> None:
    approval = JobScript("hold", approval=True)
    pipeline = desk.small.add_pipeline(
        WEB, "try", ago=timedelta(minutes=9), scripts=(WorkflowScript("flow", (approval,)),)
    )
    first = lines(await desk.ask(f"why {pipeline.runs[0].jobs[0].id}"))[0]
    assert first.startswith(":raised_hand: hold waits for approval  ·  web #814")


async def test_of_five_thousand_jobs_the_named_one_is_told_as_soon_as_it_is_read(desk: Desk) -> None:
    outcomes = {1: "failed", 4_321: "failed"}
    jobs = tuple(
        JobScript(f"test-{at}", 5, outcomes=("failed" if at in outcomes else "success",), contents=step("no"))
        for at in range(5_000)
    )
    pipeline = made(desk, WorkflowScript("matrix", jobs))
    named = page(pipeline, pipeline.runs[0], pipeline.runs[0].jobs[4_321])

    first = lines(await desk.ask(f"why {named}"))
    trips = desk.waves.count
    told = await last(desk, f"why {named}")

    assert trips <= 4
    assert first[0] == ":x: Failed  ·  matrix  ·  web #814  ·  try"
    assert "Loading the other jobs and the history…" in first
    assert told[0] == ":x: test-4321 failed: Run tests, exit code 1, and 1 more job  ·  web #814  ·  try"


async def test_a_job_that_its_workflow_does_not_have_is_not_found(desk: Desk) -> None:
    pipeline, other = made(desk), old(desk, 812).runs[0].jobs[0]
    with pytest.raises(NothingHere):
        await desk.ask(f"why {page(pipeline, pipeline.runs[0], other)}")


async def test_one_that_no_list_has_once_all_are_read_is_said_to_be_missing(desk: Desk) -> None:
    jobs = tuple(JobScript(f"test-{at}", 5, outcomes=("failed",)) for at in range(150))
    pipeline, other = made(desk, WorkflowScript("matrix", jobs)), old(desk, 812).runs[0].jobs[0]
    told = await last(desk, f"why {page(pipeline, pipeline.runs[0], other)}")

    assert told[0].startswith(":x: test-0 failed")
    assert "Couldn't load the job you named." in told


# A workflow


async def test_of_a_run_with_several_workflows_the_one_that_is_named_is_explained(desk: Desk) -> None:
    pipeline = made(desk)
    for named in (page(pipeline, pipeline.runs[1]), pipeline.runs[1].id):
        first = await desk.ask(f"why {named}")
        assert desk.waves.count <= 4
        assert plain(first.text) == "links failed: Run tests, exit code 1 (web #814 on try)"
        assert "Also failed: flow." in lines(first)
        assert (buttons(first)["Rerun failed"] or "").startswith(f"rerun {pipeline.runs[1].id} ")


async def test_one_that_passed_is_not_blamed_for_the_others(desk: Desk) -> None:
    preview = next(each for each in old(desk, 812).runs if each.name == "preview")
    told = await last(desk, f"why {preview.id}")

    assert told[0].startswith(":white_check_mark: Passed  ·  preview  ·  web #812")
    assert told[1] == "No failures."
    assert "Also failed: build-test-deploy." in told
    assert not any("Red since" in line or "First failure" in line for line in told)


async def test_the_workflow_of_another_pipeline_is_not_found_under_this_ones_address(desk: Desk) -> None:
    desk.small.add_project("gh/globex/secret", SCRIPTS)
    secret = desk.small.add_pipeline("gh/globex/secret")
    desk.small.finish(secret)
    pipeline, other = made(desk), old(desk, 812)
    for run in (other.runs[0], secret.runs[0]):
        with pytest.raises(NothingHere):
            await desk.ask(f"why {page(pipeline, run)}")
    for named in (secret.runs[0].id, secret.runs[0].jobs[0].id):
        with pytest.raises(NothingHere):
            await desk.ask(f"why {named}")


async def test_a_workflow_that_circleci_can_not_tell_is_not_found(desk: Desk) -> None:
    pipeline = made(desk)
    desk.small.faults.add(Fault(f"/workflow/{pipeline.runs[0].id}", times=None, status=404))
    with pytest.raises(NothingHere):
        await desk.ask(f"why {page(pipeline, pipeline.runs[0])}")


async def test_of_forty_workflows_one_beyond_the_first_page_is_explained(desk: Desk) -> None:
    names = [f"flow-{at}" for at in range(45)]
    failing = JobScript("check", 5, outcomes=("failed",), contents=step("no"))
    pipeline = made(desk, *(WorkflowScript(name, (failing,)) for name in names))
    for run in (pipeline.runs[0], pipeline.runs[-1]):
        assert lines(await desk.ask(f"why {run.id}"))[0].startswith(":x: check failed")
        assert desk.waves.count <= 4
    told = await last(desk, f"why {pipeline.runs[-1].id}")
    assert any("workflow flow-44" in line for line in told)


# An attempt


@pytest.mark.parametrize("form", ["id", "page", "job's page"])
async def test_an_older_attempt_is_explained_and_the_newest_said_to_have_passed(
    desk: Desk, form: str
) -> None:
    pipeline = old(desk, 801)
    run = pipeline.runs[0]
    named = {"id": run.id, "page": page(pipeline, run), "job's page": page(pipeline, run, of(run, "unit"))}
    first = await desk.ask(f"why {named[form]}")

    assert desk.waves.count <= 4
    assert plain(first.text) == (
        "unit failed: CircleCI's infrastructure (web #801 on main); its newest attempt passed"
    )
    assert lines(first)[1] == "This is an older attempt; the newest one passed."
    assert "Rerun failed" not in buttons(first)
    assert buttons(first)["Newest attempt"] == f"workflow {pipeline.runs[-1].id}"
    assert not any(
        "Red since" in line or "First failure" in line for line in await last(desk, f"why {run.id}")
    )


async def test_where_the_newest_attempt_failed_too_it_leads_there(desk: Desk) -> None:
    job = JobScript("check", 5, outcomes=("failed", "failed"), contents=step("no"))
    pipeline = made(desk, WorkflowScript("flow", (job,)))
    first = pipeline.runs[0]
    newest = await desk.circleci.rerun_workflow(first.id)
    desk.small.finish(pipeline)

    told = await desk.ask(f"why {first.id}")
    assert lines(told)[1] == "This is an older attempt; the newest one failed."
    line = buttons(told)["Newest attempt: why?"]
    assert line == f"why {newest.workflow_id}"
    assert not any(line.startswith("This is an older") for line in lines(await desk.ask(line)))


async def test_an_older_attempt_that_passed_is_one_still(desk: Desk) -> None:
    job = JobScript("check", 5, outcomes=("success", "failed"), contents=step("no"))
    pipeline = made(desk, WorkflowScript("flow", (job,)))
    await desk.circleci.rerun_workflow(pipeline.runs[0].id)
    desk.small.finish(pipeline)

    told = lines(await desk.ask(f"why {pipeline.runs[0].id}"))
    assert told[0] == ":white_check_mark: Passed  ·  flow  ·  web #814  ·  try"
    assert told[1] == "This is an older attempt; the newest one failed."
    assert told[2] == "No failures."


async def test_the_newest_attempt_that_passed_says_that_an_earlier_one_did_not(desk: Desk) -> None:
    told = lines(await desk.ask(f"why {old(desk, 801).runs[-1].id}"))
    assert "An earlier attempt of build-test-deploy failed; the newest passed." in told


# From the cards


async def test_why_on_a_jobs_card_is_about_that_job(desk: Desk) -> None:
    pipeline = made(desk)
    job = of(pipeline.runs[0], "e2e")
    line = buttons(await desk.ask(f"job {job.number}"))["Why?"]
    assert lines(await desk.ask(line or ""))[0].startswith(":x: e2e failed")


async def test_so_it_is_for_a_job_of_an_older_attempt(desk: Desk) -> None:
    job = of(old(desk, 801).runs[0], "unit")
    line = buttons(await desk.ask(f"job {job.number}"))["Why?"]
    assert plain((await desk.ask(line or "")).text).startswith("unit failed: CircleCI's infrastructure")


async def test_why_on_a_workflows_card_is_about_that_workflow(desk: Desk) -> None:
    pipeline = made(desk)
    for run, job in ((pipeline.runs[1], "links"), (old(desk, 801).runs[0], "unit")):
        line = buttons(await desk.ask(f"workflow {run.id}"))["Why?"]
        assert lines(await desk.ask(line or ""))[0].startswith(f":x: {job} failed")


async def test_a_run_that_is_named_is_explained_as_a_whole(desk: Desk) -> None:
    ran(desk, contents=step("no"))
    *_, message = await whole(desk, "why @try")
    assert lines(message)[0].startswith(":x: check failed")
    assert not any("Also failed" in line for line in lines(message))
