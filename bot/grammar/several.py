"""Lists of names, and lines that mean several: ``cancel everything``, ``why 810 811``, ``web,api``."""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from typing import Any

from bot.grammar.reference import is_project
from bot.grammar.syntax import Syntax
from bot.grammar.vocabulary import BEFORE_LAST, EVERY_WORDS, FILLERS, SEVERAL_NOUNS
from bot.grammar.words import Word
from bot.grammar.write import line_of_words
from bot.model.line import Line
from bot.model.reference import AT_HAND, THIS_BRANCH, Reference

#: Every one of them, and what stands between that and what they are.
_BRANCH, _ANY, _WITHIN = (
    frozenset({"branch", "branches"}),
    EVERY_WORDS | {"any"},
    frozenset({"of", "the", "its"}),
)
_BRACES = re.compile(r"([^{}]*)\{([^{}]*)\}([^{}]*)")
_THIS = frozenset({"this", "that"})
#: What a channel hears of, or by: all of it is all.
_HEARD = frozenset(
    {"them", "subscriptions", "notifications", "notices", "alerts", "messages", "updates"}
    | {"projects", "repos", "repositories"}
)


def told_apart(
    placed: Sequence[Word], words: Sequence[Word], syntax: Syntax[Any], projects: Container[str]
) -> tuple[list[Word], list[Word], list[Word]]:
    """Of the words that are ``placed`` those that mean all; the others, one name each; and the line so."""
    placed = _with_this_branch(_with_every_branch(placed)) if syntax.takes_patterns else placed
    every = _every_words(placed if syntax.takes_patterns else words, syntax)
    left = [each for each in placed if each not in every]
    may_list = syntax.behind is None  # a text may be anything
    if not (may_list and any("," in each.text for each in left)):  # most lines, before they are acknowledged
        return every, left, [*words]
    apart = {each: _names_apart(each, projects, patterns=syntax.takes_patterns) for each in left}
    line = [part for each in words for part in apart.get(each, [each])]
    return every, [part for parts in apart.values() for part in parts], line


def _every_words(words: Sequence[Word], syntax: Syntax[Any]) -> list[Word]:
    """Those that mean all of them, where the command acts on runs or is about branches by a pattern."""
    if not (syntax.acts_on_runs or syntax.takes_patterns):
        return []
    every = [each for each in words if not each.quoted and each.text.lower() in EVERY_WORDS]
    if every and syntax.takes_patterns:  # all notifications
        every += [each for each in words if not each.quoted and each.text.lower() in _HEARD]
    return every


def _with_every_branch(words: Sequence[Word]) -> list[Word]:
    """``web @*`` for ``web all branches``, ``all of the branches of web``."""
    told, before = list[Word](), list[Word]()
    for each in words:
        low = "" if each.quoted else each.text.lower().rstrip(",;")
        if low in _BRANCH and before:
            told, before = [*told, replace(each, text="@*")], []
        elif low in _ANY or (before and low in _WITHIN):
            before.append(each)
        else:
            told, before = [*told, *before, each], []
    return [*told, *before]


def _with_this_branch(words: Sequence[Word]) -> list[Word]:
    """The two as one word, which no branch is called: only what is at hand tells which one it is."""
    told = list[Word]()
    for each in words:
        low = [] if each.quoted else [it.text.lower() for it in told[-1:] if not it.quoted]
        if low and low[0] in _THIS and each.text.lower() == "branch":
            told[-1] = replace(told[-1], text=THIS_BRANCH, quoted=True)
        else:
            told.append(each)
    return told


def _names_apart(word: Word, projects: Container[str], *, patterns: bool) -> list[Word]:
    """The names of ``web,api``, and of ``web@main,release/*`` and ``web@{main,dev}`` where a branch may be a
    pattern.

    Each stands for itself, so that they are seen to be several.
    """
    names = [each for each in word.text.split(",") if each]
    if word.quoted or len(names) < 2:
        return [word]
    project, at, _ = names[0].partition("@")
    if patterns and at and (braces := _BRACES.fullmatch(word.text)):
        names = [f"{braces[1]}{each}{braces[3]}" for each in braces[2].split(",")]
    elif patterns and at:
        names = [each if "@" in each else f"{project}@{each}" for each in names]
    elif not all(is_project(each, projects) for each in names):
        return [word]
    return [replace(word, text=each, start=word.start + at) for at, each in enumerate(names)]


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
