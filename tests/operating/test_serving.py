"""Health, readiness, metrics, and what takes what is posted."""

import socket
from collections.abc import Mapping

import httpx
from pytest_mock import MockerFixture
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from bot.operating.serving import endpoints, serve


async def _all_well() -> Mapping[str, str]:
    return {}


async def _no_database() -> Mapping[str, str]:
    return {"database": "does not answer"}


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


async def test_readiness_says_what_is_lacking() -> None:
    async with serve(endpoints(_no_database)) as url, httpx.AsyncClient(base_url=url) as client:
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["lacking"] == {"database": "does not answer"}


async def test_where_nothing_takes_a_path_it_is_not_there_and_what_is_posted_is_not_read() -> None:
    sent: list[Message] = []

    async def unread() -> Message:
        raise AssertionError("somebody reads the body")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/circleci/webhook", "headers": []}
    await endpoints(_all_well, {"/slack/events": _echo_length})(scope, unread, send)
    assert sent[0]["status"] == 404
