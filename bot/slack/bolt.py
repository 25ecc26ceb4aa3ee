"""Bolt, without what is done once here and not for every request."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.clients import NOT_REACHED
from bot.slack.inbound.payload import odd_part

Payload: TypeAlias = dict[str, Any]
Fits: TypeAlias = Callable[[Payload], bool]
Take: TypeAlias = Callable[[Payload], Awaitable[Payload | None]]

#: How Bolt fails at payloads that are none of Slack's. What a listener raises doesn't come out of it.
_STUMBLES = (AttributeError, LookupError, TypeError, ValueError)

_QUERY = re.compile(r"(?<=[\w/])\?[^\s'\")]+=[^\s'\")]*")

log = structlog.get_logger()


class PayloadRequest(AsyncBoltRequest):
    """A payload as it came, in either mode: Bolt's own looks for who and where, which the listeners do."""

    def __init__(self, payload: Payload) -> None:
        self.body, self.raw_body, self.context = payload, "", AsyncBoltContext()
        self.query, self.headers, self.content_type = {}, {}, None
        self.lazy_only, self.lazy_function_name, self.mode = False, None, "socket_mode"


class PayloadMiddleware(AsyncMiddleware):
    """Hands payloads to whoever takes them, as they are, and Bolt what they answer.

    For Bolt's own listeners all that they may ask for is made of each payload, twice.
    """

    def __init__(self) -> None:
        self.listeners: list[tuple[Fits, Take]] = []

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """The acknowledgement, with what is said in it."""
        for fits, take in self.listeners:
            if fits(req.body):
                said = await take(req.body)
                return resp if said is None else BoltResponse(status=200, body=said)
        return await next()


class LeanApp(AsyncApp):
    """Takes payloads that are known to be Slack's, and no others.

    Of Bolt's own middleware none is left: over HTTP `SlackIntake` has looked at the signature, whose the
    token is was asked at the start, and `mention_request` passes over what the bot says itself. So nothing
    before a listener asks Slack anything.
    """

    async def take(self, payload: Payload) -> BoltResponse:
        """Bolt's answer to what Slack sent, which is 200 where that can't be read."""
        if (odd := odd_part(payload)) is not None:
            log.warning("a delivery can't be read", reason=f"odd {odd}")
            return BoltResponse(status=200)
        try:
            return await self.async_dispatch(PayloadRequest(payload))
        except _STUMBLES as error:
            log.warning("a delivery can't be read", reason=f"{type(error).__name__} in Bolt")
            return BoltResponse(status=200)

    def listen(self, fits: Fits, take: Take) -> None:
        """Hand every payload that ``fits``, and that none before took, to ``take``.

        It gives what the acknowledgement says, if it says anything.
        """
        self._payloads.listeners.append((fits, take))

    def _init_async_middleware_list(self, *_: Any, **__: Any) -> None:
        self._payloads = PayloadMiddleware()
        self._async_middleware_list.append(self._payloads)

    def _init_context(self, req: AsyncBoltRequest) -> None:
        """Listeners get none."""


def quiet_logger() -> logging.Logger:
    """For Bolt and Socket Mode. What they tell below a warning are payloads, with whatever was typed."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(max(logging.WARNING, logging.root.level))
    logger.addFilter(_harmless)
    return logger


def without_queries(text: str) -> str:
    """Without the query of any address in it."""
    return _QUERY.sub("?…", text)


def _harmless(record: logging.LogRecord) -> bool:
    """Without the query of an address, whose ticket opens Socket Mode; without where in the code the network
    failed. Bolt finds the token in the environment, too, and warns that it takes the client's: that is meant.
    """
    record.msg, record.args = without_queries(record.getMessage()), ()
    if record.exc_info and isinstance(record.exc_info[1], NOT_REACHED):
        record.exc_info = None
    return "`token` will be unused" not in record.msg
