"""What is live where."""

import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.endpoints.deploys import DeployEndpoints
from bot.circleci.models import Component, Environment, Project, VcsInfo, Version
from bot.circleci.slug import ProjectSlug
from bot.model.fault import Denied, NoDeploys
from bot.playground.circleci import Fault
from tests.commands.desk import Desk, buttons, lines, plain, told

WEB = "gh/acme/web"


async def test_each_environment_has_a_line_with_what_is_live_who_deployed_it_and_the_one_before(
    desk: Desk,
) -> None:
    message = await desk.ask("deploys web")

    assert plain(message.text) == "web: v2.4.1-809 in production and v2.4.1 in npm"
    assert lines(message)[:3] == [
        "web's live versions",
        "web in production  ·  v2.4.1-809  ·  (when)  ·  from #809  ·  previously v2.4.0-802",
        "web in npm  ·  v2.4.1  ·  deployed (when)  ·  from #803  ·  previously v2.4.0",
    ]
    assert [shown.number for shown in message.shows] == [809, 803]


async def test_the_way_back_is_a_line_that_says_what_was_live(desk: Desk) -> None:
    line = buttons(await desk.ask("deploys production"))["Roll back…"]

    assert line == (
        "rollback web production v2.4.0-802 --project gh/acme/web --live v2.4.1-809 --namespace default"
    )


async def test_it_takes_four_round_trips(desk: Desk) -> None:
    await desk.ask("deploys web")

    assert desk.waves.count == 4


async def test_a_project_without_deploy_markers_is_told_what_they_are(desk: Desk) -> None:
    message = await desk.ask("deploys api")

    said = "api has no deploy markers, so CircleCI doesn't know what's deployed. "
    assert plain(message.text) == f"{said}How to add them: CircleCI's documentation."


async def test_a_circleci_without_deploys_says_so(desk: Desk) -> None:
    desk.small.faults.add(Fault("/deploy/*", times=None, status=404, body={"message": "Not Found"}))

    with pytest.raises(NoDeploys) as caught:
        await desk.ask("deploys web")

    said = "\n".join(told(caught.value))
    assert "CircleCI has no deploys for web" in said


async def test_a_project_whose_ids_are_not_told_has_no_deploys_to_show(
    desk: Desk, mocker: MockerFixture
) -> None:
    project = Project(slug=ProjectSlug.parse(WEB), name="web", vcs_info=VcsInfo(default_branch="main"))
    mocker.patch.object(CircleCI, "get_project", return_value=project)

    with pytest.raises(NoDeploys):
        await desk.ask("deploys web")


async def test_a_pipeline_that_is_gone_leaves_its_version(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline/*", times=None, status=404, body={"message": "Not Found"}))

    assert "web in npm  ·  v2.4.1  ·  deployed (when)  ·  previously v2.4.0" in lines(
        await desk.ask("deploys web")
    )


async def test_who_may_not_read_the_default_branch_does_not_see_what_is_live(desk: Desk) -> None:
    rules = "{do: [read], projects: [web], branches: ['fix/*']}"
    desk.policy.write_text(
        f"projects: {{web: gh/acme/web}}\nchannels: {{C0WEB: {{project: web, allow: [{rules}]}}}}\n"
    )

    with pytest.raises(Denied):
        await desk.ask("deploys")

    assert desk.asked() == ["/api/v2/project/gh/acme/web"]


async def test_ten_are_shown_and_then_the_next(desk: Desk, mocker: MockerFixture) -> None:
    component = Component(id="c", name="web")
    environments = tuple(Environment(id=f"e{n}", name=f"env-{n:02}") for n in range(12))
    versions = tuple(Version(name=f"v{n}", environment_id=f"e{n}", is_live=True) for n in range(12))
    mocker.patch.object(DeployEndpoints, "components", return_value=(component,))
    mocker.patch.object(DeployEndpoints, "environments", return_value=environments)
    mocker.patch.object(DeployEndpoints, "versions", return_value=versions)

    first = await desk.ask("deploys web")
    line = buttons(first)["Show 2 more"]
    assert line == "deploys web --page +10"
    second = await desk.ask(line)

    assert [line.split()[2] for line in lines(first)[1:11]] == [f"env-{n:02}" for n in range(10)]
    assert [line.split()[2] for line in lines(second)[1:3]] == ["env-10", "env-11"]
