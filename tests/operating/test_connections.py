"""Nobody holds the port, however a request drips."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs

from bot.intake import read_body
from bot.operating.connections import HEAD_LIMIT, LIMITS, ConnectionLimits
from bot.operating.serving import serve

SHORT = ConnectionLimits(head=0.1, body=0.2, taking=0.2)
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n"


async def _echo_length(scope: Scope, receive: Receive, send: Send) -> None:
    body = await read_body(scope, receive, 1_000_000)
    if body is not None:
        await PlainTextResponse(str(len(body)))(scope, receive, send)


@dataclass
class Peer:
    """A connection that somebody holds. ``drips``: how it goes on, a byte at a time."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    drips: bytes

    async def until_closed(self) -> bytes:
        """What it is answered until it is closed."""
        dripping = asyncio.create_task(self._drip())
        try:
            return await self.reader.read()
        except ConnectionResetError:
            return b""
        finally:
            dripping.cancel()
            self.writer.close()

    async def _drip(self) -> None:
        for byte in self.drips:
            self.writer.write(bytes([byte]))
            await asyncio.sleep(0.01)


@asynccontextmanager
async def peer(url: str, sends: bytes = b"", drips: bytes = b"") -> AsyncIterator[Peer]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(sends)
    try:
        yield Peer(reader, writer, drips)
    finally:
        writer.close()


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with serve(_echo_length, limits=SHORT) as address:
        yield address


HALVES = {
    "nothing": (b"", b""),
    "empty lines": (b"", b"\r\n" * 300),
    "half a head": (HEAD[:30], b""),
    "a head that drips": (HEAD[:20], b"x" * 600),
    "half a body": (HEAD + b"x", b""),
    "a body that drips": (HEAD, b"x" * 600),
    "chunks that drip": (HEAD.replace(b"Content-Length: 900", b"Transfer-Encoding: chunked"), b"0" * 600),
}  # fmt: skip


@pytest.mark.parametrize(("sends", "drips"), HALVES.values(), ids=HALVES)
async def test_half_a_request_is_answered_408_and_closed(url: str, sends: bytes, drips: bytes) -> None:
    with capture_logs() as lines:
        async with AsyncExitStack() as stack:
            peers = [await stack.enter_async_context(peer(url, sends, drips)) for _ in range(6)]
            async with asyncio.timeout(5):
                answers = await asyncio.gather(*(each.until_closed() for each in peers))
    assert {answer[:20] for answer in answers} <= {b"HTTP/1.1 408 Request", b""}
    assert any(answers) or drips  # who sends into a closed connection may miss the answer
    assert len(lines) <= 2


async def test_half_a_request_after_a_whole_one_is_closed_as_well(url: str) -> None:
    async with peer(url, HEAD + b"x" * 900 + HEAD) as each, asyncio.timeout(5):
        answer = await each.until_closed()
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"HTTP/1.1 408" in answer


async def test_a_connection_that_is_kept_for_more_is_closed_without_a_word(url: str) -> None:
    with capture_logs() as lines:
        async with peer(url, HEAD + b"x" * 900) as each, asyncio.timeout(5):
            answer = await each.until_closed()
    assert (answer.count(b"HTTP/1.1"), lines) == (1, [])


async def test_a_head_that_does_not_end_is_refused(url: str) -> None:
    async with peer(url, HEAD[:30] + b"x" * HEAD_LIMIT) as each, asyncio.timeout(5):
        assert b"431 Request Header Fields Too Large" in await each.until_closed()


CHUNKED = HEAD.replace(b"Content-Length: 900", b"Transfer-Encoding: chunked")


@pytest.mark.parametrize("endless", [b"0\r\n" + b"X: a\r\n" * 9000, b"0\r\nX: ", b"1;"])
async def test_what_does_not_end_beside_a_body_is_refused(endless: bytes) -> None:
    async with serve(_echo_length) as url, peer(url, CHUNKED + endless + b"x" * HEAD_LIMIT) as each:
        async with asyncio.timeout(5):
            assert b"431 Request Header Fields Too Large" in await each.until_closed()


async def test_a_body_in_chunks_is_read_whole_however_large(url: str) -> None:
    sends = CHUNKED + b"400\r\n" + (b"x" * 1024 + b"\r\n400\r\n") * 900 + b"x" * 1024 + b"\r\n0\r\n\r\n"
    async with peer(url, sends) as each, asyncio.timeout(5):
        assert str(901 * 1024).encode() in await each.until_closed()


async def test_who_asks_for_another_protocol_is_answered_in_this_one_and_logged_in_a_line(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    asks = (
        b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n"
    )
    with capture_logs() as lines:
        async with peer(url, b"GET / HTTP/1.1\r\nHost: x\r\n" + asks + b"\r\n") as each, asyncio.timeout(5):
            assert (await each.until_closed()).startswith(b"HTTP/1.1 200")
    assert len(lines) + len(caplog.records) == 1


async def test_who_takes_no_answer_is_cut_off() -> None:
    async def large(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(30):
            await send({"type": "http.response.body", "body": b"x" * 1_000_000, "more_body": True})
        assert (await receive())["type"] == "http.disconnect"
        gone.set()

    gone = asyncio.Event()
    async with (
        serve(large, limits=SHORT) as url,
        peer(url, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        asyncio.timeout(5),
    ):
        await gone.wait()


@pytest.mark.parametrize("kept", [[], [HEAD + b"x" * 900]])
async def test_however_many_are_held_a_whole_request_is_answered(kept: Sequence[bytes]) -> None:
    limits = ConnectionLimits(connections=8)
    async with serve(_echo_length, limits=limits) as url, AsyncExitStack() as stack:
        for sends in (*kept, *[HEAD + b"x"] * 40):
            await stack.enter_async_context(peer(url, sends))
        async with httpx.AsyncClient(timeout=2) as client:
            assert (await client.post(url, content=b"x" * 10)).text == "10"


def test_as_set_there_is_room_for_our_own_files() -> None:
    assert (LIMITS.head, LIMITS.body) == (5, 10)
    assert 0 < LIMITS.connections <= 512
