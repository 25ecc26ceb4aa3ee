"""A server that starts and stops with a block."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.operating.serving import serve


def application(
    happened: list[str], let_go: asyncio.Event | None = None, arrived: asyncio.Event | None = None
) -> Starlette:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        happened.append("up")
        yield
        happened.append("down")

    async def greet(_: Request) -> Response:
        if let_go is not None and arrived is not None:
            arrived.set()
            await let_go.wait()
        return PlainTextResponse("hello")

    async def endless(_: Request) -> Response:
        async def parts() -> AsyncIterator[str]:
            try:
                yield "first"
                await asyncio.Event().wait()
            finally:
                happened.append("cut")

        return StreamingResponse(parts())

    return Starlette(routes=[Route("/", greet), Route("/endless", endless)], lifespan=lifespan)


async def test_it_serves_inside_the_block_and_not_after_it() -> None:
    happened: list[str] = []
    async with httpx.AsyncClient() as client:
        async with serve(application(happened)) as url:
            assert (await client.get(url)).text == "hello"
        with pytest.raises(httpx.ConnectError):
            await client.get(url)

    assert happened == ["up", "down"]


async def test_it_leaves_the_process_s_signals_alone() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    async with serve(application([])):
        assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


async def test_a_request_that_is_under_way_is_finished() -> None:
    let_go = asyncio.Event()
    arrived = asyncio.Event()
    async with httpx.AsyncClient() as client:
        async with serve(application([], let_go, arrived)) as url:
            asked = asyncio.create_task(client.get(url))
            await arrived.wait()
            asyncio.get_running_loop().call_soon(let_go.set)  # while the server is stopping

        assert (await asked).text == "hello"


async def test_a_stream_without_an_end_is_cut_off() -> None:
    happened: list[str] = []
    async with httpx.AsyncClient() as client:
        async with serve(application(happened), grace=0.01) as url:
            request = client.build_request("GET", f"{url}/endless")
            response = await client.send(request, stream=True)
            parts = response.aiter_text()
            assert await anext(parts) == "first"
        with pytest.raises(httpx.HTTPError):
            await anext(parts)

    assert happened == ["up", "cut", "down"]


async def test_a_port_that_is_taken_is_an_error_at_once() -> None:
    async with serve(application([])) as url:
        with pytest.raises(OSError, match="in use"):
            async with serve(application([]), port=int(url.rpartition(":")[2])):
                pass
