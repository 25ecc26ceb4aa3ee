"""What Slack says of a member that is missing, too short or too long."""

from collections.abc import Iterator, Mapping
from typing import Any

Problems = Iterator[str]


def length_problems(
    holder: Mapping[str, Any], name: str, limit: int, at: str, *, required: bool = True
) -> Problems:
    value = holder.get(name)
    where = f"[json-pointer:{at}/{name}]"
    if value is None and not required:
        return
    if not isinstance(value, str):
        yield f"missing required field: {name} [json-pointer:{at}]"
    elif not value:
        yield f"must be more than 0 characters {where}"
    elif len(value) > limit:
        yield f"must be less than {limit + 1} characters {where}"


def each_item(holder: Mapping[str, Any], name: str, limit: int, at: str) -> Iterator[tuple[str, Any, str]]:
    """Each item of a list as (problem, item, where); an item whose problem is not empty can't be read."""
    items = holder.get(name)
    if not isinstance(items, list) or not items:
        yield f"no fewer than 1 items allowed [json-pointer:{at}/{name}]", None, at
        return
    if len(items) > limit:
        yield f"no more than {limit} items allowed [json-pointer:{at}/{name}]", None, at
    for index, item in enumerate(items):
        where = f"{at}/{name}/{index}"
        yield ("" if isinstance(item, dict) else f"must be an object [json-pointer:{where}]"), item, where
