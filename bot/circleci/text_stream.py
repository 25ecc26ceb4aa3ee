"""Sans-I/O: long texts in a JSON body, bytes in and texts out, as they come.

It may have hundreds of megabytes, all of them in one string, so it is never held whole: memory is bounded by
the pieces that are fed. Behind an ``output_url`` is an array of ``{"message": …, "time": …, "type": …}``; a
configuration is an object whose members are texts.
"""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Collection, Generator, Sequence
from functools import partial

from bot.circleci.errors import Unreadable

_SPACES = re.compile(r"[ \t\n\r]*")
_LITERAL = re.compile(r"[-+.\w]*")
#: A string's contents, up to its end or an escape that is not all there yet: the first half of a surrogate
#: pair is not, until it can be told what follows it.
_INSIDE = re.compile(
    r"""[^"\\]*+(?:
        \\(?: [^u] | u(?![dD][89abAB])[^"\\]{4} | u[^"\\]{4}(?=[^\\]|\\[^u]|\\u[^"\\]{4}) )
        [^"\\]*+
    )*""",
    re.VERBOSE,
)
_LONE = re.compile("[\ud800-\udfff]")
_LONGEST_LITERAL = 1000
_DEEPEST = 50
_DECODER = json.JSONDecoder(strict=False)

#: A part of the parser: asks for more text by yielding.
_Part = Generator[None]


class _TextStream:
    """The texts of the members of one body that have these names. Raises Unreadable for other JSON.

    What is not UTF-8, or half of a surrogate pair, becomes U+FFFD. Other members are skipped.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._text = ""
        self._at = 0
        self._ended = False
        self._found: list[tuple[str, str]] = []
        self._parser = self._body()

    def _values(self) -> _Part:
        """The body: what is in it is in ``_found`` then."""
        raise NotImplementedError

    def _fed(self, data: bytes) -> list[tuple[str, str]]:
        """What ``data`` brought: pieces of texts, each with the name of its member."""
        return self._take(self._decoder.decode(data))

    def _rest(self) -> list[tuple[str, str]]:
        """What was still held back."""
        self._ended = True
        return self._take(self._decoder.decode(b"", final=True))

    def _take(self, text: str) -> list[tuple[str, str]]:
        self._text = self._text[self._at :] + text
        self._at = 0
        try:
            next(self._parser)
        except StopIteration:
            raise Unreadable("the answer ends, and goes on") from None
        found, self._found = self._found, []
        return [(name, _LONE.sub("\ufffd", piece)) for name, piece in found if piece]

    def _body(self) -> _Part:
        yield from self._values()
        while True:
            self._skip_spaces()
            if self._at < len(self._text):
                raise Unreadable("the answer goes on after its end")
            yield

    def _several(self, opening: str, closing: str, depth: int, read: Callable[[], _Part]) -> _Part:
        """A list or an object: ``read`` reads what stands between its commas."""
        if depth > _DEEPEST:
            raise Unreadable("the answer is nested too deeply")
        yield from self._next(opening)
        if (yield from self._peek()) == closing:
            yield from self._next(closing)
            return
        sign, signs = ",", "," + closing
        while sign != closing:
            yield from read()
            sign = yield from self._next(signs)

    def _value(self, depth: int, name: str | None = None) -> _Part:
        """``name``: of the member whose text it is, if it is one; else it is skipped."""
        first = yield from self._peek()
        if first == '"':
            yield from self._string(None if name is None else lambda piece: self._found.append((name, piece)))
        elif first == "{":
            yield from self._several("{", "}", depth, partial(self._member, depth))
        elif first == "[":
            yield from self._several("[", "]", depth, partial(self._value, depth + 1))
        else:
            yield from self._literal()

    def _member(self, depth: int, *, own: bool = False) -> _Part:
        """``own``: of an object whose texts are meant, and of none within it."""
        parts: list[str] = []
        yield from self._string(parts.append if own else None)
        yield from self._next(":")
        name = "".join(parts).replace("-", "_")
        yield from self._value(depth + 1, name if own and name in self._names else None)

    def _string(self, into: Callable[[str], None] | None) -> _Part:
        """A string, piece by piece; ``into`` None: skipped."""
        yield from self._next('"')
        while True:
            found = _INSIDE.match(self._text, self._at)
            end = found.end() if found else self._at
            closed = self._text[end : end + 1] == '"'
            if into is not None:
                into(_unescaped(self._text[self._at : end]))
            self._at = end
            if closed:
                self._at += 1
                return
            if len(self._text) - end > 12:
                raise Unreadable("the answer has an escape that JSON has not")
            yield from self._more()

    def _literal(self) -> _Part:
        """A number, true, false or null."""
        while True:
            found = _LITERAL.match(self._text, self._at)
            end = found.end() if found else self._at
            if end - self._at > _LONGEST_LITERAL:
                raise Unreadable("the answer has a word that is too long")
            if end < len(self._text):
                break
            yield from self._more()
        try:
            json.loads(self._text[self._at : end])
        except ValueError:
            raise Unreadable("the answer is not JSON") from None
        self._at = end

    def _next(self, signs: str) -> Generator[None, None, str]:
        sign = yield from self._peek()
        if sign not in signs:
            raise Unreadable("the answer is not JSON")
        self._at += 1
        return sign

    def _peek(self) -> Generator[None, None, str]:
        """The next sign that is not a space."""
        while True:
            self._skip_spaces()
            if self._at < len(self._text):
                return self._text[self._at]
            yield from self._more()

    def _more(self) -> _Part:
        if self._ended:
            raise Unreadable("the answer breaks off")
        yield

    def _skip_spaces(self) -> None:
        if found := _SPACES.match(self._text, self._at):
            self._at = found.end()


class Messages(_TextStream):
    """What was printed, put together: ``feed`` it, then ``end``."""

    def __init__(self) -> None:
        super().__init__(("message",))

    def feed(self, data: bytes) -> str:
        """The text that ``data`` brought."""
        return "".join(piece for _, piece in self._fed(data))

    def end(self) -> str:
        """The text that was still held back."""
        return "".join(piece for _, piece in self._rest())

    def _values(self) -> _Part:
        return self._several("[", "]", 0, self._item)

    def _item(self) -> _Part:
        if (yield from self._peek()) != "{":
            raise Unreadable("the answer is not a list of messages")
        if not self._whole_item():
            yield from self._several("{", "}", 1, partial(self._member, 1, own=True))

    def _whole_item(self) -> bool:
        """Read an item that is here from its beginning to its end, as most are: faster."""
        try:
            item, end = _DECODER.raw_decode(self._text, self._at)
        except (ValueError, RecursionError):
            return False
        self._at = end
        if isinstance(said := item.get("message"), str):
            self._found.append(("message", said))
        return True


class Members(_TextStream):
    """The texts of an object, by the names of its members, hyphens or not: ``feed`` it, then ``end``."""

    def feed(self, data: bytes) -> Sequence[tuple[str, str]]:
        """The pieces that ``data`` brought."""
        return self._fed(data)

    def end(self) -> Sequence[tuple[str, str]]:
        """The pieces that were still held back."""
        return self._rest()

    def _values(self) -> _Part:
        return self._several("{", "}", 0, partial(self._member, 0, own=True))


def _unescaped(piece: str) -> str:
    if "\\" not in piece:
        return piece
    try:
        return str(_DECODER.decode(f'"{piece}"'))
    except ValueError:
        raise Unreadable("the answer has an escape that JSON has not") from None
