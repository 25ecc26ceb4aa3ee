"""The words of a line, and what holds one together.

A line is prose: an apostrophe within a word is a letter.
"""

import re
from dataclasses import dataclass

from bot.model.grammar_fault import UnclosedQuote


@dataclass(frozen=True, slots=True)
class Word:
    """``text``: without the quotes around all of it (``quoted``); those behind ``name=`` stay in it.

    ``start`` and ``end``: where it stands in its line, quotes included.
    """

    text: str
    quoted: bool
    start: int
    end: int


_SOLID = re.compile(r"\S+")
#: What stands before a value: ``name=``, ``--flag=``.
ASSIGNMENT = re.compile(r"-{0,2}[A-Za-z_][\w-]*=", re.ASCII)
# A run of a sign before a space or the end: an odd one closes what the sign has opened.
_RUNS = {sign: re.compile(rf"{sign}+(?!\S)") for sign in "'\""}
# Where nothing closes in this way, what stands around a line may hide the end: "Run tests".
_HIDDEN = {sign: re.compile(rf"{sign}(?=[.!?,;:*_~`]+(?!\S))") for sign in "'\""}


def split(line: str) -> list[Word]:
    """Spaces separate; a quote encloses where a word or a value behind ``name=`` begins, else it is a letter.

    Raises `UnclosedQuote`. There are no escapes: within quotes a run of the sign before a space or the end is
    written twice.
    """
    words: list[Word] = []
    at = 0
    while (solid := _SOLID.search(line, at)) is not None:
        start, end = solid.span()
        named = ASSIGNMENT.match(line, start)
        opening = named.end() if named else start
        if line[opening : opening + 1] in _RUNS:
            if (enclosure := _enclosure(line, opening)) is None:
                raise UnclosedQuote(solid[0])
            at, text = enclosure
            words.append(Word(line[start:at] if named else text, named is None, start, at))
            while at < len(line) and line[at] in ".,!?;:":
                at += 1
        else:
            at = end
            words.append(Word(line[start:end], quoted=False, start=start, end=end))
    return words


def _enclosure(line: str, opening: int) -> tuple[int, str] | None:
    """Where what opens there ends, and what stands in it."""
    sign = line[opening]
    closing = _closing(line, opening)
    if closing is None and (hidden := _HIDDEN[sign].search(line, opening + 1)):
        closing = hidden.start()
    return None if closing is None else (closing + 1, _halved(line[opening + 1 : closing], sign))


def _halved(text: str, sign: str) -> str:
    return _RUNS[sign].sub(lambda run: run[0][: len(run[0]) // 2], text)


def in_quotes(text: str, sign: str) -> str:
    """``text`` as `split` reads it again from within these quotes."""
    return sign + _RUNS[sign].sub(lambda run: run[0] * 2, text) + sign


def _closing(line: str, opening: int) -> int | None:
    for run in _RUNS[line[opening]].finditer(line, opening + 1):
        if len(run[0]) % 2:
            return run.end() - 1
    return None


def unquoted_value(value: str) -> tuple[str, bool]:
    """What stands behind ``=``, without its quotes, and whether it stood in quotes."""
    if value[:1] in _RUNS and _closing(value, 0) == len(value) - 1:
        return _halved(value[1:-1], value[0]), True
    return value, False
