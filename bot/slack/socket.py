"""Socket Mode: a connection that is there as good as always.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import ContextVar
from time import monotonic, time
from typing import Any

import aiohttp
import structlog
from aiohttp import ClientWebSocketResponse, WSMessage, WSMsgType
from prometheus_client import Counter, Gauge
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.model.outbox import Remedy
from bot.slack.bolt import LeanApp, without_queries
from bot.slack.clients import NOT_REACHED, TokenRefused, bare_client, reason, slacks_word
from bot.slack.limits import Limits, wanted_pause
from bot.slack.replies.refusals import remedy_of

log = structlog.get_logger()

_CONNECTED = Gauge("ringmaster_socket_connected", "1 while a connection of Socket Mode stands")
_RECONNECTS = Counter(
    "ringmaster_socket_reconnects_total", "Connections of Socket Mode that took the place of another"
)

#: Seconds of silence after which Slack is asked whether it is there; it has half as long to answer.
HEARTBEAT = 5.0
#: Seconds that opening a connection may take, and between two attempts at least and at most.
_OPENING, _SHORTEST, _LONGEST = 6.0, 1.0, 30.0
#: Seconds between two attempts where not Slack answers, if anybody: that costs it nothing. With the attempt
#: that hangs when it is there again, the bot is deaf for less than ten.
_UNANSWERED = 3.0
#: Seconds that a connection whose end was announced is still listened to. Slack ends it after about ten.
_LEAVING = 30.0
#: Seconds for acknowledgements at the end.
_GRACE = 0.5

#: Through which connection a message came: it is acknowledged there.
_THROUGH: ContextVar[ClientWebSocketResponse] = ContextVar("_THROUGH")


class SocketClient(AsyncBaseSocketModeClient):
    """Opens another connection as soon as one is lost, or before it is where Slack announces that.

    The SDK's own looks now and then whether its connection lives, and closes it before it opens another.
    ``heartbeat``: seconds. ``clock`` counts seconds.
    """

    def __init__(
        self,
        app: LeanApp,
        app_token: str,
        *,
        heartbeat: float = HEARTBEAT,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.app_token, self.logger, self.closed = app_token, app.logger, False
        token, api_url = app.client.token or "", app.client.base_url
        self.web_client = bare_client(token, api_url, Limits(clock))  # it is tried again here
        self.message_listeners, self.socket_mode_request_listeners = [], []
        self._heartbeat, self._sleep, self._clock = heartbeat, sleep, clock
        self._session = aiohttp.ClientSession()
        self._sockets: list[ClientWebSocketResponse] = []  # the newest is the last
        self._connected: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._connections: set[asyncio.Task[None]] = set()
        self._messages: set[asyncio.Task[None]] = set()

    async def connect(self) -> None:
        """Wait for the first connection; from then on others follow it, until `close`.

        Raises `TokenRefused` where there will be none, however often it is tried.
        """
        _kept(self._connections, self._stay_connected())
        await asyncio.shield(self._connected)

    async def is_connected(self) -> bool:
        return any(not each.closed for each in self._sockets)

    async def disconnect(self) -> None:
        await asyncio.gather(*(each.close() for each in self._sockets))

    async def close(self) -> None:
        """What has come is acknowledged first."""
        self.closed = True
        if self._messages:
            await asyncio.wait(self._messages, timeout=_GRACE)
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._session.close()

    async def send_message(self, message: str) -> None:
        """An acknowledgement. Where its connection is lost, another may do."""
        through = _THROUGH.get()
        await (self._sockets[-1] if through.closed and self._sockets else through).send_str(message)

    async def _stay_connected(self) -> None:
        """A connection that is lost is followed at once; what Slack refuses is tried again after a growing
        pause, and what it doesn't answer itself after a short one.
        """
        refusals = 0
        while True:
            begun, pause, answered = self._clock(), 0.0, False
            try:
                async with asyncio.timeout(_OPENING):
                    address = await self._address()
                    answered = True
                    socket = await self._opened(address)
            except Exception as error:  # whatever it is, without a connection the bot is deaf
                unknown = error if not isinstance(error, NOT_REACHED) else None
                if not self._connected.done() and _is_final(error):
                    self._connected.set_exception(TokenRefused(reason(error)))
                    return
                log.warning("socket not connected", reason=without_queries(reason(error)), exc_info=unknown)
                pause = _UNANSWERED
                answer = error.response if isinstance(error, SlackApiError) else None
                if answered or (answer is not None and answer.status_code < 500):
                    pause, refusals = min(2.0**refusals, _LONGEST), refusals + 1
                if answer is not None:
                    pause = max(pause, wanted_pause(answer.headers) or 0.0)
            else:
                refusals = 0
                going = asyncio.Event()
                _kept(self._connections, self._read(socket, going))
                await going.wait()
            if (pause := max(pause, begun + _SHORTEST - self._clock())) > 0:
                await self._sleep(pause)

    async def _address(self) -> str:
        """Where one connection is taken. Raises one of `NOT_REACHED`."""
        return str((await self.web_client.apps_connections_open(app_token=self.app_token))["url"])

    async def _opened(self, address: str) -> ClientWebSocketResponse:
        """Raises one of `NOT_REACHED`."""
        socket = await self._session.ws_connect(
            address,
            heartbeat=self._heartbeat,
            proxy=self.web_client.proxy,
            ssl=self.web_client.ssl or True,
        )
        try:
            hello = await socket.receive()
            said = _said(hello)
            if said.get("type") != "hello":
                raise ConnectionRefusedError(str(said.get("reason", "closed at once")))
        except BaseException:
            await socket.close()
            raise
        return socket

    async def _read(self, socket: ClientWebSocketResponse, going: asyncio.Event) -> None:
        """To the end of a connection. ``going`` is set there, or where Slack announces it."""
        _THROUGH.set(socket)
        if self._connected.done():
            _RECONNECTS.inc()
        self._sockets.append(socket)
        self._tell()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(None) as listened_to:
                    async for message in socket:
                        if not (said := _said(message)):
                            continue
                        if said.get("type") == "disconnect":
                            log.info("socket is going to end", reason=said.get("reason"))
                            listened_to.reschedule(asyncio.get_running_loop().time() + _LEAVING)
                            going.set()
                        else:
                            said = _with_payload(said)
                            _kept(self._messages, self.run_message_listeners(said, message.data))
        finally:
            self._sockets.remove(socket)
            self._tell()
            if not going.is_set() and not self.closed:
                log.warning("socket lost", code=socket.close_code)
            going.set()
            await socket.close()

    def _tell(self) -> None:
        if self._sockets and not self._connected.done():
            self._connected.set_result(None)
        _CONNECTED.set(bool(self._sockets))


class SocketConnection(AsyncBaseSocketModeHandler):
    """Hands to Bolt what comes through the client."""

    app: LeanApp
    client: SocketClient

    def __init__(self, app: LeanApp, client: SocketClient) -> None:
        self.app = app
        self.client = client
        client.socket_mode_request_listeners.append(self.handle)

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        begun = time()
        await send_async_response(client, req, await self.app.take(req.payload), begun)


def _kept(tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def _is_final(error: Exception) -> bool:
    """Whether Slack takes no such token, so that who runs the bot must see to it."""
    return isinstance(error, SlackApiError) and remedy_of(slacks_word(error), 0) is Remedy.REPAIR


def _said(message: WSMessage) -> dict[str, Any]:
    """Empty where it is no envelope."""
    text = message.data if message.type is WSMsgType.TEXT else ""
    try:
        said = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _with_payload(said: dict[str, Any]) -> dict[str, Any]:
    """As the SDK needs it to acknowledge that it came."""
    return said if isinstance(said.get("payload"), dict | str) else {**said, "payload": {}}
