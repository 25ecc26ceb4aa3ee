"""Message → Block Kit, inside every limit of Slack's, whatever its size.

https://docs.slack.dev/reference/block-kit/blocks
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

from bot.model.message import Block, Buttons, CodeBlock, Divider, LineChart, Lines, Message, Small
from bot.model.plain import printable
from bot.model.spans import Bullet, Text
from bot.slack.drawing import spans
from bot.slack.drawing.buttons import ButtonRows
from bot.slack.drawing.chart import MOST_CHARTS, chart_block
from bot.slack.drawing.spans import LONGEST_TEXT, Json, mrkdwn, plain_sentence

#: Characters of blocks in a message. Slack refuses about 13,200 though each limit holds:
#: https://github.com/slackapi/bolt-js/issues/2509
BUDGET = 12_500
_MOST_BLOCKS = 50
#: What a paragraph has at least, however full the message is.
_LEAST = 200
#: Characters of a log that are looked at.
_LOG = 4 * BUDGET
#: Characters of small print, markup included.
_SMALL = 1000

DrawnBlocks: TypeAlias = list[tuple[Block, Json]]


def blocks(message: Message) -> list[Json]:
    """The message's blocks; its sentence as a paragraph where it has none."""
    rows = ButtonRows(message)
    drawn = [(part, block) for part in _few_charts(message) if (block := _draw(part, rows)) is not None]
    if not drawn and (block := _paragraph((message.text,))) is not None:
        drawn = [(Lines((message.text,)), block)]
    return [block for _, block in _within_budget(_few_enough(drawn))]


def text(message: Message) -> str:
    """The notification: one sentence."""
    return plain_sentence(_fitting(message.text, LONGEST_TEXT, lambda line: len(plain_sentence(line)))) or "…"


def payload(message: Message) -> Json:
    """What every way of saying ``message`` has in common."""
    return {"text": text(message), "blocks": blocks(message)}


def _draw(part: Block, rows: ButtonRows) -> Json | None:
    """The block, whole; None where it shows nothing."""
    match part:
        case Lines(lines):
            return _paragraph(lines)
        case CodeBlock(code):
            if not (shown := _end(code)).strip():
                return None
            return _preformatted(shown) if len(code) <= _LOG else _last_lines(code, BUDGET)
        case Small(line):
            markup = mrkdwn(_fitting(line, _SMALL, lambda line: len(mrkdwn(line))))
            return _context(markup) if markup.strip() else None
        case Buttons():
            return rows.draw(part)
        case Divider():
            return {"type": "divider"}
        case LineChart():
            return chart_block(part)


# Inside the limits


def _few_charts(message: Message) -> list[Block]:
    charts = [part for part in message.blocks if isinstance(part, LineChart)]
    return [part for part in message.blocks if part not in charts[MOST_CHARTS:]]


def _few_enough(drawn: DrawnBlocks) -> DrawnBlocks:
    """At most as many blocks as Slack takes; the last, which has the buttons, stays."""
    if len(drawn) <= _MOST_BLOCKS:
        return drawn
    kept = _MOST_BLOCKS - 2
    note = (f"… {len(drawn) - kept - 1:,} more parts",)
    return [*drawn[:kept], (Small(note), _context(mrkdwn(note))), drawn[-1]]


def _within_budget(drawn: DrawnBlocks) -> DrawnBlocks:
    """Shortens the longest paragraphs; where that is not enough, leaves out the largest of the rest."""
    drawn = list(drawn)
    while True:
        sizes = [_size(block) + len(", ") for _, block in drawn]
        rigid = [at for at, (part, _) in enumerate(drawn) if not isinstance(part, Lines | CodeBlock)]
        left = BUDGET - sum(sizes[at] for at in rigid)
        if not rigid or left >= _LEAST * (len(drawn) - len(rigid)):
            break
        drawn.pop(max(rigid, key=lambda at: (sizes[at], at)))
    cap = _cap([size for at, size in enumerate(sizes) if at not in rigid], left)
    return [
        (part, _shortened(part, block, cap - len(", ")) if sizes[at] > cap else block)
        for at, (part, block) in enumerate(drawn)
    ]


