"""What goes wrong at Slack, as ordered beforehand: refusals with any word and status, and lost answers."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

#: What can fail besides the methods of the Web API: where a file's bytes go, and a response_url.
UPLOAD, RESPONSE_URL = "upload", "response_url"


@dataclass(frozen=True, slots=True)
class Planned:
    """An answer that was ordered beforehand instead of the true one. ``text``: all that it is, where it is
    none of Slack's, but of what stands before it.
    """

    error: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None

    def response(self, headers: Mapping[str, str], status: int | None = None) -> Response:
        """``headers``: besides its own. ``status``: another than its own."""
        headers, status = {**headers, **self.headers}, status or self.status
        if self.text is not None:
            return Response(self.text, status, headers)
        return JSONResponse({"ok": False, "error": self.error}, status, headers)


class Trouble:
    """Of each method, or of `UPLOAD` and `RESPONSE_URL`: what its next calls get instead of their answer."""

    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[Planned]] = defaultdict(deque)
        self._lost: defaultdict[str, int] = defaultdict(int)

    def plan(self, name: str, planned: Planned, times: int) -> None:
        self._planned[name].extend([planned] * times)

    def lose(self, name: str, times: int) -> None:
        """What is asked is done, and the connection breaks before the answer has come."""
        self._lost[name] += times

    def heal(self) -> None:
        self._planned.clear()
        self._lost.clear()

    def planned(self, name: str) -> Planned | None:
        return self._planned[name].popleft() if self._planned[name] else None

    def lost(self, name: str) -> Response | None:
        if not self._lost[name]:
            return None
        self._lost[name] -= 1
        return _Broken()

    def refused(self, name: str) -> Response | None:
        """As what is no method of the Web API refuses: by its status."""
        planned = self.planned(name)
        if planned is None:
            return None
        return planned.response({}, planned.status if planned.status != 200 else 400)


class ConnectionBroken(Exception):
    """As ordered: the server closes the connection in the midst of an answer."""


class _Broken(Response):
    """Breaks off after its first byte."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionBroken
