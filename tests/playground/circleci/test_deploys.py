"""What is live in the playground follows from what was deployed."""

from typing import Any

import pytest

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import API, MOBILE, WEB
from bot.playground.circleci.people import identify
from tests.playground.circleci.asking import Asking, Clock

WANTED = {
    "component_name": "web",
    "environment_name": "production",
    "current_version": "v2.4.1-809",
    "target_version": "v2.4.0-802",
    "reason": "Checkout fails",
}


async def components(ask: Asking, small: SmallCircleCI, slug: str) -> list[dict[str, Any]]:
    project = small.project(slug)
    params = {"org-id": project.organization.id, "project-id": project.id, "page-size": "20"}
    return list((await ask.get("/deploy/components", **params))["items"])


async def live(ask: Asking, small: SmallCircleCI, slug: str) -> dict[str, str]:
    """The live version by environment."""
    project = small.project(slug)
    listed = await ask.get("/deploy/environments", **{"org-id": project.organization.id, "page-size": "9"})
    names = {each["id"]: each["name"] for each in listed["items"]}
    [component] = await components(ask, small, slug)
    versions = (await ask.get(f"/deploy/components/{component['id']}/versions"))["items"]
    return {names[each["environment_id"]]: each["name"] for each in versions if each["is_live"]}


async def test_what_is_live_is_what_the_history_deployed_last(small: SmallCircleCI, ask: Asking) -> None:
    assert await live(ask, small, WEB) == {"production": "v2.4.1-809", "npm": "v2.4.1"}
    assert await live(ask, small, MOBILE) == {"stores": "v2.4.1"}
    assert await components(ask, small, API) == []


async def test_versions_of_one_environment_name_the_pipeline_and_the_job(
    small: SmallCircleCI, ask: Asking
) -> None:
    [component] = await components(ask, small, WEB)
    environment = identify("gh/acme", "environment", "npm")
    path = f"/deploy/components/{component['id']}"
    found = (await ask.get(f"{path}/versions", **{"environment-id": environment}))["items"]
    assert [each["name"] for each in found] == ["v2.4.1", "v2.4.0"]
    pipeline = await ask.get(f"/pipeline/{found[0]['pipeline_id']}")
    assert pipeline["vcs"]["tag"] == "v2.4.1"
    job = await ask.get(f"/project/{WEB}/job/{found[0]['job_number']}")
    assert (job["name"], job["status"]) == ("publish", "success")
    assert (await ask.get(path))["name"] == "web"
    assert (await ask.get(f"/deploy/environments/{environment}"))["name"] == "npm"


async def test_a_deploy_that_passes_becomes_live(small: SmallCircleCI, ask: Asking, clock: Clock) -> None:
    pipeline = small.newest(WEB)
    clock.move(600)
    [run] = pipeline.runs
    hold = next(job for job in run.jobs if job.script.approval)
    await ask.post(f"/workflow/{run.id}/approve/{hold.id}")
    clock.move(600)
    assert (await live(ask, small, WEB))["production"] == f"v2.4.1-{pipeline.number}"


async def test_a_rollback_changes_what_is_live_once_its_pipeline_has_passed(
    small: SmallCircleCI, ask: Asking, clock: Clock
) -> None:
    answer = await ask.post(f"/projects/{small.project(WEB).id}/rollback", WANTED)
    [started] = small.started
    assert answer == {"id": started.id, "rollback_type": "PIPELINE"}
    values = await ask.get(f"/pipeline/{started.id}/values")
    assert values["pipeline.deploy.target_version"] == "v2.4.0-802"
    assert (await live(ask, small, WEB))["production"] == "v2.4.1-809"
    clock.move(60)
    assert await live(ask, small, WEB) == {"production": "v2.4.0-802", "npm": "v2.4.1"}


async def test_a_rollback_that_is_under_way_or_of_what_is_not_live_is_a_conflict(
    small: SmallCircleCI, ask: Asking, clock: Clock
) -> None:
    path = f"/projects/{small.project(WEB).id}/rollback"
    await ask.post(path, WANTED | {"current_version": "v2.4.0-802"}, 409)
    await ask.post(path, WANTED)
    await ask.post(path, WANTED, 409)
    clock.move(10)
    await ask.post(path, WANTED, 409)
    clock.move(60)
    await ask.post(path, WANTED, 409)
    assert len(small.started) == 1


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"component_name": "shop"}, 404),
        ({"environment_name": "stores"}, 404),
        ({"target_version": "v9"}, 404),
        ({"namespace": "other"}, 404),
        ({"target_version": 1}, 400),
        ({"unknown": "member"}, 400),
    ],
)
async def test_a_rollback_to_nowhere_is_refused(
    small: SmallCircleCI, ask: Asking, changed: dict[str, Any], status: int
) -> None:
    await ask.post(f"/projects/{small.project(WEB).id}/rollback", WANTED | changed, status)
    assert small.started == []


async def test_a_project_without_a_rollback_pipeline_has_no_rollback(
    small: SmallCircleCI, ask: Asking
) -> None:
    answer = await ask.post(f"/projects/{small.project(API).id}/rollback", WANTED, 404)
    assert answer["message"] == "Rollback pipeline definition not found."
    await ask.post(f"/projects/{small.project(API).id}/rollback", None, 400)


async def test_lists_want_a_page_size_and_an_organisation(small: SmallCircleCI, ask: Asking) -> None:
    organization = small.project(WEB).organization.id
    await ask.get("/deploy/components", 400, **{"org-id": organization})
    await ask.get("/deploy/environments", 400, **{"org-id": organization, "page-size": "0"})
    await ask.get("/deploy/environments", 404, **{"org-id": organization[::-1], "page-size": "5"})
    await ask.get("/deploy/components/nope", 400)
    await ask.get(f"/deploy/components/{organization}", 404)
    await ask.get(f"/deploy/environments/{organization}", 404)
