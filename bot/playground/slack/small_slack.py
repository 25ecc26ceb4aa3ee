"""A small Slack workspace: people type, mention and click; the app answers over the true protocol."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from secrets import token_hex
from typing import TypeVar

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.serving import serving
from bot.playground.slack import cast, files, payloads
from bot.playground.slack.arguments import Refused
from bot.playground.slack.cast import Channel, User
from bot.playground.slack.controls import Control, control, controls
from bot.playground.slack.delivery import Courier, Delivery
from bot.playground.slack.response_url import ResponseUrls, apply
from bot.playground.slack.socket import Sockets
from bot.playground.slack.typed import as_message, escaped
from bot.playground.slack.web_api import SCOPES, Call, Planned, WebApi
from bot.playground.slack.workspace import File, Message, Workspace

Found = TypeVar("Found")

SLACKBOT = "USLACKBOT"


class NotInSlack(Exception):
    """Slack itself does not let this person do this here; the app hears nothing of it."""


class SmallSlack:
    """The workspace, its protocol, and what people do in it.

    The app is reached at ``events_url``, or through Socket Mode while a connection is open; ``transport``
    replaces the network on the way to ``events_url``. ``retry_delays`` are the seconds before an event is
    told again. Serve ``asgi`` (`serve` does) so that the app reaches the Web API at ``api_url``.
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
        scopes: Sequence[str] = SCOPES,
        clock: Callable[[], datetime] | None = None,
        timeout: float = 3.0,
        retry_delays: Sequence[float] = (0.0, 60.0, 300.0),
    ) -> None:
        self.slash = slash
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
        self.web_api = WebApi(
            self.workspace,
            bot_token=self.bot_token,
            app_token=self.app_token,
            scopes=tuple(scopes),
            open_connection=self.sockets.ticket,
        )
        self.response_urls = ResponseUrls(self.workspace)
        self.asgi = Starlette(routes=self._routes(), lifespan=self._lifespan)

    def _routes(self) -> list[Route]:
        async def upload(request: Request) -> Response:
            return await files.upload(self.workspace, request)

        answer = self.response_urls.answer
        return [
            Route("/api/{method}", self.web_api.answer, methods=["GET", "POST"]),
            Route("/files/upload/{file_id}", upload, methods=["POST"]),
            Route("/commands/{team}/{secret}", answer, methods=["POST"]),
            Route("/actions/{team}/{secret}", answer, methods=["POST"]),
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
        async with serving(self.asgi, port) as url:
            self.workspace.address = url
            yield url

    @property
    def api_url(self) -> str:
        """What the app's Slack client takes as its base address."""
        return f"{self.workspace.address}/api/"

    def deliver_to(self, events_url: str | None, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Deliver there from now on, where no socket is open."""
        self.courier.deliver_to(events_url, transport)

    # what people do

    async def command(self, channel: str, user: str, line: str, *, times: int = 1) -> Delivery:
        """Type a slash command. ``times``: Slack delivers it that often, all at once."""
        room, person = self._present(channel, user)
        command, _, text = line.partition(" ")
        if command != self.slash or person.team != cast.TEAM:
            raise NotInSlack(f"{command} is not a valid command.")
        url = self.response_urls.issue("commands", channel, user, command=line)
        payload = payloads.slash_command(self.workspace, room, person, command, escaped(text.strip()), url)
        done = [self._command(Delivery("slash_commands", payload)) for _ in range(times)]
        return (await asyncio.gather(*done))[0]

    async def say(self, channel: str, user: str, text: str, thread_ts: str | None = None) -> Message:
        """Post as a person; the app hears of it only where it is mentioned."""
        message = self._said(channel, user, text, thread_ts)
        if self.mentions_the_app(message):
            await self._tell(message)
        return message

    async def mention(
        self, channel: str, user: str, text: str, thread_ts: str | None = None, *, times: int = 1
    ) -> Message:
        """Post ``@ringmaster text``. ``times``: Slack delivers the event that often, all at once."""
        message = self._said(channel, user, f"@{cast.BOT_NAME} {text}", thread_ts)
        await self._tell(message, times=times)
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Edit one's own message. Slack tells of an edited mention as if it were a new one."""
        text = as_message(text, self.workspace)
        self.workspace.change(message, text=text, blocks=[], edited=True)
        if self.mentions_the_app(message):
            await self._tell(message)

    async def bot_says(self, channel: str, text: str, *, own: bool = False) -> Message:
        """Another app's bot, or the app itself (``own``), posts a mention of the app."""
        message = self.workspace.post(
            Message(
                channel=channel,
                ts=self.workspace.next_ts(),
                user=cast.BOT_USER if own else cast.OTHER_BOT_USER,
                text=f"<@{cast.BOT_USER}> {escaped(text)}",
                bot_id=cast.BOT if own else cast.OTHER_BOT,
            )
        )
        await self._tell(message)
        return message

    async def click(self, message_ts: str, wanted: str, user: str, *, times: int = 1) -> Delivery:
        """Click what has ``wanted`` as its value or its label. No confirmation is asked: see `controls`."""
        message = self.message(message_ts)
        return await self.press(message, control(message, wanted), user, times=times)

    async def press(self, message: Message, pressed: Control, user: str, *, times: int = 1) -> Delivery:
        """Click one control of a message."""
        room, person = self._present(message.channel, user)
        if message.to not in (None, user):
            raise NotInSlack("Only the one to whom it is shown sees this message.")
        url = self.response_urls.issue("actions", message.channel, user, message=message)
        payload = payloads.block_actions(self.workspace, room, person, message, pressed.action, url)
        done = [self.courier.deliver(Delivery("interactive", payload)) for _ in range(times)]
        return (await asyncio.gather(*done))[0]

    async def again(self, delivery: Delivery) -> Delivery:
        """Deliver the same thing once more, as Slack may."""
        copy = Delivery(delivery.kind, delivery.payload)
        return await (self._command(copy) if copy.kind == "slash_commands" else self.courier.deliver(copy))

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

    def message(self, ts: str) -> Message:
        """Any message by its timestamp. Raises LookupError."""
        for (_, own), message in self.workspace.messages.items():
            if own == ts:
                return message
        raise LookupError(f"no message {ts}")

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
        """Refuse the next calls of ``method`` with ``error``."""
        self.web_api.plan(method, Planned(status, {"ok": False, "error": error}, headers or {}), times)

    def lose_answers(self, times: int = 1) -> None:
        """The app receives the next deliveries, but Slack does not receive its answers."""
        self.courier.lose_answers(times)

    # inside

    def mentions_the_app(self, message: Message) -> bool:
        """Whether the app is told of ``message``: only where it is a member of the channel."""
        members = self.workspace.channels[message.channel].members
        return f"<@{cast.BOT_USER}>" in message.text and cast.BOT_USER in members

    def slackbot(self, channel: str, user: str, text: str) -> Message:
        """What Slack itself says to one person."""
        ts = self.workspace.next_ts()
        return self.workspace.post(Message(channel=channel, ts=ts, user=SLACKBOT, text=text, to=user))

    def _present(self, channel: str, user: str) -> tuple[Channel, User]:
        room, person = self.workspace.channels[channel], self.workspace.users[user]
        if user not in room.members:
            raise NotInSlack(f"{person.name} is not in #{room.name}.")
        return room, person

    def _said(self, channel: str, user: str, text: str, thread_ts: str | None) -> Message:
        self._present(channel, user)
        root = self.workspace.find(channel, thread_ts)
        return self.workspace.post(
            Message(
                channel=channel,
                ts=self.workspace.next_ts(),
                user=user,
                text=as_message(text, self.workspace),
                thread_ts=(root.thread_ts or root.ts) if root else thread_ts,
                client_msg_id=token_hex(16),
            )
        )

    async def _tell(self, message: Message, *, times: int = 1) -> None:
        payload = payloads.app_mention(self.workspace, message)
        await asyncio.gather(*(self.courier.deliver(Delivery("events_api", payload)) for _ in range(times)))

    async def _command(self, delivery: Delivery) -> Delivery:
        """Deliver a slash command and show what it was acknowledged with."""
        await self.courier.deliver(delivery)
        slip = self.response_urls.slip(delivery.payload["response_url"])
        error = delivery.error and (
            "operation_timeout" if delivery.error == "http_timeout" else "dispatch_failed"
        )
        answer = {"text": delivery.answer} if isinstance(delivery.answer, str) else delivery.answer
        if answer and not error:
            try:
                if answer.get("response_type") == "in_channel":
                    self._show_command(delivery)
                apply(self.workspace, slip, answer)
            except Refused:
                error = "invalid_command_response"
        if error:
            text = f'{delivery.payload["command"]} failed with the error "{error}"'
            self.slackbot(slip.channel, slip.user, text)
        return delivery

    def _show_command(self, delivery: Delivery) -> None:
        """An answer for the channel shows what was typed, too."""
        said = f"{delivery.payload['command']} {delivery.payload['text']}".strip()
        channel, user = delivery.payload["channel_id"], delivery.payload["user_id"]
        ts = self.workspace.next_ts()
        self.workspace.post(Message(channel=channel, ts=ts, user=user, text=said, command=said))
