"""The program, in which steps fail each time: `python -m tests.soak.failing web`, with FAILS set to them.

FAILS is ``<name of FAILURES> <word of what it is about>``, and others after commas.
"""

import os
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from bot.__main__ import app
from bot.following.editor import Editor
from bot.model.outbox import Remedy, Undeliverable
from bot.slack.replies.outbox import SlackOutbox

#: Which step, and as what it fails, by its name.
FAILURES: dict[str, tuple[type[object], str, Exception]] = {
    "reply": (SlackOutbox, "answer", Undeliverable("internal_error", Remedy.AGAIN)),
    "drawing": (Editor, "message", ZeroDivisionError("as ordered")),
}


def _failing(
    step: Callable[..., Awaitable[Any]], word: str, error: Exception
) -> Callable[..., Awaitable[Any]]:
    @wraps(step)
    async def passed(*args: object, **kwargs: object) -> Any:
        if word in repr(args):
            raise error
        return await step(*args, **kwargs)

    return passed


if __name__ == "__main__":
    for each in os.environ["FAILS"].split(","):
        name, word = each.split()
        owner, method, error = FAILURES[name]
        setattr(owner, method, _failing(getattr(owner, method), word, error))
    app()
