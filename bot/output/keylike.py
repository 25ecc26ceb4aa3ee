"""Words that look like keys: long, and put together by chance. Hashes and paths are long too, and are not."""

import re
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase, digits

#: A word that may be one.
WORD = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}+={0,2}")
_FEWEST = 20
_FEWEST_OF_ONE_CASE = 28
_DISTINCT = 10
_HEX = re.compile(r"[0-9a-f-]+|[0-9A-F-]+")
#: A part that says nothing: hexadecimal, a number, a word.
_PLAIN_PART = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9a-f]{7,}+|[0-9A-F]{7,}+|[0-9]++|[A-Z]?[a-z]{2,}+)(?![A-Za-z0-9])"
)
_DIGEST = re.compile(r"(?:sha|md|blake)\d+[-_]")
_AWS = re.compile(r"[A-Za-z0-9/+]{40}")
_PARTS = re.compile(r"[/_+-]+")
#: Each sign as its kind.
_KINDS = str.maketrans(ascii_lowercase + ascii_uppercase + digits, "a" * 26 + "A" * 26 + "0" * 10)


def looks_like_a_key(word: str) -> bool:
    """Whether chance has put it together: its letters and digits change their kind as often as that does.

    Commits, UUIDs and digests (all hexadecimal, or marked as such) are not meant, nor paths and names.
    """
    body = word.rstrip("=")
    if _HEX.fullmatch(body) or _DIGEST.match(body):
        return False
    parts = [part for part in _PARTS.split(_PLAIN_PART.sub("", body).translate(_KINDS)) if part]
    seen = set().union(*parts)
    signs = sum(map(len, parts))
    if "0" not in seen or len(seen) < 2 or len(set(body)) < _DISTINCT:
        return False
    # A sign is of another kind than the one before; a word's capital is no change.
    changes = sum(a != b and a + b != "Aa" for part in parts for a, b in pairwise(part))
    often = changes / max(1, signs - len(parts))
    if len(seen) == 3:
        return signs >= _FEWEST and often >= (0.15 if _AWS.fullmatch(body) else 0.25)
    return signs >= _FEWEST_OF_ONE_CASE and often >= 0.28
