"""What others post: read no further than a limit, answered in a word, and refused in one line of the log."""

from collections.abc import Callable
from time import monotonic

import structlog
from starlette.types import Receive, Scope, Send

_TEXT = b"text/plain; charset=utf-8"

#: How often the log says that something was refused for the same reason, in seconds.
SAID_EVERY = 1.0

#: Of a body that is refused, how much is let go by, in bytes.
_PASSED_OVER = 16_000_000


class BodyTooLarge(Exception):
    """A body has more bytes than are read. ``more``: some of them are still to come."""

    def __init__(self, *, more: bool = True) -> None:
        super().__init__()
        self.more = more


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The whole body as it came; None where the sender hung up.

    Raises `BodyTooLarge`: at once where its length is said, else once it is over ``limit`` bytes.
    """
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and (len(value) > 18 or int(value) > limit):
            raise BodyTooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > limit:
            raise BodyTooLarge(more=message.get("more_body", False))
        if not message.get("more_body"):
            return bytes(body)


async def send_answer(send: Send, status: int, body: bytes, content_type: bytes = _TEXT) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse_too_large(error: BodyTooLarge, receive: Receive, send: Send) -> None:
    """Answer, let the rest of the body go by, and close. Who still sends reads no answer once that is closed.

    How long it may take is up to who keeps the connection's limits.
    """
    body = b"too large\n"
    headers = [
        (b"content-type", _TEXT),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    more, passed = error.more, 0
    while more and passed < _PASSED_OVER:
        message = await receive()
        more = message.get("more_body", False)
        passed += len(message.get("body", b""))
    await send({"type": "http.response.body", "body": b""})


class RefusalLog:
    """Says what is refused, at WARNING: of one reason at most one line a second, which counts the others."""

    def __init__(self, event: str, clock: Callable[[], float] = monotonic) -> None:
        self._log = structlog.get_logger()
        self._event = event
        self._clock = clock
        self._next: dict[str, float] = {}
        self._unsaid: dict[str, int] = {}

    def refused(self, why: str, **facts: object) -> None:
        """``why``: the reason, in one of few wordings."""
        now = self._clock()
        if now < self._next.get(why, now):
            self._unsaid[why] = self._unsaid.get(why, 0) + 1
            return
        self._next[why] = now + SAID_EVERY
        if unsaid := self._unsaid.pop(why, 0):
            facts["as_well"] = unsaid
        self._log.warning(self._event, why=why, **facts)
