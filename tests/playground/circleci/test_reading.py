"""What the GET endpoints tell."""

import json
from typing import Any

import httpx

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import API, MOBILE, SECRET, WEB
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.playground.circleci.asking import Asking, Clock


async def numbered(ask: Asking, number: int) -> dict[str, Any]:
    found = await ask.get(f"/project/{WEB}/pipeline/{number}")
    assert isinstance(found, dict)
    return found


async def test_me_and_my_organisations(ask: Asking) -> None:
    me = await ask.get("/me")
    assert (await ask.get(f"/user/{me['id']}")) == me
    assert {it["slug"] for it in await ask.get("/me/collaborations")} >= {"gh/acme", "gh/globex"}
    await ask.get("/user/00000000-0000-4000-8000-000000000000", 404)


async def test_a_slug_may_be_long_or_encoded_and_is_answered_short(ask: Asking) -> None:
    short = await ask.get(f"/project/{WEB}")
    assert short["slug"] == "gh/acme/web"
    assert await ask.get("/project/github/acme/web") == short
    assert await ask.get("/project/gh%2Facme%2Fweb") == short


async def test_an_unknown_project_is_not_found(ask: Asking) -> None:
    for path in ("", "/envvar", "/pipeline", "/pipeline/1", "/job/1", "/1/artifacts", "/1/tests"):
        assert await ask.get(f"/project/gh/acme/nothing{path}", 404) == {"message": "Project not found"}
    await ask.post("/project/gh/acme/nothing/pipeline", {}, 404)


async def test_of_a_variables_value_only_the_end_is_told(ask: Asking, small: SmallCircleCI) -> None:
    items = (await ask.get(f"/project/{WEB}/envvar"))["items"]
    assert items[0] == {"name": "NPM_TOKEN", "value": "xxxx4f2a"}
    assert [it["name"] for it in items] == list(small.project(WEB).variables)
    assert (await ask.get(f"/project/{MOBILE}/envvar"))["items"] == []


async def test_variables_come_twenty_at_a_time(ask: Asking, small: SmallCircleCI) -> None:
    small.project(WEB).variables = {f"NAME_{at}": "value" for at in range(50)}
    assert [len(page) for page in await ask.pages(f"/project/{WEB}/envvar")] == [20, 20, 10]


async def test_pipelines_come_in_pages_the_newest_first(ask: Asking, small: SmallCircleCI) -> None:
    pages = await ask.pages(f"/project/{WEB}/pipeline")
    assert [len(page) for page in pages] == [20, 18]
    numbers = [it["number"] for page in pages for it in page]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 813


async def test_a_pipeline_that_comes_between_two_pages_shifts_nothing(ask: Asking) -> None:
    first = await ask.get(f"/project/{WEB}/pipeline")
    await ask.post(f"/project/{WEB}/pipeline", {}, 201)
    rest = await ask.get(f"/project/{WEB}/pipeline", **{"page-token": first["next_page_token"]})
    assert rest["items"][0]["number"] == first["items"][-1]["number"] - 1


async def test_a_token_of_another_list_is_not_found(ask: Asking) -> None:
    token = (await ask.get(f"/project/{WEB}/pipeline"))["next_page_token"]
    for path, params in ((f"/project/{API}/pipeline", {}), (f"/project/{WEB}/pipeline", {"branch": "main"})):
        assert await ask.get(path, 404, **{"page-token": token, **params}) == {"message": "Not Found"}


async def test_of_an_organisation_those_projects_are_listed_that_are_followed(
    small: SmallCircleCI, ask: Asking
) -> None:
    small.project(API).followed = False
    of_acme = await ask.get("/pipeline", **{"org-slug": "gh/acme"})
    assert {it["project_slug"] for it in of_acme["items"]} == {WEB}


