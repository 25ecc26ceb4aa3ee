"""Messages in a terminal: what `ringmaster say` prints."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from bot.model import spans
from bot.model.message import Block, Buttons, CodeBlock, Divider, File, Lines, Message, Small
from bot.model.outbox import PostedMessage, Whole
from bot.model.plain import printable
from bot.model.request import Request
from bot.model.spans import Span, Text

_SIGNS = {
    "arrows_counterclockwise": "🔄",
    "grey_question": "❔",
    "heavy_minus_sign": "➖",
    "lock": "🔒",
    "no_entry_sign": "🚫",
    "raised_hand": "✋",
    "white_check_mark": "✅",
    "white_circle": "⚪",
    "x": "❌",
}
#: Files up to this size are printed, if they are text.
_PRINTED = 100_000


def render_text(message: Message, now: datetime | None = None) -> str:
    """The message as lines of text, without what a terminal would obey. ``now`` counts "12 min ago"."""
    at = now or datetime.now(UTC)
    shown = [lines for block in message.blocks if (lines := "\n".join(_block(block, at)).strip("\n"))]
    return "\n".join(shown) or _text(message.text, at)


def _block(block: Block, now: datetime) -> Iterator[str]:
    match block:
        case Lines(lines):
            yield from (_text(line, now) for line in lines)
        case CodeBlock(code):
            yield from (f"    {line}" for line in printable(code, keep="\n\t").strip("\n").split("\n"))
        case Small(line):
            yield _text(line, now)
        case Buttons(items, more):
            for button in (*items, *more):
                yield f"  › {printable(button.label)}: {printable(button.url or button.line or '')}"
        case Divider():
            yield "─" * 40


def _text(line: Text, now: datetime) -> str:
    return "".join(_span(span, now) for span in line)


def _span(span: Span, now: datetime) -> str:
    match span:
        case str():
            return printable(span)
        case spans.Bold(text):
            return printable(text)
        case spans.Code(text) | spans.TypedLine(text):
            return f"`{printable(text)}`"
        case spans.Link(url, text):
            return f"{printable(text)} ({printable(url)})" if text else printable(url)
        case spans.Emoji(name):
            return _SIGNS.get(name, f":{printable(name)}:")
        case spans.UserMention(id) | spans.GroupMention(id):
            return f"@{printable(id)}"
        case spans.ChannelMention(id):
            return f"#{printable(id)}"
        case spans.Timestamp():
            return _when(span, now)


def _when(when: spans.Timestamp, now: datetime) -> str:
    at = when.at if when.at.tzinfo else when.at.replace(tzinfo=UTC)
    if when.clock:
        return f"{at.astimezone():%H:%M}"
    seconds = int((now - at).total_seconds())
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if abs(seconds) >= length:
            ago = f"{abs(seconds) // length} {unit}"
            return f"{ago} ago" if seconds > 0 else f"in {ago}"
    return "just now"


class TerminalOutbox:
    """Prints messages. ``refused``: the last answer was a refusal.

    ``json`` turns a message into the document that is printed in place of text, one a line; its thread
    and the names of its files are part of it.
    """

    def __init__(
        self,
        *,
        json: Callable[[Message], Mapping[str, object]] | None = None,
        write: Callable[[str], object] = print,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.refused = False
        self._json = json
        self._write = write
        self._now = now
        self._timestamps = count(1)

    async def answer(
        self, request: Request, message: Message, whole: Whole | None = None
    ) -> PostedMessage | None:
        self.refused = message.refusal
        self._print(message)
        ts = str(next(self._timestamps))
        return PostedMessage(replace(request.place, thread=request.place.thread or ts), ts)

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        if self._json is None:
            self._print(message)
        return PostedMessage(posted.place, str(next(self._timestamps)))

    async def update(self, posted: PostedMessage, message: Message) -> None:
        self._print(message)

    async def replace(self, request: Request, message: Message) -> None:
        """Nothing is pressed in a terminal."""

    async def leave(self, request: Request) -> None:
        """Likewise."""

    async def share(self, posted: PostedMessage, file: File) -> None:
        with closing(file):
            if self._json is None:
                self._write(_file(file))

    def _print(self, message: Message) -> None:
        if self._json is None:
            self._write(render_text(message, self._now() if self._now else None))
        else:
            self._write(json.dumps(_document(self._json, message), ensure_ascii=False))


def _document(draw: Callable[[Message], Mapping[str, object]], message: Message) -> Mapping[str, object]:
    document = dict(draw(message))
    if message.thread:
        document["thread"] = [_document(draw, each) for each in message.thread]
    if message.files:
        document["files"] = [{"name": file.name, "bytes": file.size} for file in message.files]
    return document


def _file(file: File) -> str:
    """The file itself where it is a text, else its name and size."""
    heading = f"{printable(file.title or file.name)} ({file.size:,} bytes)"
    if file.size <= _PRINTED:
        with suppress(UnicodeDecodeError):
            return f"{heading}\n{printable(b''.join(file.pieces()).decode(), keep=chr(10) + chr(9))}"
    return heading
