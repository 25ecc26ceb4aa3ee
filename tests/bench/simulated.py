"""Simulated time, and a wire to what runs in this process."""

import asyncio
import selectors
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

import httpx
from starlette.types import ASGIApp

_T = TypeVar("_T")


def simulated(work: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """What it gives, in a loop of its own, whose time passes at once where nothing but time is waited for."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work())


class _Leaps(selectors.DefaultSelector):
    """Waits for what others do, and not for time: that is ``passed`` then."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(timeout and 0)
        if timeout is not None and not found:
            self.passed += max(0.0, timeout)
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._leaps = _Leaps()
        super().__init__(self._leaps)

    def time(self) -> float:
        return self._leaps.passed


class Wire:
    """In place of the session of Slack's client: what it asks reaches an application in this process.

    That takes a while. ``arrived`` is called after each request.
    """

    closed = False

    def __init__(self, app: ASGIApp, random: Random, arrived: Callable[[], None]) -> None:
        self._transport = httpx.ASGITransport(app)
        self._random = random
        self._arrived = arrived

    @asynccontextmanager
    async def request(
        self, verb: str, url: str, *, headers: dict[str, str], json: object = None, **_: object
    ) -> AsyncIterator["Answer"]:
        request = httpx.Request(verb, url, headers=headers, json=json)
        await asyncio.sleep(self._random.uniform(0.05, 0.5))
        response = await self._transport.handle_async_request(request)
        self._arrived()
        await response.aread()
        yield Answer(response)


@dataclass(frozen=True, slots=True)
class Answer:
    """As Slack's client reads one."""

    _response: httpx.Response

    @property
    def status(self) -> int:
        return self._response.status_code

    @property
    def headers(self) -> httpx.Headers:
        return self._response.headers

    @property
    def content_type(self) -> str:
        return self._response.headers["content-type"].partition(";")[0]

    async def json(self) -> object:
        return self._response.json()
