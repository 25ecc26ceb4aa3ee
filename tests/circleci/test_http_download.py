"""Artifacts: from known hosts, in chunks, no more than so many bytes."""

import asyncio
import gzip
from contextlib import AsyncExitStack

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import (
    BadRequest,
    DownloadsBusy,
    LostAnswer,
    NotFound,
    ServerError,
    TooDense,
    TooLarge,
    TooSlow,
    UnknownHost,
    Unreadable,
)
from bot.circleci.hosts import DOWNLOADS, Hosts
from bot.turns import whose
from tests.circleci.wires import Answer, Step, a_client, says

URL = "https://output.circle-artifacts.com/output/job/1/artifacts/0/a.txt"


class Chunks(httpx.AsyncByteStream):
    """A body in pieces; remembers how many were read, and whether it was closed."""

    def __init__(self, *pieces: bytes, error: Exception | None = None) -> None:
        self.pieces, self.error = pieces, error
        self.read = 0
        self.closed = False

    async def __aiter__(self):  # type: ignore[no-untyped-def]
        for piece in self.pieces:
            self.read += 1
            yield piece
        if self.error:
            raise self.error

    async def aclose(self) -> None:
        self.closed = True


async def fetched(*steps: Step | Answer, limit: int = 100, url: str = URL) -> bytes:
    client, _ = a_client(*steps)
    async with client.download(url, limit=limit) as chunks:
        return b"".join([chunk async for chunk in chunks])


async def test_a_file_comes_in_chunks() -> None:
    body = Chunks(b"one ", b"two ", b"three")
    assert await fetched(lambda _: httpx.Response(200, stream=body)) == b"one two three"
    assert body.closed


async def test_an_empty_file_is_a_file() -> None:
    assert await fetched(says(200)) == b""


async def test_exactly_the_limit_is_not_too_large() -> None:
    assert await fetched(says(200, "x" * 100), limit=100) == b"x" * 100


async def test_a_file_that_says_that_it_is_too_large_is_not_read() -> None:
    body = Chunks(b"x" * 101)
    with pytest.raises(TooLarge) as caught:
        await fetched(lambda _: httpx.Response(200, headers={"content-length": "101"}, stream=body))
    assert (caught.value.limit, caught.value.size) == (100, 101)
    assert (body.read, body.closed) == (0, True)


async def test_of_an_error_no_more_is_read_than_a_sentence_takes() -> None:
    body = Chunks(*[b"x" * 1000] * 50_000)
    client, _ = a_client(lambda _: httpx.Response(400, stream=body))
    with pytest.raises(BadRequest, match=r"x{500}"):
        await client.get_me()
    assert (body.read, body.closed) == (66, True)


async def test_a_file_that_does_not_say_so_is_cut_at_the_limit() -> None:
    body = Chunks(*[b"x" * 60] * 50)
    with pytest.raises(TooLarge):
        await fetched(lambda _: httpx.Response(200, stream=body))
    assert (body.read, body.closed) == (2, True)


async def test_what_unfolds_beyond_the_limit_is_too_large() -> None:
    packed = gzip.compress(b"x" * 100_000)
    assert len(packed) < 1000
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, content=packed)
    with pytest.raises(TooLarge):
        await fetched(lambda _: answer, limit=1000)


async def test_a_download_that_its_reader_leaves_is_closed() -> None:
    body = Chunks(b"one", b"two")
    client, _ = a_client(lambda _: httpx.Response(200, stream=body))
    async with client.download(URL, limit=100) as chunks:
        async for _ in chunks:
            break
    assert body.closed


async def test_a_reader_keeps_its_own_errors() -> None:
    client, _ = a_client(says(200, "x"))
    with pytest.raises(TimeoutError, match="mine"):
        async with client.download(URL, limit=100):
            raise TimeoutError("mine")


async def test_a_download_that_breaks_is_a_lost_answer() -> None:
    body = Chunks(b"one", error=httpx.ReadError("reset"))
    with pytest.raises(LostAnswer):
        await fetched(lambda _: httpx.Response(200, stream=body))
    assert body.closed


async def test_a_file_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound, match="No artifact"):
        await fetched(says(404, "No artifact"))


async def test_opening_a_download_is_tried_again(mocker: MockerFixture) -> None:
    mocker.patch("stamina._core._smart_sleep")
    assert await fetched(says(503), says(200, "x")) == b"x"
    with pytest.raises(ServerError):
        await fetched(says(503))


async def test_redirects_come_to_an_end() -> None:
    with pytest.raises(UnknownHost, match="too many"):
        await fetched(says(302, location=URL))


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example/a",
        "http://output.circle-artifacts.com/a",
        "http://169.254.169.254/latest/meta-data",
        "https://user:pass@output.circle-artifacts.com/a",
        "https://output.circle-artifacts.com:8443/a",
        "//127.0.0.1/a",
        "file:///etc/passwd",
    ],
)
async def test_a_redirect_to_an_unknown_host_is_not_followed(location: str) -> None:
    client, wire = a_client(says(302, location=location), says(200, "secret"))
    with pytest.raises(UnknownHost):
        async with client.download(URL, limit=100):
            pass
    assert len(wire.requests) == 1


