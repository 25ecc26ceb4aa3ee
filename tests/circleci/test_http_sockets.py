"""The same over real sockets, where connections break in ways of their own."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.circleci.client import CircleCI
from bot.circleci.errors import LostAnswer, NoConnection
from bot.circleci.hosts import certificates
from tests.circleci.wires import CREATED, JOB_ID, TOKEN, WEB, answers

CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBrjCCAVOgAwIBAgIUftKV1p/Gfqds6Bp7aWW1zg3/aukwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSUmluZ21hc3RlciB0ZXN0IENBMCAXDTI2MTEyMzIzNTIyMloY
DzIxMjYxMDMwMjM1MjIyWjAdMRswGQYDVQQDDBJSaW5nbWFzdGVyIHRlc3QgQ0Ew
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARVYHWMi5O0Zmb/X65A90lJA0y+5pwo
arZRo7nkNPCVQkP0IhewMrEYngHWn8o4syjjTPIjkTYEtaM/IyUOEf1to28wbTAd
BgNVHQ4EFgQUWpZ2GAqb/84GkLRE2nRJflqQ/V0wHwYDVR0jBBgwFoAUWpZ2GAqb
/84GkLRE2nRJflqQ/V0wDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2Nh
bGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDSQAwRgIhAIghqHWBf9gmGd5i2JQgjC3q
0vGMJORzFMRCgiIzmBnaAiEAt5LFBXKeclY29xgqi6XllhD7MZT5C8RWwGz4nsEF
x1Q=
-----END CERTIFICATE-----
"""


def http(status: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


USER = http("200 OK", answers({"id": JOB_ID}).content)
STARTED = http("201 Created", answers(CREATED, 201).content)


class Server:
    """Answers one request per connection with bytes, and hangs up."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self.hung_up = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.requests.append(head)
        writer.write(self.answer(head))
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        self.hung_up.set()


@asynccontextmanager
async def a_client_of(server: Server) -> AsyncIterator[CircleCI]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening, CircleCI(TOKEN, base_url=f"http://127.0.0.1:{port}") as client:
        yield client


async def test_a_post_whose_connection_breaks_is_lost_and_was_sent_once() -> None:
    server = Server(lambda _: b"")
    async with a_client_of(server) as client:
        with pytest.raises(LostAnswer):
            await client.trigger_pipeline(WEB, branch="main")
    assert len(server.requests) == 1


async def test_a_post_whose_answer_breaks_off_is_lost() -> None:
    server = Server(lambda _: STARTED[:-5])
    async with a_client_of(server) as client:
        with pytest.raises(LostAnswer):
            await client.trigger_pipeline(WEB)
    assert len(server.requests) == 1


async def test_a_post_where_nobody_listens_was_never_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with CircleCI(TOKEN, base_url=f"http://127.0.0.1:{unused.getsockname()[1]}") as client:
            with pytest.raises(NoConnection) as caught:
                await client.trigger_pipeline(WEB)
    assert not caught.value.may_have_acted


async def test_a_post_does_not_go_into_a_connection_that_was_closed_meanwhile() -> None:
    server = Server(lambda head: STARTED if head.startswith(b"POST") else USER)
    async with a_client_of(server) as client:
        await client.get_me()
        await server.hung_up.wait()
        assert (await client.trigger_pipeline(WEB)).number == 25


async def test_the_libraries_own_logs_do_not_show_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_client_of(Server(lambda _: USER)) as client:
        await client.get_me()
    assert "httpcore" in {record.name.split(".")[0] for record in caplog.records}
    assert TOKEN not in caplog.text


async def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with a_client_of(Server(lambda _: USER)) as client:
        assert (await client.get_me()).id == JOB_ID


def test_a_ca_bundle_is_trusted_beside_the_usual_certificates(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(CERTIFICATE)
    trusted = certificates(bundle).get_ca_certs()
    assert "Ringmaster test CA" in str(trusted)
    assert len(trusted) > 1
