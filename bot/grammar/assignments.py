"""Assignments whose words were torn apart: ``note=hello world``, ``note = hello``."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.grammar.kinds import PARAMETER
from bot.grammar.quoting import quote
from bot.grammar.syntax import Syntax
from bot.grammar.words import Word, split
from bot.grammar.write import line_of
from bot.model.parameters import LooseWords

_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_BEGUN = re.compile(r"[A-Za-z_][\w-]*=.*", re.ASCII | re.DOTALL)


def loose_words(
    syntax: Syntax[Any], words: Sequence[Word], reads: Callable[[Sequence[Word]], bool]
) -> LooseWords | None:
    """What was torn apart, with the line that has it as one, if that is all; or the word as a switch."""
    typed = [quote(word.text, always=True) if word.quoted else word.text for word in words]
    joined, loose = joined_assignments(typed)
    if not loose or all(each.arg.kind is not PARAMETER for each in syntax.parameters):
        return None
    written = [quoted_assignment(each) if "=" in each else each for each in joined]
    if not reads(split(" ".join(written))):
        return None
    whole = next(each for each in written if each not in typed)
    switched = [f"{each}=true" if each == loose else each for each in typed]
    likely = (line_of(syntax, switched),) if reads(split(" ".join(switched))) else ()
    return LooseWords(loose, whole, line_of(syntax, written), likely, parameter="parameters")


def joined_assignments(words: Sequence[str]) -> tuple[list[str], str]:
    """The words with each assignment as one of them, and the first word that was loose; empty: none was."""
    joined: list[str] = []
    loose = ""
    left = list(words)
    while left:
        word = left.pop(0)
        if _NAME.fullmatch(word) and _is_sign(left):
            loose = loose or word
            word += left.pop(0)
        elif not _BEGUN.fullmatch(word):
            joined.append(word)
            continue
        if word.endswith("=") and left and _continues(left):
            loose = loose or left[0]
            word += left.pop(0)
        while left and _continues(left):
            loose = loose or left[0]
            word += f" {left.pop(0)}"
        joined.append(word)
    return joined, loose


def _is_sign(left: Sequence[str]) -> bool:
    """Whether a sign is next that gives a name its value: not one of several."""
    several = left and (left[0].startswith("==") or (left[1:2] and left[1].startswith("=")))
    return bool(left) and left[0].startswith("=") and not several


def _continues(left: Sequence[str]) -> bool:
    """Whether a value goes on: no flag, no further sign and no other assignment begins."""
    return not (
        left[0].startswith(("-", "="))
        or _BEGUN.fullmatch(left[0])
        or (len(left) > 1 and _NAME.fullmatch(left[0]) and left[1].startswith("="))
    )


def quoted_assignment(word: str) -> str:
    """As it is typed: only the value stands in quotes."""
    name, _, value = word.partition("=")
    if not re.search(r"[\s'\"]", value):
        return word
    sign = "'" if '"' in value else '"'
    return f"{name}={sign}{value}{sign}"
