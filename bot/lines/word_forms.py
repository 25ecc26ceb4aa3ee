"""Forms of regular English words."""

_VOWELS = "aeiou"


def plural(word: str) -> str:
    """Of a noun; of a verb its form with -s."""
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def gerund(verb: str) -> str:
    """``stopping``, ``releasing``, ``building``."""
    if verb.endswith("e"):
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1]}ing" if _doubles(verb) else f"{verb}ing"


def _doubles(verb: str) -> bool:
    """``stop`` and ``ship`` double their last letter, ``launch`` and ``build`` do not."""
    short = len(verb) < 5 and verb[-1] not in f"{_VOWELS}wxy"
    return short and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
