"""What secrets look like: the shapes that services give their tokens, and the names that people give theirs.
Words that look like keys, too: long, and put together by chance. Hashes and paths are long, too, and are not.

Each pattern is linear in what it reads, and knows after `LONGEST` characters that it fits: what follows
only makes the secret longer. A pattern's group ``secret`` is the secret, where there is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple

#: Within so many characters a pattern has found its secret's beginning and enough of it.
LONGEST_SHAPE = 1024


class Secret(NamedTuple):
    """``pattern_start``: where its pattern begins; itself it is from ``start`` to ``end``."""

    pattern_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shape:
    """``hints``: the text has one of these, or the pattern does not fit. ``caseless``: in lower case."""

    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    caseless: bool = False

    def within(self, text: str, lowered: str) -> Iterator[Secret]:
        if any(hint in (lowered if self.caseless else text) for hint in self.hints):
            group = "secret" if "secret" in self.pattern.groupindex else 0
            yield from (Secret(each.start(), *each.span(group)) for each in self.pattern.finditer(text))


def _token(pattern: str, *hints: str) -> Shape:
    """A token of a known shape, which is no part of a longer word."""
    return Shape(re.compile(rf"(?<![A-Za-z0-9]){pattern}"), hints)


def _said(pattern: str, *hints: str) -> Shape:
    return Shape(re.compile(pattern, re.IGNORECASE | re.VERBOSE), hints, caseless=True)


_TOKENS = (
    _token(r"gh[opsur]_\w{16,}+", "ghp_", "gho_", "ghs_", "ghu_", "ghr_"),
    _token(r"github_pat_\w{16,}+", "github_pat_"),
    _token(r"gl(?:pat|dt|rt|cbt|ptt)-[\w.-]{16,}+", "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-"),
    _token(r"xox[a-z](?:\.xox[a-z])?-[\w-]{8,}+", "xox"),
    _token(r"xapp-[\w-]{8,}+", "xapp-"),
    _token(r"(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])", "AKIA", "ASIA"),
    _token(r"AIza[\w-]{30,}+", "AIza"),
    _token(r"ya29\.[\w-]{16,}+", "ya29."),
    _token(r"GOCSPX-[\w-]{16,}+", "GOCSPX-"),
    _token(r"[sr]k_(?:live|test)_\w{8,}+", "k_live_", "k_test_"),
    _token(r"whsec_[\w/+=]{16,}+", "whsec_"),
    _token(r"npm_[A-Za-z0-9]{30,}+", "npm_"),
    _token(r"pypi-AgE[\w-]{16,}+", "pypi-AgE"),
    _token(r"CCI[A-Z]{2,6}_\w{8,}+", "CCI"),
    _token(r"eyJ[\w-]{16,}+(?:\.[\w-]*+)*+", "eyJ"),
    _token(r"(?<!-)sk-(?=[\w-]{0,40}\d)[\w-]{20,}+", "sk-"),
    _token(r"hf_[A-Za-z0-9]{30,}+", "hf_"),
    _token(r"do[opr]_v1_[a-f0-9]{16,}+", "_v1_"),
    _token(r"dckr_[a-z]{2,4}_[\w-]{16,}+", "dckr_"),
    _token(r"dapi[a-f0-9]{32}", "dapi"),
    _token(r"hv[bsr]\.[\w-]{20,}+", "hvs.", "hvb.", "hvr."),
    _token(r"SG\.[\w-]{16,64}\.[\w-]{16,}+", "SG."),
    _token(r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{16,}+", "shpat_", "shpca_", "shppa_", "shpss_"),
    _token(r"AGE-SECRET-KEY-1\w{16,}+", "AGE-SECRET-KEY-1"),
    _token(r"hooks\.slack\.com/\w{1,20}/(?P<secret>[\w/]{8,}+)", "hooks.slack.com/"),
    Shape(re.compile(r"""://[^\s/:@?\#"']{0,255}:(?P<secret>[^\s/@"']{1,255})@"""), ("://",)),
    Shape(re.compile(r"""://(?P<secret>[\w.~%+-]{20,255})@"""), ("://",)),
)

_HEADERS = (
    _said(
        r"""authorization (?:\\?["'])? \s{0,3} [:=] \s{0,3} (?:\\?["'])?
            (?P<secret> (?:bearer|basic|token|digest|aws4[\w-]{1,20}|apikey) [ ] [^\n"'\\]++
                      | (?=\S{0,200}\d) [^\s"'\\]{8,}+ )""",
        "authorization",
    ),
    _said(r"bearer\s{1,3}(?P<secret>[\w.~+/=-]{16,}+)", "bearer"),
    _said(
        r"""token ["']? [ ]{1,3} ["']? (?P<secret>[0-9a-f]{32,}+) (?![\w-])""", "token ", "token'", 'token"'
    ),
    _said(r"""cookie (?:\\?["'])? \s{0,3} : \s{0,3} (?P<secret> [^\n=]{1,64} = [^\n]++)""", "cookie"),
    _said(
        r"""(?<!\S) (?:-u|--user) (?:[ ]|=) ["']? [^\s:"']{1,64} : (?P<secret> (?!\d+\b) [^\s"']++)""",
        "-u",
    ),
)

#: All but names with their values, which are `bot.output.secret_values`'s.
SHAPES = (*_TOKENS, *_HEADERS)

#: A word that may be a key.
WORD = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}+={0,2}")
_FEWEST, _FEWEST_OF_ONE_CASE, _FEWEST_DISTINCT = 20, 28, 10
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
    if "0" not in seen or len(seen) < 2 or len(set(body)) < _FEWEST_DISTINCT:
        return False
    # A sign is of another kind than the one before; a word's capital is no change.
    changes = sum(a != b and a + b != "Aa" for part in parts for a, b in pairwise(part))
    often = changes / max(1, signs - len(parts))
    if len(seen) == 3:
        return signs >= _FEWEST and often >= (0.15 if _AWS.fullmatch(body) else 0.25)
    return signs >= _FEWEST_OF_ONE_CASE and often >= 0.28
