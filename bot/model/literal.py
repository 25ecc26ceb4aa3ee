"""Text from outside: without what can't be seen.

Bidirectional controls reorder what follows them, zero-width characters hide in words, and control
characters drive terminals; none of them says anything in a name, a branch or a commit's message.
"""

import unicodedata

_SPACES = frozenset({"Zs", "Zl", "Zp"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def visible(text: str, *, keep: str = "") -> str:
    """``text`` without unseen characters, every kind of space a plain one; those in ``keep`` stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if each in keep else _seen(each) for each in text)


def _seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in _SPACES or sign in "\t\n\r\v\f\x85":
        return " "
    return "" if category in _UNSEEN else sign
