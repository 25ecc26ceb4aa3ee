"""The words of a line: what holds one together, and what stands around all of them.

A line is prose: an apostrophe is a letter, people say please, and what is copied brings its marks along.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

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
_ASSIGNMENT = re.compile(r"-{0,2}[A-Za-z_][\w-]*=", re.ASCII)
#: A run of a sign before a space or the end: an odd one closes what the sign has opened.
_RUNS = {sign: re.compile(rf"{sign}+(?!\S)") for sign in "'\""}
# Where nothing closes in this way, what stands around a line may hide the end: "Run tests".
_HIDDEN = {sign: re.compile(rf"{sign}(?=[.!?,;:*_~`]+(?!\S))") for sign in "'\""}

_POLITE = (
    *("please", "pls", "plz", "kindly", "cheers", "thanks", "thx", "tnx", "ty", "tysm", "thank you"),
    *("thank u", "many thanks", "thanks a lot", "thanks so much", "thank you so much", "thanks in advance"),
    *("can you", "could you", "would you", "will you", "can u", "could u", "if you can", "if you could"),
    *("hey", "hi", "hello", "hiya", "good morning", "good afternoon", "good evening"),
)
_COURTESIES = frozenset(_POLITE)
# The first word of a line is a command's; so more can be told there.
_OPENINGS = _COURTESIES | {
    *("yo", "ok", "okay", "so", "and", "now", "morning", "just", "can you just", "could you just"),
    *(
        f"{hey} {all_}"
        for hey in ("hey", "hi", "hello")
        for all_ in ("there", "all", "team", "everyone", "bot")
    ),
}
_LAST_OF_COURTESIES = frozenset(each.split()[-1] for each in _COURTESIES)
_LONGEST_COURTESY = 4

_EMOJI = r"(?::[\w+'-]+:)+"
_PERSON = r"<?@(?:[UWS]0[A-Z0-9]{3,}|(?=\w*\d)[UW][A-Z0-9]{7,})>?|@(?:here|channel|everyone)"
# A question mark alone asks for help, and two dashes end the flags.
_SIGN = re.compile(rf"(?:[:;,.!…•·>]+|[-–—]|[:;]-?[)DP(]|<3|{_EMOJI}|{_PERSON})[,.!:]*")
_FIRST_SIGNS = re.compile(r"[:;,.!…•·>–—]+(?=[^:;,.!…•·>–—])|-(?=\w{2})")
_LAST_SIGNS = re.compile(rf"(?:[.!?,;:…]|{_EMOJI})+$")
_PUNCTUATION = ".,!?;:…"
_PICTURES = frozenset({"So", "Sk", "Mn", "Me"})

# Slack's marks of bold, italic, struck and code, and Markdown's; *.png is a pattern and no mark.
_OPENS = re.compile(r"(\*{1,3}|_|~{1,2})(?!\1)(?=[\w@#\"':`~*])|(`{1,3})(?!`)")
_OPENS_LINE = re.compile(r"(\*{1,3}|_|~{1,2}|`{1,3})(?!\1)(?=\S)")
_BEFORE_CLOSING = re.compile(r"[\w\"'!?)`~*]$")
_MAY_CLOSE = re.compile(r"[\w\"'!?)`~][*_~]+$|`$")

_COMMAND = Word("x", quoted=False, start=0, end=1)
_PLAIN = re.compile(r"[\w@#/=][\w@#/.-]*[^\W_]", re.ASCII)


def split(line: str) -> list[Word]:
    """Spaces separate; a quote encloses where a word or a value behind ``name=`` begins, else it is a letter.

    Raises `UnclosedQuote`. There are no escapes: within quotes a run of the sign before a space or the end is
    written twice.
    """
    words: list[Word] = []
    at = 0
    while (solid := _SOLID.search(line, at)) is not None:
        start, end = solid.span()
        named = _ASSIGNMENT.match(line, start)
        opening = named.end() if named else start
        if line[opening : opening + 1] in _RUNS:
            if (enclosure := _enclosure(line, opening)) is None:
                raise UnclosedQuote(solid[0])
            at, text = enclosure
            words.append(Word(line[start:at] if named else text, named is None, start, at))
            while at < len(line) and line[at] in _PUNCTUATION:
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


def quote(text: str, *, always: bool = False) -> str:
    """``text`` as a word of a line: in quotes only where it must be, so that ``#812`` stays as it is."""
    return text if not always and _stands(text) else _in_quotes(text, "'")


def assignment(name: str, value: str, *, quoted: bool = False) -> str:
    """``name=value`` as a word of a line: the value in quotes where it must be, or is to be (``quoted``)."""
    written = f"{name}={value}"
    plain = not quoted and unquoted_value(value) == (value, False) and _is_word(written)
    return written if plain else f"{name}=" + _in_quotes(value, '"')


def _in_quotes(text: str, sign: str) -> str:
    return sign + _RUNS[sign].sub(lambda run: run[0] * 2, text) + sign


def _is_word(text: str) -> bool:
    try:
        return [word.text for word in split(text)] == [text]
    except UnclosedQuote:
        return False


