"""A small Slack workspace: people type, mention and click; the app answers over the true protocol."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.operating.serving import serve
from bot.playground.slack import files
from bot.playground.slack.controls import Control, controls
from bot.playground.slack.delivery import Courier, Delivery
from bot.playground.slack.page import LOCAL, Complete, Page
from bot.playground.slack.people import People
from bot.playground.slack.rates import RATES, Rates, Traffic
from bot.playground.slack.response_url import ResponseUrls
from bot.playground.slack.socket import Sockets
from bot.playground.slack.trouble import RESPONSE_URL, UPLOAD, Planned, Trouble
from bot.playground.slack.web_api import SCOPES, Call, WebApi
from bot.playground.slack.workspace import File, Message, Workspace

Found = TypeVar("Found")


class SmallSlack:
    """The workspace, its protocol, and what people do in it.

    The app is reached at ``events_url``, or through Socket Mode while a connection is open; ``transport``
    replaces the network on the way to ``events_url``. ``retry_delays`` are the seconds before an event is
    told again. ``rates``: how many calls of a method are taken a minute. ``commands`` (words, usage, summary)
    and ``complete`` are for the page. Serve ``asgi`` (`serve` does) so that the app reaches the Web API at
    ``api_url``.
    """

    signing_secret = "playground-signing-secret"  # noqa: S105
    bot_token = "xoxb-playground"  # noqa: S105
    app_token = "xapp-playground"  # noqa: S105

    def __init__(
        self,
        events_url: str | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        slash: str = "/ci",
        commands: Sequence[Mapping[str, str]] = (),
        complete: Complete | None = None,
        scopes: Sequence[str] = SCOPES,
        rates: Rates = RATES,
        clock: Callable[[], datetime] | None = None,
        timeout: float = 3.0,
        retry_delays: Sequence[float] = (0.0, 60.0, 300.0),
    ) -> None:
        self.workspace = Workspace(clock)
        self.sockets = Sockets()
        self.courier = Courier(
            self.sockets,
            events_url=events_url,
            signing_secret=self.signing_secret,
            transport=transport,
            timeout=timeout,
            retry_delays=retry_delays,
            now=self.workspace.now,
        )
        self._trouble = Trouble()
        self.web_api = WebApi(
            self.workspace,
            bot_token=self.bot_token,
            app_token=self.app_token,
            scopes=tuple(scopes),
            open_connection=self.sockets.ticket,
            trouble=self._trouble,
            traffic=Traffic(rates, self.workspace.now),
        )
        self.response_urls = ResponseUrls(self.workspace)
        people = People(self.workspace, self.courier, self.response_urls, slash)
        self.command = people.command
        self.say = people.say
        self.mention = people.mention
        self.edit = people.edit
        self.bot_says = people.bot_says
        self.click = people.click
        self.press = people.press
        self.again = people.again
        self.message = self.workspace.message
        self.page = Page(people, commands=commands, complete=complete)
        self.asgi = Starlette(routes=self._routes(), lifespan=self._lifespan, middleware=[LOCAL])

    def _routes(self) -> list[BaseRoute]:
        async def upload(request: Request) -> Response:
            refused = self._trouble.refused(UPLOAD)
            return refused or await files.upload(self.workspace, request)

        async def answer(request: Request) -> Response:
            refused = self._trouble.refused(RESPONSE_URL)
            return refused or await self.response_urls.answer(request)

        return [
            Route("/api/{method}", self.web_api.answer, methods=["GET", "POST"]),
            Route("/files/upload/{file_id}", upload, methods=["POST"]),
            Route("/commands/{team}/{secret}", answer, methods=["POST"]),
            Route("/actions/{team}/{secret}", answer, methods=["POST"]),
            *self.page.routes(),
        ]

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self.sockets.start()
        try:
            yield
        finally:
            await self.courier.close()
            await self.sockets.stop()

    @asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[str]:
        """Serve the workspace and give its address."""
        async with serve(self.asgi, port) as url:
            self.workspace.address = url
            yield url

    @property
    def api_url(self) -> str:
        """What the app's Slack client takes as its base address."""
        return f"{self.workspace.address}/api/"

    def deliver_to(self, events_url: str | None, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Deliver there from now on, where no socket is open."""
        self.courier.deliver_to(events_url, transport)

    # what can be seen

    def messages(self, channel: str) -> list[Message]:
        """What everybody sees in the channel, without replies, the oldest first."""
        return self.workspace.top_level(channel)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The replies under ``ts``, without its root, the oldest first."""
        return self.workspace.replies(channel, ts)

    def ephemerals(self, user: str) -> list[Message]:
        """What only ``user`` sees, the oldest first."""
        return self.workspace.ephemerals(user)

    def controls(self, message: Message) -> list[Control]:
        """What can be clicked on a message, with what is asked before it counts."""
        return controls(message)

    @property
    def files(self) -> list[File]:
        """The files that were shared, the oldest first."""
        return [file for file in self.workspace.files.values() if file.shared]

    @property
    def deliveries(self) -> list[Delivery]:
        """What the app was told."""
        return self.courier.deliveries

    @property
    def calls(self) -> list[Call]:
        """What the app asked of the Web API."""
        return self.web_api.calls

    async def until(self, condition: Callable[[], Found], within: float = 5.0) -> Found:
        """Wait, change by change, until ``condition`` gives something true, and give that."""
        with self.workspace.listening() as changes:
            async with asyncio.timeout(within):
                while not (found := condition()):
                    await changes.get()
        return found

    async def idle(self) -> None:
        """Until every event was received, or was told as often as Slack tells it."""
        await self.courier.idle()

    # what goes wrong

    def ratelimit(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """Refuse the next calls of ``method`` with 429."""
        self.fail(method, "ratelimited", status=429, times=times, headers={"retry-after": str(retry_after)})

    def fail(
        self,
        method: str,
        error: str,
        *,
        status: int = 200,
        times: int = 1,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Refuse the next calls of ``method``, or of `UPLOAD` or `RESPONSE_URL`, with ``error``."""
        self._trouble.plan(method, Planned(error, status, headers or {}), times)

    def garble(self, method: str, text: str, content_type: str, *, status: int, times: int = 1) -> None:
        """Answer the next calls of ``method`` with a ``text`` that is no document of Slack's."""
        self._trouble.plan(method, Planned("", status, {"content-type": content_type}, text), times)

    def lose(self, method: str, times: int = 1) -> None:
        """Do what the next calls of ``method`` ask, and lose the answers."""
        self._trouble.lose(method, times)

    def heal(self) -> None:
        """Refuse and lose nothing more of what was ordered."""
        self._trouble.heal()

    def lose_answers(self, times: int = 1) -> None:
        """The app receives the next deliveries, but Slack does not receive its answers."""
        self.courier.lose_answers(times)
