"""Socket Mode: the app opens websockets, and everything comes through them.

aiohttp serves them, on a port of their own: it is what the bot's Slack library brings along anyway.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import secrets
from collections.abc import Mapping

from aiohttp import WSMsgType, web

from bot.playground.slack import cast
from bot.playground.slack.workspace import Json

MAX_CONNECTIONS = 10


class Sockets:
    """The open connections of one app. Each envelope goes to one of them, in turn."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._connections: list[web.WebSocketResponse] = []
        self._transports: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._silent: set[web.WebSocketResponse] = set()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._turn = 0
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def open(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    async def start(self) -> None:
        application = web.Application()
        application.router.add_get("/socket", self._connected)
        self._runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        for connection in list(self._connections):
            if connection in self._silent:
                self._transports[connection].abort()
            else:
                await connection.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def ticket(self) -> str:
        """An address that is good for one connection."""
        ticket = secrets.token_urlsafe(18)
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self._port}/socket?ticket={ticket}&app_id={cast.APP}"

    async def connected(self, number: int = 1) -> None:
        """Until ``number`` connections are open."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._connections) >= number)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to go. ``warning`` only announces it; the others close after it."""
        for connection in list(self._connections):
            message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-playground"}}
            await connection.send_json(message)
            if reason != "warning":
                await self._remove(connection)
                await connection.close()

    def cut(self) -> None:
        """Reset every connection, without a word."""
        for transport in self._transports.values():
            transport.abort()

    def silence(self) -> None:
        """Lose whatever goes over the connections that are open, either way, while they stay open."""
        for connection in self._connections:
            self._silent.add(connection)
            self._transports[connection].pause_reading()

    async def send(self, kind: str, payload: Json, retry: Mapping[str, str]) -> Json | None:
        """Send an envelope, and wait for its acknowledgement: the payload that came with it."""
        envelope_id = secrets.token_hex(16)
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {
                "retry_attempt": int(retry.get("x-slack-retry-num", "0")),
                "retry_reason": "timeout" if retry else "",
            }
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        self._turn += 1
        try:
            connection = self._connections[self._turn % len(self._connections)]
            if connection not in self._silent:
                await connection.send_json(envelope)
            return await answer
        finally:
            del self._waiting[envelope_id]

    async def _connected(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=408, text="link_disabled")
        self._tickets.discard(ticket)
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        if len(self._connections) >= MAX_CONNECTIONS:
            await connection.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await connection.close()
            return connection
        await connection.send_json(self._hello())
        self._connections.append(connection)
        if request.transport is not None:
            self._transports[connection] = request.transport
        await self._tell()
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            await self._remove(connection)
        return connection

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "connection_info": {"app_id": cast.APP},
            "debug_info": {
                "host": "applink-playground",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
        }

    def _acknowledged(self, text: str) -> None:
        acknowledgement = json.loads(text)
        answer = self._waiting.get(acknowledgement.get("envelope_id"))
        if answer is not None and not answer.done():
            answer.set_result(acknowledgement.get("payload"))

    async def _remove(self, connection: web.WebSocketResponse) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
            self._transports.pop(connection, None)
            self._silent.discard(connection)
            await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()
