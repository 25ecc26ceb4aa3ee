"""Spans → Slack's rich text, Slack's mrkdwn, and a plain sentence.

Whatever is literal stays literal: rich text has no markup, and in mrkdwn signs that Slack would read as
markup are escaped, or replaced by signs that look alike where it knows no escape.

https://docs.slack.dev/messaging/formatting-message-text
https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.model.plain import printable
from bot.model.spans import (
    Bold,
    ChannelMention,
    Code,
    Emoji,
    GroupMention,
    Link,
    Span,
    Text,
    Timestamp,
    TypedLine,
    UserMention,
)

Json: TypeAlias = dict[str, Any]

#: The longest text element, and the longest address of a link.
LONGEST_TEXT = 3000

_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_ID = re.compile(r"[A-Z][A-Z0-9]+")
_EMOJI = re.compile(r"[a-z0-9_+'-]+")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ALIKE = {"*": "∗", "~": "∼", "`": "ˋ"}
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_SHORTCODE = re.compile(r":(?=[\w+'-]+:)")
_QUOTE = re.compile(r"^\s*>")


def rich(lines: Iterable[Text]) -> list[Json]:
    """The elements of a rich text section, a line break between the lines."""
    elements: list[Json] = []
    for at, line in enumerate(lines):
        for element in ([{"type": "text", "text": "\n"}] if at else []) + [_rich(span) for span in line]:
            last = elements[-1] if elements else {}
            if element.get("text") == "":
                continue
            if element["type"] == last.get("type") == "text" and element.get("style") == last.get("style"):
                element["text"] = elements.pop()["text"] + element["text"]
            elements += _split(element)
    return elements


def _split(element: Json) -> list[Json]:
    if element["type"] != "text" or len(element["text"]) <= LONGEST_TEXT:
        return [element]
    text = element["text"]
    return [element | {"text": text[at : at + LONGEST_TEXT]} for at in range(0, len(text), LONGEST_TEXT)]


def _rich(span: Span) -> Json:
    match span:
        case str():
            return _plain(span)
        case Bold(text):
            return _plain(text, bold=True)
        case Code(text) | TypedLine(text):
            return _plain(text, code=True)
        case Link(url, text, bold):
            if not is_linkable(url):
                return _plain(text, **({"bold": True} if bold else {}))
            link: Json = {"type": "link", "url": url, "text": printable(text) or url}
            return link | ({"style": {"bold": True}} if bold else {})
        case Emoji(name):
            return {"type": "emoji", "name": name} if _EMOJI.fullmatch(name) else _plain(name)
        case UserMention(id):
            return {"type": "user", "user_id": id} if _ID.fullmatch(id) else _plain(id)
        case GroupMention(id):
            return {"type": "usergroup", "usergroup_id": id} if _ID.fullmatch(id) else _plain(id)
        case ChannelMention(id):
            return {"type": "channel", "channel_id": id} if _ID.fullmatch(id) else _plain(id)
        case Timestamp():
            return {
                "type": "date",
                "timestamp": _timestamp(span.at),
                "format": _format(span),
                "fallback": _fallback(span.at),
            }


def _plain(text: str, **style: bool) -> Json:
    element: Json = {"type": "text", "text": printable(text)}
    return element | ({"style": style} if style else {})


def mrkdwn(line: Text) -> str:
    """One line of mrkdwn, for small print."""
    return "".join(_separated(_joined(line), _marked))


def plain_sentence(line: Text) -> str:
    """One line without formatting: a notification's text."""
    return "".join(_separated(_joined(map(_unformatted, line)), _spoken))


def _unformatted(span: Span) -> Span:
    return (
        span.text
        if isinstance(span, Bold | Code | Link)
        else span.line
        if isinstance(span, TypedLine)
        else span
    )


def _separated(line: Text, draw: Callable[[Span], str]) -> Iterable[str]:
    before = ""
    for span in line:
        drawn = draw(span)
        if isinstance(span, Emoji) and before and not before[-1].isspace():
            yield " "  # else ":a" before ":x:" would make another sign
        yield drawn
        before = drawn or before


def _joined(line: Iterable[Span]) -> Text:
    """Neighbouring literals as one, so that markup can't hide between two."""
    spans: list[Span] = []
    for span in line:
        if isinstance(span, str) and spans and isinstance(spans[-1], str):
            spans[-1] += span
        else:
            spans.append(span)
    return tuple(spans)


def _marked(span: Span) -> str:
    match span:
        case Bold(text):
            return f"*{_literal(text)}*" if text.strip() else ""
        case Code(text) | TypedLine(text):
            inner = _escaped(printable(text).replace("`", _ALIKE["`"]))
            return f"`{inner}`" if inner.strip() else ""
        case Link(url, text) if is_linkable(url):
            return f"<{_escaped(url)}|{_literal(text).replace('|', '¦') or _escaped(url)}>"
        case _:
            return _spoken(span)


def _spoken(span: Span) -> str:
    match span:
        case str():
            return _literal(span)
        case Bold(text) | Code(text) | Link(_, text) | TypedLine(text):
            return _literal(text)
        case Emoji(name):
            return f":{name}:" if _EMOJI.fullmatch(name) else _literal(name)
        case UserMention(id):
            return f"<@{id}>" if _ID.fullmatch(id) else _literal(id)
        case GroupMention(id):
            return f"<!subteam^{id}>" if _ID.fullmatch(id) else _literal(id)
        case ChannelMention(id):
            return f"<#{id}>" if _ID.fullmatch(id) else _literal(id)
        case Timestamp():
            return f"<!date^{_timestamp(span.at)}^{_format(span)}|{_fallback(span.at)}>"


def _literal(text: str) -> str:
    seen = _SHORTCODE.sub("꞉", _UNDERSCORE.sub("ˍ", _QUOTE.sub("›", printable(text))))
    return _escaped("".join(_ALIKE.get(sign, sign) for sign in seen))


def _escaped(text: str) -> str:
    return "".join(_ENTITIES.get(sign, sign) for sign in text)


def is_linkable(url: str) -> bool:
    """Whether ``url`` is an address that Slack links to."""
    return len(url) <= LONGEST_TEXT and _ADDRESS.fullmatch(printable(url)) is not None


def _timestamp(at: datetime) -> int:
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


def _format(when: Timestamp) -> str:
    return "{time}" if when.clock else "{ago}"


def _fallback(at: datetime) -> str:
    return f"{datetime.fromtimestamp(_timestamp(at), UTC):%Y-%m-%d %H:%M} UTC"


def cut(line: Text, length: int) -> Text:
    """The first ``length`` characters, with an ellipsis where something is left out."""
    spans: list[Span] = []
    left = length
    for span in line:
        text = span if isinstance(span, str) else getattr(span, "text", "·")
        if len(text) <= left:
            spans.append(span)
            left -= len(text)
            continue
        if left:
            spans.append(_shortened(span, left))
        return (*spans, "…")
    return tuple(spans)


def _shortened(span: Span, length: int) -> Span:
    match span:
        case str():
            return span[:length]
        case Bold(text) | Code(text) | Link(_, text):
            return replace(span, text=text[:length])
        case _:
            return ""
