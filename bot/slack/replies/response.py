"""Messages by the response_url, which works five times within 30 minutes, also where the bot is no member.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import Lines, Message, Small
from bot.model.request import Request
from bot.model.spans import Code
from bot.slack.clients import counted_call
from bot.slack.drawing.blocks import payload
from bot.slack.replies.delivery import delivering, post_to_slack, slack_refusal

_INVITE = Small(
    (
        Code("/invite @ringmaster"),
        ": until then nothing is updated here, and no notices or details are posted.",
    )
)
_ALONE = Small(
    ("Only you see this: Slack doesn't tell who reads here until ", Code("/invite @ringmaster"), ".")
)


async def respond(client: AsyncWebClient, request: Request, message: Message) -> None:
    """To all."""
    await _respond(client, request, message, "in_channel")


async def respond_uninvited(client: AsyncWebClient, request: Request, message: Message) -> None:
    """To all, and ask for an invitation: a message of the bot's own would be better."""
    await _respond(client, request, _with(message, _INVITE), "in_channel")


async def respond_unseen(client: AsyncWebClient, request: Request, message: Message) -> None:
    """To the asker alone, and say why: people of another organization may read there."""
    await _respond(client, request, _with(message, _ALONE), "ephemeral")


async def whisper_response(client: AsyncWebClient, request: Request, message: Message) -> None:
    """To the asker alone."""
    await _respond(client, request, message, "ephemeral")


async def replace_response(client: AsyncWebClient, request: Request, message: Message) -> None:
    """In place of the message whose button was pressed."""
    await replace_as_drawn(client, request, payload(message))


async def replace_as_drawn(client: AsyncWebClient, request: Request, drawn: Mapping[str, object]) -> None:
    await _send(client, request, {**drawn, "response_type": "ephemeral", "replace_original": True})


def _with(message: Message, note: Small) -> Message:
    return replace(message, blocks=(*(message.blocks or (Lines((message.text,)),)), note))


async def _respond(client: AsyncWebClient, request: Request, message: Message, response_type: str) -> None:
    body = payload(message) | {"response_type": response_type, "replace_original": False}
    thread = request.reply.thread(message.audience, request.place.thread)
    if thread is not None:
        body["thread_ts"] = thread
    await _send(client, request, body)


async def _send(client: AsyncWebClient, request: Request, body: dict[str, object]) -> None:
    url = request.reply.response_url or ""
    with counted_call("response_url", url), delivering():
        status, headers, told = await post_to_slack(client, url, json=body)
        if status != 200:
            raise slack_refusal(_word(told), status, headers)


def _word(body: str) -> str:
    """Slack's word for a refusal, which stands alone or in a document."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    word = told.get("error") if isinstance(told, dict) else body
    return " ".join(str(word).split())[:60] or "no reason"
