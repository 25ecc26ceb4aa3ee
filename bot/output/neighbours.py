"""The secrets of lines of which one before names what they have."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.output.assigned import KEY_STRING, named_in, value_in
from bot.output.hints import lower
from bot.output.logins import echoes_secret, opens_password, prints_secret, typed_stretches
from bot.output.names import SecretKind, name_kind
from bot.output.tables import is_rule, row_stretches
from bot.output.values import Stretch, is_code, is_passwordish, is_sentence, is_word, stands_in

_LONGEST_KEPT = 400
#: A line that ends with the name of a password, and tells of one that was made; the next has it.
_OPENS_VALUE = re.compile(r"(?i)(?:pass(?:word|phrase|code)|secret|token|key)\b[^\n]*:\s*$")
_MADE_ONE = re.compile(
    r"(?i)(?<!enter )\b(?:generated|new|initial|temporary|default|your|admin|root|one-time|following)\b"
)
#: The next lines have codes or passwords, one or several each.
_OPENS_CODES = re.compile(
    r"(?i)\b(?:recovery|backup|scratch|one-time|emergency|unseal|rescue|2fa|mfa|otp)[ -](?:code|key|password)s\b[^\n]{0,60}(?::|\bare)\s*$"
)
#: An element whose text follows.
_ELEMENT = re.compile(r"^\s*<(?P<name>[A-Za-z][\w.:-]*+)(?:\s[^<>]*)?>\s*$")
_OPENS = re.compile(
    r"""^(?P<indent>[\s>-]*)(?:\{\s*)?(?:\w+\s)?\[?["']?(?P<name>[^\W\d][\w.-]*)["']?\]?\s*(?:=>|[:=])\s*(?P<block>[|>][+-]?\d?|<<[-~]?["']?\w+["']?)?\s*$"""
)
_OPENS_OBJECT = re.compile(r"""^\s*["']?(?P<name>[^\W\d][\w.-]*)["']?\s*[:=]\s*\{\s*$""")
_FOLLOWING = re.compile(r"^(?P<indent>\s*)[\"']?(?P<value>\S.*?)[\"']?[\s}\])]*,?\s*$")
_INNER = re.compile(r""">(?P<value>[^<>]+)<|string\(\d+\)[ ]"(?P<dumped>[^"]+)""")
#: What is typed where a server asks for a password.
_ASKED, _TYPED = re.compile(r"\W*331 "), re.compile(r"\W*PASS (?P<value>\S+)\s*$")
_VALUE = re.compile(r"""\s*["']?\w{0,12}(?i:value)["']?\s*[:=]""")
#: What a program prints that is no password: short, a number, a place, the end of a sentence.
_PLAIN = re.compile(r".{0,5}|[\d.,:]+|[^=]*/.*|.*[:.!?…(]")
#: A member beside or below a name, whose value is yet to come.
_MEMBER = re.compile(r"""\s+["']?(?!\w{0,12}(?i:name|key|value|string)\b)\w+["']?\s*[:=]\s*[^\s{\[]""")
#: A resource that is a password, and the lines of it, among which is what it is.
_MADE = re.compile(r"random_password[.\"]")
_MADE_VALUE = re.compile(
    r"""\s*[+~-]?\s*(?:resource\b.*\{|(?:result|bcrypt_hash)\s*=\s*"(?P<value>[^"]+)".*|\w+\s*=\s*[^{]*)\s*$"""
)
#: Codes in a line of their own, in a list or not.
_CODES = re.compile(
    r"\s*(?:[-*•]|\d{1,2}[.):])?\s*(?P<value>(?:(?:(?=\S*\d)|(?=\w+-\w))[\w-]{4,}(?:\s+|\s*$))+)"
)


def told_by(before: str, line: str) -> tuple[tuple[Stretch, ...], str]:
    """What is secret in a line because of what one before says; and what names that of the next one, too."""
    if len(before) + len(line) > _LONGEST_KEPT:
        before, line = before[-_LONGEST_KEPT:], line[:_LONGEST_KEPT]
    return _kept_of_before(before, line)


@lru_cache(4096)
def _kept_of_before(before: str, line: str) -> tuple[tuple[Stretch, ...], str]:
    row = row_stretches(before, line)
    if row is not None:
        return tuple(row), before if "\n" in before or not is_rule(line) else f"{before}\n---"
    if (codes := _CODES.fullmatch(line)) is not None and _OPENS_CODES.search(before):
        return (codes.span("value"),), before
    if _MADE.search(before) and (made := _MADE_VALUE.match(line)) is not None:
        return (made.span("value"),) if made["value"] else (), before
    found = tuple(_of_before(before, line))
    waits = not found and _MEMBER.match(line) is not None
    return found, before if waits and (_names_value(before) or _opens_object(before)) else ""


def _names_value(before: str) -> bool:
    """Whether it says the name of a secret whose value another member has."""
    return "value" not in before.lower() and named_in(before, lower(before))


def _opens_object(before: str) -> bool:
    found = _OPENS_OBJECT.match(before)
    return found is not None and name_kind(found["name"]) in (SecretKind.SECRET, SecretKind.TOKEN)


def _of_before(before: str, line: str) -> Iterator[Stretch]:
    if opens_password(before):
        yield 0, len(line)
        return
    if (_names_value(before) and not named_in(line, lower(line))) or _opens_object(before):
        yield from value_in(line)
    elif before.rstrip().endswith(("</key>", "</name>")):
        found = KEY_STRING.search(f"{before}{line}")
        if found and name_kind(found["name"]) in (SecretKind.SECRET, SecretKind.TOKEN):
            yield found.start("bare") - len(before), found.end("bare") - len(before)
    yield from typed_stretches(before, line)
    following = _FOLLOWING.match(line)
    if following is None or stands_in(following["value"]) or is_sentence(following["value"]):
        return
    value, opens = following["value"], _OPENS.match(before)
    element = _ELEMENT.match(before)
    if element and name_kind(element["name"]) in (SecretKind.SECRET, SecretKind.TOKEN):
        inner = _INNER.search(line)
        yield inner.span("value") if inner and inner["value"] else following.span("value")
        return
    if _ASKED.match(before) and (typed := _TYPED.match(line)):
        yield typed.span("value")
    if opens and name_kind(opens["name"]) in (SecretKind.SECRET, SecretKind.TOKEN):
        dumped = _INNER.search(line)
        if dumped and dumped["dumped"]:
            yield dumped.span("dumped")
            return
        deeper = len(following["indent"]) > len(opens["indent"].replace("-", " "))
        if (
            (opens["block"] and (deeper or opens["block"][0] == "<"))
            or (deeper and " " not in value and ":" not in value and not is_code(value))
            or (is_passwordish(value) and " " not in value and ":" not in value and "=" not in value)
        ):
            yield following.span("value")
    elif " " not in value and _is_told(before, value):
        yield following.span("value")


def _is_told(before: str, value: str) -> bool:
    """Whether a line that is one word is what the one before prints, or tells of."""
    opens = _OPENS_VALUE.search(before) is not None
    if is_passwordish(value):
        return opens or prints_secret(lower(before))
    if value in before or _PLAIN.fullmatch(value) or (is_word(value) and value[0].isupper()):
        return False
    return (opens and _MADE_ONE.search(before) is not None) or echoes_secret(before)


def value_of_behind(line: str, behind: str) -> Iterable[Stretch]:
    """What is secret in a line because of what the next one says."""
    if (
        _VALUE.match(line)
        and "value" not in behind.lower()
        and named_in(behind, lower(behind))
        and not named_in(line, lower(line))
    ):
        yield from value_in(line)
