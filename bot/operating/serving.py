"""What the process serves over HTTP: what others post, health, readiness and metrics."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from bot.operating.connections import LIMITS, ConnectionLimits, LimitedProtocol
from bot.operating.readiness import ReadinessReport

#: How long what is cut off may take to notice, in seconds.
_CUT_OFF = 0.2

#: How often to look for connections that take too long, in seconds.
_LOOK_EVERY = 0.25

#: How many connections are taken in one go, before any is counted.
_BACKLOG = 128

#: How it is just now.
Report = Callable[[], Awaitable[ReadinessReport]]


def endpoints(
    report: Report | None = None, takers: Mapping[str, ASGIApp] | None = None, *, metrics: bool = True
) -> ASGIApp:
    """What takes what others post, by its path; where ``report`` is given ``/healthz`` and ``/readyz``, and
    with ``metrics`` ``/metrics``.
    """
    takers = takers or {}
    posts = [Route(path, taker, methods=["POST"]) for path, taker in takers.items()]
    looks = _looks(report, metrics=metrics) if report is not None else ()
    router = Router([*posts, *looks])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # Looking through routes takes longer than all that is done to know who sent it.
        taker = takers.get(scope.get("path", "")) if scope.get("method") == "POST" else None
        await (taker or router)(scope, receive, send)

    return app


def _looks(report: Report, *, metrics: bool) -> Sequence[Route]:

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        found = await report()
        lacking = {
            name: {"what": lack.what, "since": found.since[name].isoformat(timespec="seconds")}
            for name, lack in found.lacking.items()
        }
        body = {"ready": found.ready, "lacking": lacking}
        return JSONResponse(body, status_code=200 if found.ready else 503)

    async def measured(_: Request) -> Response:
        await report()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    health = [Route("/healthz", healthz), Route("/readyz", readyz)]
    return [*health, Route("/metrics", measured)] if metrics else health


@asynccontextmanager
async def serve(
    app: ASGIApp,
    port: int = 0,
    *,
    host: str = "127.0.0.1",
    grace: float = 0.5,
    limits: ConnectionLimits = LIMITS,
) -> AsyncIterator[str]:
    """Serve ``app`` while the block runs; gives its address, without a slash at its end.

    ``port`` 0: any free one. At the end requests under way have ``grace`` seconds to finish; streams that
    never end are cut off. Signals are left to the program, which uvicorn's own `serve` would take over.
    Raises OSError where the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    # Connections have it from their listener. Else the second part of an answer waits 40 ms for the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        http=partial(LimitedProtocol, limits=limits),  # type: ignore[arg-type]  # as good as its class
        backlog=min(_BACKLOG, limits.connections),
        log_config=None,
        access_log=False,
        lifespan="auto",
        ws="none",
        proxy_headers=False,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    ticking = [
        asyncio.create_task(server.main_loop()),  # keeps the Date header true
        asyncio.create_task(_keep_limits(server.server_state)),
    ]
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        for each in ticking:
            each.cancel()
        await _stop(server, grace)
        listener.close()


async def _keep_limits(state: ServerState) -> None:
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        now = asyncio.get_running_loop().time()
        for connection in list(state.connections):
            if isinstance(connection, LimitedProtocol):
                connection.check(now)


async def _stop(server: uvicorn.Server, grace: float) -> None:
    state = server.server_state
    for listening in server.servers:
        listening.close()
    for connection in list(state.connections):
        connection.shutdown()
    await _finished(state.tasks, grace)
    for connection in list(state.connections):
        connection.transport.abort()
    await _finished(state.tasks, _CUT_OFF)
    for task in list(state.tasks):
        task.cancel()
    await _finished(state.tasks, _CUT_OFF)
    await server.lifespan.shutdown()


async def _finished(tasks: set[asyncio.Task[None]], within: float) -> None:
    if tasks:
        await asyncio.wait(list(tasks), timeout=within)
    await asyncio.sleep(0)
