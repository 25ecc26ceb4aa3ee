"""Message → chat.postMessage, chat.update, response_url, files."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import aiohttp
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.model.message import Audience, Block, File, Lines, Message, Small
from bot.model.reply import Undeliverable
from bot.model.request import Place, Request, Source
from bot.model.shown import PostedMessage
from bot.slack.blocks import blocks, text

__all__ = ["SlackOutbox", "acknowledgement", "blocks", "payload", "text"]

#: Slack's words for a place that can't be reached for good.
#: https://docs.slack.dev/reference/methods/chat.postMessage#errors
_UNREACHABLE = frozenset(
    {
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "is_archived",
        "message_not_found",
        "not_in_channel",
        "restricted_action",
        "thread_not_found",
        "user_not_in_channel",
    }
)
#: Seconds that Slack may take to answer an upload.
_UPLOAD = 60.0
_NOT_THERE = frozenset({"channel_not_found", "not_in_channel"})

_INVITE = Small(("The bot is not in this channel. Once it is invited, details and news go into a thread.",))


def payload(message: Message) -> dict[str, Any]:
    """What every way of saying ``message`` has in common."""
    return {"text": text(message), "blocks": blocks(message)}


def acknowledgement(message: Message) -> dict[str, Any]:
    """The body of a slash command's acknowledgement: seen by the asker alone."""
    return {"response_type": "ephemeral", **payload(message)}


class SlackOutbox:
    """Says messages through Slack's Web API, and through a response_url where that is better."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def answer(self, invocation: Request, message: Message) -> PostedMessage | None:
        """To the asker alone, into the channel or thread where it was asked, or into a thread always."""
        place = invocation.place
        if message.audience is Audience.ASKER:
            await self._whisper(invocation, message)
            return None
        if message.audience is Audience.THREAD and place.thread is None:
            place = replace(place, thread=invocation.message)
        try:
            return await self._post(place, message)
        except Undeliverable as error:
            if error.reason not in _NOT_THERE or invocation.response_url is None:
                raise
            invited = replace(message, blocks=(*_shown(message), _INVITE))
            if not await self._respond(invocation, invited, "in_channel"):
                raise
            return None

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        """Into the thread of ``posted``."""
        return await self._post(_thread(posted), message)

    async def update(self, posted: PostedMessage, message: Message) -> None:
        """Draw ``posted`` again."""
        await self._call(
            "chat.update", channel=posted.place.channel, ts=posted.ts, link_names=False, **payload(message)
        )

    async def share(self, posted: PostedMessage, file: File) -> None:
        """Into the thread of ``posted``. Slack takes no empty file, so of such a one it is said."""
        with closing(file):
            if not file.size:
                await self.post(posted, Message((f"{file.title or file.name} is empty.",)))
                return
            place = _thread(posted)
            with _delivering():
                where = await self._client.files_getUploadURLExternal(filename=file.name, length=file.size)
                await self._upload(str(where["upload_url"]), file)
                await self._client.files_completeUploadExternal(
                    files=[{"id": str(where["file_id"]), "title": file.title or file.name}],
                    channel_id=place.channel,
                    thread_ts=place.thread,
                )

    async def _upload(self, url: str, file: File) -> None:
        """As a stream: the SDK would hold the whole. Such an address is asked once, so it is not tried again.

        https://docs.slack.dev/messaging/working-with-files#uploading_files
        """
        patience = ClientTimeout(total=None, connect=self._client.timeout, sock_read=_UPLOAD)
        headers = {"Content-Length": str(file.size), "Content-Type": "application/octet-stream"}
        proxy, ssl = self._client.proxy, self._client.ssl or True
        async with (
            ClientSession(timeout=patience, trust_env=self._client.trust_env_in_session) as session,
            session.post(url, data=_pieces(file), headers=headers, proxy=proxy, ssl=ssl) as answer,
        ):
            if answer.status != 200:
                raise Undeliverable(f"the upload was answered {answer.status}")

    async def _post(self, place: Place, message: Message) -> PostedMessage:
        answer = await self._call(
            "chat.postMessage",
            channel=place.channel,
            thread_ts=place.thread,
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            **payload(message),
        )
        ts = str(answer["ts"])
        return PostedMessage(replace(place, thread=place.thread or ts), ts)

    async def _whisper(self, invocation: Request, message: Message) -> None:
        """Ephemeral: by the response_url while it works, which it does where the bot is no member."""
        if (
            invocation.source in (Source.COMMAND, Source.BUTTON)
            and invocation.response_url is not None
            and await self._respond(invocation, message, "ephemeral")
        ):
            return
        await self._call(
            "chat.postEphemeral",
            channel=invocation.place.channel,
            user=invocation.actor.id,
            thread_ts=_open_thread(invocation),
            link_names=False,
            **payload(message),
        )

    async def _respond(self, invocation: Request, message: Message, response_type: str) -> bool:
        """Whether the response_url took it: it works five times within 30 minutes.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        body = payload(message) | {"response_type": response_type, "replace_original": False}
        thread = invocation.place.thread if response_type == "in_channel" else _open_thread(invocation)
        if thread is not None:
            body["thread_ts"] = thread
        webhook = AsyncWebhookClient(
            invocation.response_url or "",
            timeout=self._client.timeout,
            ssl=self._client.ssl,
            proxy=self._client.proxy,
            retry_handlers=self._client.retry_handlers,
        )
        try:
            return (await webhook.send_dict(body)).status_code == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _call(self, method: str, **arguments: object) -> Mapping[str, Any]:
        given = {name: value for name, value in arguments.items() if value is not None}
        with _delivering():
            answer = await self._client.api_call(method, json=given)
        return answer.data if isinstance(answer.data, dict) else {}


def _open_thread(invocation: Request) -> str | None:
    """The thread in which it was asked, if it surely has replies: Slack shows nobody a whisper in another.

    https://docs.slack.dev/reference/methods/chat.postEphemeral
    """
    thread = invocation.place.thread
    return thread if thread != invocation.message else None


def _shown(message: Message) -> tuple[Block, ...]:
    return message.blocks or (Lines((message.text,)),)


def _thread(posted: PostedMessage) -> Place:
    return replace(posted.place, thread=posted.place.thread or posted.ts)


async def _pieces(file: File) -> AsyncIterator[bytes]:
    for piece in file.pieces():
        yield piece


@contextmanager
def _delivering() -> Iterator[None]:
    """What is not our mistake becomes `Undeliverable`; what is (blocks that Slack refuses) stays a bug."""
    try:
        yield
    except SlackApiError as error:
        reason = str(error.response.get("error") or "")
        if reason in _UNREACHABLE or error.response.status_code >= 429:
            raise Undeliverable(reason) from error
        raise
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Undeliverable(f"Slack was not reached: {type(error).__name__}") from error
