"""Messages that the asker alone sees."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import Audience, Message
from bot.model.request import Request
from bot.slack.drawing.blocks import payload
from bot.slack.replies.delivery import call_slack


def acknowledgement(message: Message) -> dict[str, Any]:
    """The body of a slash command's acknowledgement."""
    return {"response_type": "ephemeral", **payload(message)}


async def whisper(client: AsyncWebClient, request: Request, message: Message) -> None:
    """Where the asker sees it, whoever it was for: https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    await call_slack(
        client,
        "chat.postEphemeral",
        channel=request.place.channel,
        user=request.actor.id,
        thread_ts=request.reply.thread(Audience.ASKER, request.place.thread),
        link_names=False,
        **payload(message),
    )
