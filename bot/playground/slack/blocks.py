"""What Slack refuses in Block Kit: the limits that a bot meets.

https://docs.slack.dev/reference/block-kit/blocks/
"""

import json
import secrets
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from bot.playground.slack.charts import chart_problems
from bot.playground.slack.limits import Problems, each_item, length_problems
from bot.playground.slack.workspace import Json

MAX_BLOCKS, MAX_CHARTS = 50, 2
# A message of about 13,200 characters of blocks is refused though every single limit holds:
# https://github.com/slackapi/bolt-js/issues/2509
MAX_CHARACTERS = 13_000


def problems(blocks: object, *, takes_charts: bool = True) -> list[str]:
    """What is wrong, in Slack's words with a pointer to the place; empty where nothing is.

    ``takes_charts``: the workspace has charts already, which Slack gives to one after the other.
    """
    return [f"[ERROR] {problem}" for problem in _message(blocks, takes_charts=takes_charts)]


def too_long(blocks: list[Json]) -> bool:
    return len(json.dumps(blocks, ensure_ascii=False)) > MAX_CHARACTERS


def completed(blocks: list[Json]) -> list[Json]:
    """The blocks as Slack keeps them: every block and every interactive element has an id."""
    kept = deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        parts = [*block["elements"]] if block["type"] == "actions" else [block.get("accessory")]
        for element in parts:
            if isinstance(element, dict) and element.get("type") in _INTERACTIVE:
                element.setdefault("action_id", secrets.token_urlsafe(4))
                if isinstance(element.get("text"), dict):
                    element["text"].setdefault("emoji", True)
    return kept


def _message(blocks: object, *, takes_charts: bool) -> Problems:
    if not isinstance(blocks, list):
        yield "must be an array [json-pointer:/blocks]"
        return
    if len(blocks) > MAX_BLOCKS:
        yield f"no more than {MAX_BLOCKS} items allowed [json-pointer:/blocks]"
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        at = f"/blocks/{index}"
        kind = block.get("type") if isinstance(block, dict) else None
        check = _BLOCKS.get(str(kind))
        if check is None or (check is chart_problems and not takes_charts):
            yield f"unsupported type: {kind} [json-pointer:{at}/type]"
            continue
        if block_id := block.get("block_id"):
            yield from length_problems(block, "block_id", 255, at)
            if block_id in seen:
                yield f"block_id already used: {block_id} [json-pointer:{at}/block_id]"
            seen.add(block_id)
        yield from check(block, at)
    if (
        sum(isinstance(each, dict) and each.get("type") == "data_visualization" for each in blocks)
        > MAX_CHARTS
    ):
        yield f"no more than {MAX_CHARTS} data_visualization blocks allowed [json-pointer:/blocks]"


def _text(holder: Mapping[str, Any], name: str, limit: int, at: str, *, plain: bool = False) -> Problems:
    value = holder.get(name)
    if not isinstance(value, dict):
        yield f"missing required field: {name} [json-pointer:{at}]"
        return
    allowed = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if value.get("type") not in allowed:
        yield f"unsupported type: {value.get('type')} [json-pointer:{at}/{name}/type]"
    yield from length_problems(value, "text", limit, f"{at}/{name}")


def _section(block: Json, at: str) -> Problems:
    if "text" not in block and "fields" not in block:
        yield f"missing required field: text [json-pointer:{at}]"
    if "text" in block:
        yield from _text(block, "text", 3000, at)
    if "fields" in block:
        for problem, item, where in each_item(block, "fields", 10, at):
            yield from [problem] if problem else length_problems(item, "text", 2000, where)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{at}/accessory")


def _header(block: Json, at: str) -> Problems:
    yield from _text(block, "text", 150, at, plain=True)


def _context(block: Json, at: str) -> Problems:
    for problem, item, where in each_item(block, "elements", 10, at):
        if problem:
            yield problem
        elif item.get("type") == "image":
            yield from _image(item, where)
        elif item.get("type") in ("plain_text", "mrkdwn"):
            yield from length_problems(item, "text", 3000, where)
        else:
            yield f"unsupported type: {item.get('type')} [json-pointer:{where}/type]"


def _actions(block: Json, at: str) -> Problems:
    seen: set[str] = set()
    for problem, item, where in each_item(block, "elements", 25, at):
        if problem:
            yield problem
            continue
        yield from _element(item, where)
        action_id = item.get("action_id")
        if action_id in seen:
            yield f"action_id already used: {action_id} [json-pointer:{where}/action_id]"
        if action_id:
            seen.add(action_id)


