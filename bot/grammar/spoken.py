"""What flags say, said in words: ``pipelines mine``, ``logs e2e last 20 lines``, ``insights last week``."""

import re
from collections.abc import Callable, Collection, Sequence
from itertools import zip_longest
from typing import Any, TypeAlias

from bot.grammar import kinds
from bot.grammar.syntax import Parameter, Syntax
from bot.grammar.vocabulary import FAILURE_WORDS, NOUNS
from bot.grammar.words import Word
from bot.grammar.write import line_of_words
from bot.model.grammar_fault import SurplusArgument, UnknownFlag
from bot.model.listing import FixedListLength, OneAtATime

#: A parameter, and the text of its value; None for a switch.
Spoken: TypeAlias = tuple[Parameter, str | None]

#: How many: ``last 5``, ``20 pipelines``. A number of more digits is one of a pipeline or a job.
_HOW_MANY = re.compile(
    r"(?:(?:the )?(?:last|latest|newest|recent|top|first) )?([1-9]\d?|100)"
    r"(?: (?:pipeline|build|run|test|project|entry|entrie|item|result)s?)?"
)
_HOW_LONG = re.compile(r"(?:(?:last|past|latest) )?\d{1,3} (?:minute|hour|day|week|month)s?")
_SEVERAL = re.compile(
    r"(?:last|latest|newest|recent|previous) ([2-9]|[1-9]\d)"
    r"(?= (?:failed|failing|failure|pipeline|run|build|job)s?)"
)


def spoken_values(
    syntax: Syntax[Any], placed: Sequence[Word], given: Collection[str]
) -> tuple[list[Spoken], list[Word]]:
    """What is said so, and the words that are left. ``given``: the parameters that have a value already."""
    said, left = _switches(syntax, placed)
    for parameter in syntax.phrases:
        if parameter.name not in given and (found := _spoken(parameter, left)) is not None:
            text, left = found
            said.append((parameter, text))
    return said, left


def check_number(
    syntax: Syntax[Any], placed: Sequence[Word], reads: Callable[[Sequence[Word]], bool]
) -> None:
    """Raises `FixedListLength` and `OneAtATime` for a number of things that was asked for.

    And `UnknownFlag` for a person of whom they are, `SurplusArgument` for a time. ``reads``: whether a line
    of these words can be read.
    """
    if syntax.naming is None or not any(
        word.text.isdecimal() or word.text.lower() == "by" for word in placed
    ):
        return  # most lines, before they are acknowledged
    by = next((at for at, word in enumerate(placed) if word.text.lower() == "by"), None)
    mine = syntax.flags.get("--mine")
    if by is not None and mine is not None:
        whom = [word.text for word in placed[by + 1 : by + 2]]  # a person at the end is taken off
        if mine.arg.words.intersection(whom):
            return
        rest = [*placed[:by], *placed[by + 2 :]]
        said = " ".join(["by", *whom])
        raise UnknownFlag(syntax.words, said, syntax.usage, "--mine", line_of_words(syntax, rest, "--mine"))
    if not syntax.phrases and (span := _within(_HOW_LONG, placed)) is not None:
        start, end, _ = span
        said = " ".join(word.text for word in placed[start:end])
        raise SurplusArgument(syntax.words, said, syntax.usage, placed[start - 1].text if start else "")
    lists = any(each.arg.kind == kinds.LIST_MARK for each in syntax.parameters)
    if lists and syntax.naming.arg.kind is kinds.JOB_REFERENCE:
        return
    if syntax.phrases or (found := _within(_HOW_MANY if lists else _SEVERAL, placed)) is None:
        return
    start, end, number = found
    if start and placed[start - 1].text.lower() in NOUNS:  # pipeline 12
        return
    rest = [*placed[:start], *placed[end:]]
    if not lists:
        rest = [*placed[: end - 1], *placed[end:]]
    line = line_of_words(syntax, rest) if reads(rest) else None
    raise (FixedListLength if lists else OneAtATime)(syntax.words, number, syntax.usage, line)


def _switches(syntax: Syntax[Any], placed: Sequence[Word]) -> tuple[list[Spoken], list[Word]]:
    switches = syntax.switches
    if not switches:
        return [], list(placed)
    said: list[Spoken] = []
    left: list[Word] = []
    for word, after in zip_longest(placed, placed[1:]):
        switch = None if word.quoted else switches.get(word.text.lower())
        if switch is None:
            left.append(word)
        elif after is None or after.text.lower() not in FAILURE_WORDS:  # ``all failed`` is what failed
            said.append((switch, None))
    return said, left


def _spoken(parameter: Parameter, placed: Sequence[Word]) -> tuple[str, list[Word]] | None:
    phrase = parameter.arg.kind.phrase
    if phrase is None or (found := _within(phrase, placed)) is None:
        return None
    start, end, text = found
    if parameter.arg.kind.spaced:  # as it was typed
        text = " ".join(word.text for word in placed[start + 1 : end])
    return text, [*placed[:start], *placed[end:]]


def _within(phrase: re.Pattern[str], placed: Sequence[Word]) -> tuple[int, int, str] | None:
    """From which word to which it is said, and the value in it."""
    texts = ["\0" if word.quoted else word.text.lower().rstrip(",") for word in placed]
    said = " ".join(texts)
    at = 0
    for start, text in enumerate(texts):
        found = phrase.match(said, at)
        if found is not None and said[found.end() : found.end() + 1] in ("", " "):
            return start, start + len(found[0].split()), found[found.lastindex or 0]
        at += len(text) + 1
    return None
