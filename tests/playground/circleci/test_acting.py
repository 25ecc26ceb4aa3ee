"""What the POST endpoints do."""

import pytest

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import API, MOBILE, WEB
from tests.playground.circleci.asking import Asking, Clock


async def definition(ask: Asking, slug: str, name: str) -> str:
    project = await ask.get(f"/project/{slug}")
    items = (await ask.get(f"/projects/{project['id']}/pipeline-definitions"))["items"]
    return str(next(it["id"] for it in items if it["name"] == name))


async def newest_workflow(ask: Asking, pipeline: str, name: str) -> str:
    items = (await ask.get(f"/pipeline/{pipeline}/workflow"))["items"]
    return str(next(it["id"] for it in items if it["name"] == name))


async def test_a_pipeline_advances_until_it_waits_and_then_to_its_end(ask: Asking, clock: Clock) -> None:
    started = await ask.post(f"/project/{WEB}/pipeline", {"branch": "main"}, 201)
    path = f"/pipeline/{started['id']}"
    assert (started["number"], started["state"]) == (814, "pending")
    assert (await ask.get(f"{path}/workflow"))["items"] == []
    clock.move(1)
    assert (await ask.get(path))["state"] == "created"
    assert await ask.workflows(started["id"]) == {"build-test-deploy": "running"}
    clock.move(300)
    workflow = await newest_workflow(ask, started["id"], "build-test-deploy")
    assert (await ask.get(f"/workflow/{workflow}"))["status"] == "on_hold"
    hold = (await ask.jobs(workflow))["hold-for-production"]["approval_request_id"]
    assert await ask.post(f"/workflow/{workflow}/approve/{hold}") == {"message": "Accepted."}
    assert (await ask.statuses(workflow))["deploy"] == "not_running"
    await ask.post(f"/workflow/{workflow}/approve/{hold}", status=400)
    clock.move(60)
    done = await ask.get(f"/workflow/{workflow}")
    assert (done["status"], bool(done["stopped_at"])) == ("success", True)
    approved_by = (await ask.jobs(workflow))["hold-for-production"]["approved_by"]
    assert approved_by == (await ask.get("/me"))["id"]


async def test_what_was_started_is_remembered_for_tests(ask: Asking, small: SmallCircleCI) -> None:
    await ask.post(f"/project/{WEB}/pipeline", {"tag": "v2.4.1", "parameters": {"shards": 3}}, 201)
    [started] = small.started
    assert (started.ref.tag, started.parameters) == ("v2.4.1", {"shards": 3})


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"branch": "no/such"}, "Branch not found"),
        ({"tag": "v0"}, "Tag not found"),
        ({"branch": "main", "tag": "v2.4.1"}, "Cannot specify both branch and tag"),
        ({"branch": 3}, "JSON field 'branch' is of incorrect type."),
        ({"parameters": {"note": None}}, "JSON field 'parameters' is of incorrect type."),
        (
            {"parameters": {"note": "x" * 513}},
            "Parameter names are limited to 128 characters, values to 512.",
        ),
        ({"parameters": dict.fromkeys(map(str, range(101)), 1)}, "At most 100 parameters are allowed."),
        ([], "Unexpected request body provided."),
    ],
)
async def test_a_trigger_that_is_wrong_starts_nothing(
    ask: Asking, small: SmallCircleCI, body: object, message: str
) -> None:
    assert await ask.post(f"/project/{WEB}/pipeline", body, 400) == {"message": message}
    assert small.started == []


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"colour": "red", "size": 3}, "Unexpected argument(s): colour, size"),
        ({"shards": "two"}, "Type error for argument shards: expected type: integer, actual value: 'two'"),
        ({"run-e2e": 1}, "Type error for argument run-e2e: expected type: boolean, actual value: '1'"),
        (
            {"environment": "moon"},
            "Type error for argument environment: expected type: enum, actual value: 'moon'",
        ),
    ],
)
async def test_parameters_that_are_not_declared_so_show_as_an_error_soon_after(
    ask: Asking, clock: Clock, parameters: object, message: str
) -> None:
    started = await ask.post(f"/project/{WEB}/pipeline", {"parameters": parameters}, 201)
    assert (await ask.get(f"/pipeline/{started['id']}"))["errors"] == []
    clock.move(1)
    pipeline = await ask.get(f"/pipeline/{started['id']}")
    assert (pipeline["state"], pipeline["errors"]) == ("errored", [{"type": "config", "message": message}])


