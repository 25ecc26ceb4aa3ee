"""Charts that are drawn one after another, in this server or beside it, for as long as it is told to."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Self

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import charts
from bot.charts import Chart, Charts, Day, Series, draw

PATH = "/drawing/"

#: As large as `insights --days 90` asks for one.
CHART = Chart(
    "web  ·  main  ·  last 90 days",
    tuple(
        Series(
            f"workflow-{nth}",
            tuple(
                Day(date(2026, 9, 1) + timedelta(days=day), 100 - (day * nth) % 37, 4 + (day * nth) % 11)
                for day in range(90)
            ),
        )
        for nth in range(1, 5)
    ),
)


class Drawing:
    """An app in which a GET of ``/drawing/<where>`` lets charts be drawn there.

    It is answered once the first one was drawn, with how many were drawn where it was before. ``other``: the
    core that the server has not.
    """

    def __init__(self, app: ASGIApp, other: int) -> None:
        self._app = app
        self._other = other
        self._going = False
        self._task: asyncio.Task[None] | None = None
        self._drawn = 0
        beside = ("taskset", "--cpu-list", str(other), sys.executable, "-P", charts.__file__)
        self._beside, self._here = Charts(program=beside), Charts()
        self._ways: dict[str, Callable[[], Awaitable[object]]] = {
            "process": lambda: self._beside.draw(CHART),
            "process-here": lambda: self._here.draw(CHART),
            "thread": lambda: asyncio.to_thread(self._in_thread),
            "loop": self._in_loop,
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._switch("")
        await self._beside.close()
        await self._here.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        where = str(scope.get("path", ""))
        if not where.startswith(PATH):
            return await self._app(scope, receive, send)
        drawn = await self._switch(where.removeprefix(PATH))
        return await PlainTextResponse(str(drawn))(scope, receive, send)

    async def _switch(self, where: str) -> int:
        self._going = False
        if self._task is not None:
            await self._task
        self._task, drawn, self._drawn = None, self._drawn, 0
        if (way := self._ways.get(where)) is not None:
            await way()
            self._going = True
            self._task = asyncio.create_task(self._go_on(way))
        return drawn

    async def _go_on(self, way: Callable[[], Awaitable[object]]) -> None:
        while self._going:
            await way()
            self._drawn += 1

    def _in_thread(self) -> None:
        os.sched_setaffinity(0, {self._other})  # this thread's
        draw(CHART)

    async def _in_loop(self) -> None:
        draw(CHART)
        await asyncio.sleep(0)
