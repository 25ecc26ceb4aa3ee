"""The other words that people try for the commands, in all their forms."""

from collections.abc import Iterable, Iterator, Mapping

from bot.grammar import Meaning, OtherWords
from bot.lines.synonyms import (
    ACTING_MEANINGS,
    OTHER_NOUNS,
    OTHER_PHRASES,
    OTHER_VERBS,
    SHOWING_VERBS,
    SHOWN_MEANINGS,
)
from bot.lines.word_forms import gerund, plural


def _entries() -> Iterator[tuple[Iterable[str], tuple[Meaning, ...]]]:
    """Forms with what they mean, the surest first."""
    for meanings, phrases in OTHER_PHRASES:
        yield phrases.split(", "), meanings
    for meanings, nouns in OTHER_NOUNS:
        for noun in nouns.split():
            yield (noun, plural(noun)), meanings
    for meanings, verbs in OTHER_VERBS:
        for verb in verbs.split():
            yield (verb, plural(verb), gerund(verb)), meanings
    for meaning in ACTING_MEANINGS:
        verb = meaning.syntax.words
        yield (plural(verb), gerund(verb), f"{verb}{verb[-1]}ing"), (meaning,)
    yield SHOWING_VERBS.split(), SHOWN_MEANINGS


def _table() -> Mapping[str, tuple[Meaning, ...]]:
    own = {each.syntax.words for _, meanings in _entries() for each in meanings}
    table: dict[str, tuple[Meaning, ...]] = {}
    for forms, meanings in _entries():
        for form in forms:
            if form not in own:
                table.setdefault(form, meanings)
    return table


#: For `bot.grammar.parse`.
OTHER_WORDS = OtherWords(_table(), frozenset(SHOWING_VERBS.split()))
