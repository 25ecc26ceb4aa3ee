"""Approvals, contexts that not everybody may use, reruns to their limit, and cancelling what has ended."""

from datetime import timedelta

import pytest

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.people import BEN, CHO, ME
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from bot.playground.circleci.world import Pipeline
from tests.playground.circleci.asking import Asking, Clock

NEW = "gh/acme/new"
SHIPPING: Scripts = (
    WorkflowScript(
        "ship",
        (
            JobScript("build", 20),
            JobScript("approve-eu", needs=("build",), approval=True),
            JobScript("approve-us", needs=("build",), approval=True),
            JobScript("deploy-eu", 10, ("approve-eu",), contexts=("vault", "eu")),
            JobScript("deploy-us", 10, ("approve-us",)),
        ),
    ),
)


@pytest.fixture
def held(small: SmallCircleCI) -> Pipeline:
    """Two approvals are waited for at once, and only Cho may use the context behind one of them."""
    small.restrict("vault", CHO)
    small.add_project(NEW, SHIPPING)
    pipeline = small.add_pipeline(NEW, by=CHO)
    assert small.hold(pipeline) == ["approve-eu", "approve-us"]
    return pipeline


async def approve(ask: Asking, pipeline: Pipeline, name: str) -> None:
    run = pipeline.runs[-1].id
    hold = (await ask.jobs(run))[name]["approval_request_id"]
    await ask.post(f"/workflow/{run}/approve/{hold}")


async def test_each_of_several_approvals_lets_on_what_needs_it(
    ask: Asking, clock: Clock, held: Pipeline
) -> None:
    assert await ask.workflows(held.id) == {"ship": "on_hold"}

    await approve(ask, held, "approve-us")

    statuses = await ask.statuses(held.runs[0].id)
    assert (statuses["approve-eu"], statuses["deploy-us"]) == ("on_hold", "not_running")
    clock.move(60)
    assert await ask.workflows(held.id) == {"ship": "on_hold"}
    assert (await ask.statuses(held.runs[0].id))["deploy-us"] == "success"


async def test_an_approval_by_who_may_not_use_a_context_leaves_its_job_unauthorized(
    ask: Asking, clock: Clock, held: Pipeline
) -> None:
    await approve(ask, held, "approve-us")
    clock.move(60)

    await approve(ask, held, "approve-eu")

    assert await ask.workflows(held.id) == {"ship": "unauthorized"}
    job = (await ask.jobs(held.runs[0].id))["deploy-eu"]
    assert (job["status"], job["started_at"]) == ("unauthorized", None)
    details = await ask.get(f"/project/{NEW}/job/{job['job_number']}")
    assert (details["status"], details["contexts"]) == ("unauthorized", [{"name": "vault"}, {"name": "eu"}])


async def test_an_approval_by_who_may_use_it_does_not(
    ask: Asking, small: SmallCircleCI, clock: Clock, held: Pipeline
) -> None:
    hold = next(job for job in held.runs[0].jobs if job.script.name == "approve-eu")
    small.world.record(held.runs[0], "approve", job=hold.id, by=CHO)
    clock.move(60)
    assert (await ask.statuses(held.runs[0].id))["deploy-eu"] == "success"