def _stands(text: str) -> bool:
    """Whether it is read as this very word wherever it stands behind a command."""
    if text.casefold() in _LAST_OF_COURTESIES:
        return False
    if _PLAIN.fullmatch(text) and not text.startswith("@"):
        return True
    if not _is_word(text):
        return False
    if _ASSIGNMENT.match(text):
        return True
    word = Word(text, quoted=False, start=2, end=2 + len(text))
    return trimmed_words([_COMMAND, word]) == [_COMMAND, word] and not _MAY_CLOSE.search(text)


def trimmed_words(
    words: Sequence[Word], names: Collection[str] = (), known: Collection[str] = ()
) -> list[Word]:
    """``words`` without what stands around them: greetings, courtesies, people, emoji, punctuation, marks.

    ``names``: what the bot and its slash command are called; ``known``: words that mean something at the end.
    Nothing in quotes or behind ``=`` is taken off, and never the only word.
    """
    left, before = list(words), None
    while left != before:
        before = left
        left = _without_end(_without_front(_without_marks(left), names), known)
    return left


def is_noise(text: str) -> bool:
    """Whether ``text`` is nothing but what may stand around a line."""
    left = [Word(each, quoted=False, start=0, end=0) for each in text.split()]
    while left:
        width = _courtesy_width(left) or int(_is_sign(left[0].text))
        if not width:
            return False
        left = left[width:]
    return True


def _without_front(words: list[Word], names: Collection[str]) -> list[Word]:
    first = words[0] if words else None
    if first is None or first.quoted:
        return words
    if len(words) > 1:
        width = _courtesy_width(words)
        if 0 < width < len(words):
            return words[width:]
        name = first.text.strip(_PUNCTUATION).casefold()
        if name.startswith("/") or name.removeprefix("@") in {"ci", *names} or _is_sign(first.text):
            return words[1:]
    if (signs := _FIRST_SIGNS.match(first.text)) and not re.fullmatch(_EMOJI, first.text):
        first = _cut(first, len(signs[0]), len(first.text))
    if bare := first.text.rstrip(_PUNCTUATION):
        first = _cut(first, 0, len(bare))
    return [first, *words[1:]]


def _without_end(words: list[Word], known: Collection[str]) -> list[Word]:
    if len(words) < 2 or words[-1].quoted or words[-1].text in known:
        return words
    last = words[-1]
    for width in range(min(_LONGEST_COURTESY, len(words) - 1), 0, -1):
        if _is_courtesy(words[-width:], _COURTESIES):
            return words[:-width]
    if _is_sign(last.text):
        return words[:-1]
    if _ASSIGNMENT.match(last.text):
        return words
    bare = _LAST_SIGNS.sub("", last.text)
    while len(bare) > 1 and _is_picture(bare[-1]):
        bare = bare[:-1]
    return [*words[:-1], _cut(last, 0, len(bare))] if bare else words


def _courtesy_width(words: Sequence[Word]) -> int:
    """How many of the first words are one."""
    widths = range(min(_LONGEST_COURTESY, len(words)), 0, -1)
    return next((width for width in widths if _is_courtesy(words[:width], _OPENINGS)), 0)


def _is_courtesy(words: Sequence[Word], courtesies: Collection[str]) -> bool:
    phrase = " ".join(word.text.strip(_PUNCTUATION) for word in words)
    return phrase.casefold() in courtesies and not any(word.quoted for word in words)


def _is_sign(text: str) -> bool:
    return _SIGN.fullmatch(text) is not None or all(map(_is_picture, text))


def _is_picture(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign) in _PICTURES


def _without_marks(words: list[Word]) -> list[Word]:
    """Without one pair of marks, around a word or several."""
    for at, word in enumerate(words):
        opened = None if word.quoted else (_OPENS if at else _OPENS_LINE).match(word.text)
        if opened is None:
            continue
        mark = opened[0]
        flag = words[at - 1] if at else None
        if at and _ASSIGNMENT.match(word.text):
            continue
        if flag and mark.startswith("*") and flag.text.startswith("--") and "=" not in flag.text:
            continue  # --match *report*
        for end in range(at, len(words)):
            if _is_closed(words, at, end, mark):
                return _unmarked_span(words, at, end, len(mark))
    return words


def _is_closed(words: list[Word], at: int, end: int, mark: str) -> bool:
    word = words[end]
    within = word.text[len(mark) :] if at == end else word.text
    before = within.removesuffix(mark)
    if word.quoted or before == within or before.endswith(mark[0]):
        return False
    whole = at == 0 and end == len(words) - 1
    if not before:  # behind a closing quote
        return at < end and word.start == words[end - 1].end
    if _ASSIGNMENT.match(word.text) and not whole:
        return False
    return at == 0 or mark[0] == "`" or _BEFORE_CLOSING.search(before) is not None


def _unmarked_span(words: list[Word], at: int, end: int, width: int) -> list[Word]:
    span = list(words[at : end + 1])
    span[0] = _cut(span[0], width, len(span[0].text))
    span[-1] = _cut(span[-1], 0, len(span[-1].text) - width)
    return [
        *words[:at],
        *(_without_quotes(word) for word in span if word.text or word.quoted),
        *words[end + 1 :],
    ]


def _without_quotes(word: Word) -> Word:
    text, quoted = (word.text, True) if word.quoted else unquoted_value(word.text)
    return replace(word, text=text, quoted=quoted)


def _cut(word: Word, start: int, end: int) -> Word:
    """A part of a word that stands in no quotes."""
    return replace(word, text=word.text[start:end], start=word.start + start, end=word.start + end)
