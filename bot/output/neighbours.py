"""The secrets of two lines where the one names what the other has."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.output.assigned import named_in, value_in
from bot.output.hints import lower
from bot.output.logins import opens_password, prints_secret, typed_stretches
from bot.output.names import SecretKind, name_kind
from bot.output.sentences import opens_value
from bot.output.values import Stretch, is_code, is_passwordish, is_sentence, stands_in

_LONGEST_KEPT = 400
#: An element whose text follows.
_ELEMENT = re.compile(r"^\s*<(?P<name>[A-Za-z][\w.:-]*+)(?:\s[^<>]*)?>\s*$")
_OPENS = re.compile(
    r"""^(?P<indent>[\s>-]*)(?:\w+\s)?["']?(?P<name>[^\W\d][\w.-]*)["']?\s*[:=]\s*(?P<block>[|>][+-]?\d?)?\s*$"""
)
_FOLLOWING = re.compile(r"^(?P<indent>\s*)[\"']?(?P<value>\S.*?)[\"']?,?\s*$")
_INNER = re.compile(r">(?P<value>[^<>]+)<")
_VALUE = re.compile(r"""\s*["']?\w{0,12}(?i:value)["']?\s*[:=]""")


def value_of_before(before: str, line: str) -> tuple[Stretch, ...]:
    """What is secret in a line because of what the last one says, which may name it."""
    if len(before) + len(line) > _LONGEST_KEPT:
        before, line = before[-_LONGEST_KEPT:], line[:_LONGEST_KEPT]
    return _kept_of_before(before, line)


def _of_before(before: str, line: str) -> Iterable[Stretch]:
    if opens_password(before):
        yield 0, len(line)
        return
    if "value" not in before.lower() and named_in(before, lower(before)) and not named_in(line, lower(line)):
        yield from value_in(line)
    elif "<key>" in before and before.rstrip().endswith("</key>"):
        name = before.partition("<key>")[2].partition("<")[0]
        found = re.search(r"<string>([^<]+)", line)
        if found and name_kind(name) in (SecretKind.SECRET, SecretKind.TOKEN):
            yield found.span(1)
    yield from typed_stretches(before, line)
    following = _FOLLOWING.match(line)
    if following is None or stands_in(following["value"]) or is_sentence(following["value"]):
        return
    value, opens = following["value"], _OPENS.match(before)
    element = _ELEMENT.match(before)
    if element and name_kind(element["name"]) in (SecretKind.SECRET, SecretKind.TOKEN):
        inner = _INNER.search(line)
        yield inner.span("value") if inner else following.span("value")
        return
    if opens and name_kind(opens["name"]) in (SecretKind.SECRET, SecretKind.TOKEN):
        deeper = len(following["indent"]) > len(opens["indent"].replace("-", " "))
        if (
            (opens["block"] and deeper)
            or (deeper and " " not in value and ":" not in value and not is_code(value))
            or (is_passwordish(value) and " " not in value and ":" not in value and "=" not in value)
        ):
            yield following.span("value")
    elif " " not in value and is_passwordish(value) and (opens_value(before) or prints_secret(before)):
        yield following.span("value")


_kept_of_before = lru_cache(4096)(lambda before, line: tuple(_of_before(before, line)))


def value_of_behind(line: str, behind: str) -> Iterable[Stretch]:
    """What is secret in a line because of what the next one says."""
    if (
        _VALUE.match(line)
        and "value" not in behind.lower()
        and named_in(behind, lower(behind))
        and not named_in(line, lower(line))
    ):
        yield from value_in(line)
