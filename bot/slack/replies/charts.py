"""Charts in messages, which Slack gives to one workspace after the other.

A workspace that does not have them yet refuses the whole message: `invalid_blocks`.
"""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

import structlog

from bot.model.message import Message, has_charts, without_charts
from bot.model.outbox import Remedy, Undeliverable
from bot.slack.clients import Sleep
from bot.slack.replies.delivery import convey, persist

_Answer = TypeVar("_Answer")
log = structlog.get_logger()

#: For how long a refusal is remembered, in seconds.
REFUSAL_SECONDS = 24 * 3600.0


class ChartRefusals:
    """Which workspaces have refused charts lately. ``clock``: in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def takes_charts(self, workspace: str) -> bool:
        """Whether it has not refused one for a day."""
        return self._until.get(workspace, 0.0) <= self._clock()

    async def convey(
        self, workspace: str, call: Callable[[Message], Awaitable[_Answer]], message: Message, sleep: Sleep
    ) -> _Answer:
        """As `bot.slack.replies.delivery.convey`; where blocks are refused, without the charts first."""
        if not has_charts(message):
            return await convey(call, message, sleep)
        plain, taken = without_charts(message), list[Message]()
        if not self.takes_charts(workspace):
            return await convey(call, plain, sleep)
        try:
            return await persist(lambda: call(message), sleep)
        except Undeliverable as error:
            if error.remedy is not Remedy.SHORTER:
                raise

        async def noted(it: Message) -> _Answer:
            answer = await call(it)
            taken.append(it)
            return answer

        answer = await convey(noted, plain, sleep)
        if taken == [plain]:  # and not its sentence alone: then it was something else
            self._until[workspace] = self._clock() + REFUSAL_SECONDS
            log.warning("charts refused", workspace=workspace)
        return answer
