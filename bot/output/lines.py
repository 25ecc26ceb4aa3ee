"""The secrets of one line, and of two where the one names what the other has."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.output.assigned import named_in, named_stretches, value_in
from bot.output.hints import any_of, lower
from bot.output.logins import logins, opens_password
from bot.output.names import SecretKind, name_kind
from bot.output.sentences import opens_value, told_stretches
from bot.output.shapes import random_words, token_stretches
from bot.output.tokens import shaped_words
from bot.output.values import Stretch, is_code, is_passwordish, is_sentence, stands_in

#: What a line with a secret has, in lower case: a word for one, the sign of a login, or a long word.
HINT = any_of(
    "passw|passp|passc|passe |passe:|pass=|pass:|pass |pass\"|pass'|pass\t|pass>|_pass|-pass|epass|ypass|secret|token|key|pwd|auth|credential|login|hooks.slack|cookie|bearer|pw |pw=|pw:|pw\t|psk|jwt|sig"
    "|pat |pat=|pat:|pat_|wort|woord|contrase|senha|clave|parola|lösenord|losenord|adgang|salasana"
    "|hasło|haslo|heslo|şifre|sifre|пароль|密|パス|비밀|-----|putty|poetry|bundle|kinit|<<|echo |printf"
    "|creds|composer config|yes |securestring|backup|recovery|reporter|snowsql|argocd|chpasswd|curl| -a | -a=|redis|mysql|mongo|cqlsh|sqlcmd"
    "|sqlplus|zip|7z|ldap|openssl|ssh|smb|net use|lftp|ncftp|oc login|az |cf |twine|docker|podman"
    "|helm|security|altool|signtool|certutil|identified|htpasswd|useradd|plink|pscp|rasdial|mosquitto"
    "|ipmitool|freerdp|nuget|rabbitmq|mc |keytool|sign|surge|netlify|percy|codecov|-api|$apr1|$1|$2"
    "|$5|$6|$y|$argon|dsn|appid|webhook|cypress|securestring|sudo|airtable"
)
#: Of an address with who uses it.
_LOGIN_IN_URL = re.compile(r"://[^\s/@]{1,511}@")
#: A word that is looked at though nothing hints at it; something stands before it.
_LONG = re.compile(r"[^a-z0-9_+/-][a-z0-9_+/-]{20}")


def telling_rows(text: str) -> tuple[set[int], set[int]]:
    """Which lines of a text, in lower case, have a hint of a secret, and which a long word."""
    text = f"\n{text}"
    return _rows_with(HINT, text) | _rows_with(_LOGIN_IN_URL, text), _rows_with(_LONG, text)


def _rows_with(pattern: re.Pattern[str], text: str) -> set[int]:
    row, at, found, rows = -1, 0, pattern.search(text), set[int]()
    while found is not None:
        row += text.count("\n", at, found.end())
        rows.add(row)
        at = text.find("\n", found.end())
        found = pattern.search(text, at) if at >= 0 else None
    return rows


_LONGEST_KEPT, _WINDOW = 400, 1_536
#: What is left of a word.
_GOES_ON = re.compile(r"[^\s\"']*+")
_OPENS = re.compile(
    r"""^(?P<indent>[\s>-]*)(?:\w+\s)?["']?(?P<name>[^\W\d][\w.-]*)["']?\s*[:=]\s*(?P<block>[|>][+-]?\d?)?\s*$"""
)
_OPEN = re.compile(r"[:=|>][+-]?\d?\s*$")
_FOLLOWING = re.compile(r"^(?P<indent>\s*)[\"']?(?P<value>\S.*?)[\"']?,?\s*$")


_VALUE = re.compile(r"""\s*["']?\w{0,12}(?i:value)["']?\s*[:=]""")


def line_spans(line: str, *, public: bool = False) -> tuple[Stretch, ...]:
    """What is secret in a line, in its order; ``public``: it is within a public key."""
    return _kept(line, public) if len(line) <= _LONGEST_KEPT else _found(line, public)


def word_spans(line: str, *, public: bool = False) -> tuple[Stretch, ...]:
    """What is secret in a line without a hint: a word may look so."""
    spans = list(shaped_words(line))
    return merge_stretches(spans if public else [*spans, *random_words(line)])


def _windows(line: str) -> Iterable[Stretch]:
    """Parts of a long line, which overlap, cut between words where there are some: rules look far ahead."""
    start = 0
    while len(line) - start > _WINDOW:
        end = line.rfind(" ", start + _WINDOW // 2, start + _WINDOW) + 1 or start + _WINDOW
        yield start, end
        start = line.rfind(" ", start + 1, end - _WINDOW // 4) + 1 or end - _WINDOW // 4
    yield start, len(line)


def _found(line: str, public: bool) -> tuple[Stretch, ...]:
    if len(line) > _WINDOW:
        return merge_stretches(_found_in_windows(line, public))
    lowered = lower(line)
    if not (HINT.search(lowered) or _LOGIN_IN_URL.search(lowered)):
        return word_spans(line, public=public)
    spans = [*token_stretches(line, lowered), *(() if public else random_words(line))]
    spans += [*named_stretches(line, lowered), *logins(line, lowered), *told_stretches(line, lowered)]
    return merge_stretches(spans)


def _found_in_windows(line: str, public: bool) -> Iterable[Stretch]:
    for start, end in _windows(line):
        for at, to in _found(line[start:end], public):
            goes_on = _GOES_ON.match(line, end) if start + to == end else None
            yield start + at, goes_on.end() if goes_on else start + to


_kept = lru_cache(4096)(_found)


def names_next(line: str) -> bool:
    """Whether a line may name what the next one has."""
    return _names_next(line[-_LONGEST_KEPT:])


@lru_cache(4096)
def _names_next(line: str) -> bool:
    lowered = lower(line)
    may = "name" in lowered or "key" in lowered or "variable" in lowered or "<<" in lowered
    return (may or _OPEN.search(lowered) is not None) and HINT.search(lowered) is not None


def value_of_before(before: str, line: str) -> tuple[Stretch, ...]:
    """What is secret in a line because of what the last one says, which `names_next`."""
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
    following = _FOLLOWING.match(line)
    if following is None or stands_in(following["value"]) or is_sentence(following["value"]):
        return
    value, opens = following["value"], _OPENS.match(before)
    if opens and name_kind(opens["name"]) in (SecretKind.SECRET, SecretKind.TOKEN):
        deeper = len(following["indent"]) > len(opens["indent"].replace("-", " "))
        if (
            (opens["block"] and deeper)
            or (deeper and " " not in value and ":" not in value and not is_code(value))
            or (is_passwordish(value) and " " not in value and ":" not in value and "=" not in value)
        ):
            yield following.span("value")
    elif opens_value(before) and is_passwordish(value) and " " not in value:
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


def merge_stretches(spans: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """In their order, those that touch as one."""
    found = list[Stretch]()
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return tuple(found)
