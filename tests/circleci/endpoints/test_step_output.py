"""A job's steps, and what they printed."""

import json
from contextlib import aclosing
from datetime import timedelta

import httpx
import pytest

from bot.circleci.client import CircleCI
from bot.circleci.endpoints.step_output import LONGEST_CONDENSED
from bot.circleci.errors import Forbidden, UnknownHost, Unreadable
from bot.circleci.models import StepRun
from bot.circleci.slug import ProjectSlug
from tests.circleci.wires import JOB_ID, TOKEN, WEB, a_client, answers, says
from tests.shared import SHARED, needs_shared

URL = "https://circle-production-action-output.s3.amazonaws.com/abc-0-0?X-Amz-Signature=5ec3e7"


def recorded(name: str) -> object:
    return json.loads((SHARED / "data" / "circleci" / "v1.1" / name).read_text())


async def text(client: CircleCI, url: str = URL) -> str:
    async with aclosing(client.output.read(url)) as chunks:
        return "".join([chunk async for chunk in chunks])


async def test_steps_are_read_with_the_old_api_and_the_long_form_of_the_slug() -> None:
    client, wire = a_client(
        answers({"steps": [{"name": "Checkout", "actions": [{"index": 0, "step": 101}]}]})
    )
    (step,) = await client.output.steps(WEB, 155)
    assert (step.name, step.actions[0].step) == ("Checkout", 101)
    assert wire.paths == ["/api/v1.1/project/github/acme/web/155"]
    assert wire.requests[0].headers["circle-token"] == TOKEN


async def test_an_opaque_slug_stays_as_it_is() -> None:
    client, wire = a_client(answers({}))
    assert await client.output.steps(ProjectSlug("circleci", "org", "project"), 1) == ()
    assert wire.paths == ["/api/v1.1/project/circleci/org/project/1"]


@needs_shared
async def test_a_recorded_job_tells_what_failed_and_how_long_it_took() -> None:
    client, _ = a_client(answers(recorded("build_info_failed_step.json")))
    (step,) = await client.output.steps(WEB, 12346)
    (action,) = step.actions
    assert (action.broken, action.exit_code, action.bash_command) == (True, 1, "npm test")
    assert action.took == timedelta(milliseconds=5555)
    assert action.has_output
    assert not action.truncated


@needs_shared
async def test_a_recorded_output_is_read() -> None:
    client, _ = a_client(answers(recorded("action_output.json")))
    assert (await text(client)).startswith("\nStarting container circleci/node:14image cache not found")


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        ({"status": "success"}, False),
        ({"status": "canceled", "canceled": True}, False),
        ({"failed": None, "status": "failed"}, True),
        ({"timedout": True}, True),
        ({"infrastructure_fail": True}, True),
        ({"failed": True}, True),
    ],
)
def test_an_action_knows_whether_its_job_failed_for_it(facts: dict[str, object], broken: bool) -> None:
    assert StepRun.model_validate(facts).broken is broken


def test_without_milliseconds_the_time_is_from_start_to_end() -> None:
    facts = {"start_time": "2026-11-24T10:00:00Z", "end_time": "2026-11-24T10:01:30Z"}
    assert StepRun.model_validate(facts).took == timedelta(seconds=90)
    assert StepRun().took is None


def test_the_address_is_not_shown_with_the_action() -> None:
    assert "Signature" not in repr(StepRun(output_url=URL))


async def test_an_output_is_fetched_without_the_token() -> None:
    client, wire = a_client(answers([{"message": "one\n"}, {"message": "two\n"}]))
    assert await text(client) == "one\ntwo\n"
    assert TOKEN not in str(wire.requests[0].headers.raw)


async def test_not_even_circleci_itself_is_shown_the_token_for_an_output() -> None:
    client, wire = a_client(answers([]))
    assert await text(client, "https://circleci.com/output/1") == ""
    assert "circle-token" not in wire.requests[0].headers


@pytest.mark.parametrize(
    "url",
    [
        "http://circle-production-action-output.s3.amazonaws.com/a",
        "https://evil.s3.amazonaws.com/a",
        "https://circle-production-action-output.s3.amazonaws.com.evil.example/a",
        "https://circle-production-action-output.s3.evil.example/a",
        "https://circle-production-action-output.s3.a.b.amazonaws.com/a",
        "https://169.254.169.254/latest/meta-data",
    ],
)
async def test_an_output_of_an_unknown_host_is_not_even_asked_for(url: str) -> None:
    client, wire = a_client(answers([]))
    with pytest.raises(UnknownHost):
        await text(client, url)
    assert not wire.requests


async def test_a_server_s_own_store_may_hold_outputs() -> None:
    client, _ = a_client(answers([{"message": "x"}]), artifact_hosts=["minio.example"])
    assert await text(client, "https://minio.example/output/1?X-Amz-Signature=1") == "x"


async def test_an_address_that_has_expired_is_not_told() -> None:
    client, _ = a_client(says(403, "<Error><Code>AccessDenied</Code><Resource>/abc</Resource></Error>"))
    with pytest.raises(Forbidden) as caught:
        await text(client)
    assert str(caught.value) == "403"


async def test_an_output_that_breaks_off_is_unreadable() -> None:
    client, _ = a_client(httpx.Response(200, content=json.dumps([{"message": "x"}])[:-1].encode()))
    with pytest.raises(Unreadable):
        await text(client)


async def test_the_condensed_output_is_asked_for_by_job_run_and_step() -> None:
    client, wire = a_client(httpx.Response(200, content=b"AssertionError: \xff\n"))
    assert await client.output.condensed(JOB_ID, 2, 102) == "AssertionError: \ufffd\n"
    asked = f"/api/v3/jobs/{JOB_ID}/stdout/condensed?filter%5Bexecution%5D=2&filter%5Bstep_num%5D=102"
    assert wire.paths == [asked]
    assert wire.requests[0].headers["circle-token"] == TOKEN


@pytest.mark.parametrize("status", [404, 410])
async def test_where_there_is_no_such_api_there_is_no_condensed_output(status: int) -> None:
    client, _ = a_client(answers({"error": {"title": "Not found"}}, status))
    assert await client.output.condensed(JOB_ID, 0, 1) is None


async def test_a_condensed_output_that_is_long_is_its_beginning() -> None:
    client, _ = a_client(httpx.Response(200, content=b"x" * (LONGEST_CONDENSED + 10)))
    assert await client.output.condensed(JOB_ID, 0, 1) == "x" * LONGEST_CONDENSED


async def test_other_errors_of_the_condensed_output_are_errors() -> None:
    client, _ = a_client(says(403))
    with pytest.raises(Forbidden):
        await client.output.condensed(JOB_ID, 0, 1)
