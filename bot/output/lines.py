"""The secrets of one line."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from string import ascii_lowercase, digits
from typing import TypeAlias

from bot.output.assigned import named_stretches
from bot.output.hints import any_of, lower
from bot.output.logins import LOGIN_HINT, logins, prints_secret
from bot.output.sentences import answered_stretches, told_stretches
from bot.output.shapes import random_words, token_stretches
from bot.output.tables import framed_stretches, inserted_stretches, is_head
from bot.output.tokens import shaped_words
from bot.output.values import Stretch
from bot.output.words import ASCII_HINT, FOREIGN_HINT

#: What a line with a secret has, in lower case: a word for one, the sign of a login, or a long word.
_HINT = any_of(
    "assword|passw|passp|passc|pass=|pass:|pass |pass\"|pass'|pass\t|pass>|_pass|-pass|epass|ypass|secret|token|key|pwd|auth|credential|login|hooks.slack|cookie|bearer|pw |pw=|pw:|pw\t|/pw|pw(|p/w|proxy-user|psk|jwt|sig"
    "|pat |pat=|pat:|pat_|-----|putty|poetry|bundle|kinit|<<|echo |printf|log in|log-in|logging in|logged in|/pass"
    "|creds|composer config|yes |securestring|backup|recovery|reporter|snowsql|argocd|chpasswd|curl| -a | -a=|redis|mysql|mongo|cqlsh|sqlcmd"
    "|sqlplus|zip|7z a|7z x|7z e|7z u|7z t|7z l|7za|7zr|ldap|openssl|ssh|smb|net use|lftp|ncftp|oc login|az |cf |twine|docker|podman"
    "|helm|security|altool|signtool|certutil|identified|htpasswd|useradd|plink|pscp|rasdial|mosquitto"
    "|ipmitool|freerdp|nuget|rabbitmq|mc |keytool|sign|surge|netlify|percy|codecov|--api| -api|-api:|$apr1|$1|$2"
    "|$5|$6|$y|$argon|dsn|appid|webhook|cypress|securestring|sudo|airtable|:::|time code|tion code|otp|mnemonic|phrase|unseal|tion key|duct key|license key|static key|pwgen|keyvault|decrypt|decoded|scratch|rescue|phone code|/t/|output  |variable  |pin for|pin code|pin is|pin: |pin=|/hooks/|/integration/|/with/key/|sessid=|jsessionid=|basic |op read| / |-decryption"
    f"|{ASCII_HINT}|{LOGIN_HINT}"
)
_FOREIGN = any_of(FOREIGN_HINT)
#: Of an address with who uses it.
_LOGIN_IN_URL = re.compile(
    r"://(?:[^\s/@]{1,511}|[^\s/@:]{0,255}:(?!\d+/)[^\s@]{1,255}|[\w.-]{1,80}:(?!\d)[^\s@/]{1,80}(?:[ ][^\s@/]{1,80}){1,5})@"
)
#: A long word with a digit is looked at though nothing hints at it. Each byte as whether a word has it: a search
#: for a text that is the same always goes faster than one for what may be many.
_MARKS = bytes(
    each if each == ord("\n") else ord("w" if chr(each) in f"{ascii_lowercase}{digits}_+/-" else " ")
    for each in range(256)
)
_LONG = re.compile(b"w" * 20 + b"w*+")
#: A digit, or how a token begins that may well have none: its signs are letters alone, or few.
_TELLING = re.compile(rb"[0-9]|(?:api_org|hf)_|gl[a-z]{2,5}-")


def telling_rows(text: str) -> tuple[set[int], set[int]]:
    """Which lines of a text, in lower case, have a hint of a secret, and which a long word."""
    text = f"\n{text}"
    hinted = _rows_with(_HINT, text) | _rows_with(_LOGIN_IN_URL, text)
    return hinted if text.isascii() else hinted | _rows_with(_FOREIGN, text), _long_rows(text)


def _rows_with(pattern: re.Pattern[str], text: str) -> set[int]:
    row, at, found, rows = -1, 0, pattern.search(text), set[int]()
    while found is not None:
        row += text.count("\n", at, found.end())
        rows.add(row)
        at = text.find("\n", found.end())
        found = pattern.search(text, at) if at >= 0 else None
    return rows


def _long_rows(text: str) -> set[int]:
    signs = text.encode(errors="surrogatepass")
    marks, rows = signs.translate(_MARKS), set[int]()
    row, at = -1, 0
    for found in _LONG.finditer(marks):
        start, end = found.span()
        if start >= at and _TELLING.search(signs, start, end):
            row += marks.count(b"\n", at, start)
            rows.add(row)
            at = marks.find(b"\n", end)
            if at < 0:
                break
    return rows


_OPENS = any_of("random_password|name|key|variable|<<")
_OPENS_AT_END = re.compile(r"[:=|>][+-]?\d?\s*$|(?:assword|passphrase)\W{0,8}$")
_END = 40
_SEVERAL = 2
_LONGEST_KEPT, _WINDOW = 400, 1_536
#: Stands for what others found: a space that is none of those between words, so that nothing is told beyond.
_FOUND = "\x1f"
#: What makes a quote a part of a quoted text.
_ESCAPE = re.compile(r'(?<!\\)\\++(?=")')
#: What is left of a word.
_GOES_ON = re.compile(r"[^\s\"']*+")
_Family: TypeAlias = Callable[[str, str], Iterable[Stretch]]
#: Each has a line, and the same in lower case.
_FAMILIES: Sequence[_Family] = (
    token_stretches,
    named_stretches,
    logins,
    lambda line, _: framed_stretches(line) if "|" in line or not line.isascii() else (),
    lambda line, lowered: inserted_stretches(line) if "values" in lowered else (),
)
#: Words, which see no more of what the others found than where it was; the first are not for what is within a
#: public key.
_OF_WORDS: Sequence[_Family] = (
    lambda line, _: random_words(line),
    told_stretches,
    lambda _, lowered: answered_stretches(lowered),
)


def hinted_spans(lines: Iterable[str], *, public: bool = False) -> Mapping[str, Sequence[Stretch]]:
    """What is secret in lines with a hint, in its order; ``public``: they are within a public key.

    What has escaped quotes, as a text in JSON, is looked at without their escapes, too.
    """
    found = _spans(lines, public=public)
    plain = {line: _ESCAPE.sub("", line) for line in found if '\\"' in line}
    unescaped = _spans(plain.values(), public=public) if plain else {}
    return found | {
        line: merge_stretches([*found[line], *_placed(line, unescaped[each])]) for line, each in plain.items()
    }


def _placed(line: str, spans: Iterable[Stretch]) -> Iterable[Stretch]:
    """Of what was found without escapes, where it is in the line."""
    places, at = list[int](), 0
    for escape in _ESCAPE.finditer(line):
        places += range(at, escape.start())
        at = escape.end()
    places += range(at, len(line))
    return ((places[start], places[end - 1] + 1) for start, end in spans)


def _spans(lines: Iterable[str], *, public: bool) -> dict[str, Sequence[Stretch]]:
    """Many at once are faster: each family of rules looks at all of them while a processor has it at hand."""
    found = {line: list[Stretch]() for line in lines}
    parts = [(line, start, end) for line in found for start, end in _windows(line)]
    texts = [line[start:end] for line, start, end in parts]
    spans = _found(texts, _FAMILIES)
    told = _found(map(_without, texts, spans), _OF_WORDS[public:])
    for (line, start, end), *both in zip(parts, spans, told, strict=True):
        for at, to in merge_stretches(chain(*both)):
            goes_on = _GOES_ON.match(line, end) if start + to == end else None
            found[line].append((start + at, goes_on.end() if goes_on else start + to))
    return {line: merge_stretches(stretches) for line, stretches in found.items()}


def _found(texts: Iterable[str], families: Iterable[_Family]) -> Sequence[Sequence[Stretch]]:
    """What they find in each."""
    both = [(text, lower(text)) for text in texts]
    spans = [list[Stretch]() for _ in both]
    for family in families:
        for stretches, each in zip(spans, both, strict=True):
            stretches += family(*each)
    return spans


def _without(text: str, spans: Iterable[Stretch]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{_FOUND * (end - start)}{text[end:]}"
    return text


def names_next(line: str) -> bool:
    """Whether a line with a hint may name what the next one has."""
    line = line[-_LONGEST_KEPT:]
    lowered = lower(line)
    opens = _OPENS.search(lowered) or _OPENS_AT_END.search(lowered, max(0, len(lowered) - _END))
    return opens is not None or prints_secret(lowered) or is_head(line)


def word_spans(line: str, *, public: bool = False) -> tuple[Stretch, ...]:
    """What is secret in a line without a hint: a word may look so."""
    spans = list(shaped_words(line))
    return merge_stretches(spans if public else [*spans, *random_words(line)])


def _windows(line: str) -> Iterable[Stretch]:
    """Parts of a long line that tell, which overlap, cut between words where there are some: rules look far ahead."""
    start = 0
    while len(line) - start > _WINDOW:
        end = line.rfind(" ", start + _WINDOW // 2, start + _WINDOW) + 1 or start + _WINDOW
        if _tells(line[start:end]):
            yield start, end
        start = line.rfind(" ", start + 1, end - _WINDOW // 4) + 1 or end - _WINDOW // 4
    if not start or _tells(line[start:]):
        yield start, len(line)


def _tells(text: str) -> bool:
    return any(telling_rows(lower(text)))


def merge_stretches(spans: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """In their order, those that touch as one."""
    spans = tuple(spans)
    if len(spans) < _SEVERAL:
        return spans
    found = list[Stretch]()
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return tuple(found)
