"""What each call of CircleCI's was: for whoever measures them, without what it is about."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import httpx

_WORDS = frozenset(
    {
        *("approve", "artifacts", "cancel", "collaborations", "components", "config", "deploy"),
        *("environments", "envvar", "flaky-tests", "insights", "job", "jobs", "me", "mine", "pipeline"),
        *("pipeline-definitions", "project", "projects", "rerun", "rollback", "run", "tests", "user"),
        *("values", "versions", "webhook", "workflow", "workflows"),
    }
)

#: Behind these stands a slug, which has three parts; behind those a name, which may be any word.
_BEFORE_SLUG, _BEFORE_NAME = frozenset({"project", "insights"}), frozenset({"workflows"})

_API = ("/api/v2/", "/api/v1.1/")

#: What stands for an endpoint where it isn't the API's.
DOWNLOAD = "download"

_PORTS = {"https": 443, "http": 80}


def endpoint(path: str) -> str:
    """A path without whose it is: ``/project/{slug}/pipeline``, ``/workflow/{id}/job``; or `DOWNLOAD`."""
    if not path.startswith(_API):
        return DOWNLOAD
    rest = path.partition("?")[0].split("/")[3:]
    found: list[str] = []
    before = ""
    while rest:
        if before in _BEFORE_SLUG:
            before, rest = "{slug}", rest[3:]
        else:
            word, *rest = rest
            before = word if word in _WORDS and before not in _BEFORE_NAME else "{id}"
        found.append(before)
    return "/" + "/".join(found)


@dataclass(frozen=True, slots=True)
class ApiCall:
    """``status`` of the answer, or in a word what came instead of one; ``seconds`` until then.

    ``pause``: for how many seconds CircleCI wants to be left alone, as it says. ``host`` and ``port``: who
    was asked.
    """

    method: str
    endpoint: str
    status: str
    seconds: float
    host: str
    port: int
    pause: str | None = None


#: When the calls began that are under way for whoever set this, by `perf_counter`.
calls_under_way: ContextVar[list[float] | None] = ContextVar("calls_under_way", default=None)

#: Is told of each.
TakeCall = Callable[[ApiCall], None]


class MeasuredClient(httpx.AsyncClient):
    """Tells of each request, and of each redirect and attempt as one more."""

    def __init__(self, take_call: TakeCall | None, **options: Any) -> None:
        super().__init__(**options)
        self._take_call = take_call

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """As ever."""
        begun, status, pause = perf_counter(), "", None
        under_way = calls_under_way.get()
        if under_way is not None:
            under_way.append(begun)
        try:
            answer = await super().send(request, **options)
            status, pause = str(answer.status_code), answer.headers.get("retry-after")
            return answer
        except BaseException as error:
            status = type(error).__name__
            raise
        finally:
            if under_way is not None:
                under_way.remove(begun)
            if self._take_call is not None:
                self._take_call(_api_call(request, status, perf_counter() - begun, pause))


def _api_call(request: httpx.Request, status: str, seconds: float, pause: str | None) -> ApiCall:
    url = request.url
    what, port = endpoint(url.raw_path.decode("ascii")), url.port or _PORTS[url.scheme]
    return ApiCall(request.method, what, status, seconds, url.host, port, pause)
