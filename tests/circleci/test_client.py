"""Each method asks the right address and returns what was answered."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound, ServerError, Unauthorized, Unreadable
from bot.circleci.models import NotTriggered, Page, TriggeredPipeline
from bot.circleci.slug import ProjectSlug
from tests.circleci.wires import (
    CREATED,
    JOB_ID,
    PIPELINE_ID,
    TOKEN,
    WEB,
    WORKFLOW_ID,
    Wire,
    a_client,
    answers,
    page,
    says,
)

USER = {"id": JOB_ID, "login": "ana", "name": "Ana Lima"}
PIPELINE = CREATED | {"project_slug": "gh/acme/web"}
WORKFLOW = {"id": WORKFLOW_ID, "name": "build", "status": "running", "created_at": "2026-11-20T10:00:00Z"}
JOB = {"id": JOB_ID, "name": "test", "status": "failed", "type": "build", "job_number": 7}
DETAILS = {"number": 7, "name": "test", "status": "failed", "project": {"slug": "gh/acme/web"}}
ARTIFACT = {"path": "out.txt", "url": "https://output.circle-artifacts.com/out.txt", "node_index": 0}
TEST = {"name": "adds", "classname": "sum", "result": "success", "run_time": 0.2, "file": None}
VARIABLE = {"name": "NPM_TOKEN", "value": "xxxx1234"}
MOBILE = ProjectSlug("circleci", "9z8PamRuKaKWrW91o7Kqvn", "AHWysFUuUfBgs6VeUqm6tg")

Call = Callable[[CircleCI], Awaitable[object]]


@pytest.mark.parametrize(
    ("call", "answer", "path"),
    [
        (lambda c: c.get_me(), USER, "/me"),
        (lambda c: c.get_collaborations(), [{"slug": "gh/acme", "vcs-type": "github"}], "/me/collaborations"),
        (lambda c: c.get_project(WEB), {"slug": "gh/acme/web", "name": "web"}, "/project/gh/acme/web"),
        (lambda c: c.get_pipeline(PIPELINE_ID), PIPELINE, f"/pipeline/{PIPELINE_ID}"),
        (lambda c: c.get_pipeline_by_number(WEB, 25), PIPELINE, "/project/gh/acme/web/pipeline/25"),
        (lambda c: c.config.short_texts(PIPELINE_ID, 9), {"source": "s"}, f"/pipeline/{PIPELINE_ID}/config"),
        (lambda c: c.get_pipeline_values(PIPELINE_ID), {"a.b": 1}, f"/pipeline/{PIPELINE_ID}/values"),
        (lambda c: c.get_workflow(WORKFLOW_ID), WORKFLOW, f"/workflow/{WORKFLOW_ID}"),
        (lambda c: c.get_job(WEB, 7), DETAILS, "/project/gh/acme/web/job/7"),
        (lambda c: c.get_job_by_id(JOB_ID), {"id": JOB_ID, "name": "test"}, f"/jobs/{JOB_ID}"),
    ],
)
async def test_a_thing_is_got_from_its_address(call: Call, answer: object, path: str) -> None:
    client, wire = a_client(answers(answer))
    assert await call(client)
    assert wire.paths == ["/api/v2" + path]
    assert wire.requests[0].method == "GET"


@pytest.mark.parametrize(
    ("call", "item", "path"),
    [
        (lambda c: c.list_workflows(PIPELINE_ID), WORKFLOW, f"/pipeline/{PIPELINE_ID}/workflow"),
        (lambda c: c.list_jobs(WORKFLOW_ID), JOB, f"/workflow/{WORKFLOW_ID}/job"),
        (lambda c: c.list_artifacts(WEB, 7), ARTIFACT, "/project/gh/acme/web/7/artifacts"),
        (lambda c: c.list_env_vars(WEB), VARIABLE, "/project/gh/acme/web/envvar"),
        (lambda c: c.list_definitions(JOB_ID), {"id": JOB_ID}, f"/projects/{JOB_ID}/pipeline-definitions"),
    ],
)
async def test_a_list_is_read_to_its_last_page(call: Call, item: object, path: str) -> None:
    client, wire = a_client(page([item, item], "two"), page([item], None))
    found = await call(client)
    assert isinstance(found, tuple)
    assert len(found) == 3
    assert wire.paths == ["/api/v2" + path, f"/api/v2{path}?page-token=two"]


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda c: c.list_pipelines(WEB), "/project/gh/acme/web/pipeline"),
        (lambda c: c.list_pipelines(WEB, branch="a/b&c"), "/project/gh/acme/web/pipeline?branch=a%2Fb%26c"),
        (lambda c: c.list_pipelines(WEB, page_token="=="), "/project/gh/acme/web/pipeline?page-token=%3D%3D"),
        (lambda c: c.list_my_pipelines(WEB), "/project/gh/acme/web/pipeline/mine"),
        (lambda c: c.list_organization_pipelines("gh/acme"), "/pipeline?org-slug=gh%2Facme"),
        (
            lambda c: c.page_organization_pipelines("gh/acme", "x"),
            "/pipeline?org-slug=gh%2Facme&page-token=x",
        ),
        (
            lambda c: c.list_my_pipelines(WEB, page_token="x"),
            "/project/gh/acme/web/pipeline/mine?page-token=x",
        ),
    ],
)
async def test_pipelines_come_a_page_at_a_time(
    call: Callable[[CircleCI], Awaitable[Page[object]]], path: str
) -> None:
    client, wire = a_client(page([PIPELINE], "next"))
    found = await call(client)
    assert (len(found.items), found.next_page_token) == (1, "next")
    assert wire.paths == ["/api/v2" + path]


async def test_a_list_ends_at_the_page_limit() -> None:
    counter = iter(range(100))
    client, wire = a_client(lambda _: page([JOB], f"page-{next(counter)}"), page_limit=4)
    assert len(await client.list_jobs(WORKFLOW_ID)) == 4
    assert len(wire.requests) == 4


async def test_a_jobs_tests_come_a_page_at_a_time_or_all_as_one_page() -> None:
    client, wire = a_client(page([TEST], "two"), page([TEST, TEST], "two"), page([TEST], None))
    first = await client.page_tests(WEB, 7)
    assert (len(first.items), first.next_page_token) == (1, "two")
    whole = await client.list_tests(WEB, 7)
    assert ([each.name for each in whole.items], whole.next_page_token) == (["adds"] * 3, None)
    assert wire.paths[0] == "/api/v2/project/gh/acme/web/7/tests"
    assert wire.paths[2] == "/api/v2/project/gh/acme/web/7/tests?page-token=two"


async def test_a_jobs_further_tests_are_read_without_the_first_page() -> None:
    client, wire = a_client(page([TEST], "three"), page([TEST], None))
    rest = await client.list_tests(WEB, 7, "two")
    assert (len(rest.items), rest.next_page_token) == (2, None)
    assert [each.partition("?")[2] for each in wire.paths] == ["page-token=two", "page-token=three"]


async def test_further_tests_are_read_as_far_as_one_that_is_looked_for() -> None:
    client, wire = a_client(page([TEST], "three"), page([{**TEST, "name": "fails"}], "four"))
    rest = await client.list_tests(WEB, 7, "two", until=lambda test: test.name == "fails")
    assert ([each.name for each in rest.items], rest.next_page_token) == (["adds", "fails"], "four")
    assert len(wire.requests) == 2


async def test_tests_beyond_the_page_limit_are_told_by_a_token() -> None:
    counter = iter(range(100))
    client, _ = a_client(lambda _: page([TEST], f"page-{next(counter)}"), page_limit=4)
    whole = await client.list_tests(WEB, 7)
    assert (len(whole.items), whole.next_page_token) == (4, "page-3")


async def test_a_list_ends_where_the_same_page_is_offered_again() -> None:
    client, wire = a_client(page([JOB], "same"))
    assert len(await client.list_jobs(WORKFLOW_ID)) == 2
    assert len(wire.requests) == 2


async def test_a_page_that_circleci_offered_and_does_not_have_is_the_end() -> None:
    client, _ = a_client(page([JOB], "gone"), answers({"message": "Not Found"}, 404))
    assert len(await client.list_jobs(WORKFLOW_ID)) == 1
    assert await client.list_pipelines(WEB, page_token="gone") == Page(())


async def test_the_first_page_of_what_does_not_exist_is_not_found() -> None:
    client, _ = a_client(answers({"message": "Project not found"}, 404))
    with pytest.raises(NotFound, match="Project not found"):
        await client.list_pipelines(WEB)


async def test_a_trigger_names_its_branch_and_typed_parameters() -> None:
    client, wire = a_client(answers(CREATED, 201))
    started = await client.trigger_pipeline(
        WEB, branch="main", parameters={"env": "staging", "n": 3, "dry": True}
    )
    assert wire.sent == {"branch": "main", "parameters": {"env": "staging", "n": 3, "dry": True}}
    assert wire.paths == ["/api/v2/project/gh/acme/web/pipeline"]
    assert wire.requests[0].headers["content-type"] == "application/json"
    assert started == TriggeredPipeline(
        id=PIPELINE_ID, number=25, state="pending", created_at=datetime(2026, 11, 20, 10, tzinfo=UTC)
    )


async def test_a_trigger_of_a_tag_says_nothing_of_a_branch() -> None:
    client, wire = a_client(answers(CREATED, 201))
    await client.trigger_pipeline(WEB, tag="v1.2")
    assert wire.sent == {"tag": "v1.2"}


async def test_a_trigger_of_nothing_in_particular_sends_an_empty_object() -> None:
    client, wire = a_client(answers(CREATED, 201))
    await client.trigger_pipeline(WEB)
    assert wire.sent == {}


async def test_a_definition_is_run_with_the_ref_for_both_configuration_and_checkout() -> None:
    client, wire = a_client(answers(CREATED, 201))
    started = await client.run_pipeline(MOBILE, JOB_ID, branch="main", parameters={"dry": False})
    assert isinstance(started, TriggeredPipeline)
    assert wire.paths == [f"/api/v2/project/{MOBILE}/pipeline/run"]
    assert wire.sent == {
        "definition_id": JOB_ID,
        "config": {"branch": "main"},
        "checkout": {"branch": "main"},
        "parameters": {"dry": False},
    }


async def test_a_run_that_answers_200_triggered_nothing_and_says_why() -> None:
    client, wire = a_client(answers({"message": "Ignoring pipeline due to CI skip in the commit"}))
    outcome = await client.run_pipeline(MOBILE, JOB_ID, tag="v1")
    assert outcome == NotTriggered(message="Ignoring pipeline due to CI skip in the commit")
    assert wire.sent == {"definition_id": JOB_ID, "config": {"tag": "v1"}, "checkout": {"tag": "v1"}}


async def test_a_branch_and_a_tag_at_once_are_not_sent() -> None:
    client, wire = a_client(answers(CREATED, 201))
    with pytest.raises(ValueError, match="tag"):
        await client.trigger_pipeline(WEB, branch="main", tag="v1")
    assert not wire.requests


async def test_a_triggers_unreadable_answer_may_have_acted() -> None:
    client, _ = a_client(says(201, "<html>"))
    with pytest.raises(Unreadable) as caught:
        await client.trigger_pipeline(WEB)
    assert caught.value.may_have_acted


async def test_after_not_found_the_token_tells_whether_it_is_the_reason() -> None:
    assert await a_client(answers(USER))[0].token_works()
    assert not await a_client(says(401, "Invalid token provided."))[0].token_works()
    with pytest.raises(ServerError):
        await CircleCI(
            TOKEN, transport=Wire(says(500)), clock=iter(range(0, 1000, 20)).__next__
        ).token_works()


async def test_a_wrong_token_is_unauthorized_in_plain_text_and_in_json() -> None:
    for answer in (
        says(401, "Invalid token provided."),
        answers({"message": "Invalid token provided."}, 401),
    ):
        with pytest.raises(Unauthorized, match="Invalid token provided") as caught:
            await a_client(answer)[0].get_me()
        assert not caught.value.may_have_acted


async def test_requests_say_who_asks_and_what_is_accepted() -> None:
    client, wire = a_client(answers(USER))
    await client.get_me()
    headers = wire.requests[0].headers
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].startswith("ringmaster/")
    assert headers["circle-token"] == TOKEN


async def test_cookies_are_not_kept() -> None:
    client, wire = a_client(answers(USER, set_cookie="session=1; Path=/"))
    await client.get_me()
    await client.get_me()
    assert "cookie" not in wire.requests[1].headers


@pytest.mark.parametrize(
    ("base", "asked"),
    [
        ("https://circleci.com", "https://circleci.com/api/v2/me"),
        ("https://circleci.com/", "https://circleci.com/api/v2/me"),
        ("https://ci.corp.example/api/v2/", "https://ci.corp.example/api/v2/me"),
        ("https://corp.example:8443/ci", "https://corp.example:8443/ci/api/v2/me"),
        ("http://127.0.0.1:8766", "http://127.0.0.1:8766/api/v2/me"),
    ],
)
async def test_the_address_of_a_circleci_server_is_a_setting(base: str, asked: str) -> None:
    client, wire = a_client(answers(USER), base_url=base)
    await client.get_me()
    assert str(wire.requests[0].url) == asked


@pytest.mark.parametrize(
    "base", ["", "circleci.com", "ftp://x", "https://", "https://a:b@c.example", "https://x/?y"]
)
def test_an_address_that_can_not_be_one_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="CircleCI's address"):
        CircleCI(TOKEN, base_url=base)


def test_links_lead_to_the_web_application() -> None:
    assert CircleCI(TOKEN).web.pipeline(WEB, 8) == "https://app.circleci.com/pipelines/gh/acme/web/8"
    told = CircleCI(TOKEN, base_url="https://ci.corp.example", app_url="https://ui.corp.example/")
    assert told.web.project(WEB) == "https://ui.corp.example/pipelines/gh/acme/web"


async def test_a_client_ends_with_its_block() -> None:
    async with a_client(answers(USER))[0] as client:
        await client.get_me()
    with pytest.raises(RuntimeError, match="closed"):
        await client.get_me()


def test_a_ca_bundle_that_holds_no_certificates_is_refused(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    with pytest.raises(OSError):
        CircleCI(TOKEN, ca_bundle=bundle)
    bundle.write_text("not a certificate")
    with pytest.raises(OSError):
        CircleCI(TOKEN, ca_bundle=bundle)
