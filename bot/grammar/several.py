"""Lists of names, and lines that mean several runs: ``cancel everything``, ``why 810 811``."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.grammar.syntax import Syntax
from bot.grammar.vocabulary import BEFORE_LAST, EVERY_WORDS, FILLERS, SEVERAL_NOUNS
from bot.grammar.words import Word
from bot.grammar.write import line_of_words
from bot.model.line import Line
from bot.model.reference import AT_HAND, Reference


def every_words(words: Sequence[Word], syntax: Syntax[Any]) -> list[Word]:
    """Those that mean all of them, where the command acts on runs."""
    if not syntax.acts_on_runs:
        return []
    return [each for each in words if not each.quoted and each.text.lower() in EVERY_WORDS]


def take_list(value: Word, left: list[Word], until: Callable[[Word], bool]) -> Word:
    """The value with its whole list, which goes on behind a comma, before one, and behind an "and"."""
    while left and not until(left[0]):
        goes_on, joint = value.text.endswith(",") or left[0].text.startswith(","), False
        if left[0].text.lower() in BEFORE_LAST:
            goes_on = joint = len(left) > 1 and not until(left[1])
        if not goes_on:
            break
        del left[:joint]
        value = replace(value, text=f"{value.text.removesuffix(',')},{left.pop(0).text.removeprefix(',')}")
    return replace(value, text=value.text.removesuffix(","))


def means_several(
    every: Sequence[Word], words: Sequence[Word], reference: Reference, syntax: Syntax[Any]
) -> bool:
    """No run is named, but ``every`` one is; ``rerun all`` alone is all of the run at hand."""
    if replace(reference, state=None).names_run:
        return False
    said = [each.text.lower() for each in every]
    whole = "--all" in syntax.flags and reference == AT_HAND and said == ["all"]
    return not whole or any(each.text.lower() in SEVERAL_NOUNS for each in words)


def lone_lines(
    syntax: Syntax[Any], second: Word, words: Sequence[Word], reads: Callable[[Sequence[Word]], bool]
) -> tuple[Line, ...]:
    """The line with one of two names: without the ``second``, and without the one that it contradicts."""
    before = [each for each in reversed(words) if each.start < second.start]
    found: list[Line] = []
    for names in ([second], before):
        lone = ([_tidy(it) for it in words if it is not each and not _joins(it)] for each in names)
        found += [line_of_words(syntax, each) for each in lone if reads(each)][:1]
    return tuple(found)


def _joins(word: Word) -> bool:
    return not word.quoted and word.text.lower() in FILLERS


def _tidy(word: Word) -> Word:
    return replace(word, text=word.text.rstrip(",;") or word.text)