async def test_pipelines_of_a_branch_of_mine_and_of_an_organisation(ask: Asking) -> None:
    main = (await ask.get(f"/project/{WEB}/pipeline", branch="release/2.4"))["items"]
    assert [it["vcs"]["branch"] for it in main] == ["release/2.4"] * 2
    assert (await ask.get(f"/project/{WEB}/pipeline", branch="no/such"))["items"] == []
    assert (await ask.get(f"/project/{WEB}/pipeline/mine"))["items"] == []
    await ask.post(f"/project/{WEB}/pipeline", {}, 201)
    assert len((await ask.get(f"/project/{WEB}/pipeline/mine"))["items"]) == 1
    of_acme = await ask.get("/pipeline", **{"org-slug": "gh/acme"})
    assert {it["project_slug"] for it in of_acme["items"]} == {WEB, API}
    assert len((await ask.get("/pipeline", **{"org-slug": "github/acme", "mine": "true"}))["items"]) == 1
    await ask.get("/pipeline", 404, **{"org-slug": "gh/nobody"})


async def test_the_history_shows_every_state(ask: Asking, small: SmallCircleCI) -> None:
    statuses = set()
    for pipeline in small.pipelines:
        statuses |= {small.world.state(run).status for run in pipeline.visible(small.world.clock())}
    assert statuses == {"success", "failed", "canceled", "on_hold", "running", "unauthorized", "error"}
    assert await ask.workflows(str((await numbered(ask, 813))["id"])) == {"build-test-deploy": "running"}


async def test_a_pipeline_without_workflows_and_one_with_errors(ask: Asking) -> None:
    filtered, broken = await numbered(ask, 805), await numbered(ask, 807)
    assert (filtered["state"], filtered["errors"]) == ("created", [])
    assert broken["state"] == "errored"
    assert "publish-docs" in json.dumps(broken["errors"])
    for pipeline in (filtered, broken):
        assert (await ask.get(f"/pipeline/{pipeline['id']}/workflow"))["items"] == []


async def test_a_tag_has_no_branch(ask: Asking) -> None:
    vcs = (await ask.get(f"/project/{WEB}/pipeline/803"))["vcs"]
    assert vcs["tag"] == "v2.4.1"
    assert "branch" not in vcs


async def test_both_attempts_of_a_rerun_workflow_are_there_the_newest_first(ask: Asking) -> None:
    pipeline = await numbered(ask, 808)
    items = (await ask.get(f"/pipeline/{pipeline['id']}/workflow"))["items"]
    attempts = [it for it in items if it["name"] == "build-test-deploy"]
    assert [it["status"] for it in attempts] == ["success", "failed"]
    first, second = [await ask.jobs(it["id"]) for it in reversed(attempts)]
    assert first["build"]["job_number"] == second["build"]["job_number"]
    assert first["build"]["id"] != second["build"]["id"]
    assert (first["e2e"]["status"], second["e2e"]["status"]) == ("failed", "success")


async def test_a_github_app_pipeline_has_trigger_parameters_and_no_vcs(ask: Asking) -> None:
    newest = (await ask.get(f"/project/{MOBILE}/pipeline"))["items"][0]
    assert "vcs" not in newest
    assert newest["trigger_parameters"]["git"]["branch"] == "main"
    assert newest["trigger_parameters"]["github_app"]["commit_title"] == "Scan a price tag (#46)"


async def test_the_config_and_the_values(ask: Asking) -> None:
    pipeline = await numbered(ask, 811)
    config = await ask.get(f"/pipeline/{pipeline['id']}/config")
    assert "hold-for-production" in config["source"]
    assert "hold-for-production" in config["compiled"]
    values = await ask.get(f"/pipeline/{pipeline['id']}/values")
    assert values["pipeline.number"] == 811
    assert values["pipeline.parameters.run-e2e"] is True
    broken = await ask.get(f"/pipeline/{(await numbered(ask, 807))['id']}/config")
    assert (broken["compiled"], "publish-docs" in broken["source"]) == ("", True)


