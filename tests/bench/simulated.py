"""Simulated time: it passes to the next moment that anybody waits for, once all else is done."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

import httpx
from starlette.types import ASGIApp


class SimulatedTime:
    """The clock of all that `sleep` by it, however many they are. ``seconds``: since noon."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._turns = count()

    def now(self) -> datetime:
        return _NOON + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self.seconds + max(0.0, seconds), next(self._turns), woken))
        await woken

    async def until(self, moment: float) -> None:
        """Sleep until so many seconds since noon."""
        if moment > self.seconds:
            await self.sleep(moment - self.seconds)

    async def passes(self, work: Coroutine[Any, Any, object]) -> None:
        """Until this is done, and all that it began."""
        others = len(asyncio.all_tasks())
        task = asyncio.create_task(work)
        while (awake := len(asyncio.all_tasks()) - others - len(self._sleepers)) or self._sleepers:
            if awake:
                await asyncio.sleep(0)
            else:
                self.seconds, _, woken = heappop(self._sleepers)
                woken.set_result(None)
        await task


_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Wire:
    """In place of the session of Slack's client: what it asks reaches an application in this process.

    ``sleep``: that takes its time. ``arrived`` is called after each request.
    """

    closed = False

    def __init__(
        self,
        app: ASGIApp,
        sleep: Callable[[float], Awaitable[None]],
        random: Random,
        arrived: Callable[[], None],
    ) -> None:
        self._transport = httpx.ASGITransport(app)
        self._sleep = sleep
        self._random = random
        self._arrived = arrived

    @asynccontextmanager
    async def request(
        self, verb: str, url: str, *, headers: dict[str, str], json: object = None, **_: object
    ) -> AsyncIterator["Answer"]:
        request = httpx.Request(verb, url, headers=headers, json=json)
        await self._sleep(self._random.uniform(0.05, 0.5))
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
