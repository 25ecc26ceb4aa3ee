"""Parts of a payload, which may be of any shape. What must be there and is not raises ValueError."""

from collections.abc import Mapping


def required_text(fields: Mapping[str, object], name: str, what: str) -> str:
    """``what``: the payload, for the error."""
    value = optional_text(fields, name)
    if value is None:
        raise ValueError(f"{what} without {name}")
    return value


def optional_text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None


def required_fields(fields: Mapping[str, object], name: str, what: str) -> Mapping[str, object]:
    """``what``: the payload, for the error."""
    value = fields.get(name)
    if not isinstance(value, Mapping):
        raise ValueError(f"{what} without {name}")
    return value


def optional_fields(fields: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = fields.get(name)
    return value if isinstance(value, Mapping) else {}


def first_fields(items: object) -> Mapping[str, object]:
    """The first of a list, else nothing."""
    first = items[0] if isinstance(items, list) and items else {}
    return first if isinstance(first, Mapping) else {}