def _cap(sizes: Iterable[int], budget: int) -> int:
    """The size to which the largest must shrink so that all fit; the small ones stay whole."""
    ordered = sorted(sizes)
    for at, size in enumerate(ordered):
        share = budget // (len(ordered) - at)
        if size > share:
            return share
        budget -= size
    return BUDGET


def _shortened(part: Block, block: Json, limit: int) -> Json:
    match part:
        case Lines(lines):
            return _first_lines(lines, limit)
        case CodeBlock(code):
            return _last_lines(code, limit)
    return block


def _first_lines(lines: Sequence[Text], limit: int) -> Json:
    """The beginning of a paragraph; its first line at least, as much as there is room for."""

    def first(number: int) -> Json:
        return _section([*lines[:number], *_note(len(lines) - number, "more")])

    if number := _largest(len(lines), lambda number: _size(first(number)) <= limit):
        return first(number)
    note = _note(len(lines) - 1, "more")
    line = _fitting(lines[0], limit, lambda line: _size(_section([line, *note])))
    return _section([line, *note])


def _last_lines(code: str, limit: int) -> Json:
    """The end of a log, where it says what went wrong."""
    lines = _end(code).split("\n")
    total = code.strip("\n").count("\n") + 1

    def last(number: int, length: int | None = None) -> Json:
        note = "".join(f"{each[0]}\n" for each in _note(total - number, "earlier"))
        end = "\n".join(lines[-number:])
        return _preformatted(note + (end if length is None else f"…{end[len(end) - length :]}"))

    if number := _largest(len(lines), lambda number: _size(last(number)) <= limit):
        return last(number)
    return last(1, _largest(len(lines[-1]), lambda length: _size(last(1, length)) <= limit))


def _note(hidden: int, which: str) -> tuple[tuple[str], ...]:
    return ((f"… {hidden:,} {which} {'line' if hidden == 1 else 'lines'}",),) if hidden else ()


def _fitting(line: Text, limit: int, size: Callable[[Text], int]) -> Text:
    """``line``, or as much of its beginning as fits."""
    if size(line) <= limit:
        return line
    whole = sum(map(spans.length, line))
    return spans.cut(line, _largest(whole, lambda most: size(spans.cut(line, most)) <= limit))


def _largest(highest: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to ``highest`` that fits; 0 where none does. Tries no more than twice as much."""
    beyond = 1
    while beyond <= highest and fits(beyond):
        beyond *= 2
    tried = range(beyond // 2 + 1, min(beyond, highest + 1))
    return beyond // 2 + bisect_left(tried, True, key=lambda number: not fits(number))


def _size(block: Json) -> int:
    """In UTF-16 units, as JavaScript counts characters."""
    return len(json.dumps(block, ensure_ascii=False).encode("utf-16-le")) // 2


# Blocks


def _paragraph(lines: Sequence[Text]) -> Json | None:
    elements = (element for line in lines for element in spans.rich([line]))
    shows = any(element["type"] != "text" or element["text"].strip() for element in elements)
    return _section(lines) if shows else None


def _section(lines: Sequence[Text]) -> Json:
    """A rich text: what begins with a bullet as a list, all else as sections."""
    return {"type": "rich_text", "elements": list(_parts(lines))}


def _parts(lines: Sequence[Text]) -> Iterator[Json]:
    for listed, several in groupby(lines, lambda line: line[:1] == (Bullet(),)):
        if not listed:
            yield _part("section", spans.rich(several))
        elif entries := [_part("section", drawn) for line in several if (drawn := spans.rich([line]))]:
            yield _part("list", entries) | {"style": "bullet"}


def _end(code: str) -> str:
    """As much of the end as may ever be shown."""
    return printable(code[-_LOG:], keep="\n\t").strip("\n")


def _preformatted(code: str) -> Json:
    return {"type": "rich_text", "elements": [_part("preformatted", spans.text_elements(code))]}


def _part(kind: str, elements: list[Json]) -> Json:
    return {"type": f"rich_text_{kind}", "elements": elements}


def _context(markup: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": markup, "verbatim": True}]}
