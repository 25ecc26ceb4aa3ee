"""Values of names that an environment would call secret: ``FOO_TOKEN=…``, ``"password": "…"``, ``--token …``.

What only refers to a secret, or says that there is none, is left: ``$TOKEN``, ``null``, ``tokens: 4096``.
"""

import re
from collections.abc import Iterator

#: Where a name may tell, in lower case.
_HINT = re.compile("secret|pass|pwd|api|access|private|account|auth|signature|key|token|credential")

# What is said to be a password is one, whatever it is; a key or a signature need not be a secret.
_NAME = r"""
    (?: (?P<strong> secret | passw(?:or)?d | passphrase | (?<=[_.-])pwd
          | api[_-]?key | access[_-]?key(?![_-]?id) | private[_-]?key(?![a-z-]) | account[_-]?key )
      | (?P<weak> auth(?!or|ent) | signature | (?<=[_-])(?<!cache[_-])key(?![a-z]) )
      | token(?!iz) | credential | (?<![a-z])pass(?![a-z]) )
"""
_VALUE = r"""
    (?: \\["'] (?P<escaped> [^"'\\\n]++ )
      | " (?P<double> (?:[^"\\\n]|\\.)++ )
      | ' (?P<single> [^'\n]++ )
      | (?P<bare> [^\s"'`\\] [^\s"'`]*+ ) )
"""
_ASSIGNED = re.compile(
    rf"""{_NAME} (?P<rest>[\w.-]{{0,40}}+) (?:\\?["'])? \]? [ \t]{{0,3}}
         (?P<sign> := | => | = | : ) (?!=) [ \t]{{0,3}} {_VALUE}""",
    re.IGNORECASE | re.VERBOSE,
)
_FLAG = re.compile(
    r"(?<![\w-])--(?:[a-z]{1,30}-){0,4}"
    r"(?P<strong>secret|password|passwd|pass|passphrase|token|api-?key|access-?key|secret-?key|private-?key)"
    rf"(?P<weak>(?!))?(?P<rest>)(?P<sign>[ ]|=)[ ]{{0,2}}(?!-){_VALUE}",
    re.IGNORECASE | re.VERBOSE,
)
_VALUES = ("escaped", "double", "single", "bare")

#: What stands for a value, or says that there is none.
_NO_SECRET = re.compile(
    r"""\$\{?[A-Z_][A-Z0-9_]*+(?::?[-=?+][^}]*+)?\}?[,;)]* | \$[({]\S* | %\w+% | <[\w .-]+>? | \{\{.*
      | \[(?:masked|redacted|secret|filtered|hidden)\][,;]* | [^A-Za-z0-9]+ | [xX]+
      | (?:null|none|nil|true|false|undefined|empty|missing|unset|redacted)[.,;)}\]]*
      | (?:process\.env|os\.environ)[\w.\[\]]*
      | (?:~|\.{0,2})/[\w.@-]+(?:/[\w.@-]+)+""",
    re.VERBOSE,
)
_LONGEST_NO_SECRET = 200
_WORDY = re.compile(r"[^\W\d]{1,15}[.,:;!?)]*")
_COUNTED = re.compile(r"[_.-]?(?:length|count|limit|ttl|age|expir\w*|s)\b", re.IGNORECASE)


def assigned(text: str, lowered: str) -> Iterator[tuple[int, int, int]]:
    """Where a name begins, and where its secret value begins and ends. ``lowered``: ``text``, as long."""
    at = 0
    for hint in _HINT.finditer(lowered):
        if hint.start() >= at and (found := _ASSIGNED.match(text, hint.start())):
            start, end = _value(found)
            if end is not None:
                yield found.start(), start, end
            at = end or start  # a harmless value may have another name in it
    if "--" in text:
        for found in _FLAG.finditer(text):
            start, end = _value(found)
            if end is not None:
                yield found.start(), start, end


def _value(found: re.Match[str]) -> tuple[int, int | None]:
    """Where the value begins, and where it ends if it is a secret."""
    group = next(each for each in _VALUES if found[each] is not None)
    start, end = found.span(group)
    return start, None if _harmless(found, found[group]) else end


def _harmless(found: re.Match[str], value: str) -> bool:
    if len(value) > _LONGEST_NO_SECRET:
        return False
    number = value.rstrip(".,;)").isdecimal()
    if _NO_SECRET.fullmatch(value) or (number and _COUNTED.match(found["rest"])):
        return True
    if found["strong"] is not None:
        return False
    if number:
        return True
    if found["weak"] is not None:
        return len(value) < 8 or not any(sign.isdecimal() for sign in value)
    return found["sign"] == ":" and _WORDY.fullmatch(value) is not None  # "unexpected token: something"
