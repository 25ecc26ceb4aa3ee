"""What people do in the workspace: type commands, mention, edit, click."""

import asyncio
from secrets import token_hex

from bot.playground.slack import cast, payloads
from bot.playground.slack.arguments import Refused
from bot.playground.slack.cast import Channel, User
from bot.playground.slack.controls import Control, control
from bot.playground.slack.delivery import Courier, Delivery
from bot.playground.slack.response_url import ResponseUrls, apply
from bot.playground.slack.typed import as_message, escaped
from bot.playground.slack.workspace import Message, Workspace

SLACKBOT = "USLACKBOT"


class NotInSlack(Exception):
    """Slack itself does not let this person do this here; the app hears nothing of it."""


class People:
    """The people of a workspace, and how the app comes to hear of what they do."""

    def __init__(
        self, workspace: Workspace, courier: Courier, response_urls: ResponseUrls, slash: str
    ) -> None:
        self.workspace = workspace
        self.courier = courier
        self.response_urls = response_urls
        self.slash = slash

    async def command(self, channel: str, user: str, line: str, *, times: int = 1) -> Delivery:
        """Type a slash command. ``times``: Slack delivers it that often, all at once."""
        room, person = self._present(channel, user)
        command, _, text = line.partition(" ")
        if command != self.slash or person.team != cast.TEAM:
            raise NotInSlack(f"{command} is not a valid command.")
        url = self.response_urls.issue("commands", channel, user, command=line)
        text = as_message(text.strip(), self.workspace)
        payload = payloads.slash_command(self.workspace, room, person, command, text, url)
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
        message = self.workspace.message(message_ts)
        return await self.press(message, control(message, wanted), user, times=times)

    async def press(self, message: Message, pressed: Control, user: str, *, times: int = 1) -> Delivery:
        """Click one control of a message."""
        room, person = self._present(message.channel, user)
        if message.to not in (None, user):
            raise NotInSlack("This message is visible to someone else only.")
        url = self.response_urls.issue("actions", message.channel, user, message=message)
        payload = payloads.block_actions(self.workspace, room, person, message, pressed.action, url)
        done = [self.courier.deliver(Delivery("interactive", payload)) for _ in range(times)]
        return (await asyncio.gather(*done))[0]

    async def again(self, delivery: Delivery) -> Delivery:
        """Deliver the same thing once more, as Slack may."""
        copy = Delivery(delivery.kind, delivery.payload)
        return await (self._command(copy) if copy.kind == "slash_commands" else self.courier.deliver(copy))

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
        room, person = self.workspace.channels.get(channel), self.workspace.users.get(user)
        if room is None or person is None:
            raise NotInSlack("There's no such channel or person.")
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
