"""Slash commands: the acknowledgement itself carries a fault or a denial.

https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.inbound import mention as inbound
from bot.slack.replies.outbox import acknowledgement
from bot.spine.dispatch import Dispatcher


def register(
    app: AsyncApp, dispatcher: Dispatcher, *, workspace: str, slash: str, now: Callable[[], datetime]
) -> None:
    @app.command(slash)
    async def command(ack: AsyncAck, body: dict[str, Any]) -> None:
        message = await dispatcher.receive(inbound.command(body, workspace=workspace, now=now()))
        if message is None:
            await ack()
        else:
            await ack(acknowledgement(message))
