"""Slack's own families of payloads, one file each: acknowledge, convert, dispatch; no decisions."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt.async_app import AsyncApp

from bot.slack.directory import Directory
from bot.slack.listeners import actions, commands, events
from bot.spine.dispatch import Dispatcher


def register(
    app: AsyncApp,
    dispatcher: Dispatcher,
    directory: Directory,
    *,
    workspace: str,
    slash: str,
    now: Callable[[], datetime],
) -> None:
    """Register the few listeners. Bolt looks through them one by one, so each is a whole family."""
    commands.register(app, dispatcher, workspace=workspace, slash=slash, now=now)
    actions.register(app, dispatcher, workspace=workspace, now=now)
    events.register(app, dispatcher, directory, workspace=workspace, now=now)
