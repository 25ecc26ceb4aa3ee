"""Spans → Slack's rich text, Slack's mrkdwn, and a plain sentence.

Whatever is literal stays literal: rich text has no markup, and in mrkdwn signs that Slack would read as
markup are escaped, or replaced by signs that look alike where it knows no escape.

https://docs.slack.dev/messaging/formatting-message-text
https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from itertools import groupby
from typing import Any, TypeAlias

from bot.model import spans
from bot.model.plain import printable
from bot.model.spans import Span, Text

Json: TypeAlias = dict[str, Any]

#: The longest text element, and the longest address of a link.
LONGEST_TEXT = 3000

_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_ID = re.compile(r"[A-Z][A-Z0-9]+")
_EMOJI = re.compile(r"[a-z0-9_+'-]+")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ALIKE = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_SHORTCODE = re.compile(r":(?=[\w+'-]+:)")
_QUOTE = re.compile(r"^\s*>")

#: Mentions: the element of rich text, and the mrkdwn.
_MENTIONS: dict[type, tuple[str, str]] = {
    spans.UserMention: ("user", "<@{}>"),
    spans.GroupMention: ("usergroup", "<!subteam^{}>"),
    spans.ChannelMention: ("channel", "<#{}>"),
}


def rich(lines: Iterable[Text]) -> list[Json]:
    """The elements of a rich text section, a line break between the lines."""
    drawn: list[Json] = []
    for at, line in enumerate(lines):
        drawn += [{"type": "text", "text": "\n"}] if at else []
        drawn += filter(lambda element: element.get("text") != "", map(_rich, line))
    elements: list[Json] = []
    for (is_text, style), alike in groupby(drawn, lambda each: (each["type"] == "text", each.get("style"))):
        if is_text:
            styled = {"style": style} if style else {}
            text = "".join(each["text"] for each in alike)
            elements += [piece | styled for piece in text_elements(text)]
        else:
            elements += alike
    return elements


def text_elements(text: str) -> list[Json]:
    """Elements of plain text, each as long as Slack takes."""
    pieces = (text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT))
    return [{"type": "text", "text": piece} for piece in pieces]


def _rich(span: Span) -> Json:
    match span:
        case str():
            return _plain(span)
        case spans.Bold(text):
            return _plain(text, "bold")
        case spans.Code(text) | spans.TypedLine(text):
            return _plain(text, "code")
        case spans.Link(url, text, bold) if is_linkable(url):
            link: Json = {"type": "link", "url": url, "text": printable(text) or url}
            return link | ({"style": {"bold": True}} if bold else {})
        case spans.Link(_, text, bold=True):
            return _plain(text, "bold")
        case spans.Emoji(name) if _EMOJI.fullmatch(name):
            return {"type": "emoji", "name": name}
        case spans.UserMention(id) | spans.GroupMention(id) | spans.ChannelMention(id) if _ID.fullmatch(id):
            kind, _ = _MENTIONS[type(span)]
            return {"type": kind, f"{kind}_id": id}
        case spans.Timestamp():
            at, form, fallback = _date(span)
            return {"type": "date", "timestamp": at, "format": form, "fallback": fallback}
        case _:
            return _plain(words(span))


def _plain(text: str, style: str = "") -> Json:
    element: Json = {"type": "text", "text": printable(text)}
    return element | ({"style": {style: True}} if style else {})


def mrkdwn(line: Iterable[Span]) -> str:
    """One line of mrkdwn, for small print."""
    markup = ""
    for span in _joined(line):
        if isinstance(span, spans.Emoji) and markup and not markup[-1].isspace():
            markup += " "  # else ":a" before ":x:" would make another sign
        markup += _marked(span)
    return markup


def plain_sentence(line: Text) -> str:
    """One line without formatting: a notification's text."""
    formatted = spans.Bold | spans.Code | spans.Link | spans.TypedLine
    return mrkdwn(words(span) if isinstance(span, formatted) else span for span in line)


def words(span: Span) -> str:
    """What a span says, without its formatting."""
    match span:
        case str():
            return span
        case spans.Timestamp():
            return _date(span)[2]
        case spans.TypedLine(text) | spans.Emoji(text):
            return text
        case spans.UserMention(id) | spans.GroupMention(id) | spans.ChannelMention(id):
            return id
        case spans.Bullet():
            return ""
        case _:
            return span.text


def _joined(line: Iterable[Span]) -> Text:
    """Neighbouring literals as one, so that markup can't hide between two."""
    joined: list[Span] = []
    for span in line:
        if isinstance(span, str) and joined and isinstance(joined[-1], str):
            joined[-1] += span
        else:
            joined.append(span)
    return tuple(joined)


def _marked(span: Span) -> str:
    match span:
        case spans.Bold(text):
            return f"*{_literal(text)}*" if text.strip() else ""
        case spans.Code(text) | spans.TypedLine(text):
            inner = _escaped(printable(text).replace("`", "ˋ"))
            return f"`{inner}`" if inner.strip() else ""
        case spans.Link(url, text) if is_linkable(url):
            return f"<{_escaped(url)}|{_literal(text).replace('|', '¦') or _escaped(url)}>"
        case spans.Emoji(name) if _EMOJI.fullmatch(name):
            return f":{name}:"
        case spans.UserMention(id) | spans.GroupMention(id) | spans.ChannelMention(id) if _ID.fullmatch(id):
            return _MENTIONS[type(span)][1].format(id)
        case spans.Timestamp():
            at, form, fallback = _date(span)
            return f"<!date^{at}^{form}|{fallback}>"
        case _:
            return _literal(words(span))


def _literal(text: str) -> str:
    seen = _SHORTCODE.sub("꞉", _UNDERSCORE.sub("ˍ", _QUOTE.sub("›", printable(text))))
    return _escaped(seen.translate(_ALIKE))


def _escaped(text: str) -> str:
    return text.translate(_ENTITIES)


def is_linkable(url: str) -> bool:
    """Whether ``url`` is an address that Slack links to."""
    return len(url) <= LONGEST_TEXT and _ADDRESS.fullmatch(printable(url)) is not None


def _date(when: spans.Timestamp) -> tuple[int, str, str]:
    """Unix time, what Slack shows of it, and what is shown where Slack can't."""
    at = when.at if when.at.tzinfo else when.at.replace(tzinfo=UTC)
    clock = "{date_short_pretty} {time}" if when.day else "{time}"
    form = clock if when.clock else "{ago}"
    return int(at.timestamp()), form, f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def length(span: Span) -> int:
    """In characters; what Slack writes itself counts as one."""
    return len(span if isinstance(span, str) else getattr(span, "text", "·"))


def cut(line: Text, most: int) -> Text:
    """The first ``most`` characters, with an ellipsis where something is left out."""
    for at, span in enumerate(line):
        if length(span) > most:
            return (*line[:at], *_beginning(span, most), "…")
        most -= length(span)
    return line


def _beginning(span: Span, most: int) -> Text:
    match span:
        case str():
            return (span[:most],)
        case spans.Bold(text) | spans.Code(text) | spans.Link(_, text) if most:
            return (replace(span, text=text[:most]),)
    return ()


def short_label(text: str, limit: int) -> str:
    """A plain text of at most so many characters, and of one at least."""
    seen = printable(text).strip() or "…"
    return seen if len(seen) <= limit else seen[: limit - 1].rstrip() + "…"
