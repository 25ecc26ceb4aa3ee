"""What a line tells as an answer: behind a question for a password, or as a code that is used once."""

import re
from collections.abc import Iterator

from bot.output.hints import any_of
from bot.output.values import Stretch, is_code, stands_in
from bot.output.words import ASCII_HINT, FOREIGN_HINT

#: All are looked for in a line in lower case.
_HINT, _FOREIGN = any_of(f"pass|code|otp|pin|decrypted|plaintext|{ASCII_HINT}"), any_of(FOREIGN_HINT)
_ANSWER = re.compile(
    r"(?P<asks>[^\n]*\S)[ ]?(?:[:：]|\.{4,}:?)[ ]+(?P<value>[^\s\"'\[{(<]\S{3,})(?:[ ][*=]+)?\s*"
)
_WORD = r"(?:pass(?:word|phrase|code|\sphrase))"
_WHOSE = r"""(?:new|old|current|initial|default|admin|root|temporary|temp|generated|database|master|vault|sudo
    |the|your|my|user|app)\s(?:\w+\s){0,3}"""
_ABROAD = f"{ASCII_HINT}|{FOREIGN_HINT}".replace(" ", "[ ]")
_ASKS = re.compile(
    rf"""\W*(?:\[sudo\]\s)?(?:please\s)?(?:enter|type|re-?type|re-?enter|repeat|confirm|verify|provide)\b.*\b{_WORD}\b.*
    |(?:.*\s)?{_WORD}\s(?:for|of)\s.* |.*\w['’]s\s{_WORD}
    |(?:.*\s)?{_WHOSE}{_WORD}(?:\s\([^)]*\))?(?:\s(?:is|will\sbe))?
    |(?:.*\s)?(?:following|this)\s{_WORD}\b.* |\W*(?:decrypted|decoded|plaintext)(?:\s\w+)?
    |\W*(?:{_ABROAD})""",
    re.VERBOSE,
)
_GIVEN = re.compile(
    rf"""\b(?:(?:user|account|login)\b.{{0,120}}?\bwith\s{_WORD}\s(?P<with>\S{{6,}})$
    |{_WORD}\s(?:for\s\S+\s)?(?:set|changed|reset|updated)\s(?:for\s\S+\s)?to\s(?P<to>[\w!\#$%^*+~-]{{6,}})
    |(?:set|chang\w+|reset\w*|updat\w+)\s(?:the\s)?{_WORD}\s(?:for|of)\s\S+\sto\s(?P<of>\S{{6,}})
    |credentials?\s?[:=]\s?[\w@.-]{{1,80}}\s?/\s?(?P<both>[^\s,]{{6,}})$)""",
    re.VERBOSE,
)
#: How it went: no password.
_RESULT = re.compile(r"[a-z]+(?:ed|ing|ent|ects?|ory|al|ion)[.,;!]?|[^a-z\d]+|.*[:({]")
_QUOTED = re.compile(
    rf"""(?:\b(?:and|with|using|use|enter)\s(?:the\s|its\s)?{_WORD}|\b{_WORD}\b[^"'\n]{{0,60}}\s(?:to|is|was|be))\s
    ["'`](?P<value>[^\s"'`]{{4,}})["'`]
    |["'](?P<as>[^"'\n]{{4,}})["']\sas\s(?:(?:the|its|your|a)\s)?(?:\w+\s)?{_WORD}\b""",
    re.VERBOSE,
)
_ONCE = re.compile(
    r"""\b(?:(?:verification|security|log-?in|2fa|mfa|sms|authentication|pairing|confirmation|one[ -]time)[ ]
    (?:code|pin|passcode|password)|otp(?:[ ]code)?|passcode|pin(?:[ ]for[ ]\w+|[ ]code)?)
    \b[^\w\n]{0,4}(?:is\b|was\b|:|=)?[ ]*["']?
    (?P<value>\d{4,8}|\d{3}[ -]\d{3}|[a-z\d]{4}-[a-z\d]{4})(?![\w.-])
    |(?:recovery|backup|scratch|emergency)[ -](?:code|key)s?:[ ]
    (?P<several>(?:(?=[^\s\d]*\d)[\w-]{4,}[, ]*)+)$""",
    re.VERBOSE,
)
#: What a line with each of them has.
_SIGN, _QUOTES, _CODE = (
    re.compile(r"[:：] |\.{4}"),
    re.compile("[\"'`]"),
    any_of("code|otp|pin|time|key|security pass"),
)
_GIVES = any_of(" with pass| to |credential")
_NAME = re.compile(r"password|passphrase|passcode|secret|token")


def answered_stretches(lowered: str) -> Iterator[Stretch]:
    """The answers of a line, which is in lower case."""
    if not (_HINT.search(lowered) or (not lowered.isascii() and _FOREIGN.search(lowered))):
        return
    answer = _ANSWER.fullmatch(lowered) if _SIGN.search(lowered) else None
    told = [answer] if answer is not None and _ASKS.fullmatch(answer["asks"]) else []
    for found in [*told, *(_GIVEN.finditer(lowered) if _GIVES.search(lowered) else ())]:
        value, span = _value(found)
        if not (stands_in(value) or _RESULT.fullmatch(value) or (is_code(value) and not value.isalpha())):
            yield span
    for pattern, says in ((_QUOTED, _QUOTES), (_ONCE, _CODE)):
        for found in pattern.finditer(lowered) if says.search(lowered) else ():
            value, span = _value(found)
            if not (stands_in(value) or _NAME.fullmatch(value)):
                yield span


def _value(found: re.Match[str]) -> tuple[str, Stretch]:
    group = found.lastgroup or "value"
    return found[group], found.span(group)
