"""Messages that stand in a channel or a thread, and can be drawn again."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID, uuid5

from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import Message
from bot.model.outbox import PostedMessage, Undeliverable
from bot.model.request import Place, Request
from bot.slack.drawing.blocks import payload
from bot.slack.replies.delivery import call_slack, delivering

_MARKS = UUID("5d1b6f0c-3f0e-4f0b-9d55-0d8a1c1f7a52")

#: What was said with this mark was deleted since.
_SAID_AND_GONE = ("duplicate_message_not_found", "duplicate_channel_not_found")


async def post_answer(client: AsyncWebClient, request: Request, message: Message) -> PostedMessage:
    """Into the channel or the thread where it was asked, or into a thread always."""
    thread = request.reply.thread(message.audience, request.place.thread)
    return await post_message(client, replace(request.place, thread=thread), message)


async def post_beside(client: AsyncWebClient, request: Request, message: Message) -> PostedMessage:
    """Into the channel, where its thread is closed."""
    return await post_message(client, replace(request.place, thread=None), message)


async def post_direct(client: AsyncWebClient, request: Request, message: Message) -> PostedMessage:
    """To the asker, in their conversation with the bot.

    https://docs.slack.dev/reference/methods/chat.postMessage#dm
    """
    return await post_message(client, Place(request.place.workspace, request.actor.id), message)


async def post_message(client: AsyncWebClient, place: Place, message: Message) -> PostedMessage:
    """A person's id leads to their conversation with the bot, whose own id is needed to draw it again.

    https://docs.slack.dev/reference/methods/chat.postMessage
    """
    post = partial(
        call_slack,
        client,
        "chat.postMessage",
        channel=place.channel,
        thread_ts=place.thread,
        unfurl_links=False,
        unfurl_media=False,
        link_names=False,
        **payload(message),
    )
    try:
        answer = await post(client_msg_id=_mark(place, message))
    except Undeliverable as error:
        if error.reason not in _SAID_AND_GONE:
            raise
        answer = await post()
    ts = str(answer["ts"])
    channel = str(answer.get("channel") or place.channel)
    return PostedMessage(replace(place, channel=channel, thread=place.thread or ts), ts)


def _mark(place: Place, message: Message) -> str | None:
    """Where Slack has a message of this mark already, it answers with that one and posts no other.

    Its reference names the mark in the errors of `_SAID_AND_GONE` alone: where it is not heeded, nothing is
    lost but that.
    """
    return str(uuid5(_MARKS, f"{place.channel} {message.key}")) if message.key else None


async def message_address(client: AsyncWebClient, posted: PostedMessage) -> str | None:
    """Where people find it. Raises `Undeliverable` where it is no more."""
    with delivering():
        answer = await client.chat_getPermalink(channel=posted.place.channel, message_ts=posted.ts)
    return str(answer.get("permalink") or "") or None


async def update_message(client: AsyncWebClient, posted: PostedMessage, message: Message) -> None:
    """Draw it again."""
    await update_as_drawn(client, posted, payload(message))


async def update_as_drawn(client: AsyncWebClient, posted: PostedMessage, drawn: Mapping[str, object]) -> None:
    """https://docs.slack.dev/reference/methods/chat.update"""
    await call_slack(
        client, "chat.update", channel=posted.place.channel, ts=posted.ts, link_names=False, **drawn
    )
