"""Payloads of Slack's, and how they are read."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from bot.model.request import Request
from bot.slack.inbound.click import click_request
from bot.slack.inbound.command import command_request
from bot.slack.inbound.mention import mention_request

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
#: What is known of who is called how.
HANDLES = {"U0ANA": "ana", "S0RELEASE": "release"}

COMMAND = {
    "team_id": "T0ACME",
    "channel_id": "C0WEB",
    "channel_name": "web",
    "user_id": "U0ANA",
    "user_name": "ana",
    "command": "/ci",
    "text": "status “web”",
    "response_url": "https://hooks.example/commands/1",
    "trigger_id": "1.2.abc",
}
MENTION = {
    "type": "event_callback",
    "team_id": "T0ACME",
    "event_id": "Ev1",
    "event": {
        "type": "app_mention",
        "user": "U0ANA",
        "text": "<@U0RINGMASTER> status web",
        "ts": "100.1",
        "team": "T0ACME",
        "channel": "C0WEB",
    },
    "authorizations": [{"team_id": "T0ACME", "user_id": "U0RINGMASTER", "is_bot": True}],
    "is_ext_shared_channel": False,
}
CLICK = {
    "type": "block_actions",
    "user": {"id": "U0ANA", "username": "ana", "team_id": "T0ACME"},
    "team": {"id": "T0ACME"},
    "container": {"type": "message", "message_ts": "200.1", "channel_id": "C0WEB", "is_ephemeral": False},
    "channel": {"id": "C0WEB"},
    "message": {"ts": "200.1", "thread_ts": "100.1"},
    "trigger_id": "3.4.def",
    "response_url": "https://hooks.example/actions/1",
    "actions": [{"type": "button", "action_id": "line.1", "value": "status web"}],
}


def command(body: Mapping[str, object]) -> Request:
    return command_request(body, workspace="T0ACME", now=NOW, handles=HANDLES)


def mention(body: Mapping[str, object]) -> Request | None:
    return mention_request(body, workspace="T0ACME", now=NOW, handles=HANDLES)


def click(body: Mapping[str, object]) -> Request | None:
    return click_request(body, workspace="T0ACME", now=NOW)


def changed(body: Mapping[str, Any], path: str, value: object) -> dict[str, Any]:
    """``body`` with ``value`` at ``path``; None takes the field away."""
    result = deepcopy(dict(body))
    *holders, name = path.split(".")
    holder = result
    for each in holders:
        holder = holder[each]
    if value is None:
        holder.pop(name, None)
    else:
        holder[name] = value
    return result
