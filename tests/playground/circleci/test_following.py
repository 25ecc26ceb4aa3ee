"""What follows by itself: the workflows after a setup workflow, and automatic reruns."""

from datetime import timedelta

import pytest

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from bot.playground.circleci.world import Pipeline
from tests.playground.circleci.asking import Asking, Clock

NEW = "gh/acme/new"
SETUP: Scripts = (
    WorkflowScript("setup", (JobScript("choose", 20),), setup=True),
    WorkflowScript("build", (JobScript("compile", 30),)),
    WorkflowScript("docs", (JobScript("write", 10),)),
)
AGAIN: Scripts = (
    WorkflowScript("build", (JobScript("compile", 20), JobScript("test", 30, ("compile",))), auto_reruns=2),
)


@pytest.fixture
def started(small: SmallCircleCI) -> Pipeline:
    small.add_project(NEW, SETUP)
    return small.add_pipeline(NEW)


async def state(ask: Asking, pipeline: Pipeline) -> str:
    return str((await ask.get(f"/pipeline/{pipeline.id}"))["state"])


async def workflows(ask: Asking, pipeline: Pipeline) -> list[dict[str, object]]:
    """The newest first."""
    return list((await ask.get(f"/pipeline/{pipeline.id}/workflow"))["items"])


async def test_a_setup_workflow_is_continued_in_its_pipeline(
    ask: Asking, clock: Clock, started: Pipeline
) -> None:
    assert await state(ask, started) == "setup-pending"
    clock.move(10)
    assert await state(ask, started) == "setup"
    [setup] = await workflows(ask, started)
    assert (setup["name"], setup["tag"], setup["status"]) == ("setup", "setup", "running")

    clock.move(20)

    assert await state(ask, started) == "created"
    assert await ask.workflows(started.id) == {"setup": "success", "build": "running", "docs": "running"}
    continued = (await workflows(ask, started))[0]
    assert "tag" not in continued
    ended = (await ask.get(f"/workflow/{setup['id']}"))["stopped_at"]
    assert continued["created_at"] == ended


async def test_a_setup_workflow_that_fails_is_not_continued(ask: Asking, small: SmallCircleCI) -> None:
    small.add_project(NEW, SETUP)
    pipeline = small.add_pipeline(NEW, outcomes={"choose": ("failed",)}, ago=timedelta(hours=1))

    assert await ask.workflows(pipeline.id) == {"setup": "failed"}
    assert await state(ask, pipeline) == "setup"


async def test_a_setup_workflow_is_not_rerun(ask: Asking, clock: Clock, started: Pipeline) -> None:
    clock.move(60)
    setup = started.runs[0].id

    answer = await ask.post(f"/workflow/{setup}/rerun", None, 400)

    assert answer == {"message": "Setup workflows can't be rerun: trigger a new pipeline."}
    assert len(await workflows(ask, started)) == 3


async def test_finish_ends_what_a_setup_workflow_leads_to(
    ask: Asking, small: SmallCircleCI, started: Pipeline
) -> None:
    small.finish(started)
    assert set((await ask.workflows(started.id)).values()) == {"success"}
    assert await state(ask, started) == "created"


async def test_what_failed_is_rerun_from_failed_by_itself_after_a_moment(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    small.add_project(NEW, AGAIN)
    pipeline = small.add_pipeline(NEW, outcomes={"test": ("failed", "success")})
    clock.move(1 + 20 + 30 + 2 * 1.5)
    [failed] = await workflows(ask, pipeline)
    assert (failed["status"], failed["max_auto_reruns"]) == ("failed", 2)
    assert "auto_rerun_number" not in failed

    clock.move(2)

    again, _ = await workflows(ask, pipeline)
    assert (again["auto_rerun_number"], again["max_auto_reruns"]) == (1, 2)
    assert await ask.statuses(str(again["id"])) == {"compile": "success", "test": "not_running"}
    clock.move(60)
    assert [it["status"] for it in await workflows(ask, pipeline)] == ["success", "failed"]


async def test_automatic_reruns_come_to_an_end(ask: Asking, small: SmallCircleCI) -> None:
    small.add_project(NEW, AGAIN)
    pipeline = small.add_pipeline(NEW, outcomes={"test": ("failed",)}, ago=timedelta(hours=1))

    found = await workflows(ask, pipeline)

    assert [it.get("auto_rerun_number") for it in found] == [2, 1, None]
    assert {it["status"] for it in found} == {"failed"}


async def test_what_somebody_reran_first_is_not_rerun_by_itself(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    small.add_project(NEW, AGAIN)
    pipeline = small.add_pipeline(NEW, outcomes={"test": ("failed", "success")})
    clock.move(1 + 20 + 30 + 2 * 1.5)
    await ask.post(f"/workflow/{pipeline.runs[0].id}/rerun", {"from_failed": True})

    clock.move(600)

    assert [it["status"] for it in await workflows(ask, pipeline)] == ["success", "failed"]