async def test_a_setup_configuration_takes_its_own_parameters(ask: Asking, clock: Clock) -> None:
    for name, errors in (("run-all", 0), ("migrate", 1)):
        body = {"branch": "chore/changed-paths", "parameters": {name: True}}
        started = await ask.post(f"/project/{API}/pipeline", body, 201)
        clock.move(1)
        assert len((await ask.get(f"/pipeline/{started['id']}"))["errors"]) == errors


async def test_a_broken_configuration_shows_a_moment_after_the_trigger(ask: Asking, clock: Clock) -> None:
    started = await ask.post(f"/project/{WEB}/pipeline", {"branch": "broken-config"}, 201)
    assert started["state"] == "pending"
    clock.move(1)
    assert (await ask.get(f"/pipeline/{started['id']}"))["state"] == "errored"
    clock.move(600)
    assert await ask.workflows(started["id"]) == {}


async def test_a_commit_that_skips_ci_has_no_workflows(ask: Asking, clock: Clock) -> None:
    started = await ask.post(f"/project/{API}/pipeline", {"branch": "typo"}, 201)
    clock.move(60)
    assert (await ask.get(f"/pipeline/{started['id']}"))["state"] == "created"
    assert await ask.workflows(started["id"]) == {}


async def test_a_run_of_a_commit_that_skips_ci_starts_nothing(ask: Asking, small: SmallCircleCI) -> None:
    body = {"definition_id": await definition(ask, WEB, "build-test-deploy"), "checkout": {"branch": "typo"}}
    answer = await ask.post(f"/project/{WEB}/pipeline/run", body, 200)
    assert answer == {"message": "Ignoring pipeline due to CI skip in the commit"}
    assert small.started == []


async def test_a_github_app_project_runs_by_definition_only(ask: Asking, clock: Clock) -> None:
    await ask.post(f"/project/{MOBILE}/pipeline", {}, 400)
    chosen = await definition(ask, MOBILE, "Store release")
    body = {
        "definition_id": chosen,
        "config": {"branch": "main"},
        "checkout": {"branch": "main"},
        "parameters": {"build-number": 7},
    }
    started = await ask.post(f"/project/{MOBILE}/pipeline/run", body, 201)
    clock.move(5)
    assert list(await ask.workflows(started["id"])) == ["store"]
    git = (await ask.get(f"/pipeline/{started['id']}"))["trigger_parameters"]["git"]
    assert git["branch"] == "main"


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({}, 400, "Missing one or more JSON fields."),
        ({"definition_id": "6a8e2a34-0f0a-4d4b-8b4b-0a4a2f3c1d00"}, 404, "Pipeline definition not found."),
        ({"definition": "x"}, 400, "Unexpected JSON field 'definition'."),
        ({"config": {"content": "version: 2.1"}}, 400, "Unexpected JSON field 'content'."),
        ({"config": {"branch": 1}}, 400, "JSON field 'branch' is of incorrect type."),
    ],
)
async def test_a_run_that_is_wrong_starts_nothing(
    ask: Asking, body: object, status: int, message: str
) -> None:
    assert await ask.post(f"/project/{MOBILE}/pipeline/run", body, status) == {"message": message}


async def test_a_run_takes_no_encoded_slug(ask: Asking) -> None:
    await ask.post(f"/project/{WEB.replace('/', '%2F')}/pipeline/run", {}, 404)


async def failed_workflow(ask: Asking, small: SmallCircleCI, clock: Clock) -> tuple[str, str]:
    small.add_branch(WEB, "flaky", outcomes={"e2e": ("failed", "success")})
    started = await ask.post(f"/project/{WEB}/pipeline", {"branch": "flaky"}, 201)
    clock.move(600)
    return started["id"], await newest_workflow(ask, started["id"], "build-test-deploy")


