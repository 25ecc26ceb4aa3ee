"""New pipelines are found by one request for all projects of an organization that it lists."""

from datetime import timedelta

import pytest

from bot.playground.circleci.acme import API, WEB
from bot.playground.circleci.faults import Fault
from tests.world import DEPLOYS, World, read

ORGANIZATION = "GET /api/v2/pipeline"
OF_WEB, OF_API = (f"GET /api/v2/project/{each}/pipeline" for each in (WEB, API))


@pytest.fixture
async def subscribed(here: World) -> None:
    await subscribe(here)


async def subscribe(here: World) -> None:
    """A channel hears of all that starts on the default branches of two projects."""
    for project in ("web", "api"):
        await here.types(f"subscribe {project}@main --on started", channel=DEPLOYS)
    await here.passes(120)


def told(here: World, number: int) -> bool:
    """Whether the channel was told of a pipeline of this number."""
    every = [read(each) for each in here.slack.messages(DEPLOYS) if each.bot_id]
    return any(f"#{number}" in each and "from a subscription" in each for each in every)


async def looked(here: World, seconds: float) -> list[str]:
    """What was listed while time passed."""
    before = len(here.asked_of_circleci())
    await here.passes(seconds, step=20)
    asked = here.asked_of_circleci()[before:]
    return [each for each in asked if each in (ORGANIZATION, OF_WEB, OF_API)]


@pytest.mark.usefixtures("subscribed")
async def test_one_request_tells_of_all_projects_of_an_organization(here: World) -> None:
    pipelines = [here.circleci.add_pipeline(each) for each in (WEB, API)]
    await here.passes(20)
    assert await looked(here, 800) == [ORGANIZATION] * 40
    assert all(told(here, each.number) for each in pipelines)


async def test_of_one_project_alone_its_own_are_listed(here: World) -> None:
    await here.types("subscribe web@main --on started", channel=DEPLOYS)
    assert await looked(here, 100) == [OF_WEB] * 5


async def test_a_project_that_its_organization_does_not_list_is_looked_at_by_itself(here: World) -> None:
    here.circleci.project(API).followed = False
    await subscribe(here)
    first = here.circleci.add_pipeline(API)
    await here.passes(320)
    assert told(here, first.number)
    second = here.circleci.add_pipeline(API)
    await here.passes(40)
    assert told(here, second.number)
    here.circleci.project(API).followed = True
    await here.passes(20)
    assert OF_API not in await looked(here, 600)


@pytest.mark.usefixtures("subscribed")
async def test_one_that_is_listed_no_more_is_found_within_the_hour(here: World) -> None:
    here.circleci.project(API).followed = False
    await here.passes(3600, step=200)
    here.circleci.add_pipeline(API)
    await here.passes(3600, step=200)
    pipeline = here.circleci.add_pipeline(API)
    await here.passes(40)
    assert told(here, pipeline.number)


@pytest.mark.usefixtures("subscribed")
async def test_where_an_organization_lists_nothing_each_project_is_looked_at(here: World) -> None:
    here.circleci.faults.add(Fault("/pipeline", status=404, times=None))
    await here.passes(40)
    assert (await looked(here, 200)).count(OF_API) == 10
    pipeline = here.circleci.add_pipeline(API)
    await here.passes(40)
    assert told(here, pipeline.number)


@pytest.mark.usefixtures("subscribed")
async def test_pages_are_read_back_to_what_was_seen_before(here: World) -> None:
    here.circleci.add_pipeline(WEB)
    pipeline = here.circleci.add_pipeline(API, ago=timedelta(seconds=-30))
    for at in range(45):
        here.circleci.add_pipeline(WEB, "noise", ago=timedelta(seconds=-31 - at / 10))
    here.circleci.add_branch(WEB, "noise")
    before = len(here.asked_of_circleci())
    await here.passes(100, step=100)
    assert here.asked_of_circleci()[before:].count(ORGANIZATION) == 3
    await here.passes(20)
    assert told(here, pipeline.number)


async def test_of_one_project_pages_are_read_back_as_well(here: World) -> None:
    await here.types("subscribe web@main --on started", channel=DEPLOYS)
    await here.passes(60)
    wanted = here.circleci.add_pipeline(WEB)
    here.circleci.add_branch(WEB, "noise")
    for _ in range(45):
        here.circleci.add_pipeline(WEB, "noise")
    await here.passes(40)
    assert told(here, wanted.number)


async def test_a_project_of_which_circleci_tells_no_default_branch_holds_up_no_other(here: World) -> None:
    here.circleci.faults.add(Fault(f"/project/{API}", "GET", times=None, status=503))
    await here.types("subscribe acme/* --on started", channel=DEPLOYS)
    await here.passes(60)
    pipelines = [here.circleci.add_pipeline(each) for each in (API, WEB)]
    await here.passes(40)
    assert [told(here, each.number) for each in pipelines] == [False, True]
    await here.passes(600)
    here.circleci.faults.clear()
    await here.passes(40)
    assert all(told(here, each.number) for each in pipelines)


@pytest.mark.usefixtures("subscribed")
async def test_a_webhook_of_a_run_that_nobody_follows_hastens_the_next_look_and_not_every_one(
    here: World,
) -> None:
    await here.passes(40)
    fresh = here.circleci.add_pipeline(WEB)
    await here.passes(4, step=2)
    assert not told(here, fresh.number)
    await here.bot.core.follower.mark(fresh.id, WEB)
    await here.passes(6, step=2)
    assert told(here, fresh.number)

    before = here.asked_of_circleci().count(ORGANIZATION)
    for run, project in ((fresh.id, WEB), ("another", "gh/globex/secret")):
        await here.bot.core.follower.mark(run, project)
    await here.passes(6, step=2)
    assert here.asked_of_circleci().count(ORGANIZATION) == before
