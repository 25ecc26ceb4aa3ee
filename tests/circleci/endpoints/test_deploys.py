"""What is live where, and the way back."""

import json

import httpx
import pytest

from bot.circleci.errors import BadRequest, CircleCIError, Conflict, LostAnswer, NotFound, ServerError
from bot.circleci.models import Rollback
from tests.circleci.wires import a_client, answers, page
from tests.shared import SHARED, needs_shared

ORG = "b9291e0d-a11e-41fb-8517-c545388b5953"
PROJECT = "39723015-b399-4601-9ff6-bd1bfbed8fa8"
THING = {"id": ORG, "name": "web"}
VERSION = {"name": "v1", "environment_id": PROJECT, "is_live": True}


async def test_components_are_of_one_project_and_read_to_the_last_page() -> None:
    client, wire = a_client(page([THING], "two"), page([THING]))
    assert [each.name for each in await client.deploys.components(ORG, PROJECT)] == ["web", "web"]
    first = f"/api/v2/deploy/components?org-id={ORG}&project-id={PROJECT}&page-size=20"
    assert wire.paths == [first, f"{first}&page-token=two"]


async def test_environments_are_the_organisations() -> None:
    client, wire = a_client(page([THING]))
    assert len(await client.deploys.environments(ORG)) == 1
    assert wire.paths == [f"/api/v2/deploy/environments?org-id={ORG}&page-size=20"]


async def test_versions_are_those_of_all_environments() -> None:
    client, wire = a_client(page([VERSION]))
    [version] = await client.deploys.versions(ORG)
    assert (version.name, version.is_live, version.last_deployed_at) == ("v1", True, None)
    assert wire.paths == [f"/api/v2/deploy/components/{ORG}/versions"]


async def test_a_page_that_circleci_offered_and_does_not_have_ends_the_list() -> None:
    client, _ = a_client(page([VERSION], "gone"), answers({"message": "Not Found"}, 404))
    assert len(await client.deploys.versions(ORG)) == 1


async def test_a_list_ends_at_the_page_limit_and_where_the_same_page_is_offered_again() -> None:
    counter = iter(range(100))
    client, wire = a_client(lambda _: page([VERSION], f"page-{next(counter)}"), page_limit=3)
    assert len(await client.deploys.versions(ORG)) == len(wire.requests) == 3
    client, wire = a_client(page([VERSION], "same"))
    assert len(await client.deploys.versions(ORG)) == 2


async def test_a_component_that_is_not_there_is_not_found() -> None:
    client, _ = a_client(answers({"message": "Not Found"}, 404))
    with pytest.raises(NotFound):
        await client.deploys.versions(ORG)


async def test_a_rollback_says_what_it_is_of_and_leaves_out_what_is_not_given() -> None:
    client, wire = a_client(answers({"id": ORG, "rollback_type": "PIPELINE"}, 202))
    names = {"component": "web", "environment": "production"}
    done = await client.deploys.rollback(PROJECT, **names, current_version="v2", target_version="v1")
    assert done.pipeline_id == ORG
    assert wire.paths == [f"/api/v2/projects/{PROJECT}/rollback"]
    said = {"component_name": "web", "environment_name": "production"}
    said |= {"current_version": "v2", "target_version": "v1"}
    assert wire.sent == said

    more = {"namespace": "default", "reason": "It is down"}
    await client.deploys.rollback(PROJECT, **names, current_version="v2", target_version="v1", **more)  # type: ignore[arg-type]
    assert wire.sent == said | more


def test_a_rollback_of_another_type_has_no_pipeline() -> None:
    assert Rollback(id=ORG, rollback_type="COMMAND").pipeline_id is None
    assert Rollback().pipeline_id is None


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (answers({"message": "no"}, 400), BadRequest),
        (answers({"message": "no"}, 404), NotFound),
        (answers({"message": "no"}, 409), Conflict),
        (answers({"message": "no"}, 502), ServerError),
        (httpx.ReadError("gone"), LostAnswer),
    ],
)
async def test_a_rollback_that_fails_raises_what_it_is_and_is_never_sent_again(
    step: httpx.Response | Exception, error: type[CircleCIError]
) -> None:
    client, wire = a_client(step)
    with pytest.raises(error):
        await client.deploys.rollback(
            PROJECT, component="web", environment="e", current_version="v2", target_version="v1"
        )
    assert len(wire.requests) == 1


@needs_shared
async def test_the_documented_answers_are_read() -> None:
    examples = SHARED / "data/circleci/v2/spec-examples"

    def example(name: str) -> httpx.Response:
        body = json.loads((examples / f"{name}.json").read_text())
        return answers(body | {"next_page_token": None} if "items" in body else body)

    names = ("deploy_components", "deploy_environments", "deploy_component_versions", "rollback_202")
    client, _ = a_client(*map(example, names))
    [component] = await client.deploys.components(ORG, PROJECT)
    [environment] = await client.deploys.environments(ORG)
    [version] = await client.deploys.versions(component.id)
    assert (component.name, environment.name) == ("service-a", "prod-app")
    assert (version.is_live, version.namespace, version.job_number) == (True, "default", 123)
    done = await client.deploys.rollback(
        PROJECT, component="service-a", environment="prod-app", current_version="2", target_version="1"
    )
    assert done.pipeline_id is not None