def _image(block: Json, at: str) -> Problems:
    yield from length_problems(block, "alt_text", 2000, at)
    if "slack_file" not in block:
        yield from length_problems(block, "image_url", 3000, at)


def _markdown(block: Json, at: str) -> Problems:
    yield from length_problems(block, "text", 12_000, at)


def _divider(block: Json, at: str) -> Problems:
    yield from ()


def _element(element: object, at: str) -> Problems:
    kind = element.get("type") if isinstance(element, dict) else None
    check = _INTERACTIVE.get(str(kind))
    if not isinstance(element, dict) or (check is None and kind != "image"):
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
    elif check is None:
        yield from _image(element, at)
    else:
        yield from length_problems(element, "action_id", 255, at, required=False)
        yield from check(element, at)
        if "confirm" in element:
            yield from _confirm(element["confirm"], f"{at}/confirm")


def _button(element: Json, at: str) -> Problems:
    yield from _text(element, "text", 75, at, plain=True)
    yield from length_problems(element, "value", 2000, at, required=False)
    yield from length_problems(element, "url", 3000, at, required=False)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield f"unsupported style: {element['style']} [json-pointer:{at}/style]"


def _overflow(element: Json, at: str) -> Problems:
    yield from _options(element, 5, at)


def _select(element: Json, at: str) -> Problems:
    yield from _options(element, 100, at)
    if "placeholder" in element:
        yield from _text(element, "placeholder", 150, at, plain=True)


def _options(element: Json, limit: int, at: str) -> Problems:
    for problem, item, where in each_item(element, "options", limit, at):
        if problem:
            yield problem
            continue
        yield from _text(item, "text", 75, where)
        yield from length_problems(item, "value", 150, where)
        yield from length_problems(item, "url", 3000, where, required=False)


def _confirm(confirm: object, at: str) -> Problems:
    if not isinstance(confirm, dict):
        yield f"must be an object [json-pointer:{at}]"
        return
    yield from _text(confirm, "title", 100, at, plain=True)
    yield from _text(confirm, "text", 300, at)
    yield from _text(confirm, "confirm", 30, at, plain=True)
    yield from _text(confirm, "deny", 30, at, plain=True)


def _rich_text(block: Json, at: str) -> Problems:
    for problem, item, where in each_item(block, "elements", 1000, at):
        yield from [problem] if problem else _rich_part(item, where)


def _rich_part(part: Json, at: str) -> Problems:
    kind = part.get("type")
    if kind not in ("rich_text_section", "rich_text_preformatted", "rich_text_quote", "rich_text_list"):
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    if kind == "rich_text_list" and part.get("style") not in ("bullet", "ordered"):
        yield f"unsupported style: {part.get('style')} [json-pointer:{at}/style]"
    for index, leaf in enumerate(part.get("elements") or ()):
        where = f"{at}/elements/{index}"
        if not isinstance(leaf, dict):
            yield f"must be an object [json-pointer:{where}]"
        elif kind == "rich_text_list":
            yield from _rich_part(leaf, where)
        else:
            yield from _rich_leaf(leaf, where)


def _rich_leaf(leaf: Json, at: str) -> Problems:
    required = _RICH_LEAVES.get(str(leaf.get("type")))
    if required is None:
        yield f"unsupported type: {leaf.get('type')} [json-pointer:{at}/type]"
    elif required == "timestamp":
        if not isinstance(leaf.get("timestamp"), int):
            yield f"must be an integer [json-pointer:{at}/timestamp]"
        yield from length_problems(leaf, "format", 3000, at)
    else:
        yield from length_problems(leaf, required, MAX_CHARACTERS, at)


_RICH_LEAVES = {
    "text": "text",
    "link": "url",
    "emoji": "name",
    "user": "user_id",
    "usergroup": "usergroup_id",
    "channel": "channel_id",
    "broadcast": "range",
    "color": "value",
    "date": "timestamp",
}

_INTERACTIVE: dict[str, Callable[[Json, str], Problems]] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": _select,
}

_BLOCKS: dict[str, Callable[[Json, str], Problems]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "markdown": _markdown,
    "divider": _divider,
    "rich_text": _rich_text,
    "data_visualization": chart_problems,
}
