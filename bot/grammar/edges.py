"""What stands around a line and is no part of it: people say please, and what is copied brings its marks."""

import re
import unicodedata
from collections.abc import Collection, Container, Sequence
from dataclasses import replace

from bot.grammar.vocabulary import WHOM_FLAGS
from bot.grammar.words import ASSIGNMENT, Word, split, unquoted_value

#: These may stand between the words of a line, too.
_WITHIN = frozenset({"please", "pls", "plz", "kindly", "cheers", "thanks", "thx", "tnx", "ty", "tysm"})
#: How soon it is wanted: that is no part of a line either, but it may be meant as one.
_HURRIES = (
    *("asap", "now", "right now", "immediately", "right away", "straight away", "at once", "urgently"),
    *("quickly", "quick", "this instant", "today"),
)
_POLITE = (
    *_WITHIN,
    *_HURRIES,
    *("thank you", "and thanks", "and thank you", "and thx", "and ty", "and cheers", "and please"),
    *("thank u", "many thanks", "thanks a lot", "thanks so much", "thank you so much", "thanks in advance"),
    *("thanks very much", "thank you very much", "cc", "/cc", "fyi"),
    *("can you", "could you", "would you", "will you", "can u", "could u"),
    *("hey", "hi", "hello", "hiya", "good morning", "good afternoon", "good evening"),
)
_COURTESIES = frozenset(_POLITE)
# The first word of a line is a command's; so more can be told there.
_OPENINGS = _COURTESIES | {
    *(
        "yo",
        "ok",
        "okay",
        "so",
        "and",
        "morning",
        "just",
        "dear",
        "let's",
        "lets",
        "i want to",
        "i'd like to",
    ),
    *(
        f"{hey} {all_}"
        for hey in ("hey", "hi", "hello")
        for all_ in ("there", "all", "team", "everyone", "bot")
    ),
}
_FIRST_OF_OPENINGS = frozenset(each.split()[0] for each in _OPENINGS)
_LAST_OF_COURTESIES = frozenset(each.split()[-1] for each in _COURTESIES)
_LAST_OF_HURRIES = frozenset(each.split()[-1] for each in _HURRIES)
_LONGEST_COURTESY = 4

