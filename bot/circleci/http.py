"""How requests get out: the token, times and retries.

A GET is tried again within a budget of seconds, a POST never: a pipeline must not start twice.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import httpx
import stamina

from bot.circleci import errors, wire
from bot.circleci.body import chunks_of, translate_errors, unpack
from bot.circleci.hosts import DOWNLOADS, Hosts, origin
from bot.circleci.places import LongLists, place
from bot.turns import Turns, whose

_Answer = TypeVar("_Answer")

GET_BUDGET = 10.0  # seconds for a GET: waiting for a connection, all attempts and the pauses between them
POST_BUDGET = 30.0
_ATTEMPTS = 4
_LONGEST_BACKOFF = 2.0
_LONGEST_PAUSE = 300.0
_LARGEST_ANSWER = 32 * 2**20
_LARGEST_ERROR = 64 * 2**10
_REDIRECTS = 3
#: For how many seconds a download waits for its turn.
_DOWNLOAD_PATIENCE = 15.0


class Token(httpx.Auth):
    """Puts the token into its header, at the last moment, and shows it to nobody."""

    def __init__(self, token: str) -> None:
        if not token or not all("!" <= character <= "~" for character in token):
            raise ValueError("the CircleCI token is empty or has characters that no token has")
        self._value = token

    def __repr__(self) -> str:
        return "<token>"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        request.headers["Circle-Token"] = self._value
        yield request

    def redacted(self, body: bytes) -> bytes:
        return body.replace(self._value.encode(), b"[token]")


class Http:
    """Sends with one token, and pauses when CircleCI asks to.

    ``calls``: how many may be under way at once. ``clock`` counts seconds.
    """

    def __init__(
        self, client: httpx.AsyncClient, hosts: Hosts, token: str, calls: int, clock: Callable[[], float]
    ) -> None:
        self.hosts = hosts
        self.base_url = str(hosts.base).rstrip("/")
        self._client = client
        self._calls = Turns(calls, share=max(1, calls // 2), alone=calls - calls // 6)
        self._downloads = Turns(DOWNLOADS, share=DOWNLOADS // 2, alone=DOWNLOADS - 1)
        self.long_lists = LongLists()
        self._token = Token(token)
        self._clock = clock
        self._resume_at = clock()
        self.token_refused = False

    @property
    def downloads(self) -> Mapping[str, int]:
        """How many are running and waiting."""
        return self._downloads.states

    @property
    def paused_for(self) -> float:
        """For how many more seconds CircleCI wants to be left alone."""
        return max(0.0, self._resume_at - self._clock())

    def with_token(self, token: str) -> "Http":
        """For another token, which CircleCI limits by itself, over the same connections."""
        other = copy(self)
        other._token, other._resume_at, other.token_refused = Token(token), self._clock(), False
        return other

    async def aclose(self) -> None:
        await self._client.aclose()

    async def fetch(self, request: wire.WireRequest) -> wire.Response:
        """Send a request that changes nothing; again where that may help. Raises what the answer is."""
        return await self._retried(lambda left: self._exchange(request, left, read=5.0))

    async def send(self, request: wire.WireRequest) -> wire.Response:
        """Send a request that has an effect: once."""
        return await self._exchange(request, POST_BUDGET, read=20.0)

    @asynccontextmanager
    async def download(
        self, url: str, limit: int, *, presigned: bool = False
    ) -> AsyncGenerator[AsyncIterator[bytes]]:
        """A file in chunks: from known hosts, at most ``limit`` bytes.

        ``presigned``: the address is its own key, and nobody there is shown the token.
        """
        start = self.hosts.known(url)
        trusted = not presigned and self.hosts.trusted(start)
        with _about(f"a download from {start.host}"):
            async with self._opened(start, limit, self._downloads, trusted=trusted) as chunks:
                yield chunks

    @asynccontextmanager
    async def stream(self, request: wire.WireRequest, limit: int) -> AsyncGenerator[AsyncIterator[bytes]]:
        """The same of an answer, in its turn among the others: it waits for no download."""
        with _about(request.path):
            self._heed_pause()
            start = httpx.URL(self.base_url + request.path)
            async with self._opened(start, limit, self._calls, trusted=True) as chunks:
                yield chunks

    @asynccontextmanager
    async def _opened(
        self, start: httpx.URL, limit: int, turns: Turns, *, trusted: bool
    ) -> AsyncGenerator[AsyncIterator[bytes]]:
        async with place(turns, _DOWNLOAD_PATIENCE, errors.DownloadsBusy):
            answer = await self._retried(lambda left: self._open(start, left, trusted=trusted))
            try:
                said = answer.headers.get("content-length", "")
                if said.isdecimal() and int(said) > limit:
                    raise errors.TooLarge(limit, int(said))
                async with aclosing(chunks_of(answer, limit)) as chunks:
                    yield chunks
            finally:
                await answer.aclose()

    async def _retried(self, call: Callable[[float], Awaitable[_Answer]]) -> _Answer:
        """``call`` is told the seconds that are left."""
        deadline = self._clock() + GET_BUDGET

        def again(error: Exception) -> bool | float:
            left = deadline - self._clock()
            match error:
                case errors.RateLimited(retry_after=float(seconds)):
                    return seconds if seconds < left else False
                case errors.RateLimited() | errors.ServerError() | errors.Unreachable():
                    return left > _LONGEST_BACKOFF
            return False

        async for attempt in stamina.retry_context(
            on=again,
            attempts=_ATTEMPTS,
            timeout=GET_BUDGET,
            wait_initial=0.1,
            wait_max=_LONGEST_BACKOFF,
            wait_jitter=0.1,
        ):
            with attempt:
                return await call(deadline - self._clock())
        raise AssertionError("the last attempt either returns or raises")

    async def _exchange(self, request: wire.WireRequest, seconds: float, *, read: float) -> wire.Response:
        outgoing = self._client.build_request(
            request.method,
            self.base_url + request.path,
            content=request.body,
            headers={"Content-Type": "application/json"} if request.body is not None else None,
            timeout=httpx.Timeout(5.0, read=read, write=10.0),
        )
        with _about(request.path):
            deadline = asyncio.get_running_loop().time() + seconds
            with translate_errors(errors.NoConnection("no connection was free in time")):
                async with asyncio.timeout_at(deadline):
                    await self._calls.take(person := whose.get())
            try:
                self._heed_pause()
                with translate_errors(errors.LostAnswer(f"no answer within {seconds:.0f} seconds")):
                    async with asyncio.timeout_at(deadline):
                        answer = await self._client.send(outgoing, stream=True, auth=self._token)
                        response = await self._whole(answer)
            finally:
                self._calls.leave(person)
            return replace(self._checked(response), path=request.path)

    async def _whole(self, answer: httpx.Response) -> wire.Response:
        """Read an answer to its end; of an error, whose status says most, so much as a sentence takes. An
        error's body never repeats the token.
        """
        body = bytearray()
        try:
            async for chunk in unpack(answer):
                body += chunk
                if not answer.is_success and len(body) > _LARGEST_ERROR:
                    break
                if len(body) > _LARGEST_ANSWER:
                    raise errors.Unreadable(f"answered with more than {_LARGEST_ANSWER} bytes")
        except errors.TooDense as error:
            raise errors.Unreadable(str(error)) from None
        finally:
            await answer.aclose()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        kept = bytes(body) if answer.is_success else self._token.redacted(bytes(body))
        return wire.Response(answer.status_code, headers, kept)

    def _checked(self, response: wire.Response) -> wire.Response:
        self.token_refused = response.status == 401
        self._pause(wire.used_up(response.headers, datetime.now(UTC)))
        try:
            wire.check(response)
        except errors.RateLimited as error:
            self._pause(error.retry_after)
            raise
        return response

    def _pause(self, seconds: float | None) -> None:
        if seconds is not None:
            self._resume_at = max(self._resume_at, self._clock() + min(seconds, _LONGEST_PAUSE))

    def _heed_pause(self) -> None:
        """While CircleCI wants to be left alone, nothing is sent: it slows down those who go on."""
        if (left := self.paused_for) > 0.05:
            raise errors.RateLimited(429, "Rate limited.", left)

    async def _open(self, at: httpx.URL, seconds: float, *, trusted: bool) -> httpx.Response:
        """Begin a download. The token goes to CircleCI's own hosts, and not past a redirect elsewhere."""
        with translate_errors(errors.LostAnswer(f"no answer within {seconds:.0f} seconds")):
            async with asyncio.timeout(seconds):
                for _ in range(_REDIRECTS + 1):
                    request = self._client.build_request(
                        "GET", at, headers={"Accept": "*/*", "Accept-Encoding": "gzip"}
                    )
                    answer = await self._client.send(
                        request, stream=True, auth=self._token if trusted else None
                    )
                    if answer.is_success:
                        return answer
                    if not answer.has_redirect_location:
                        self._checked(await self._whole(answer))
                    await answer.aclose()
                    onward = self.hosts.onward(at, answer.headers["location"])
                    trusted = trusted and origin(onward) == origin(at)
                    at = onward
        raise errors.UnknownHost("too many redirects")


@contextmanager
def _about(path: str) -> Iterator[None]:
    """What goes wrong knows what was asked."""
    try:
        yield
    except errors.CircleCIError as error:
        error.path = error.path or path
        raise
