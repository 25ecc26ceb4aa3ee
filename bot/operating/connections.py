"""How long a connection may take over a request, and how many there may be: the port can't be held."""

import asyncio
import resource
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from bot.intake import RefusalLog

#: How much of a request may be no body, in bytes: its head, and what chunks have around and behind them.
HEAD_LIMIT = 65_536

_MOST_CONNECTIONS = 512
_ANSWER = "HTTP/1.1 {}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"

_refusals = RefusalLog("request refused")


def _half_of_the_files() -> int:
    """The other half is for our own calls and files."""
    return min(_MOST_CONNECTIONS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """``head``, ``body``: when they must have come whole, in seconds from the connection, or from the first
    byte of a further request on it. ``taking``: how long an answer may wait for who asked. ``connections``:
    how many there may be at once.
    """

    head: float = 5.0
    body: float = 10.0
    taking: float = 10.0
    connections: int = _half_of_the_files()


LIMITS = ConnectionLimits()


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's, which knows since when it waits."""

    def __init__(self, *args: Any, limits: ConnectionLimits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits = limits
        #: Since when a request is awaited, by the loop's clock; None while one is answered.
        self.waiting_since: float | None = None
        self._stalled_since: float | None = None
        self._bytes = 0  # of the request so far, without its body
        self._head_came = False

    # A request

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.waiting_since = self.loop.time()
        if len(self.connections) > self._limits.connections:
            _make_room(each for each in self.connections if isinstance(each, LimitedProtocol))

    def data_received(self, data: bytes) -> None:
        self._bytes += len(data)
        super().data_received(data)
        if self._bytes > HEAD_LIMIT and not self.transport.is_closing():
            why = f"its head, or what is around its body, is over {HEAD_LIMIT} bytes"
            self._refuse("431 Request Header Fields Too Large", why)

    def on_message_begin(self) -> None:
        self._bytes = self._bytes or 1
        if self.cycle is not None:  # a further one
            self.waiting_since = self.loop.time()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head_came = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._bytes -= len(body)
        super().on_body(body)

    def _unsupported_upgrade_warning(self) -> None:
        _refusals.refused("it asks for another protocol, which isn't spoken here")

    def on_message_complete(self) -> None:
        self.waiting_since, self._bytes, self._head_came = None, 0, False
        super().on_message_complete()

    # Its answer

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.waiting_since is None:
            self.waiting_since = self.loop.time()

    def pause_writing(self) -> None:
        self._stalled_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self._stalled_since = None
        super().resume_writing()

    # Limits

    def check(self, now: float) -> None:
        """Close it if it takes too long."""
        if self._stalled_since is not None and now - self._stalled_since > self._limits.taking:
            self.transport.abort()
        elif self.waiting_since is not None and not self.transport.is_closing():
            part, most = ("body", self._limits.body) if self._head_came else ("head", self._limits.head)
            if now - self.waiting_since <= most:
                return
            if not self._bytes and self.cycle is not None:  # it only was kept for another request
                self.transport.close()
            else:
                why = f"its {part} didn't come within {most:g} s" if self._bytes else None
                self._refuse("408 Request Timeout", why)

    def _refuse(self, status: str, why: str | None) -> None:
        if why is not None:
            _refusals.refused(why)
        answer: RequestResponseCycle | None = self.cycle
        if answer is not None and answer.response_started and not answer.response_complete:
            self.transport.abort()  # in the middle of another answer
        else:
            self.transport.write(_ANSWER.format(status).encode())
            self.transport.close()


def _make_room(connections: Iterable[LimitedProtocol]) -> None:
    """Close the one that has waited longest: a genuine request comes whole within milliseconds."""
    waiting = ((each.waiting_since, each) for each in connections if not each.transport.is_closing())
    known = [(since, each) for since, each in waiting if since is not None]
    _, longest = min(known, key=itemgetter(0))
    longest.transport.abort()
