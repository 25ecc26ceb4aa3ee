"""Clients of Slack's Web API, and what Slack says of their tokens.

https://docs.slack.dev/reference/methods/auth.test
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any

import aiohttp
from prometheus_client import Counter
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.model.outbox import Undeliverable
from bot.slack.addresses import host_of
from bot.slack.limits import Limits, limit_of, wanted_pause
from bot.tracing import tracer

#: What a call raises that Slack refused, or that did not reach it.
NOT_REACHED = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)


class TokenRefused(Exception):
    """Slack's word for why a token is none that it takes for this."""


_REQUESTS = Counter(
    "ringmaster_slack_requests_total",
    "Calls of Slack's API, uploads and response_urls, by Slack's word where it refuses; no_answer; or none",
    ["method", "error"],
)
#: How often a patient client waits.
_PATIENCE = 5

Sleep = Callable[[float], Awaitable[None]]

_WORD = re.compile(r"[a-z0-9_]{1,60}|HTTP \d{3}")


#: What the bot can't do without in an answer.
_NEEDED: Mapping[str, tuple[str, type]] = {
    "apps.connections.open": ("url", str),
    "auth.test": ("team_id", str),
    "chat.postMessage": ("ts", str),
    "conversations.info": ("channel", dict),
    "files.getUploadURLExternal": ("upload_url", str),
    "usergroups.list": ("usergroups", list),
    "usergroups.users.list": ("users", list),
    "users.info": ("user", dict),
    "users.lookupByEmail": ("user", dict),
}


class CountedClient(AsyncWebClient):
    """Counts its calls; what it tries again by itself is one of them.

    An answer that is no document, or lacks what the bot needs, is a refusal without a word: proxies answer in
    Slack's place. What is limited is not asked before its time.
    """

    def __init__(self, token: str, api_url: str, limits: Limits | None) -> None:
        super().__init__(token=token, base_url=api_url.rstrip("/") + "/", retry_handlers=[])
        self._limits = limits or Limits()

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        """As ever."""
        with counted_call(api_method, self.base_url):
            answer = await super().api_call(api_method, **options)
            field, kind = _NEEDED.get(api_method, ("ok", bool))
            if not isinstance(answer.get(field), kind):
                answer.data = {}
                raise SlackApiError(f"no {field}", answer)  # type: ignore[no-untyped-call]
            return answer

    async def _request(self, *, http_verb: str, api_url: str, req_args: dict[str, Any]) -> dict[str, Any]:
        what = limit_of(api_url.removeprefix(self.base_url), req_args.get("json") or {})
        sent = partial(self._sent, http_verb=http_verb, api_url=api_url, req_args=req_args)
        return await self._limits.heed(what, sent)

    async def _sent(self, **request: Any) -> dict[str, Any]:
        """The SDK takes such an answer for one of Slack's, or raises it in a form of its own."""
        try:
            answer = await super()._request(**request)
        except SlackApiError as error:
            return {"data": {}, "headers": error.response.headers, "status_code": error.response.status}
        return answer if isinstance(answer["data"], dict) else {**answer, "data": {}}


class PatientClient(CountedClient):
    """Waits when Slack says to, with ``sleep``, and tries again when it stumbles."""

    def __init__(self, token: str, api_url: str, limits: Limits | None, sleep: Sleep) -> None:
        super().__init__(token, api_url, limits)
        self.retry_handlers += (
            AsyncConnectionErrorRetryHandler(),
            AsyncServerErrorRetryHandler(max_retry_count=2),
        )
        self._sleep = sleep

    async def _request(self, **request: Any) -> dict[str, Any]:
        for _ in range(_PATIENCE):
            answer = await super()._request(**request)
            if answer["status_code"] != 429:
                return answer
            await self._sleep(wanted_pause(answer["headers"]) or 1.0)
        return await super()._request(**request)


@contextmanager
def counted_call(method: str, address: str) -> Iterator[None]:
    """Around a call that is made another way. Of the ``address`` its host alone is told."""
    begun, error = perf_counter(), "none"
    try:
        yield
    except (*NOT_REACHED, Undeliverable) as refused:
        word = refused.reason if isinstance(refused, Undeliverable) else reason(refused)
        said = isinstance(refused, Undeliverable | SlackApiError)
        error = (word if _WORD.fullmatch(word) else "other") if said else "no_answer"
        raise
    finally:
        _REQUESTS.labels(method, error).inc()
        host, refused_with = host_of(address), None if error == "none" else error
        tracer().slack(method, host, perf_counter() - begun, refused_with)


def slack_client(
    token: str, api_url: str, limits: Limits | None = None, sleep: Sleep = asyncio.sleep
) -> AsyncWebClient:
    """A client that waits when Slack says to, and tries again when Slack stumbles."""
    return PatientClient(token, api_url, limits, sleep)


def bare_client(token: str, api_url: str, limits: Limits | None = None) -> AsyncWebClient:
    """A client that tries nothing again."""
    return CountedClient(token, api_url, limits)


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """Whose the bot token is (``workspace`` is the team's id), what it may do, what is wrong if anything.

    ``scopes`` are those that it has; None where Slack didn't say.
    """

    workspace: str = ""
    team: str = ""
    user: str = ""
    scopes: frozenset[str] | None = frozenset()
    problem: str | None = None
    reachable: bool = True
    socket_problem: str | None = None


async def check_tokens(client: AsyncWebClient, app_token: str | None = None) -> TokenCheck:
    """Ask Slack about the client's bot token, and about the app-level token."""
    try:
        answer = await client.auth_test()
    except NOT_REACHED as error:
        return TokenCheck(problem=reason(error), reachable=isinstance(error, SlackApiError))
    said = answer.headers.get("x-oauth-scopes")
    return TokenCheck(
        workspace=str(answer["team_id"]),
        team=str(answer["team"]),
        user=str(answer["user"]),
        scopes=frozenset(scope.strip() for scope in said.split(",")) if said else None,
        socket_problem=await _socket_problem(client, app_token) if app_token else None,
    )


async def _socket_problem(client: AsyncWebClient, app_token: str) -> str | None:
    try:
        await client.apps_connections_open(app_token=app_token)
    except NOT_REACHED as error:
        return reason(error)
    return None


def reason(error: Exception) -> str:
    """Slack's word for what went wrong, or the network's."""
    if isinstance(error, SlackApiError):
        return slacks_word(error)
    if isinstance(error, aiohttp.ClientResponseError):  # which quotes the address, perhaps a proxy's password
        return f"{error.message} ({error.status})"
    return str(error) or type(error).__name__


def slacks_word(error: SlackApiError) -> str:
    """Why it refuses; the HTTP status where it has no word for that."""
    return str(error.response.get("error") or f"HTTP {error.response.status_code}")