async def test_a_held_approval_has_a_request_id_and_no_start_and_its_number_leads_to_nothing(
    ask: Asking,
) -> None:
    pipeline = await numbered(ask, 811)
    workflow = (await ask.get(f"/pipeline/{pipeline['id']}/workflow"))["items"][0]
    assert workflow["status"] == "on_hold"
    hold = (await ask.jobs(workflow["id"]))["hold-for-production"]
    assert (hold["status"], hold["type"], hold["started_at"]) == ("on_hold", "approval", None)
    assert hold["approval_request_id"] == hold["id"]
    for path in (f"job/{hold['job_number']}", f"{hold['job_number']}/tests"):
        await ask.get(f"/project/gh/acme/web/{path}", 404)
    assert (await ask.get(f"/jobs/{hold['id']}"))["workflow_id"] == workflow["id"]


async def failed_e2e(ask: Asking) -> tuple[dict[str, object], dict[str, object]]:
    pipeline = await numbered(ask, 812)
    items = (await ask.get(f"/pipeline/{pipeline['id']}/workflow"))["items"]
    workflow = next(it for it in items if it["name"] == "build-test-deploy")
    return workflow, (await ask.jobs(workflow["id"]))["e2e"]


async def test_a_failed_job_by_number_and_by_id(ask: Asking) -> None:
    workflow, job = await failed_e2e(ask)
    details = await ask.get(f"/project/{WEB}/job/{job['job_number']}")
    assert (details["name"], details["status"], details["duration"]) == ("e2e", "failed", 154_000)
    assert details["latest_workflow"]["id"] == workflow["id"]
    assert details["web_url"] == f"http://circleci.test/{WEB}/{job['job_number']}"
    assert (await ask.get(f"/jobs/{job['id']}"))["job_number"] == job["job_number"]
    await ask.get(f"/project/{WEB}/job/99999", 404)


async def test_its_tests_tell_what_failed(ask: Asking) -> None:
    _, job = await failed_e2e(ask)
    pages = await ask.pages(f"/project/{WEB}/{job['job_number']}/tests")
    tests = [test for page in pages for test in page]
    assert len(pages) > 1
    failed = {test["name"]: test["message"] for test in tests if test["result"] == "failure"}
    assert set(failed) == {"rounds the total to cents", "applies a voucher once"}
    assert "59.98" in failed["rounds the total to cents"]


async def test_its_artifacts_need_the_token(ask: Asking) -> None:
    _, job = await failed_e2e(ask)
    pages = await ask.pages(f"/project/{WEB}/{job['job_number']}/artifacts")
    artifacts = {it["path"]: it for page in pages for it in page}
    assert len(pages) > 1
    address = artifacts["failures/rounds-the-total-to-cents.png"]["url"]
    got = await ask.client.get(address)
    assert (got.status_code, got.headers["content-type"]) == (200, "image/png")
    assert got.content.startswith(b"\x89PNG")
    assert (await ask.client.get(address, headers={"Circle-Token": "other"})).status_code == 401
    assert (await ask.client.get(address + "x")).status_code == 404


async def test_a_large_artifact_comes_in_pieces(ask: Asking) -> None:
    pipeline = (await ask.get(f"/project/{API}/pipeline", branch="main"))["items"][0]
    items = (await ask.get(f"/pipeline/{pipeline['id']}/workflow"))["items"]
    image = next(it for it in items if it["name"] == "image")
    number = (await ask.jobs(image["id"]))["build-image"]["job_number"]
    items = (await ask.get(f"/project/{API}/{number}/artifacts"))["items"]
    async with ask.client.stream("GET", items[0]["url"]) as got:
        assert int(got.headers["content-length"]) > 40_000_000


async def test_the_steps_and_their_output_are_in_the_older_api(ask: Asking, small: SmallCircleCI) -> None:
    _, job = await failed_e2e(ask)
    answer = await ask.client.get(f"/api/v1.1/project/github/acme/web/{job['job_number']}")
    actions = [action for step in answer.json()["steps"] for action in step["actions"]]
    failed = next(action for action in actions if action["failed"])
    assert (failed["name"], failed["exit_code"]) == ("Run tests", 1)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(small.asgi)) as anybody:
        output = (await anybody.get(failed["output_url"])).json()
        assert "rounds the total to cents" in output[0]["message"]
        assert (await anybody.get(failed["output_url"] + "x")).status_code == 404