KNOWN = [
    URL,
    "https://24-88881093-gh.circle-artifacts.com/0/report.xml",
    "https://OUTPUT.circle-artifacts.com/a",
    "https://output.circle-artifacts.com:443/a",
    "https://circleci.com/api/v2/x",
]
UNKNOWN = [
    "",
    "a.txt",
    "/output/a.txt",
    "http://circleci.com/a",
    "http://output.circle-artifacts.com/a",
    "https://circle-artifacts.com/a",
    "https://.circle-artifacts.com/a",
    "https://evil-circle-artifacts.com/a",
    "https://output.circle-artifacts.com.evil.example/a",
    "https://output.circle-artifacts.com./a",
    "https://output.circle-artifacts.com@evil.example/a",
    "https://evil.example/?.circle-artifacts.com",
    "https://evil.example#.circle-artifacts.com",
    "https://evil.example\\.circle-artifacts.com/a",
    "https://t@output.circle-artifacts.com/a",
    "https://t@circleci.com/a",
    "https://circleci.com:444/a",
    "https://sub.circleci.com/a",
    "https://127.0.0.1/a",
    "https://localhost/a",
    "https://[::1]/a",
    "https://2130706433/a",
    "https://169.254.169.254/latest/meta-data",
    "ftp://circleci.com/a",
    "file:///etc/passwd",
    "https://circleci.com\n/a",
]


@pytest.mark.parametrize("url", KNOWN)
async def test_a_known_host_is_fetched_from(url: str) -> None:
    assert await fetched(says(200, "x"), url=url) == b"x"


@pytest.mark.parametrize("url", UNKNOWN)
async def test_an_unknown_host_is_not_even_asked(url: str) -> None:
    client, wire = a_client(says(200, "x"))
    with pytest.raises(UnknownHost):
        async with client.download(url, limit=100):
            pass
    assert not wire.requests


@given(st.text(max_size=40))
def test_whatever_stands_before_the_host_only_a_listed_name_is_known(text: str) -> None:
    hosts = Hosts.of("https://circleci.com")
    for url in (
        text,
        f"https://{text}",
        f"https://{text}.circle-artifacts.com/",
        f"https://circleci.com{text}",
    ):
        try:
            known = hosts.known(url)
        except UnknownHost:
            continue
        assert known.scheme == "https"
        assert known.host == "circleci.com" or known.host.endswith(".circle-artifacts.com")
        assert not set(known.host) & set("\\/@:% ")
        assert not known.userinfo


async def test_plain_http_is_for_the_configured_address_alone() -> None:
    client, wire = a_client(says(200, "x"), base_url="http://127.0.0.1:8766")
    async with client.download("http://127.0.0.1:8766/artifacts/a.txt", limit=10) as chunks:
        assert [chunk async for chunk in chunks] == [b"x"]
    for url in ("http://127.0.0.1:8767/a", "http://127.0.0.1/a", "http://localhost:8766/a"):
        with pytest.raises(UnknownHost):
            async with client.download(url, limit=10):
                pass
    assert len(wire.requests) == 1


async def test_a_small_body_that_unfolds_to_much_comes_in_small_pieces() -> None:
    packed = gzip.compress(b"x" * 10_000_000)
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Chunks(packed))
    client, wire = a_client(lambda _: answer)
    async with client.download(URL, limit=20_000_000) as chunks:
        sizes = [len(chunk) async for chunk in chunks]
    assert (sum(sizes), max(sizes)) == (10_000_000, 65_536)
    assert wire.requests[0].headers["accept-encoding"] == "gzip"


async def read_of(client: CircleCI, at_most: int) -> None:
    size = 0
    async with client.download(URL, limit=1_000_000_000) as chunks:
        async for chunk in chunks:
            size += len(chunk)
            assert size < at_most


