"""The token goes into one header, to CircleCI's own hosts, and shows nowhere else."""

import logging
import pickle
import traceback
from collections.abc import Callable
from itertools import pairwise

import httpx
import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from tests.circleci.wires import JOB_ID, TOKEN, WEB, Step, a_client, answers, says

FAULTS: list[Step] = [
    says(400, f"bad token {TOKEN}"),
    answers({"message": f"Invalid token {TOKEN} provided."}, 401),
    says(404),
    says(429, "Rate limited.", retry_after="3600"),
    says(200, f"<html>{TOKEN}"),
    answers({"items": TOKEN}),
    says(302, location=f"https://evil.example/?t={TOKEN}"),
    httpx.ConnectError("refused"),
    httpx.ReadTimeout("slow"),
    httpx.LocalProtocolError("Illegal header value"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
async def test_an_error_never_carries_the_token(
    fault: Step, mocker: MockerFixture, caplog: pytest.LogCaptureFixture
) -> None:
    mocker.patch("stamina._core._smart_sleep")
    caplog.set_level(logging.DEBUG)
    for post in (False, True):
        client, _ = a_client(fault)
        with pytest.raises(CircleCIError) as caught:
            await (client.trigger_pipeline(WEB) if post else client.list_jobs(JOB_ID))
        shown = [str(caught.value), repr(caught.value), repr(vars(caught.value)), caplog.text]
        shown += traceback.format_exception(caught.value)
        assert not [text for text in shown if TOKEN in text]


def test_a_client_does_not_show_its_token() -> None:
    client, _ = a_client(says(200))
    parts = [
        client,
        client._http,
        client._http._token,
        client._http.hosts,
        client.web,
        vars(client._http),
    ]
    assert not [part for part in parts if TOKEN in f"{part!r} {part}"]
    with pytest.raises((TypeError, AttributeError)):
        pickle.dumps(client)


async def test_the_token_is_in_its_header_and_in_nothing_else() -> None:
    client, wire = a_client(answers({"id": JOB_ID}))
    await client.get_me()
    request = wire.requests[0]
    assert request.headers["circle-token"] == TOKEN
    others = [(name, value) for name, value in request.headers.items() if name != "circle-token"]
    assert TOKEN not in f"{request.url} {request.content!r} {others} {request!r}"
    assert "authorization" not in request.headers


@pytest.mark.parametrize("token", ["", " ", "a b", "a\nb", "a\r\nX-Evil: 1", "schlüssel", "a\x00", "“smart”"])
def test_a_token_that_can_not_be_one_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ValueError, match="no token has") as caught:
        CircleCI(token)
    assert not token.strip() or token not in str(caught.value)


@pytest.mark.parametrize(
    "location", ["https://evil.example/api/v2/me", "//evil.example", "http://circleci.com/api/v2/me"]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_of_the_api_is_not_followed(status: int, location: str) -> None:
    client, wire = a_client(says(status, location=location), answers({"id": JOB_ID}))
    with pytest.raises(CircleCIError, match="redirect"):
        await client.get_me()
    assert [request.url.host for request in wire.requests] == ["circleci.com"]


BASE = "https://circleci.com/files/a.txt"
OUTPUT = "https://output.circle-artifacts.com/output/job/1/artifacts/0/a.txt"
STORE = "https://files.corp.example/a.txt"


def leads(*hops: str) -> Callable[[httpx.Request], httpx.Response]:
    """Redirects along ``hops``, and answers at the last."""
    onward = dict(pairwise(hops))

    def answer(request: httpx.Request) -> httpx.Response:
        to = onward.get(str(request.url))
        return says(302, location=to) if to else says(200, "content")

    return answer


@pytest.mark.parametrize(
    ("base", "hops", "with_token"),
    [
        ("https://circleci.com", [OUTPUT], [True]),
        ("https://circleci.com", [BASE], [True]),
        ("https://circleci.com", [STORE], [False]),
        ("https://circleci.com", [BASE, BASE + "?again"], [True, True]),
        ("https://circleci.com", [BASE, OUTPUT], [True, False]),
        ("https://circleci.com", [OUTPUT, BASE], [True, False]),
        ("https://circleci.com", [OUTPUT, STORE, OUTPUT + "?2"], [True, False, False]),
        ("https://ci.corp.example", ["https://ci.corp.example/output/a.txt"], [True]),
        ("https://ci.corp.example", [OUTPUT], [False]),
        ("https://ci.corp.example", [STORE], [False]),
    ],
)
async def test_a_download_takes_the_token_to_circlecis_own_hosts_and_not_past_a_redirect_elsewhere(
    base: str, hops: list[str], with_token: list[bool]
) -> None:
    client, wire = a_client(leads(*hops), base_url=base, artifact_hosts=["files.corp.example"])
    async with client.download(hops[0], limit=100) as chunks:
        assert b"".join([chunk async for chunk in chunks]) == b"content"
    assert [str(request.url) for request in wire.requests] == hops
    assert ["circle-token" in request.headers for request in wire.requests] == with_token
