"""Hides secrets in a text that nobody has looked through: whatever looks like one becomes `MARK`.

A secret is known by its shape, by the name it is given, or because it looks like a key. What is no secret
may be hidden too; commits, UUIDs, digests, paths and versions are not.
"""

import re
from collections.abc import Iterable, Iterator

from bot.output.clean import Cleaner
from bot.output.secret_values import secret_values
from bot.output.shapes import LONGEST_SHAPE, SHAPES, WORD, Secret, looks_like_a_key

MARK = "[masked]"

#: A line that goes on for longer is looked through in pieces.
_LONGEST_LINE = 32 * 2**10
_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_KEY_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
#: A line within a key: one word, a header, or whatever ends with much of it.
_KEY_LINE = re.compile(r"\s*+(?:[\w-]++: .*|.*[\s|>:][A-Za-z0-9+/=]{40,}\s*+|\S*+\s*+)")
_GOES_ON = re.compile(r"[^\s\"']*")


class Masker:
    """Masks a stream: ``feed`` it, then ``end``. Holds what may yet turn out to be a secret.

    ``found``: something was masked.
    """

    def __init__(self) -> None:
        self.found = False
        self._text = ""
        self._within_word = False  # the secret goes on until the word ends
        self._within_key = False  # the same for a key of several lines

    def feed(self, text: str) -> str:
        """What is sure by now."""
        if self._within_word and (found := _GOES_ON.match(text)):
            text = text[found.end() :]
            self._within_word = not text
        self._text += text
        over = self._text.rfind("\n") + 1
        if len(self._text) - over > _LONGEST_LINE:
            cut = len(self._text) - LONGEST_SHAPE
            # Not within a word: a name may be told by how it begins.
            return self._given(self._text.rfind(" ", cut - LONGEST_SHAPE, cut) + 1 or cut)
        if not over:
            return ""
        rest, self._text = self._text[over:], self._text[:over]
        given = self._given(over)
        self._text = rest
        return given

    def end(self) -> str:
        """What was held back."""
        return self._given(len(self._text))

    def _given(self, cut: int) -> str:
        """The text up to ``cut``, or to the end of the secret that stands there."""
        text = self._text
        secrets = sorted(self._secrets(text))
        for secret in secrets:
            if secret.pattern_start < cut:
                cut = max(cut, secret.end)
        parts: list[str] = []
        at = 0
        for start, end in sorted((each.start, each.end) for each in secrets if each.pattern_start < cut):
            if start >= at:
                parts += [text[at:start], MARK]
                self.found = True
            at = max(at, end)
        self._within_word = 0 < len(text) == at and not text[-1].isspace()
        self._within_key = self._within_key and cut == len(text)
        self._text = text[cut:]
        return "".join([*parts, text[at:cut]])

    def _secrets(self, text: str) -> Iterator[Secret]:
        lowered = text.replace("İ", "i").lower()  # the one letter whose lower case is longer
        yield from self._keys(text)
        for shape in SHAPES:
            yield from shape.within(text, lowered)
        yield from secret_values(text, lowered)
        yield from (Secret(w.start(), *w.span()) for w in WORD.finditer(text) if looks_like_a_key(w[0]))

    def _keys(self, text: str) -> Iterator[Secret]:
        """Private keys, which have several lines, and may have begun before."""
        at = 0
        if self._within_key:
            at = self._key_end(text, 0, 0)
            yield Secret(0, 0, at)
        if "PRIVATE KEY" not in text:
            return
        while begins := _KEY_BEGINS.search(text, at):
            over = text.find("\n", begins.end())
            at = self._key_end(text, begins.end(), over + 1 if over >= 0 else len(text))
            yield Secret(begins.start(), begins.start(), at)

    def _key_end(self, text: str, at: int, sure: int) -> int:
        """Where a key ends; up to ``sure`` it does not. Remembers whether it goes on after the text."""
        while at < len(text):
            over = text.find("\n", at)
            over = len(text) if over < 0 else over
            ends = _KEY_ENDS.search(text, at, over)
            self._within_key = ends is None
            if ends:
                return ends.end()
            if at >= sure and not _KEY_LINE.fullmatch(text, at, over):
                self._within_key = False
                return at
            at = over + 1
        return len(text)


def through(filter: Cleaner | Masker, pieces: Iterable[str]) -> Iterator[str]:
    """What becomes of a stream, to its end."""
    yield from map(filter.feed, pieces)
    yield filter.end()


def mask_secrets(text: str) -> str:
    """A text that is whole."""
    return "".join(through(Masker(), [text]))
