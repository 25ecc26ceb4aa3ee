"""Health, readiness, metrics, and what takes what is posted."""

import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import httpx
import pytest
from pytest_mock import MockerFixture
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.operating.readiness import Lack, ReadinessReport
from bot.operating.serving import endpoints, serve

SINCE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


async def _all_well() -> ReadinessReport:
    return ReadinessReport({}, {})


async def _a_report(*, fatal: bool) -> ReadinessReport:
    return ReadinessReport({"database": Lack("it doesn't answer", fatal)}, {"database": SINCE})


async def _echo_length(scope: Scope, receive: Receive, send: Send) -> None:
    message = await receive()
    await PlainTextResponse(str(len(message["body"])))(scope, receive, send)


async def test_health_readiness_and_metrics_answer() -> None:
    async with serve(endpoints(_all_well)) as url, httpx.AsyncClient(base_url=url) as client:
        assert (await client.get("/healthz")).text == "ok\n"
        assert (await client.get("/readyz")).json() == {"ready": True, "lacking": {}}
        assert "python_info" in (await client.get("/metrics")).text


async def test_the_second_part_of_an_answer_does_not_wait_for_a_receipt_of_the_first(
    mocker: MockerFixture,
) -> None:
    made = mocker.spy(socket, "create_server")
    async with serve(endpoints(_all_well)):
        assert made.spy_return.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1


@pytest.mark.parametrize(("fatal", "status"), [(True, 503), (False, 200)])
async def test_readiness_says_what_is_lacking_and_since_when(fatal: bool, status: int) -> None:
    app = endpoints(partial(_a_report, fatal=fatal))
    async with serve(app) as url, httpx.AsyncClient(base_url=url) as client:
        answer = await client.get("/readyz")
    assert answer.status_code == status
    lacking = {"database": {"what": "it doesn't answer", "since": "2026-11-30T09:00:00+00:00"}}
    assert answer.json() == {"ready": not fatal, "lacking": lacking}


@pytest.mark.parametrize(
    ("app", "there"),
    [
        (endpoints(_all_well, metrics=False), ["/healthz", "/readyz"]),
        (endpoints(takers={"/slack/events": _echo_length}), []),
        (endpoints(_all_well), ["/healthz", "/readyz", "/metrics"]),
    ],
)
async def test_health_and_metrics_are_only_where_they_are_meant_to_be(
    app: ASGIApp, there: Sequence[str]
) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot.test") as client:
        paths = ("/healthz", "/readyz", "/metrics")
        assert [path for path in paths if (await client.get(path)).status_code == 200] == there


async def test_where_nothing_takes_a_path_it_is_not_there_and_what_is_posted_is_not_read() -> None:
    sent: list[Message] = []

    async def unread() -> Message:
        raise AssertionError("somebody reads the body")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/circleci/webhook", "headers": []}
    await endpoints(_all_well, {"/slack/events": _echo_length})(scope, unread, send)
    assert sent[0]["status"] == 404
