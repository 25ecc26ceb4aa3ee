"""Buttons and menus: each value is a command line that is already typed.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.inbound import mention as inbound
from bot.spine.dispatch import Dispatcher


def register(app: AsyncApp, dispatcher: Dispatcher, *, workspace: str, now: Callable[[], datetime]) -> None:
    @app.action(re.compile(""))
    async def action(ack: AsyncAck, body: dict[str, Any]) -> None:
        invocation = inbound.click(body, workspace=workspace, now=now())
        if invocation is not None:
            await dispatcher.receive(invocation)
        await ack()
