"""Writes the words of a line: in quotes only where they must be."""

import re

from bot.grammar.edges import is_inner
from bot.grammar.words import Word, in_quotes, split, unquoted_value
from bot.model.grammar_fault import UnclosedQuote

_PLAIN = re.compile(r"[\w#/=][\w@#/.-]*[^\W_]", re.ASCII)
# At the end of a line they ask for help.
_ASKS_HELP = frozenset({"?", "/?", "help"})


def quote(text: str, *, always: bool = False) -> str:
    """``text`` as a word of a line: in quotes only where it must be, so that ``#812`` stays as it is."""
    return text if not always and _stands(text) else in_quotes(text, "'")


def assignment(name: str, value: str, *, quoted: bool = False) -> str:
    """``name=value`` as a word of a line: the value in quotes where it must be, or is to be (``quoted``)."""
    written = f"{name}={value}"
    plain = not quoted and unquoted_value(value) == (value, False) and _is_word(written)
    return written if plain else f"{name}=" + in_quotes(value, "'" if '"' in value else '"')


def _is_word(text: str) -> bool:
    try:
        return [word.text for word in split(text)] == [text]
    except UnclosedQuote:
        return False


def _stands(text: str) -> bool:
    """Whether it is read as this very word wherever it stands behind a command."""
    if text.lower() in _ASKS_HELP:
        return False
    if not _PLAIN.fullmatch(text) and not _is_word(text):
        return False
    return is_inner(Word(text, quoted=False, start=0, end=len(text)))
