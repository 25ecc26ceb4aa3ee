"""Each delivery is taken once, and each wish is recorded once, whichever process they come to."""

from collections import OrderedDict
from dataclasses import replace

import structlog

from bot.command import AuthorizedLine
from bot.model.permission import Permission
from bot.model.reply import Surface
from bot.model.request import Request
from bot.model.write import State, Write
from bot.services import Services
from bot.spine.repeated import already_asked
from bot.store import StoreUnavailable
from bot.store.writes import AlreadyDelivered, AlreadyRecorded

log = structlog.get_logger()

#: How many deliveries this process remembers by itself.
_DELIVERIES = 10_000


class Recorder:
    """Tells what comes again from what is new; see `bot.store.deliveries` for what other processes took."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._taken: OrderedDict[str, None] = OrderedDict()

    def takes(self, request: Request) -> bool:
        """Whether this process sees it for the first time."""
        id = request.delivery or request.key
        if id in self._taken:
            return False
        self._taken[id] = None
        if len(self._taken) > _DELIVERIES:
            self._taken.popitem(last=False)
        return True

    def forget(self, request: Request) -> None:
        """It may come again."""
        self._taken.pop(request.delivery or request.key, None)

    async def comes_first(self, request: Request) -> bool:
        """Whether no process has answered it: Slack repeats events, and neither lines nor presses."""
        if not _repeated_by_slack(request):
            return True
        try:
            return await self._services.store.deliveries.take(request.place.workspace, request.key)
        except StoreUnavailable as error:  # to answer twice is better than not at all
            log.warning("it is not known whether this came before", error=str(error))
            return True

    async def record(self, asked: AuthorizedLine, permission: Permission) -> Write:
        """The row of what is wanted. Raises `AlreadyAsked`, `AlreadyDelivered`, `StoreUnavailable`."""
        intent, request = asked.intent(permission), asked.request
        if _repeated_by_slack(request):  # when it came first, it may have been refused
            intent = replace(intent, delivery=request.key)
        while True:
            try:
                return await self._services.store.writes.record(intent)
            except AlreadyRecorded as error:
                if request.delivery is None:  # the key is Slack's own name of the delivery
                    raise AlreadyDelivered from error
                if error.write.state is not State.FAILED:
                    raise await already_asked(error.write, self._services, asked.access) from error
                # Nothing was started then, so to press it again is a new wish: the first who does has it.
                intent = replace(intent, key=f"{request.key}:after:{error.write.id}")


def _repeated_by_slack(request: Request) -> bool:
    return request.reply.surface is Surface.MENTION
