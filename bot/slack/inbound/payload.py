"""Parts of a payload, which may be of any shape."""

from typing import NoReturn


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
