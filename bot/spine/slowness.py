"""Who waits for a slow CircleCI is told so: each call ends by itself, but an answer may need many of them.

So an answer has a deadline of its own, which counts what CircleCI takes.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

import structlog

from bot.circleci.errors import LostAnswer
from bot.model.reply import Surface
from bot.model.request import Request
from bot.pool import CRASHES
from bot.spine.answering import Answers
from bot.spine.delivery_log import CircleCIWaits, begin_circleci_waits
from bot.views.refusals.refusal import circleci_slow

#: After how many seconds that CircleCI has taken. One that says nothing at all is told of a little sooner, as
#: an error.
SLOW_AFTER = 10.5

#: After how many seconds that CircleCI has taken an answer that only reads is given up.
GIVEN_UP_AFTER = 60.0

#: Between two looks, in seconds.
_SHORTEST = 0.1

log = structlog.get_logger()


@asynccontextmanager
async def told_when_slow(request: Request, answers: Answers, *, reads: bool) -> AsyncIterator[None]:
    """Around the work: the asker alone reads how far it is, once, if it takes that long.

    ``reads``: it changes nothing, so it can be cut off. Raises `LostAnswer` then.
    """
    waits = begin_circleci_waits()
    try:
        async with asyncio.timeout(None) as deadline:
            telling = asyncio.create_task(_tell(request, answers, waits, deadline if reads else None))
            try:
                yield
            finally:
                telling.cancel()
                [failed] = await asyncio.gather(telling, return_exceptions=True)
                if isinstance(failed, Exception):
                    CRASHES.inc()
                    log.error("bug", exc_info=failed)
    except TimeoutError:
        if not deadline.expired():
            raise
        raise LostAnswer(f"{waits.calls} calls took longer than {GIVEN_UP_AFTER:g} seconds") from None


async def _tell(
    request: Request, answers: Answers, waits: CircleCIWaits, deadline: asyncio.Timeout | None
) -> None:
    await _until(SLOW_AFTER, waits)
    if request.reply.surface is not Surface.TERMINAL:
        await answers.answer(request, circleci_slow(waits.calls))
    if deadline is not None:
        await _until(GIVEN_UP_AFTER, waits)
        deadline.reschedule(asyncio.get_running_loop().time())


async def _until(seconds: float, waits: CircleCIWaits) -> None:
    """CircleCI has taken so many."""
    while True:
        await asyncio.sleep(max(seconds - waits.seconds_by(perf_counter()), _SHORTEST))
        if waits.seconds_by(perf_counter()) >= seconds:
            return
