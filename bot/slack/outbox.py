"""Says messages in Slack, by the ways of each reply."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.model.message import File, Lines, Message, Small
from bot.model.outbox import PostedMessage, Undeliverable
from bot.model.reply import Way
from bot.model.request import Place, Request
from bot.slack.drawing.blocks import payload
from bot.slack.uploads import upload

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
#: Those of them that mean that the bot is no member: a response_url goes there all the same.
_NOT_THERE = frozenset({"channel_not_found", "not_in_channel"})

_INVITE = Small(("The bot is not in this channel. Once it is invited, details and news go into a thread.",))


class SlackOutbox:
    """Slack's Web API, and the response_url where that is better."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def answer(self, request: Request, message: Message) -> PostedMessage | None:
        """Raises `Undeliverable` with Slack's words for each way that it refused."""
        reasons = []
        for way in request.reply.ways(message.audience):
            try:
                return await self._answer(way, request, message)
            except Undeliverable as error:
                reasons.append(error.reason)
                if not error.another_way:
                    break
        raise Undeliverable(", ".join(reasons))

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        """https://docs.slack.dev/reference/methods/chat.postMessage"""
        return await self._post(_thread_below(posted), message)

    async def update(self, posted: PostedMessage, message: Message) -> None:
        """https://docs.slack.dev/reference/methods/chat.update"""
        await self._call("chat.update", message, channel=posted.place.channel, ts=posted.ts)

    async def share(self, posted: PostedMessage, file: File) -> None:
        """Slack takes no empty file, so of such a one it is said.

        https://docs.slack.dev/messaging/working-with-files#uploading_files
        """
        place, title = _thread_below(posted), file.title or file.name
        with closing(file), _delivering():
            if not file.size:
                await self._post(place, Message((f"{title} is empty.",)))
                return
            where = await self._client.files_getUploadURLExternal(filename=file.name, length=file.size)
            await upload(self._client, str(where["upload_url"]), file)
            await self._client.files_completeUploadExternal(
                files=[{"id": str(where["file_id"]), "title": title}],
                channel_id=place.channel,
                thread_ts=place.thread,
            )

    async def _answer(self, way: Way, request: Request, message: Message) -> PostedMessage | None:
        place = request.place
        thread = request.reply.thread(message.audience, place.thread)
        match way:
            case Way.POST:
                return await self._post(replace(place, thread=thread), message)
            case Way.WHISPER:  # https://docs.slack.dev/reference/methods/chat.postEphemeral
                asker = request.actor.id
                await self._call(
                    "chat.postEphemeral", message, channel=place.channel, user=asker, thread_ts=thread
                )
            case Way.WHISPERED_RESPONSE:
                await self._respond(request, thread, acknowledgement(message))
            case Way.RESPONSE:  # a message of the bot's own would be better: ask for an invitation
                shown = message.blocks or (Lines((message.text,)),)
                body = payload(replace(message, blocks=(*shown, _INVITE)))
                await self._respond(request, thread, body | {"response_type": "in_channel"})
        return None

    async def _post(self, place: Place, message: Message) -> PostedMessage:
        answer = await self._call(
            "chat.postMessage",
            message,
            channel=place.channel,
            thread_ts=place.thread,
            unfurl_links=False,
            unfurl_media=False,
        )
        ts = str(answer["ts"])
        return PostedMessage(replace(place, thread=place.thread or ts), ts)

    async def _call(self, method: str, message: Message, **arguments: object) -> AsyncSlackResponse:
        """Without the arguments that are None. Raises `Undeliverable`."""
        given = {name: value for name, value in arguments.items() if value is not None}
        with _delivering():
            return await self._client.api_call(
                method, json={**given, "link_names": False, **payload(message)}
            )

    async def _respond(self, request: Request, thread: str | None, body: dict[str, Any]) -> None:
        """By the response_url, which works five times within 30 minutes, also where the bot is no member.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        client = self._client
        webhook = AsyncWebhookClient(
            request.reply.response_url or "",
            timeout=client.timeout,
            ssl=client.ssl,
            proxy=client.proxy,
            retry_handlers=client.retry_handlers,
        )
        body |= {"replace_original": False} | ({"thread_ts": thread} if thread is not None else {})
        try:
            status = (await webhook.send_dict(body)).status_code
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Undeliverable(f"no response: {type(error).__name__}", another_way=True) from error
        if status != 200:
            raise Undeliverable(f"the response was answered {status}", another_way=True)


def acknowledgement(message: Message) -> dict[str, Any]:
    """The body of a slash command's acknowledgement: the asker alone sees it."""
    return payload(message) | {"response_type": "ephemeral"}


@contextmanager
def _delivering() -> Iterator[None]:
    """What is not our mistake becomes `Undeliverable`; what is (blocks that Slack refuses) stays a bug."""
    try:
        yield
    except SlackApiError as error:
        reason = str(error.response.get("error") or "")
        if reason in _UNREACHABLE or error.response.status_code >= 429:
            raise Undeliverable(reason, another_way=reason in _NOT_THERE) from error
        raise
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Undeliverable(f"Slack was not reached: {type(error).__name__}") from error


def _thread_below(posted: PostedMessage) -> Place:
    return replace(posted.place, thread=posted.place.thread or posted.ts)
