"""Text from outside: without what can't be seen.

Bidirectional controls reorder what follows them, zero-width characters hide in words, and control
characters drive terminals; none of them says anything in a name, a branch or a commit's message.
"""

import unicodedata
from functools import cache

_SPACES = frozenset({"Zs", "Zl", "Zp"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def printable(text: str, *, keep: str = "") -> str:
    """``text`` without unseen characters, every kind of space a plain one; those in ``keep`` stay."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_table(keep))


class _Seen(dict[int, str]):
    """What is seen of each character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = seen = _seen(chr(code))
        return seen


@cache
def _table(keep: str) -> _Seen:
    return _Seen({ord(each): each for each in keep})


def _seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in _SPACES or sign in "\t\n\r\v\f\x85":
        return " "
    return "" if category in _UNSEEN else sign
