"""`workflow`: one with its jobs."""

from tests.commands.desk import Desk, lines

WEB = "gh/acme/web"


async def test_a_workflow_names_its_jobs_and_a_job_its_place(desk: Desk) -> None:
    workflow = await desk.ask("workflow last failed")
    job = await desk.ask("job last failed")

    assert ":x: e2e   2 min 34 s" in lines(workflow)
    assert any(line.startswith("docker medium  ·  2 parallel runs") for line in lines(job))


async def test_a_workflow_lists_its_pipelines_workflows_once(desk: Desk) -> None:
    id = desk.small.newest(WEB).id
    await desk.ask("workflow last")

    assert desk.asked().count(f"/api/v2/pipeline/{id}/workflow") == 1