async def test_without_an_approval_it_is_who_started_the_run_that_counts(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    small.restrict("vault", BEN, ME)
    small.add_project(NEW, (WorkflowScript("ship", (JobScript("deploy", 10, contexts=("vault",)),)),))
    pipeline = small.add_pipeline(NEW, by=CHO)
    clock.move(60)
    assert await ask.workflows(pipeline.id) == {"ship": "unauthorized"}

    await ask.post(f"/workflow/{pipeline.runs[0].id}/rerun", {"from_failed": True})

    clock.move(60)
    assert await ask.workflows(pipeline.id) == {"ship": "success"}


async def test_a_workflow_is_rerun_a_hundred_times_at_most(ask: Asking, small: SmallCircleCI) -> None:
    small.add_project(NEW, (WorkflowScript("build", (JobScript("compile", 1),)),))
    pipeline = small.add_pipeline(NEW, ago=timedelta(minutes=5))
    for _ in range(100):
        await ask.post(f"/workflow/{pipeline.runs[-1].id}/rerun")

    for run in (pipeline.runs[0], pipeline.runs[-1]):
        answer = await ask.post(f"/workflow/{run.id}/rerun", None, 400)
        assert answer == {"message": "A workflow can be rerun at most 100 times."}
    assert len(pipeline.runs) == 101


async def test_a_workflow_that_could_not_begin_has_no_jobs_and_is_not_rerun(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    small.add_project(NEW, (WorkflowScript("build", (JobScript("compile", 1),), errored=True),))
    pipeline = small.add_pipeline(NEW, by=CHO)
    clock.move(1)
    [run] = (await ask.get(f"/pipeline/{pipeline.id}/workflow"))["items"]
    assert (run["status"], run["errored_by"], run["stopped_at"]) == ("error", CHO.id, run["created_at"])
    assert await ask.jobs(run["id"]) == {}

    answer = await ask.post(f"/workflow/{run['id']}/rerun", None, 400)

    assert answer == {"message": "The workflow never ran, and can't be rerun."}


async def test_a_rerun_with_ssh_says_so_in_the_steps_of_the_jobs_that_were_named(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    small.add_project(NEW, (WorkflowScript("build", (JobScript("compile", 5), JobScript("test", 5))),))
    pipeline = small.add_pipeline(NEW, ago=timedelta(minutes=5))
    first = await ask.jobs(pipeline.runs[0].id)
    body = {"jobs": [first["test"]["id"]], "enable_ssh": True}
    run = (await ask.post(f"/workflow/{pipeline.runs[0].id}/rerun", body))["workflow_id"]
    clock.move(60)

    jobs = await ask.jobs(run)

    async def steps(name: str) -> list[str]:
        answer = await ask.client.get(f"/api/v1.1/project/github/acme/new/{jobs[name]['job_number']}")
        return [step["name"] for step in answer.json()["steps"]]

    assert jobs["compile"]["job_number"] == first["compile"]["job_number"]
    assert "Enable SSH" in await steps("test")
    assert "Enable SSH" not in await steps("compile")


async def test_a_rerun_of_an_earlier_attempt_keeps_the_jobs_of_that_one(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    jobs = (JobScript("compile", 5), JobScript("test", 5, ("compile",), outcomes=("failed",)))
    small.add_project(NEW, (WorkflowScript("build", jobs),))
    first = small.add_pipeline(NEW, ago=timedelta(minutes=5)).runs[0].id
    await ask.post(f"/workflow/{first}/rerun")
    clock.move(60)

    third = (await ask.post(f"/workflow/{first}/rerun", {"from_failed": True}))["workflow_id"]

    kept, original = (await ask.jobs(third))["compile"], (await ask.jobs(first))["compile"]
    assert kept["job_number"] == original["job_number"]
    assert kept["started_at"] == original["started_at"]


async def test_cancelling_what_has_ended_is_accepted_and_changes_nothing(
    ask: Asking, small: SmallCircleCI
) -> None:
    pipeline = small.add_pipeline(WEB, "fix/tax-label")
    small.finish(pipeline)
    before = await ask.get(f"/workflow/{pipeline.runs[0].id}")
    assert before["status"] == "failed"

    await ask.post(f"/workflow/{pipeline.runs[0].id}/cancel")

    assert await ask.get(f"/workflow/{pipeline.runs[0].id}") == before


async def test_a_commit_may_move_while_a_pipeline_is_on_hold(
    ask: Asking, small: SmallCircleCI, held: Pipeline
) -> None:
    before = (await ask.get(f"/pipeline/{held.id}"))["vcs"]

    head = small.move(held, "Another commit", author=BEN)

    after = (await ask.get(f"/pipeline/{held.id}"))["vcs"]
    assert before["revision"] != after["revision"] == head.revision
    assert after["commit"]["subject"] == "Another commit"
    assert small.add_pipeline(NEW).head is head


async def test_what_waits_for_nothing_can_not_be_held(small: SmallCircleCI) -> None:
    with pytest.raises(ValueError, match="waits for no approval"):
        small.hold(small.add_pipeline(WEB, "fix/tax-label"))
