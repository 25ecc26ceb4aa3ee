"""Parts of a payload, which may be of any shape."""

from collections.abc import Mapping
from typing import NoReturn

#: Parts that are objects where they are there, or null; and that must be there.
_OBJECTS = ("event", "view", "user", "team", "channel", "container", "message")
_PARTS = frozenset((*_OBJECTS, "actions", "type"))
_NEEDED_PARTS = {"event_callback": ("event",), "view_submission": ("view",), "view_closed": ("view",)}


class IncompletePayload(ValueError):
    """Slack left out what a payload must have. Says what."""


def part_at(fields: object, *path: str | int) -> object:
    """What stands at ``path``: names of fields, places in lists. None where there is nothing."""
    for key in path:
        match fields, key:
            case dict(), str():
                fields = fields.get(key)
            case list(), int() if len(fields) > key:
                fields = fields[key]
            case _:
                return None
    return fields


def optional_text(fields: object, *path: str | int) -> str | None:
    """The text that stands there, if there is one. Half a character, as JSON may have, becomes ``?``."""
    value = fields.get(path[0]) if len(path) == 1 and isinstance(fields, dict) else part_at(fields, *path)
    if not isinstance(value, str) or not value:
        return None
    return value if value.isascii() else value.encode(errors="replace").decode()


def required_text(what: str, fields: object, *path: str) -> str:
    """Raises `IncompletePayload` with the first name at which there is nothing."""
    found = optional_text(fields, *path)
    if found is None:
        for end in range(1, len(path)):
            if not isinstance(part_at(fields, *path[:end]), dict):
                lacks(what, path[end - 1])
        lacks(what, path[-1])
    return found


def lacks(what: str, name: str) -> NoReturn:
    raise IncompletePayload(f"{what} without {name}")


def odd_part(payload: Mapping[str, object]) -> str | None:
    """What of a payload isn't of the type that Slack gives it, so that Bolt can't even look through it."""
    if "command" in payload and _PARTS.isdisjoint(payload):
        return None
    kind = optional_text(payload, "type")
    needed = _NEEDED_PARTS.get(kind or "", ())
    for name in _OBJECTS:
        part = payload.get(name)
        if not isinstance(part, Mapping) and (part is not None or name in needed):
            return name
    actions = payload.get("actions", [{}])
    if not (isinstance(actions, list) and actions and all(isinstance(each, Mapping) for each in actions)):
        return "actions"
    if kind == "block_actions" and not all(optional_text(each, "action_id") for each in actions):
        return "action_id"
    return None
