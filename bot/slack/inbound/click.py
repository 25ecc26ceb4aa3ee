"""Buttons and menus: each value is a command line that is already typed.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from collections.abc import Mapping
from datetime import datetime

from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.slack.inbound.payload import (
    first_fields,
    optional_fields,
    optional_text,
    required_fields,
    required_text,
)

#: The value of a menu's entry that only opens a page: never a line.
OPENS = "open:"


def click_request(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request | None:
    """A button or a menu's entry. None for one that only opens a page.

    ``team`` and the user's ``team_id`` are those of the one who clicks, who in a shared channel may be
    of another workspace. The wish is the button of the message, however many click it.
    """
    what = "a click"
    action = first_fields(body.get("actions"))
    if not action:
        raise ValueError(f"{what} without actions")
    container, message = optional_fields(body, "container"), optional_fields(body, "message")
    user = required_fields(body, "user", what)
    value = optional_text(optional_fields(action, "selected_option") or action, "value")
    if value is None or value.startswith(OPENS):
        return None
    channel = optional_text(optional_fields(body, "channel"), "id")
    channel = channel or required_text(container, "channel_id", what)
    ts = optional_text(container, "message_ts") or required_text(message, "ts", what)
    team = optional_text(user, "team_id") or required_text(required_fields(body, "team", what), "id", what)
    thread = optional_text(message, "thread_ts") or optional_text(container, "thread_ts")
    # The answer goes into the thread of the message; but nobody can reply to an ephemeral one.
    own = None if container.get("is_ephemeral") else ts
    trigger = optional_text(body, "trigger_id")
    return Request(
        line=value,
        actor=Actor(required_text(user, "id", what), team),
        place=Place(workspace, channel, thread or own),
        reply=Reply(Surface.BUTTON, own, optional_text(body, "response_url")),
        key=f"{channel}:{ts}:{value}",
        received_at=now,
        delivery=trigger,
        trigger_id=trigger,
    )
