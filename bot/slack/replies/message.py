"""Messages that stand in a channel or a thread, and can be drawn again."""

from collections.abc import Mapping
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import Message
from bot.model.outbox import PostedMessage
from bot.model.request import Place, Request
from bot.slack.drawing.blocks import payload
from bot.slack.replies.delivery import call_slack


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
    answer = await call_slack(
        client,
        "chat.postMessage",
        channel=place.channel,
        thread_ts=place.thread,
        unfurl_links=False,
        unfurl_media=False,
        link_names=False,
        **payload(message),
    )
    ts = str(answer["ts"])
    channel = str(answer.get("channel") or place.channel)
    return PostedMessage(replace(place, channel=channel, thread=place.thread or ts), ts)


async def update_message(client: AsyncWebClient, posted: PostedMessage, message: Message) -> None:
    """Draw it again."""
    await update_as_drawn(client, posted, payload(message))


async def update_as_drawn(client: AsyncWebClient, posted: PostedMessage, drawn: Mapping[str, object]) -> None:
    """https://docs.slack.dev/reference/methods/chat.update"""
    await call_slack(
        client, "chat.update", channel=posted.place.channel, ts=posted.ts, link_names=False, **drawn
    )
