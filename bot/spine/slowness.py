"""Who waits for a slow CircleCI is told so: each call ends by itself, but an answer may need many of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

from bot.model.reply import Surface
from bot.model.request import Request
from bot.spine.answering import Answers
from bot.spine.delivery_log import circleci_waits
from bot.views.refusals.refusal import circleci_slow

#: After how many seconds that CircleCI has taken. One that says nothing at all is told of a little sooner, as
#: an error.
SLOW_AFTER = 10.5

#: Between two looks, in seconds.
_SHORTEST = 0.1


@asynccontextmanager
async def told_when_slow(request: Request, answers: Answers) -> AsyncIterator[None]:
    """Around the work: the asker alone reads how far it is, once, if it takes that long."""
    telling = asyncio.create_task(_tell(request, answers))
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


async def _tell(request: Request, answers: Answers) -> None:
    waits = circleci_waits()
    while True:
        await asyncio.sleep(max(SLOW_AFTER - waits.seconds_by(perf_counter()), _SHORTEST))
        if waits.seconds_by(perf_counter()) >= SLOW_AFTER:
            break
    if request.reply.surface is not Surface.TERMINAL:
        await answers.answer(request, circleci_slow(waits.calls))
