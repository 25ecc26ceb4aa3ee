"""Messages by the response_url, which works five times within 30 minutes, also where the bot is no member.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from dataclasses import replace

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.model.message import Lines, Message, Small
from bot.model.outbox import Undeliverable
from bot.model.request import Request
from bot.slack.drawing.blocks import payload

_INVITE = Small(("The bot is not in this channel. Once it is invited, details and news go into a thread.",))


async def respond(client: AsyncWebClient, request: Request, message: Message) -> None:
    """To all, and ask for an invitation: a message of the bot's own would be better."""
    shown = message.blocks or (Lines((message.text,)),)
    await _respond(client, request, replace(message, blocks=(*shown, _INVITE)), "in_channel")


async def whisper_response(client: AsyncWebClient, request: Request, message: Message) -> None:
    """To the asker alone."""
    await _respond(client, request, message, "ephemeral")


async def replace_response(client: AsyncWebClient, request: Request, message: Message) -> None:
    """In place of the message whose button was pressed."""
    await _respond(client, request, message, "ephemeral", replaces=True)


async def _respond(
    client: AsyncWebClient, request: Request, message: Message, response_type: str, *, replaces: bool = False
) -> None:
    body = payload(message) | {"response_type": response_type, "replace_original": replaces}
    thread = request.reply.thread(message.audience, request.place.thread)
    if thread is not None:
        body["thread_ts"] = thread
    webhook = AsyncWebhookClient(
        request.reply.response_url or "",
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        retry_handlers=client.retry_handlers,
    )
    try:
        status = (await webhook.send_dict(body)).status_code
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Undeliverable(f"no response: {type(error).__name__}", another_way=True) from error
    if status != 200:
        raise Undeliverable(f"the response was answered {status}", another_way=True)
