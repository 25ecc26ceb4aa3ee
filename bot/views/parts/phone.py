"""How much of a phone's screen a message takes: an answer that explains is one screen."""

from collections.abc import Iterable
from typing import assert_never

from bot.model import spans
from bot.model.message import Block, Buttons, CodeBlock, Divider, LineChart, Lines, Small
from bot.model.spans import Span, Text

#: Lines of a screen, and of a list's entry; characters of a line; how many buttons stand beside each other.
SCREEN, ENTRY_ROWS, ROW_WIDTH, _ABREAST = 22, 2, 45, 3
#: Characters of what Slack puts in itself: a name, "12 min ago".
_NAME, _WHEN = 12, 12
#: Lines of a chart.
_CHART = 10


def text_rows(text: Text | str) -> int:
    """Lines of a phone that one line takes."""
    return _rows(sum(map(_width, (text,) if isinstance(text, str) else text)))


def short_entry(*tellings: Text) -> Text:
    """The first of several ways to tell a list's entry that is short enough, else the last."""
    return next((told for told in tellings if text_rows(told) <= ENTRY_ROWS), tellings[-1])


def code_rows(code: str) -> int:
    return sum(_rows(len(line)) for line in code.split("\n"))


def screen_rows(blocks: Iterable[Block]) -> int:
    """Lines of a phone that all of it takes."""
    return sum(map(_block_rows, blocks))


def _block_rows(block: Block) -> int:
    match block:
        case Lines(lines):
            return sum(map(text_rows, lines))
        case CodeBlock(code):
            return code_rows(code)
        case Small(text):
            return text_rows(text)
        case Buttons(items, more):
            return -(-(len(items) + bool(more)) // _ABREAST)
        case Divider():
            return 1
        case LineChart():
            return _CHART
    assert_never(block)


def _rows(characters: int) -> int:
    return max(1, -(-characters // ROW_WIDTH))


def _width(span: Span) -> int:
    match span:
        case str():
            return len(span)
        case spans.Bold(text) | spans.Code(text):
            return len(text)
        case spans.Link(url, text):
            return len(text or url)
        case spans.TypedLine(line):
            return len(line) + len("@ringmaster ")
        case spans.Emoji() | spans.Bullet():
            return 2
        case spans.Timestamp():
            return _WHEN
        case spans.UserMention() | spans.GroupMention() | spans.ChannelMention():
            return _NAME
    assert_never(span)
