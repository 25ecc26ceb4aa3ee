"""Messages in a terminal: what `ringmaster say` prints."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.model import spans
from bot.model.message import Block, Buttons, CodeBlock, Divider, File, LineChart, Lines, Message, Small
from bot.model.outbox import PostedMessage, Whole
from bot.model.plain import printable
from bot.model.request import Place, Request
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
        case LineChart():
            yield printable(block.words)


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
        case spans.Bullet():
            return "  • "


def _when(when: spans.Timestamp, now: datetime) -> str:
    at = when.at if when.at.tzinfo else when.at.replace(tzinfo=UTC)
    if when.clock:
        return f"{at.astimezone():{'%d %b %H:%M' if when.day else '%H:%M'}}"
    return _ago(now - at)


def _ago(past: timedelta) -> str:
    """How long it is past, rounded as in Slack: ``12 min ago``, ``7 days ago``, ``in 3 h``."""
    size = abs(past.total_seconds())
    if size < 45:
        return "just now" if past >= timedelta() else "in a moment"
    if size < 3_570:
        length = f"{max(1, round(size / 60))} min"
    elif size < 84_600:
        length = f"{max(1, round(size / 3_600))} h"
    else:
        days = round(size / 86_400)
        length = f"{days} day{'s' if days != 1 else ''}"
    return f"{length} ago" if past > timedelta() else f"in {length}"


class TerminalOutbox:
    """Prints messages. ``refused``: the last answer was a refusal.

    ``json`` turns a message into the document that is printed in place of text, one a line; its thread
    and the names of its files are part of it. Without ``follow`` a message is printed by `finish`, as it was
    drawn last.
    """

    def __init__(
        self,
        *,
        follow: bool = True,
        json: Callable[[Message], Mapping[str, object]] | None = None,
        write: Callable[[str], object] = print,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.refused = False
        self._json = json
        self._write = write
        self._now = now
        self._timestamps = count(1)
        self._follow = follow
        self._last: dict[str, Message] = {}
        self._files: dict[str, str] = {}

    async def answer(
        self, request: Request, message: Message, whole: Whole | None = None
    ) -> PostedMessage | None:
        self.refused = message.refusal
        ts = str(next(self._timestamps))
        self._show(ts, message)
        return PostedMessage(replace(request.place, thread=request.place.thread or ts), ts)

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        ts = str(next(self._timestamps))
        if self._json is None:
            self._show(ts, message)
        return PostedMessage(posted.place, ts)

    async def say(self, place: Place, message: Message) -> PostedMessage:
        return await self.post(PostedMessage(place, ""), message)

    async def update(self, posted: PostedMessage, message: Message, *, once: bool = False) -> None:
        self._show(posted.ts, message)

    async def replace(self, request: Request, message: Message) -> None:
        """Nothing is pressed in a terminal."""

    async def leave(self, request: Request) -> None:
        """Likewise."""

    async def permalink(self, posted: PostedMessage) -> str | None:
        """Nothing of a terminal's has one."""
        return None

    def takes_charts(self, workspace: str) -> bool:
        """In words."""
        return True

    async def share(self, posted: PostedMessage, file: File) -> None:
        with closing(file):
            if self._json is None:
                self._files[file.name] = _file(file)
                if self._follow:
                    self._write(self._files[file.name])

    def finish(self) -> None:
        """Print what was kept: each message as it was at last, then the files."""
        if not self._follow:
            for message in self._last.values():
                self._print(message)
            for text in self._files.values():
                self._write(text)

    def _show(self, ts: str, message: Message) -> None:
        self._last[ts] = message
        if self._follow:
            self._print(message)

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
    """The file itself where it is a text that was asked for, else its name and size."""
    heading = f"{printable(file.title or file.name)} ({file.size:,} bytes)"
    if file.size <= _PRINTED and not file.beside:
        with suppress(UnicodeDecodeError):
            return f"{heading}\n{printable(b''.join(file.pieces()).decode(), keep=chr(10) + chr(9))}"
    return heading