async def test_a_job_has_a_number_only_once_it_is_ready_and_leaves_things_only_at_its_end(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    started = await ask.post(f"/project/{WEB}/pipeline", {}, 201)
    clock.move(30)
    workflow = (await ask.get(f"/pipeline/{started['id']}/workflow"))["items"][0]
    jobs = await ask.jobs(workflow["id"])
    assert "job_number" not in jobs["build"]
    number = jobs["unit"]["job_number"]
    assert (await ask.get(f"/project/{WEB}/{number}/artifacts"))["items"] == []
    clock.move(60)
    assert (await ask.get(f"/project/{WEB}/{number}/artifacts"))["items"]


async def test_ids_that_are_none_are_refused(ask: Asking) -> None:
    assert await ask.get("/workflow/x", 400) == {"message": "Workflow ID provided is invalid."}
    assert await ask.get("/jobs/x", 400) == {"message": "job_id is invalid."}
    for path in ("/pipeline/00000000-0000-4000-8000-000000000000", "/nothing", f"/project/{WEB}/pipeline/x"):
        await ask.get(path, 404)


async def test_definitions_are_found_by_the_projects_id(ask: Asking) -> None:
    project = await ask.get(f"/project/{MOBILE}")
    items = (await ask.get(f"/projects/{project['id']}/pipeline-definitions"))["items"]
    assert [it["name"] for it in items] == ["Checks", "Store release"]
    assert {it["config_source"]["provider"] for it in items} == {"github_app"}


async def test_the_token_sees_another_organisations_project(ask: Asking) -> None:
    assert (await ask.get(f"/project/{SECRET}"))["organization_name"] == "globex"


async def test_links_lead_to_a_page(ask: Asking) -> None:
    for path in ("/pipelines/github/acme/web", "/pipelines/gh/acme/web/812", "/gh/acme/web/5263"):
        page = await ask.client.get(path, headers={"Circle-Token": ""})
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")


async def test_a_test_may_add_projects_and_pipelines(ask: Asking, small: SmallCircleCI, clock: Clock) -> None:
    jobs = tuple(JobScript(f"job-{index}", 5) for index in range(1000))
    small.add_project("gh/acme/huge", (WorkflowScript("huge", jobs),))
    pipeline = small.add_pipeline("gh/acme/huge", outcomes={"job-7": ("failed",)})
    clock.move(60)
    pages = await ask.pages(f"/workflow/{pipeline.runs[0].id}/job")
    assert [job["status"] for page in pages for job in page].count("failed") == 1
    assert sum(map(len, pages)) == 1000


async def test_a_setup_configuration_is_told_beside_what_it_goes_on_with(
    ask: Asking, small: SmallCircleCI
) -> None:
    [pipeline, *_] = small.world.of_project(small.project(API))
    plain = await ask.get(f"/pipeline/{pipeline.id}/config")
    assert "setup-config" not in plain
    started = await ask.post(f"/project/{API}/pipeline", {"branch": "chore/changed-paths"}, 201)
    config = await ask.get(f"/pipeline/{started['id']}/config")
    assert "run-all" in config["setup-config"]
    assert "migrate" in config["source"]


async def test_each_definition_has_a_configuration_that_a_push_tells_the_source_of(
    ask: Asking, small: SmallCircleCI
) -> None:
    project = small.project(MOBILE)
    sources = {
        pipeline.definition.name: await ask.get(f"/pipeline/{pipeline.id}/config")
        for pipeline in small.world.of_project(project)
        if pipeline.definition
    }
    assert "platform" in sources["Checks"]["source"]
    pushed = next(it for it in small.world.of_project(project) if it.definition and it.trigger == "webhook")
    told = (await ask.get(f"/pipeline/{pushed.id}"))["trigger_parameters"]["circleci"]
    assert pushed.definition
    assert told["config_source_id"] == pushed.definition.id
