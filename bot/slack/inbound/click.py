"""A click → Request: the line that a button or a menu's entry carries."""

from collections.abc import Mapping
from datetime import datetime

from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.slack.inbound.payload import lacks, optional_text, part_at, required_text
from bot.slack.inbound.press import CHOICE, OFFER_MARK, button_press

#: The value of a menu's entry that only opens a page: never a line.
OPENS = "open:"


def click_request(body: Mapping[str, object], *, workspace: str, now: datetime) -> Request | None:
    """A button or a menu's entry, whose value is a line. None for one that only opens a page.

    ``team`` and the user's ``team_id`` are those of the one who clicks, who in a shared channel may be
    of another workspace. The wish is the button of the message, however many click it.
    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    what = "a click"
    if not isinstance(action := part_at(body, "actions", 0), Mapping) or not action:
        lacks(what, "actions")
    actor = required_text(what, body, "user", "id")
    value = optional_text(part_at(action, "selected_option") or action, "value")
    if value is None or value.startswith(OPENS):
        return None
    channel = optional_text(body, "channel", "id") or optional_text(body, "container", "channel_id")
    channel = channel or lacks(what, "channel_id")
    ts = (
        optional_text(body, "container", "message_ts")
        or optional_text(body, "message", "ts")
        or lacks(what, "ts")
    )
    thread = optional_text(body, "message", "thread_ts") or optional_text(body, "container", "thread_ts")
    # The answer goes into the thread of the message; but nobody can reply to an ephemeral one.
    own = None if part_at(body, "container", "is_ephemeral") else ts
    press = button_press(body, action)
    return Request(
        line=value,
        actor=Actor(actor, optional_text(body, "user", "team_id") or required_text(what, body, "team", "id")),
        place=Place(workspace, channel, thread or own),
        reply=Reply(Surface.BUTTON, own, optional_text(body, "response_url")),
        key=f"{channel}:{ts}:{CHOICE if press and press.choice else value}",
        received_at=now,
        delivery=optional_text(body, "trigger_id"),
        press=press,
        offered=(optional_text(action, "action_id") or "").endswith(OFFER_MARK),
    )
