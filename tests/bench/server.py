"""One variant, served in a process of its own: `python -m tests.bench.server VARIANT CORE OTHER`.

``CORE`` is the one that it runs on, ``OTHER`` the one that it leaves to what measures.

Prints its address, and ends when its standard input does. The work behind an acknowledgement is held back
in every variant: what is measured is the way to the acknowledgement alone.
"""

import asyncio
import gc
import hmac
import os
import sys
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp, Receive, Scope, Send

import bot.app
from bot.operating import logging
from bot.operating.modes import http_endpoints
from bot.operating.serving import serve
from bot.pool import Pool, Work
from bot.settings import Mode, load_settings
from bot.slack.intake import EVENTS_PATH
from tests.bench.drawing import Drawing
from tests.bench.load import SECRET


class Holding(Pool):
    """Takes work, and holds it back for good."""

    def full(self, person: str = "", *, quick: bool = False, promised: bool = False) -> bool:
        return False

    def start(self, work: Work, *, promised: bool = False, person: str = "", quick: bool = False) -> None:
        pass

    def linger(self, work: Work) -> None:
        pass


class HoldingLines(Holding):
    """Holds back what a line asks for alone, and not the looks at what is followed."""

    def start(self, work: Work, *, promised: bool = False, person: str = "", quick: bool = False) -> None:
        if not person:
            Pool.start(self, work, promised=promised)

    def linger(self, work: Work) -> None:
        Pool.linger(self, work)


def verify_only() -> ASGIApp:
    """The floor: nothing but the signature and the form."""
    verifier = SignatureVerifier(SECRET)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        good = verifier.is_valid_request(body.decode(), headers) and dict(parse_qsl(body.decode()))
        status = 200 if good else 401
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return app


def verify_webhook() -> ASGIApp:
    """The floor of a webhook: nothing but its signature."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive())["body"]
        headers = dict(scope["headers"])
        due = b"v1=" + hmac.digest(SECRET.encode(), body, "sha256").hex().encode()
        status = 200 if hmac.compare_digest(due, headers[b"circleci-signature"]) else 401
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return app


def bare_bolt(*, before_response: bool) -> ASGIApp:
    """A Bolt app with one command, which it acknowledges."""
    client = AsyncWebClient(token="xoxb-playground", base_url=os.environ["SLACK_API_URL"] + "/")
    app = AsyncApp(client=client, signing_secret=SECRET, process_before_response=before_response)

    @app.command("/ci")
    async def command(ack: Callable[[], Awaitable[None]]) -> None:
        await ack()

    return AsyncSlackRequestHandler(app, path=EVENTS_PATH)


async def serve_app(app: ASGIApp) -> None:
    async with serve(app) as url:
        print(url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def serve_ringmaster(
    *, drawing_on: int | None = None, following: bool = True, pool: type[Pool] = Holding
) -> None:
    bot.app.Pool = pool  # type: ignore[misc]
    async with bot.app.bot(load_settings(Mode.WEB), following=following) as running:
        app = http_endpoints(running)
        if drawing_on is None:
            await serve_app(app)
            return
        async with Drawing(app, drawing_on) as drawn:
            await serve_app(drawn)


def main(variant: str, core: int, other: int) -> None:
    os.sched_setaffinity(0, {core})
    gc.freeze()  # as the program does once everything is imported
    logging.configure("error", "console")
    match variant:
        case "verify":
            asyncio.run(serve_app(verify_only()))
        case "verify-webhook":
            asyncio.run(serve_app(verify_webhook()))
        case "bolt":
            asyncio.run(serve_app(bare_bolt(before_response=False)))
        case "bolt-before":
            asyncio.run(serve_app(bare_bolt(before_response=True)))
        case "ringmaster":
            asyncio.run(serve_ringmaster())
        case "unfollowing":
            asyncio.run(serve_ringmaster(following=False))
        case "following":
            asyncio.run(serve_ringmaster(pool=HoldingLines))
        case "drawing":
            asyncio.run(serve_ringmaster(drawing_on=other))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
