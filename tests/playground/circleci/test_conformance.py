"""The answers against CircleCI's own OpenAPI document of API v2."""

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import API, WEB
from bot.playground.circleci.deploys import DEPLOYING, component_id, environment_id
from tests.playground.circleci.asking import Clock
from tests.shared import SHARED, needs_shared

if TYPE_CHECKING:  # each worker finds each test: what takes long to import waits until it is needed
    from schemathesis import Case
    from schemathesis.schemas import APIOperation, BaseSchema

pytestmark = needs_shared
PROJECT = "/project/{project-slug}"

#: What we serve, in the document's spelling: each route must stand here.
SERVED = {
    ("GET", "/me"),
    ("GET", "/me/collaborations"),
    ("GET", "/user/{id}"),
    ("GET", "/pipeline"),
    ("GET", "/pipeline/{pipeline-id}"),
    ("GET", "/pipeline/{pipeline-id}/workflow"),
    ("GET", "/pipeline/{pipeline-id}/config"),
    ("GET", "/pipeline/{pipeline_id}/values"),
    ("GET", "/workflow/{id}"),
    ("GET", "/workflow/{id}/job"),
    ("GET", "/jobs/{job_id}"),
    ("GET", "/projects/{project_id}/pipeline-definitions"),
    ("GET", PROJECT),
    ("GET", f"{PROJECT}/envvar"),
    ("GET", f"{PROJECT}/pipeline"),
    ("GET", f"{PROJECT}/pipeline/mine"),
    ("GET", f"{PROJECT}/pipeline/{{pipeline-number}}"),
    ("GET", f"{PROJECT}/job/{{job-number}}"),
    ("GET", f"{PROJECT}/{{job-number}}/artifacts"),
    ("GET", f"{PROJECT}/{{job-number}}/tests"),
    ("GET", "/insights/{project-slug}/flaky-tests"),
    ("GET", "/insights/{project-slug}/workflows"),
    ("GET", "/insights/{project-slug}/workflows/{workflow-name}"),
    ("GET", "/insights/{project-slug}/workflows/{workflow-name}/jobs"),
    ("GET", "/deploy/components"),
    ("GET", "/deploy/components/{component_id}"),
    ("GET", "/deploy/components/{component_id}/versions"),
    ("GET", "/deploy/environments"),
    ("GET", "/deploy/environments/{environment_id}"),
    ("POST", "/projects/{project_id}/rollback"),
    ("GET", "/webhook"),
    ("GET", "/webhook/{webhook-id}"),
    ("POST", "/webhook"),
    ("DELETE", "/webhook/{webhook-id}"),
    ("POST", f"{PROJECT}/pipeline"),
    ("POST", f"{PROJECT}/job/{{job-number}}/cancel"),
    ("POST", "/project/{provider}/{organization}/{project}/pipeline/run"),
    ("POST", "/jobs/{job-id}/cancel"),
    ("POST", "/workflow/{id}/approve/{approval_request_id}"),
    ("POST", "/workflow/{id}/cancel"),
    ("POST", "/workflow/{id}/rerun"),
}


def corrected(document: Any) -> Any:
    """The document with its known errors mended, and of its operations only those that we serve."""
    document["paths"] = {
        path: {
            key: value
            for key, value in item.items()
            if key in ("parameters", "servers") or (key.upper(), path) in SERVED
        }
        for path, item in document["paths"].items()
        if any(path == served for _, served in SERVED)
    }
    for path, item in document["paths"].items():
        _mend(item, hyphens=path.startswith("/webhook"))
    _mend(document["components"])
    return document


def _mend(part: Any, *, hyphens: bool = False) -> None:
    """``hyphens``: what is described are names with hyphens indeed."""
    if isinstance(part, list):
        for each in part:
            _mend(each, hyphens=hyphens)
    if not isinstance(part, dict):
        return
    if part.pop("x-nullable", False):  # a word of OpenAPI 2, which says nothing in OpenAPI 3
        part["nullable"] = True
    properties = part.get("properties")
    if isinstance(properties, dict):
        if "started_at" in properties:  # an approval never starts, and a job that waits has not started yet
            properties["started_at"]["nullable"] = True
        spelled = [name for name in properties if "-" in name and not hyphens]
        for name in spelled:  # no answer that was ever seen has these
            properties[name.replace("-", "_")] = properties.pop(name)
        if isinstance(part.get("required"), list) and not hyphens:
            part["required"] = [name.replace("-", "_") for name in part["required"]]
    for each in part.values():
        _mend(each, hyphens=hyphens)


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def small(clock: Clock) -> SmallCircleCI:
    small = SmallCircleCI(clock)
    for project in small.world.projects.values():
        small.webhooks.add(project.id, "https://ci.example.com/circleci/webhook", "a-secret")
    return small


def checks() -> list[Any]:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    conformances = (
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    )
    return [not_a_server_error, *conformances]


