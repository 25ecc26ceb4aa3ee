"""Says messages in Slack, by the ways of each reply."""

from collections.abc import Awaitable, Callable, Mapping

from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import File, Message
from bot.model.outbox import PostedMessage, Undeliverable
from bot.model.reply import Way
from bot.model.request import Request
from bot.slack.replies.delivery import thread_below
from bot.slack.replies.files import share_file
from bot.slack.replies.message import post_answer, post_message, update_as_drawn, update_message
from bot.slack.replies.response import replace_response, respond, whisper_response
from bot.slack.replies.whisper import whisper

_WAYS: Mapping[Way, Callable[[AsyncWebClient, Request, Message], Awaitable[PostedMessage | None]]] = {
    Way.POST: post_answer,
    Way.RESPONSE: respond,
    Way.WHISPER: whisper,
    Way.WHISPERED_RESPONSE: whisper_response,
}


class SlackOutbox:
    """Slack's Web API, and the response_url where that is better."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def answer(self, request: Request, message: Message) -> PostedMessage | None:
        """Raises `Undeliverable` with Slack's words for each way that it refused."""
        reasons = []
        for way in request.reply.ways(message.audience):
            try:
                return await _WAYS[way](self._client, request, message)
            except Undeliverable as error:
                reasons.append(error.reason)
                if not error.another_way:
                    break
        raise Undeliverable(", ".join(reasons))

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        """Into the thread of ``posted``."""
        return await post_message(self._client, thread_below(posted), message)

    async def update(self, posted: PostedMessage, message: Message) -> None:
        """Draw ``posted`` again."""
        await update_message(self._client, posted, message)

    async def replace(self, request: Request, message: Message) -> None:
        """By the press's response_url where it is ephemeral, which has no other way."""
        pressed = request.reply.message
        if pressed is None:
            await replace_response(self._client, request, message)
        else:
            await update_message(self._client, PostedMessage(request.place, pressed), message)

    async def leave(self, request: Request) -> None:
        """As Slack told it with the press."""
        if request.press and request.press.remains and request.reply.message:
            posted = PostedMessage(request.place, request.reply.message)
            await update_as_drawn(self._client, posted, request.press.remains)

    async def share(self, posted: PostedMessage, file: File) -> None:
        """Into the thread of ``posted``."""
        await share_file(self._client, thread_below(posted), file)