async def test_rerun_from_failed_keeps_what_succeeded(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    pipeline, failed = await failed_workflow(ask, small, clock)
    assert (await ask.get(f"/workflow/{failed}"))["status"] == "failed"
    rerun = (await ask.post(f"/workflow/{failed}/rerun", {"from_failed": True}))["workflow_id"]
    assert await newest_workflow(ask, pipeline, "build-test-deploy") == rerun
    before, now = await ask.jobs(failed), await ask.jobs(rerun)
    assert now["build"]["started_at"] == before["build"]["started_at"]
    assert now["e2e"]["status"] == "not_running"
    clock.move(600)
    assert (await ask.get(f"/workflow/{rerun}"))["status"] == "success"
    assert (await ask.get(f"/workflow/{failed}"))["status"] == "failed"
    details = await ask.get(f"/project/{WEB}/job/{before['build']['job_number']}")
    assert details["latest_workflow"]["id"] == rerun


async def test_rerun_from_the_start_runs_everything_again(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    _, failed = await failed_workflow(ask, small, clock)
    bodies: tuple[object, ...] = (None, {})
    for body in bodies:
        rerun = (await ask.post(f"/workflow/{failed}/rerun", body))["workflow_id"]
        assert (await ask.statuses(rerun))["lint"] == "not_running"


async def test_rerun_of_some_jobs_runs_them_and_what_needs_them(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    _, failed = await failed_workflow(ask, small, clock)
    build = (await ask.jobs(failed))["build"]["id"]
    rerun = (await ask.post(f"/workflow/{failed}/rerun", {"jobs": [build]}))["workflow_id"]
    statuses = await ask.statuses(rerun)
    assert statuses == {"lint": "success", "unit": "success", "build": "not_running", "e2e": "blocked"}


@pytest.mark.parametrize(
    "body",
    [
        {"from_failed": True, "jobs": ["6a8e2a34-0f0a-4d4b-8b4b-0a4a2f3c1d00"]},
        {"jobs": ["6a8e2a34-0f0a-4d4b-8b4b-0a4a2f3c1d00"]},
        {"sparse_tree": True},
        {"enable_ssh": True},
        {"from_failed": "yes"},
    ],
)
async def test_a_rerun_that_contradicts_itself_is_refused(
    ask: Asking, small: SmallCircleCI, clock: Clock, body: object
) -> None:
    _, failed = await failed_workflow(ask, small, clock)
    await ask.post(f"/workflow/{failed}/rerun", body, 400)


async def test_what_succeeded_or_still_runs_has_nothing_to_rerun_from_failed(
    ask: Asking, clock: Clock
) -> None:
    started = await ask.post(f"/project/{API}/pipeline", {"branch": "fix/timeouts"}, 201)
    clock.move(5)
    workflow = await newest_workflow(ask, started["id"], "test")
    await ask.post(f"/workflow/{workflow}/rerun", {"from_failed": True}, 400)
    clock.move(600)
    await ask.post(f"/workflow/{workflow}/rerun", {"from_failed": True}, 400)


async def test_a_workflow_is_cancelled(ask: Asking, clock: Clock) -> None:
    started = await ask.post(f"/project/{WEB}/pipeline", {}, 201)
    clock.move(20)
    workflow = await newest_workflow(ask, started["id"], "build-test-deploy")
    assert await ask.post(f"/workflow/{workflow}/cancel") == {"message": "Accepted."}
    found = await ask.get(f"/workflow/{workflow}")
    assert (found["status"], found["canceled_by"]) == ("canceled", (await ask.get("/me"))["id"])


async def test_a_job_is_cancelled_by_number_or_by_id(ask: Asking, clock: Clock) -> None:
    started = await ask.post(f"/project/{WEB}/pipeline", {}, 201)
    clock.move(10)
    workflow = await newest_workflow(ask, started["id"], "build-test-deploy")
    jobs = await ask.jobs(workflow)
    await ask.post(f"/project/{WEB}/job/{jobs['lint']['job_number']}/cancel", status=200)
    await ask.post(f"/jobs/{jobs['unit']['id']}/cancel", status=200)
    assert await ask.statuses(workflow) == {
        **dict.fromkeys(("lint", "unit"), "canceled"),
        **dict.fromkeys(("build", "e2e", "hold-for-production", "deploy"), "not_run"),
    }
    await ask.post(f"/jobs/{jobs['unit']['id']}/cancel", status=400)


async def test_finish_ends_what_is_under_way_at_once(ask: Asking, small: SmallCircleCI) -> None:
    started = await ask.post(f"/project/{WEB}/pipeline", {"branch": "fix/tax-label"}, 201)
    small.finish(small.started[0])
    assert await ask.workflows(started["id"]) == {"build-test-deploy": "failed", "preview": "success"}
