"""The program, which dies at a step of a write: `python -m tests.soak.mortal web`, with DIES set to a step.

DIES is ``<name of STEPS> <before, during or after> <which passage, from 1> [of lines that have this word]``.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from functools import wraps
from itertools import count
from typing import Any

from bot.__main__ import app
from bot.circleci.http import Http
from bot.slack.replies.outbox import SlackOutbox
from bot.store.owed import OwedAnswers
from bot.store.writes import Writes

#: Which step by its name: from the row to its answer.
STEPS: dict[str, tuple[type[object], str]] = {
    "row": (Writes, "record"),
    "sent": (Writes, "sent"),
    "POST": (Http, "send"),
    "end": (Writes, "_end"),
    "reply": (SlackOutbox, "answer"),
    "told": (OwedAnswers, "told"),
}
WHEN = ("before", "during", "after")

#: How long after a step has begun it is in its midst, in seconds.
_MIDST = 0.004


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _mortal(
    step: Callable[..., Awaitable[Any]], when: str, passage: int, word: str
) -> Callable[..., Awaitable[Any]]:
    passages = count(1)

    @wraps(step)
    async def passed(*args: object, **kwargs: object) -> Any:
        last = word in repr(args) and next(passages) == passage
        if last and when == "before":
            _die()
        if last and when == "during":
            asyncio.get_running_loop().call_later(_MIDST, _die)
        try:
            return await step(*args, **kwargs)
        finally:
            if last and when == "after":
                _die()

    return passed


if __name__ == "__main__":
    name, when, passage, *word = os.environ["DIES"].split()
    owner, method = STEPS[name]
    setattr(owner, method, _mortal(getattr(owner, method), when, int(passage), " ".join(word)))
    app()