_EMOJI = r"(?::[\w+'-]+:)+"
_PERSON = r"<?@(?:[UWS]0[A-Z0-9]{3,}|(?=\w*\d)[UW][A-Z0-9]{7,})>?|@(?:here|channel|everyone)"
# A question mark alone asks for help, and two dashes end the flags.
_SIGN = re.compile(rf"(?:[:;,.!…•·>]+|[?!‼⁉]*[!‼⁉][?!‼⁉]*|[-–—]|[:;]-?[)DP(]|<3|{_EMOJI}|{_PERSON})[,.!:]*")
_FIRST_SIGNS = re.compile(r"[:;,.!…•·>–—]+(?=[^:;,.!…•·>–—])|-(?=\w{2})")
_LAST_SIGNS = re.compile(rf"(?:[.!?,;:…]|{_EMOJI})+$")
_PUNCTUATION = ".,!?;:…"
_AROUND = f"{_PUNCTUATION}()~"
_LETTERS = re.compile(r"[\w#/][\w@#/.-]*[^\W_]", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9#](?:[\w#/.@=-]*[A-Za-z0-9])?", re.ASCII)
_COMMAND = Word("x", quoted=False, start=0, end=1)
_PICTURES = frozenset({"So", "Sk", "Mn", "Me"})

# Slack's marks of bold, italic, struck and code, and Markdown's; *.png is a pattern and no mark.
_OPENS = re.compile(r"(\*{1,3}|_|~{1,2})(?!\1)(?=[\w@#\"':`~*])|(`{1,3})(?!`)")
_OPENS_LINE = re.compile(r"(\*{1,3}|_|~{1,2}|`{1,3})(?!\1)(?=\S)")
_BEFORE_CLOSING = re.compile(r"[\w\"'!?)`~*]$")
# What may close one, if it is opened elsewhere.
_MAY_CLOSE = re.compile(r"[\w\"'!?)`~][*_~]+$|`$")


def trimmed_words(
    words: Sequence[Word], names: Collection[str] = (), known: Container[str] = ()
) -> list[Word]:
    """``words`` without what stands around them: greetings, courtesies, people, emoji, punctuation, marks.

    ``names``: what the bot and its slash command are called; ``known``: words that mean something at the end.
    Nothing in quotes or behind ``=`` is taken off, and never the only word.
    """
    left, before = list(words), None
    if _is_plain(left, names):
        return left
    while left != before:
        before = left
        left = _unwrapped(left)
        left = _without_end(_without_front(_without_marks(left), names), known)
    return _without_inner(left, known)


def is_hurried(words: Sequence[Word], line: Sequence[Word]) -> bool:
    """Whether words behind the ``line`` that is among them say how soon it is wanted."""
    behind = [word for word in words if line and word.start >= line[-1].end and not word.quoted]
    return any(word.text.strip(_AROUND).casefold() in _LAST_OF_HURRIES for word in behind)


def _is_plain(words: Sequence[Word], names: Collection[str]) -> bool:
    """Most lines are letters between which nothing stands; each is read before it is acknowledged."""
    for word in words:
        if word.quoted or not _PLAIN.fullmatch(word.text):
            return False
    said = [word.text.casefold() for word in words]
    if not said or not _WITHIN.isdisjoint(said) or said[-1] in _LAST_OF_COURTESIES:
        return False
    return not (said[0] == "ci" or said[0] in names or said[0] in _FIRST_OF_OPENINGS)


def is_inner(word: Word) -> bool:
    """Whether nothing is ever taken off a word wherever it stands behind a command."""
    if word.text.casefold() in _LAST_OF_COURTESIES:
        return False
    if _LETTERS.fullmatch(word.text) or ASSIGNMENT.match(word.text):
        return True
    words = [_COMMAND, replace(word, start=word.start + 2, end=word.end + 2)]
    return trimmed_words(words) == words and not _MAY_CLOSE.search(word.text)


def is_noise(text: str) -> bool:
    """Whether ``text`` is nothing but what may stand around a line."""
    left = [Word(each, quoted=False, start=0, end=0) for each in text.split()]
    while left:
        width = _courtesy_width(left) or int(_is_sign(left[0].text))
        if not width:
            return False
        left = left[width:]
    return True


def _unwrapped(words: list[Word]) -> list[Word]:
    """The words of a line that stands in quotes or parentheses as a whole."""
    if words and words[0].text.startswith("(") and words[-1].text.endswith(")") and len(words) > 1:
        inner = [*words[:-1], _cut(words[-1], 0, len(words[-1].text) - 1)]
        return [_cut(inner[0], 1, len(inner[0].text)), *inner[1:]]
    if len(words) != 1 or not words[0].quoted or not words[0].text.strip():
        return words
    start = words[0].start + 1
    return [replace(each, start=start + each.start, end=start + each.end) for each in split(words[0].text)]


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


def _without_end(words: list[Word], known: Container[str]) -> list[Word]:
    last = words[-1] if words else None
    if last is None or last.quoted or last.text in known:
        return words
    for width in range(min(_LONGEST_COURTESY, len(words) - 1), 0, -1):
        if _is_courtesy(words[-width:], _COURTESIES) and not words[-width - 1].text.endswith("="):
            return words[:-width]
    if len(words) > 1 and _is_sign(last.text) and words[-2].text.lower() not in WHOM_FLAGS:
        return words[:-1]
    if ASSIGNMENT.match(last.text):
        return words
    bare = _LAST_SIGNS.sub("", last.text)
    while len(bare) > 1 and _is_picture(bare[-1]):
        bare = bare[:-1]
    return [*words[:-1], _cut(last, 0, len(bare))] if bare else words


def _without_inner(words: Sequence[Word], known: Container[str]) -> list[Word]:
    """Without please between names; in the text of a flag or a parameter it is a word like any other."""
    kept: list[Word] = []
    for word in words:
        text = kept and not any(each.text.startswith("--") for each in kept) and "=" not in kept[-1].text
        if not (text and word.text not in known and _is_courtesy([word], _WITHIN)):
            kept.append(word)
    return kept


def _courtesy_width(words: Sequence[Word]) -> int:
    """How many of the first words are one."""
    widths = range(min(_LONGEST_COURTESY, len(words)), 0, -1)
    return next((width for width in widths if _is_courtesy(words[:width], _OPENINGS)), 0)


def _is_courtesy(words: Sequence[Word], courtesies: Collection[str]) -> bool:
    phrase = " ".join(word.text.strip(_AROUND) for word in words)
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
        if at and ASSIGNMENT.match(word.text):
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
    if ASSIGNMENT.match(word.text) and not whole:
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
    if start == 0 and end == len(word.text):
        return word
    return replace(word, text=word.text[start:end], start=word.start + start, end=word.start + end)