@pytest.mark.parametrize("pieces", [1, 1000])
async def test_a_small_body_that_unfolds_to_far_more_is_cut_early(pieces: int) -> None:
    packed = gzip.compress(b"x" * 200_000_000)
    size = -(-len(packed) // pieces)
    body = Chunks(*(packed[at : at + size] for at in range(0, len(packed), size)))
    client, _ = a_client(lambda _: httpx.Response(200, headers={"content-encoding": "gzip"}, stream=body))
    with pytest.raises(TooDense, match="unfolds to more than 100 times its size"):
        await read_of(client, at_most=20_000_000)
    assert body.closed


async def test_so_is_an_answer_of_the_api() -> None:
    packed = gzip.compress(b'{"items": [' + b" " * 30_000_000 + b"]}")
    body = Chunks(*(packed[at : at + 100] for at in range(0, len(packed), 100)))
    client, _ = a_client(lambda _: httpx.Response(200, headers={"content-encoding": "gzip"}, stream=body))
    with pytest.raises(Unreadable, match="unfolds to more than 100 times its size"):
        await client.get_me()
    assert body.read < len(body.pieces) // 2


async def test_a_long_body_that_is_packed_as_tightly_as_logs_are_is_whole() -> None:
    text = b"".join(b"%06d waiting for the database to be ready\n" % number for number in range(500_000))
    packed = gzip.compress(text)
    assert len(text) / len(packed) > 10
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Chunks(packed))
    assert await fetched(lambda _: answer, limit=len(text)) == text


@pytest.mark.parametrize(
    "body", [b"not packed", gzip.compress(b"x" * 1000)[:-9]], ids=["not packed", "cut off"]
)
async def test_a_body_that_is_packed_wrongly_is_unreadable(body: bytes) -> None:
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Chunks(body))
    with pytest.raises(Unreadable):
        await fetched(lambda _: answer, limit=1000)


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("padding", [b"", b"\0" * 100], ids=["", "padded"])
async def test_what_was_packed_in_several_parts_is_whole(size: int, padding: bytes) -> None:
    body = gzip.compress(b"one, ") + gzip.compress(b"two, ") + gzip.compress(b"three") + padding
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Chunks(*pieces))
    assert await fetched(lambda _: answer, limit=1000) == b"one, two, three"


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "deflate", "zstd", "identity, gzip"])
async def test_what_was_packed_in_another_way_than_asked_for_is_unreadable(coding: str) -> None:
    packed = gzip.compress(gzip.compress(b"x" * 100))
    with pytest.raises(Unreadable):
        await fetched(
            lambda _: httpx.Response(200, headers={"content-encoding": coding}, stream=Chunks(packed))
        )


async def test_an_answer_of_the_api_that_unfolds_to_much_is_cut_at_the_limit(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.http._LARGEST_ANSWER", 2**20)
    packed = gzip.compress(b"x" * 2**25)
    body = Chunks(*(packed[at : at + 100] for at in range(0, len(packed), 100)))
    client, wire = a_client(lambda _: httpx.Response(200, headers={"content-encoding": "gzip"}, stream=body))
    with pytest.raises(Unreadable, match="more than"):
        await client.get_me()
    assert wire.requests[0].headers["accept-encoding"] == "gzip"
    assert body.read < len(body.pieces) // 8


class Dripping(httpx.AsyncByteStream):
    """A byte, and then nothing for long."""

    async def __aiter__(self):  # type: ignore[no-untyped-def]
        while True:
            yield b"x"
            await asyncio.sleep(0.02)


async def test_a_download_that_hardly_comes_is_ended(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.body._SLOW_FOR", 0.1)
    with pytest.raises(TooSlow):
        await fetched(lambda _: httpx.Response(200, stream=Dripping()), limit=10_000)


async def test_so_is_one_that_does_not_come_at_all(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.body._SLOW_FOR", 0.01)
    with pytest.raises(TooSlow):
        await fetched(lambda _: httpx.Response(200, stream=Dripping()), limit=10_000)


async def test_who_takes_long_over_what_came_is_not_called_slow(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.body._SLOW_FOR", 0.02)
    client, _ = a_client(lambda _: httpx.Response(200, stream=Chunks(b"a", b"b", b"c")))
    async with client.download(URL, limit=100) as chunks:
        async for _ in chunks:
            await asyncio.sleep(0.03)


async def test_a_download_waits_for_others_no_longer_than_a_while(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.http._DOWNLOAD_PATIENCE", 0.05)
    client, _ = a_client(*[says(200, "x")] * 9)
    async with AsyncExitStack() as stack:
        for _ in range(DOWNLOADS // 2):
            whose.set("U0BEN")
            await stack.enter_async_context(client.download(URL, limit=100))
            whose.set("U0ANA")
            await stack.enter_async_context(client.download(URL, limit=100))
        with pytest.raises(DownloadsBusy):
            await stack.enter_async_context(client.download(URL, limit=100))


async def test_one_person_leaves_a_download_to_others(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.http._DOWNLOAD_PATIENCE", 0.05)
    client, _ = a_client(*[says(200, "x")] * 9)
    async with AsyncExitStack() as stack:
        whose.set("U0ANA")
        for _ in range(DOWNLOADS - 1):
            await stack.enter_async_context(client.download(URL, limit=100))
        with pytest.raises(DownloadsBusy):
            await stack.enter_async_context(client.download(URL, limit=100))
        whose.set("U0BEN")
        await stack.enter_async_context(client.download(URL, limit=100))
