"""Mentions, and changes of the user groups that the policy names.

https://docs.slack.dev/apis/events-api
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.directory import Directory
from bot.slack.inbound import mention as inbound
from bot.spine.dispatch import Dispatcher


def register(
    app: AsyncApp,
    dispatcher: Dispatcher,
    directory: Directory,
    *,
    workspace: str,
    now: Callable[[], datetime],
) -> None:
    @app.event("app_mention")
    async def mention(body: dict[str, Any]) -> None:
        invocation = inbound.mention(body, workspace=workspace, now=now())
        if invocation is not None:
            await dispatcher.receive(invocation)

    @app.event("subteam_members_changed")
    async def members_changed() -> None:
        directory.stale()
