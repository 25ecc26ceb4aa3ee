"""How long Slack wants not to be asked again, which every call of the same method heeds.

Posts are limited channel by channel. https://docs.slack.dev/apis/web-api/rate-limits
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from time import time
from typing import Any

from bot.slack.replies.refusals import REFUSED_TOKEN

_Answer = dict[str, Any]

#: What is asked with the app's own token.
_OF_THE_APP = "apps.connections.open"


@dataclass(slots=True)
class _Limit:
    """Slack said at ``since`` to wait until then; ``turn``: one call at a time tries whether it is over."""

    since: float = 0.0
    until: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Limits:
    """Those that Slack has set for one token. ``clock``: in seconds.

    ``token_refused``: its word, where it took the token for the last call no more.
    """

    def __init__(self, clock: Callable[[], float] = time) -> None:
        self._clock = clock
        self._limits: dict[str, _Limit] = {}
        self.token_refused: str | None = None

    async def heed(self, what: str, send: Callable[[], Awaitable[_Answer]]) -> _Answer:
        """Slack's answer; or, while it wants not to be asked, the refusal that it would be."""
        limit = self._limits.get(what)
        if limit is None:
            return self._noted(what, await send())
        async with limit.turn:
            if limit.since <= (at := self._clock()) < limit.until:  # else the clock was set back
                return _refusal(limit.until - at)
            answer = self._noted(what, await send())
            if answer["status_code"] != 429:
                self._limits.pop(what, None)
            return answer

    def _noted(self, what: str, answer: _Answer) -> _Answer:
        after = wanted_pause(answer["headers"]) if answer["status_code"] == 429 else None
        if after is not None:
            limit, at = self._limits.setdefault(what, _Limit()), self._clock()
            limit.since, limit.until = at, max(limit.until, at + after)
        if what != _OF_THE_APP:
            self._note_token(answer["data"])
        return answer

    def _note_token(self, said: object) -> None:
        word = said.get("error") if isinstance(said, Mapping) else None
        if word in REFUSED_TOKEN:
            self.token_refused = str(word)
        elif isinstance(said, Mapping) and said.get("ok"):
            self.token_refused = None


def limit_of(method: str, arguments: Mapping[str, Any]) -> str:
    """What a call counts as: its method, and of a post the channel."""
    return f"{method} {arguments.get('channel')}" if method == "chat.postMessage" else method


def wanted_pause(headers: Mapping[str, str]) -> float | None:
    """How many seconds Slack says to wait, if it says so."""
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(said) if said.isdecimal() else None


def _refusal(seconds: float) -> _Answer:
    headers = {"Retry-After": str(ceil(seconds))}
    return {"data": {"ok": False, "error": "ratelimited"}, "headers": headers, "status_code": 429}
