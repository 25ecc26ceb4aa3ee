"""Gets what happened to the app: over HTTP with signatures and retries, or through an open socket.

https://docs.slack.dev/apis/events-api/#errors and
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

import httpx

from bot.playground.slack.socket import Sockets
from bot.playground.slack.workspace import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. ``reason`` is why it does not count as received, in Slack's words; None: it was received."""

    reason: str | None
    status: int | None = None
    body: Json | str | None = None
    final: bool = False  # the app asked not to be told again


@dataclass(slots=True, eq=False)
class Delivery:
    """Something to tell the app, and how that went."""

    kind: Kind
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def received(self) -> bool:
        return any(attempt.reason is None for attempt in self.attempts)

    @property
    def error(self) -> str | None:
        """What the person is shown where the app did not receive it."""
        return None if self.received or not self.attempts else self.attempts[-1].reason

    @property
    def answer(self) -> Json | str | None:
        """What the app acknowledged with."""
        return next((a.body for a in self.attempts if a.reason is None), None)


class Courier:
    """Delivers; through a socket where one is open, else over HTTP.

    ``transport`` replaces the network (`httpx.ASGITransport` reaches an application in this process).
    """

    def __init__(
        self,
        sockets: Sockets,
        *,
        events_url: str | None,
        signing_secret: str,
        transport: httpx.AsyncBaseTransport | None,
        timeout: float,
        retry_delays: Sequence[float],
        now: Callable[[], float],
    ) -> None:
        self.timeout = timeout
        self.retry_delays = tuple(retry_delays)
        self.deliveries: list[Delivery] = []
        self._sockets = sockets
        self._secret = signing_secret.encode()
        self._now = now
        self._clients: list[httpx.AsyncClient] = []
        self.deliver_to(events_url, transport)
        self._retries: set[asyncio.Task[None]] = set()
        self._late: set[asyncio.Task[Attempt]] = set()
        self._answers_to_lose = 0

    def deliver_to(self, events_url: str | None, transport: httpx.AsyncBaseTransport | None) -> None:
        """Deliver there from now on."""
        self.events_url = events_url
        # Never over TLS: without certificates a client is made in no time.
        self._http = httpx.AsyncClient(transport=transport, timeout=60.0, trust_env=False, verify=False)  # noqa: S501
        self._clients.append(self._http)

    def lose_answers(self, times: int) -> None:
        """The app receives the next ``times`` deliveries, but its answers get lost on the way."""
        self._answers_to_lose += times

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Tell the app. Events that it does not receive are told again in the background."""
        self.deliveries.append(delivery)
        attempt = await self._attempt(delivery, {})
        if attempt.reason is not None and not attempt.final and delivery.kind == "events_api":
            task = asyncio.create_task(self._retry(delivery))
            self._retries.add(task)
            task.add_done_callback(self._retries.discard)
        return delivery

    async def _retry(self, delivery: Delivery) -> None:
        for number, delay in enumerate(self.retry_delays, start=1):
            await asyncio.sleep(delay)
            reason = delivery.attempts[-1].reason or ""
            attempt = await self._attempt(
                delivery, {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason}
            )
            if attempt.reason is None or attempt.final:
                return

    async def _attempt(self, delivery: Delivery, retry: Mapping[str, str]) -> Attempt:
        sending = asyncio.create_task(self._send(delivery, retry))
        await asyncio.wait({sending}, timeout=self.timeout)
        if sending.done():
            attempt = sending.result()
        else:  # the app may go on with it, but nobody waits any more
            attempt = Attempt("http_timeout")
            self._late.add(sending)
            sending.add_done_callback(self._late.discard)
        if self._answers_to_lose:
            self._answers_to_lose -= 1
            attempt = Attempt("http_timeout")
        delivery.attempts.append(attempt)
        return attempt

    async def _send(self, delivery: Delivery, retry: Mapping[str, str]) -> Attempt:
        if self._sockets.open:
            try:
                payload = await self._sockets.send(delivery.kind, delivery.payload, retry)
            except ConnectionResetError:
                return Attempt("connection_failed")
            return Attempt(None, body=payload)
        if self.events_url is None:
            return Attempt("connection_failed")
        content_type, body = _encoded(delivery)
        try:
            response = await self._http.post(
                self.events_url,
                content=body,
                headers={**self._signed(body), **retry, "content-type": content_type},
            )
        except httpx.ConnectError:
            return Attempt("connection_failed")
        except httpx.TransportError:
            return Attempt("unknown_error")
        if not response.is_success:
            final = response.headers.get("x-slack-no-retry") == "1"
            return Attempt("http_error", response.status_code, response.text, final)
        return Attempt(None, response.status_code, _decoded(response))

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._now()))
        digest = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
        return {
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": f"v0={digest.hexdigest()}",
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "accept": "*/*",
        }

    async def idle(self) -> None:
        """Until no event is waiting to be told again. A fault in a delivery comes out here."""
        while self._retries:
            await asyncio.gather(*self._retries)

    async def close(self) -> None:
        tasks: list[asyncio.Task[None] | asyncio.Task[Attempt]] = [*self._retries, *self._late]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for client in self._clients:
            await client.aclose()


def _encoded(delivery: Delivery) -> tuple[str, bytes]:
    form = "application/x-www-form-urlencoded"
    if delivery.kind == "slash_commands":
        return form, urlencode(delivery.payload).encode()
    if delivery.kind == "interactive":
        return form, urlencode({"payload": json.dumps(delivery.payload)}).encode()
    return "application/json", json.dumps(delivery.payload).encode()


def _decoded(response: httpx.Response) -> Json | str | None:
    if not response.content:
        return None
    if response.headers.get("content-type", "").startswith("application/json"):
        try:
            decoded = response.json()
        except ValueError:
            return response.text
        return decoded if isinstance(decoded, dict) else response.text
    return response.text