@pytest.fixture(scope="module")
def schema(small: SmallCircleCI) -> "BaseSchema":
    import schemathesis

    path = SHARED / "data/circleci/openapi/circleci-v2.openapi.json"
    schema = schemathesis.openapi.from_dict(corrected(json.loads(path.read_text())))
    schema.app = small.asgi
    return schema


def places(small: SmallCircleCI) -> list[dict[str, Any]]:
    """Path parameters that name something: one place of each state that things can be in."""
    found: dict[object, dict[str, Any]] = {}
    hooks = {it.project: it.id for it in small.webhooks.hooks.values()}
    for pipeline in small.pipelines:
        slug = pipeline.project.slug
        place: dict[str, Any] = {
            "project-slug": slug,
            "project_id": pipeline.project.id,
            "pipeline-id": pipeline.id,
            "pipeline_id": pipeline.id,
            "pipeline-number": pipeline.number,
            "org-id": pipeline.project.organization.id,
            **dict(zip(("provider", "organization", "project"), slug.split("/"), strict=True)),
        }
        if hook := hooks.get(pipeline.project.id):
            place["webhook-id"] = hook
        for environment in DEPLOYING[slug][1].values() if slug in DEPLOYING else ():
            place["component_id"] = component_id(pipeline.project)
            place["environment_id"] = environment_id(pipeline.project, environment)
        kind = (pipeline.project.app, bool(pipeline.ref.tag), pipeline.state(small.world.clock()))
        found.setdefault(kind, place)
        for run in pipeline.visible(small.world.clock()):
            state = small.world.state(run)
            found.setdefault((run.setup, run.errored, run.auto_rerun), place | {"id": run.id})
            for job in state.jobs:
                named = (
                    {"job-number": job.job.number} if job.queued_at and not job.job.script.approval else {}
                )
                ids = {"job-id": job.job.id, "job_id": job.job.id, "approval_request_id": job.job.id}
                ids |= {"id": run.id, "workflow-name": run.name}
                found.setdefault((state.status, job.status, bool(named)), place | ids | named)
    return list(found.values())


def of(
    operation: "APIOperation[Any, Any, Any, Any]", place: dict[str, Any], small: SmallCircleCI
) -> dict[str, Any] | None:
    """An operation's path parameters in a place, or None where the place has no such thing."""
    place = place | {"id": small.world.me.id} if operation.path.startswith("/user/") else place
    names = {parameter.name for parameter in operation.path_parameters}
    return {name: place[name] for name in names} if names <= place.keys() else None


def shape(path: str) -> str:
    """A path without the names of its parameters; a project is one, however it is written."""
    return re.sub(r"\{[^}]*\}", "{}", path).replace("/{}/{}/{}", "/{}")


def test_every_route_is_held_against_the_document(small: SmallCircleCI) -> None:
    routes = {(method, shape(each.path)) for each in small.routes for method in each.methods or ()}
    assert routes - {("HEAD", path) for _, path in routes} == {
        (method, shape(path)) for method, path in SERVED
    }


def test_the_document_has_every_operation_that_is_served(schema: "BaseSchema") -> None:
    described = {(schema[path][method].method.upper(), path) for method, path in SERVED}
    assert described == SERVED


def test_whatever_state_things_are_in_they_are_described_as_documented(
    schema: "BaseSchema", small: SmallCircleCI, clock: Clock
) -> None:
    small.add_pipeline(WEB)
    small.add_pipeline(API, "chore/changed-paths")
    for seconds in (0, 2, 100):  # it is pending, then its first jobs wait, then something runs
        clock.move(seconds)
        asked = set[str]()  # most places are of the same few projects
        for place in places(small):
            for path in sorted(path for method, path in SERVED if method == "GET"):
                operation = schema[path]["GET"]
                parameters = of(operation, place, small)
                if parameters is None:
                    continue
                of_all: dict[str, Any] = {"org-id": place["org-id"], "page-size": 20}
                queries = {
                    "/deploy/components": of_all,
                    "/deploy/environments": of_all,
                    "/webhook": {"scope-id": place["project_id"], "scope-type": "project"},
                }
                case = operation.Case(path_parameters=parameters, query=queries.get(path, {}))
                if (request := f"{case.formatted_path} {case.query}") in asked:
                    continue
                asked.add(request)
                answer = case.call_and_validate(headers={"Circle-Token": small.token}, checks=checks())
                assert answer.status_code == 200, (path, parameters, answer.content)


@pytest.mark.parametrize(("method", "path"), sorted(SERVED))
def test_a_generated_request_is_answered_as_documented(
    schema: "BaseSchema", small: SmallCircleCI, method: str, path: str
) -> None:
    operation = schema[path][method]
    known = [it for it in (of(operation, place, small) for place in places(small)) if it]

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), place=st.sampled_from([None, *known]))
    def ask(case: "Case[Any]", place: dict[str, Any] | None) -> None:
        if place:
            case.path_parameters.update(place)
        case.call_and_validate(headers={"Circle-Token": small.token}, checks=checks())

    ask()
