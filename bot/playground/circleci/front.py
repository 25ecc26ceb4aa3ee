"""What a request meets first: the log, the token check, and the faults that are asked for."""

import asyncio
import base64
import binascii
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import httpx
from starlette.datastructures import Headers, QueryParams
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.playground.circleci.faults import Fault, Faults, Oddity

_QUERY = (
    "Support for query parameter authentication has been deprecated to improve security. "
    "Please use a supported authentication method such as header-based, or basic authentication."
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was answered. ``status`` 0: its answer was lost. ``body``: what was sent with it."""

    method: str
    path: str
    status: int
    query: str
    at: datetime
    body: bytes = b""


class Front:
    """An ASGI application in front of another."""

    def __init__(
        self, app: ASGIApp, token: str, faults: Faults[Fault], clock: Callable[[], datetime]
    ) -> None:
        self.app = app
        self.token = token
        self.faults = faults
        self.clock = clock
        self.requests: list[Request] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
        at = self.clock()
        status, body = 0, bytearray()

        async def hear() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with suppress(ClientDisconnect):  # who asks is killed in the middle of it: that is no fault here
                await self._answer(path, scope, hear, watch)
        except httpx.ReadError:
            status = 0
            raise
        finally:
            query = bytes(scope["query_string"]).decode()
            self.requests.append(Request(scope["method"], path, status, query, at, bytes(body)))

    async def _answer(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        fault = self.faults.take(scope["method"], path)
        if fault and fault.delay and fault.drop != "after":
            await asyncio.sleep(fault.delay)
        if fault and fault.held:
            await fault.held.wait()
        if fault and fault.drop is True:
            return await lose(send)
        refusal = _answer_of(fault) if fault and fault.status else self._unknown(path, scope)
        app = refusal or (_odd(self.app, fault.oddity) if fault and fault.oddity else self.app)
        if fault and fault.drop == "after":
            await app(scope, receive, _unheard)
            await asyncio.sleep(fault.delay)
            return await lose(send)
        return await app(scope, receive, send)

    def _unknown(self, path: str, scope: Scope) -> Response | None:
        """The answer to somebody without the token, where one is needed: not always JSON, as in reality."""
        if not path.startswith(("/api/", "/output/")):
            return None
        headers = Headers(scope=scope)
        given = headers.get("circle-token") or _authorization(headers.get("authorization", ""))
        if given == self.token:
            return None
        if given:
            return PlainTextResponse("Invalid token provided.", 401)
        if "circle-token" in QueryParams(scope["query_string"]):
            return JSONResponse({"message": _QUERY}, 401)
        return PlainTextResponse(json.dumps({"message": "You must log in first."}), 401)


def _authorization(header: str) -> str:
    """The token in an Authorization header: a bearer's, or a user name without a password."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return value


def _answer_of(fault: Fault) -> Response:
    headers = dict(fault.headers)
    if isinstance(fault.body, str):
        return PlainTextResponse(fault.body, fault.status or 500, headers)
    return JSONResponse(fault.body, fault.status or 500, headers)


def _odd(app: ASGIApp, oddity: Oddity) -> ASGIApp:
    """The same application, whose answers are otherwise; its refusals are as they are."""

    async def odd(scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        body = bytearray()

        async def hear(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            refused = start["status"] >= 400
            content = bytes(body) if refused else json.dumps(oddity(json.loads(body))).encode()
            kept = [each for each in start["headers"] if each[0].lower() != b"content-length"]
            await send({**start, "headers": [*kept, (b"content-length", b"%d" % len(content))]})
            await send({"type": "http.response.body", "body": content})

        await app(scope, receive, hear)

    return odd


async def _unheard(message: Message) -> None:
    """Where an answer goes that nobody gets."""


async def lose(send: Send) -> None:
    """Break the connection.

    ASGI has no word for it. An answer that promises a body and ends without one makes a server close the
    connection; the error says the same to a client that calls the application in its own process.
    """
    await send({"type": "http.response.start", "status": 502, "headers": [(b"content-length", b"1")]})
    raise httpx.ReadError("the playground lost the answer on purpose")
