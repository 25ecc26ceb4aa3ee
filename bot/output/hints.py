"""Whether a text has one of many words: a cheap look, so that rules run only where they may."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Generic, TypeVar

_Rule = TypeVar("_Rule")

#: The signs of what tools print, the commonest first.
_COMMON = " esrtaoincdpl/0.u:h1gbwk2m-=f_x4\"y6v35987,)(j'zq"


def any_of(words: str) -> re.Pattern[str]:
    """One of ``words``, which bars part.

    It looks for few signs, rare ones, of which each word has one, then around them: `re` goes fast over what
    no match begins with, and of most texts that is nearly all.
    """
    ends = _ends(_signs(words.split("|")))
    return re.compile("|".join(f"{re.escape(sign)}{around}" for sign, around in ends))


def _signs(words: Iterable[str]) -> dict[str, int]:
    """Of those words that have no other in them, where the sign is for which to look."""
    every = sorted(set(words), key=len)
    several = [word for at, word in enumerate(every) if not any(part in word for part in every[:at])]
    signs = set("".join(several))
    for sign in _COMMON:
        if all(signs.intersection(word) - {sign} for word in several):
            signs.discard(sign)
    return {word: min(at for at, sign in enumerate(word) if sign in signs) for word in several}


def _ends(starts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Each of the signs, and what fits one of its words around it."""
    ends = sorted((word[at:], word) for word, at in starts.items())
    for sign, several in groupby(ends, key=lambda each: each[0][0]):
        yield sign, _branches([(end[1:], word) for end, word in several])


def _branches(ends: Sequence[tuple[str, str]]) -> str:
    """What fits one of the sorted ends of words, each behind the beginning of its word."""
    branches = []
    for first, alike in groupby(ends, key=lambda each: each[0][:1]):
        if first:
            branches.append(re.escape(first) + _branches([(end[1:], word) for end, word in alike]))
        else:
            branches += [f"(?<={re.escape(word)})" for _, word in alike]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


class Telling(Generic[_Rule]):
    """Rules by the words of which a text has one where they may apply; bars part the words of each."""

    def __init__(self, rules: Iterable[tuple[str, _Rule]]) -> None:
        every = list(rules)
        self._rules = [rule for _, rule in every]
        by_word = dict[str, list[int]]()
        for at, (words, _) in enumerate(every):
            for word in words.split("|"):
                by_word.setdefault(word, []).append(at)
        signs = _signs(by_word)
        # The sign alone, so that none of the next word is taken.
        self._any = re.compile("|".join(f"{re.escape(sign)}(?={around})" for sign, around in _ends(signs)))
        self._by_sign = dict[str, list[tuple[str, list[int]]]]()
        for word, several in by_word.items():
            part = next(each for each in signs if each in word)
            self._by_sign.setdefault(part[signs[part]], []).append((word, several))

    def of(self, text: str) -> Sequence[_Rule]:
        """Those of a text, in lower case, each once."""
        if not (signs := set(self._any.findall(text))):
            return ()
        words = [each for sign in signs for each in self._by_sign[sign]]
        # Numbers, as it takes long to hash a pattern.
        return [self._rules[at] for at in {at for word, several in words if word in text for at in several}]


def lower(text: str) -> str:
    """In lower case, with each sign where it stands."""
    return (text.replace("İ", "I") if "İ" in text else text).lower()
