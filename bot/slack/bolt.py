"""Bolt, without what is done once here and not for every request."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.middleware.url_verification.async_url_verification import AsyncUrlVerification
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.clients import NOT_REACHED
from bot.slack.inbound.payload import odd_part

Payload: TypeAlias = "dict[str, Any]"
Fits: TypeAlias = Callable[[Payload], bool]
Take: TypeAlias = Callable[[AsyncAck, Payload], Awaitable[None]]

#: How Bolt fails at payloads that are none of Slack's. What a listener raises doesn't come out of it.
_STUMBLES = (AttributeError, LookupError, TypeError, ValueError)

_QUERY = re.compile(r"(?<=[\w/])\?[^\s'\")]+=[^\s'\")]*")

log = structlog.get_logger()


class PayloadListener(AsyncListener):
    """Hands payloads on as they are: Bolt's own makes all that a listener may ask for, of each, twice."""

    def __init__(self, fits: Fits, take: Take) -> None:
        self.matchers, self.middleware, self.lazy_functions = (), (), ()
        self.ack_function, self.auto_acknowledgement, self.ack_timeout = take, True, 3  # type: ignore[assignment]
        self._fits = fits
        self._take = take

    async def async_matches(self, *, req: AsyncBoltRequest, resp: BoltResponse) -> bool:
        return self._fits(req.body)

    async def run_ack_function(self, *, request: AsyncBoltRequest, response: BoltResponse) -> None:
        await self._take(request.context.ack, request.body)


class LeanApp(AsyncApp):
    """Takes payloads that are known to be Slack's, and no others.

    Of Bolt's own middleware only the one for ``url_verification`` is left: over HTTP `SlackIntake` has looked
    at the signature, whose the token is was asked at the start, and `mention_request` passes over what the
    bot says itself. So nothing before a listener asks Slack anything. Listeners use no client of the
    context: all contexts have the same one.
    """

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        if (odd := odd_part(req.body)) is not None:
            log.warning("a delivery can't be read", reason=f"odd {odd}")
            return BoltResponse(status=200)
        try:
            return await super().async_dispatch(req)
        except _STUMBLES as error:
            log.warning("a delivery can't be read", reason=f"{type(error).__name__} in Bolt")
            return BoltResponse(status=200)

    def listen(self, fits: Fits, take: Take) -> None:
        """Hand every payload that ``fits``, and that none before took, to ``take``."""
        self._async_listeners.append(PayloadListener(fits, take))

    def _init_async_middleware_list(self, *_: Any, **__: Any) -> None:
        self._async_middleware_list.append(AsyncUrlVerification(base_logger=self._base_logger))

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"] = self.logger
        req.context["client"] = self.client
        req.context["listener_runner"] = self.listener_runner


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
