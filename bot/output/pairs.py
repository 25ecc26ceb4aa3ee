"""A user and a password told together: ``bot / x``, ``user bot, pass x``, ``bot/x (user/password)``."""

import re
from collections.abc import Iterator

from bot.output.hints import any_of
from bot.output.values import Stretch

#: All are looked for in a line in lower case.
_LOGIN = r"(?:credentials?|log(?:ging|ged)?[ -]?in|sign(?:ing|ed)?[ -]?in|authenticat(?:ed|ing|e))"
_USER = r"(?:user(?:name|id)?|login|account|e-?mail|id)"
_NAME = r"[\w@.+-]+"
#: What a line with such a pair says, and where its password is.
_TOLD = (
    rf"\b{_LOGIN}(?:[ ](?:successful|as|with|using|is|are))?(?:[ ]?[:=][ ]*|[ ]+){_NAME}:(?P<value>[^\s,]+)",
    rf"\b{_LOGIN}\b[^\n]{{0,120}}?[ ](?:with|as|using)[ ]{_NAME}:(?P<value>[^\s,/]+)",
    rf"\bcredentials?(?:[ ](?:are|is))?(?:[ ]?[:=][ ]*|[ ]+){_NAME}/(?P<value>[^\s,]+)",
)
_BOTH = (
    rf"{_NAME}[ ]?[/:|][ ]?(?P<value>[^\s()]+)[ ]*[(\[—–-]+[ ]?{_USER}[ ]?[/:|&+,][ ]?pass",
    rf"\b{_USER}[ ]?[/:|&+][ ]?pass\w*[)\]]?(?:[ ]*(?:[:=]|is|are)[ ]*|[ ]+){_NAME}[ ]?[/:|][ ]?(?P<value>[^\s()]+)",
)
_SLASH = (rf"(?<![\w/.@+-]){_NAME}[ ]/[ ](?P<value>[^\s,]+)",)
_SHORT = (
    rf"""\b(?:{_USER}|as|with)[ :=]+["']?{_NAME}["']?[ ]*(?:[,;/|][ ]*|[ ])(?:and[ ]|with[ ])?(?:the[ ])?pass\b[ :=]*
    ["']?(?P<value>[^\s"',;]+)""",
)
_RULES = tuple(
    (re.compile(says), tuple(re.compile(each, re.VERBOSE) for each in rules))
    for says, rules in (
        (r"[:/]", _TOLD),
        (r" / ", _SLASH),
        (r"[/:|&+,][ ]?pass", _BOTH),
        (r"[ ,;/|]pass[ :=]", _SHORT),
    )
)
_HAS_PAIR = any_of(
    "credential|login|user|logged in|log in|logging in|log-in|sign in|signed in|signing in|authenticat|/pass|:pass|/ pass|pass "
)


def paired_stretches(lowered: str) -> Iterator[Stretch]:
    """What may be the password of such a pair in a line, which is in lower case."""
    if _HAS_PAIR.search(lowered):
        for says, rules in _RULES:
            if says.search(lowered):
                for rule in rules:
                    yield from (found.span("value") for found in rule.finditer(lowered))
