"""Whether a text has one of many words: a cheap look, so that rules run only where they may."""

import re
from collections.abc import Sequence
from itertools import groupby

#: The signs of what tools print, the commonest first.
_COMMON = " etoarinsl/-.cd0mpu1_2:hg34f5b6y789\"v,()=k'xwjqz"


def any_of(words: str) -> re.Pattern[str]:
    """One of ``words``, which bars part.

    It looks for few signs, rare ones, of which each word has one, then around them: `re` goes fast over what
    no match begins with, and of most texts that is nearly all.
    """
    several = sorted(set(words.split("|")))
    signs = set("".join(several))
    for sign in _COMMON:
        if all(signs.intersection(word) - {sign} for word in several):
            signs.discard(sign)
    starts = {word: min(at for at, sign in enumerate(word) if sign in signs) for word in several}
    return re.compile(_branches(sorted((word[at:], word) for word, at in starts.items())))


def _branches(ends: Sequence[tuple[str, str]]) -> str:
    """What fits one of the sorted ends of words, each behind the beginning of its word."""
    branches = []
    for first, alike in groupby(ends, key=lambda each: each[0][:1]):
        if first:
            branches.append(re.escape(first) + _branches([(end[1:], word) for end, word in alike]))
        else:
            branches += [f"(?<={re.escape(word)})" for _, word in alike]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def lower(text: str) -> str:
    """In lower case, with each sign where it stands."""
    return (text.replace("İ", "I") if "İ" in text else text).lower()
