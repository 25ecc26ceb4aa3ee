"""Serves an ASGI application on a real socket for as long as a block lasts.

uvicorn's own `Server.serve` takes over the process's signals and polls; a demo and a test want neither.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp


@asynccontextmanager
async def serving(
    asgi_app: ASGIApp, port: int = 0, *, host: str = "127.0.0.1", grace: float = 0.5
) -> AsyncIterator[str]:
    """Serve ``asgi_app`` and give its address, without a slash at its end. ``port`` 0: any free one.

    At the end requests under way have ``grace`` seconds to finish; streams that never end are cut off.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    config = uvicorn.Config(asgi_app, log_config=None, access_log=False, lifespan="auto", ws="none")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        await _stop(server, grace)
        listener.close()


async def _stop(server: uvicorn.Server, grace: float) -> None:
    state = server.server_state
    for listening in server.servers:
        listening.close()
    for connection in list(state.connections):
        connection.shutdown()
    await _finished(state.tasks, grace)
    for connection in list(state.connections):
        connection.transport.abort()
    await _finished(state.tasks, grace)
    for task in list(state.tasks):
        task.cancel()
    await _finished(state.tasks, grace)
    await server.lifespan.shutdown()


async def _finished(tasks: set[asyncio.Task[None]], within: float) -> None:
    if tasks:
        await asyncio.wait(list(tasks), timeout=within)
    await asyncio.sleep(0)
