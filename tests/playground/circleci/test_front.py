"""The token check, the log, and faults on demand."""

import json
import socket

import anyio
import httpx
import pytest
import uvicorn
from starlette.types import Message

from bot.playground.circleci import Fault, SmallCircleCI, rate_limited
from bot.playground.circleci.acme import WEB
from tests.playground.circleci.asking import Asking


async def test_without_a_token_the_answer_is_json_called_text(ask: Asking) -> None:
    answer = await ask.client.get("/api/v2/me", headers={"Circle-Token": ""})
    assert (answer.status_code, answer.json()) == (401, {"message": "You must log in first."})
    assert answer.headers["content-type"].startswith("text/plain")


async def test_a_wrong_token_is_refused_in_plain_text(ask: Asking) -> None:
    answer = await ask.client.get("/api/v2/me", headers={"Circle-Token": "wrong"})
    assert (answer.status_code, answer.text) == (401, "Invalid token provided.")


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer playground-token"},
        {"Authorization": "Basic cGxheWdyb3VuZC10b2tlbjo="},
    ],
)
async def test_a_token_may_come_in_other_ways(small: SmallCircleCI, headers: dict[str, str]) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(small.asgi), base_url="http://it") as client:
        assert (await client.get("/api/v2/me", headers=headers)).status_code == 200
        answer = await client.get("/api/v2/me?circle-token=playground-token")
        assert answer.status_code == 401
        assert "query parameter" in answer.json()["message"]


async def test_a_nonsense_authorization_is_refused(ask: Asking) -> None:
    for value in ("Basic !!", "Digest x"):
        headers = {"Circle-Token": "", "Authorization": value}
        assert (await ask.client.get("/api/v2/me", headers=headers)).status_code == 401


async def test_who_hangs_up_before_the_body_is_whole_starts_nothing(small: SmallCircleCI) -> None:
    path, pipelines = f"/api/v2/project/{WEB}/pipeline", len(small.world.pipelines)
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"circle-token", small.token.encode())],
    }

    async def hang_up() -> Message:
        return {"type": "http.disconnect"}

    async def unheard(message: Message) -> None:
        pass

    await small.asgi(scope, hang_up, unheard)
    assert small.requests[-1].path == path
    assert len(small.world.pipelines) == pipelines


async def test_every_request_is_logged(ask: Asking, small: SmallCircleCI) -> None:
    await ask.get("/me")
    await ask.get(f"/project/{WEB}/pipeline", branch="main")
    await ask.get("/nothing", 404)
    assert [(it.method, it.path, it.query, it.status) for it in small.requests] == [
        ("GET", "/api/v2/me", "", 200),
        ("GET", f"/api/v2/project/{WEB}/pipeline", "branch=main", 200),
        ("GET", "/api/v2/nothing", "", 404),
    ]


async def test_what_was_sent_with_a_request_is_logged_with_it(ask: Asking, small: SmallCircleCI) -> None:
    await ask.client.post(f"/api/v2/project/{WEB}/pipeline", json={"branch": "fix/cart-badge"})
    assert json.loads(small.requests[-1].body) == {"branch": "fix/cart-badge"}


async def test_a_fault_answers_so_often_as_it_says_and_only_there(ask: Asking, small: SmallCircleCI) -> None:
    small.faults.add(
        Fault("/project/*/pipeline", method="GET", times=2, status=503, body={"message": "Down."})
    )
    await ask.get("/me")
    for _ in range(2):
        assert await ask.get(f"/project/{WEB}/pipeline", 503) == {"message": "Down."}
    await ask.get(f"/project/{WEB}/pipeline")
    assert len(small.faults) == 0


async def test_a_fault_may_last_until_it_is_cleared(ask: Asking, small: SmallCircleCI) -> None:
    small.faults.add(Fault("/me", times=None, status=500))
    for _ in range(3):
        assert (await ask.client.get("/api/v2/me")).status_code == 500
    small.faults.clear()
    await ask.get("/me")


async def test_a_rate_limit_is_plain_text_with_a_time(ask: Asking, small: SmallCircleCI) -> None:
    small.faults.add(rate_limited("/me", retry_after=7))
    answer = await ask.client.get("/api/v2/me")
    assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (429, "Rate limited.", "7")


async def test_a_delay_holds_the_answer_back(ask: Asking, small: SmallCircleCI) -> None:
    small.faults.add(Fault("/me", delay=3600))
    with anyio.move_on_after(0.05) as scope:
        await ask.get("/me")
    assert scope.cancelled_caught


async def test_a_lost_request_does_nothing_and_a_lost_answer_has_done_it(
    ask: Asking, small: SmallCircleCI
) -> None:
    small.faults.add(Fault("/project/*/pipeline", method="POST", drop=True))
    small.faults.add(Fault("/project/*/pipeline", method="POST", drop="after"))
    for started in (0, 1):
        with pytest.raises(httpx.ReadError):
            await ask.post(f"/project/{WEB}/pipeline", {}, 201)
        assert len(small.started) == started
    assert [it.status for it in small.requests] == [0, 0]
    await ask.post(f"/project/{WEB}/pipeline", {}, 201)


async def test_a_real_server_loses_the_answer_too(small: SmallCircleCI) -> None:
    small.faults.add(Fault("/project/*/pipeline", method="POST", drop="after"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(small.asgi, log_level="critical", lifespan="off"))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(server.serve, [listening])
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            headers = {"Circle-Token": small.token}
            async with httpx.AsyncClient(base_url=address, headers=headers) as client:
                with pytest.raises(httpx.RemoteProtocolError):
                    await client.post(f"/api/v2/project/{WEB}/pipeline", json={})
                artifact = await client.get(f"/api/v2/project/{WEB}/5120/artifacts")
                assert artifact.status_code == 200
            server.should_exit = True
    assert len(small.started) == 1
