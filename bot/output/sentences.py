"""Passwords that are told in a sentence, in several languages, and keys beside a word that says what they are."""

import re
from collections.abc import Iterable, Iterator

from bot.output.hints import any_of
from bot.output.values import Stretch, is_passwordish, stands_in

_PASSWORD = (
    r"(?:pass(?:word|phrase|code)|passwort|kennwort|mot de passe|contrase[nñ]a|senha|clave|parola(?: d'ordine)?|wachtwoord"
    r"|l[öo]senord|adgangskode|passord|salasana|has[łl]o|heslo|[şs]ifre|пароль|密码|密碼|パスワード|비밀번호|pw|pwd)"
)
_KEY = r"(?:api[ _-]?key|(?:access|auth|bearer|api|root|license|refresh)?[ -]?token|secret(?:[ -]key)?|(?:backup|recovery|unseal|admin|license)[ -](?:code|key)(?: \d)?)"
_IS = r"(?:[ ]+(?:is|was|ist|lautet|war|est|es|è|é|to|set to|is now|=|will be)\b:?|は|[ ]*[:：=])"
#: What stands between the word and its verb.
_FOR = r"(?:[ ]+(?:for|für|of|pour|para|di)[ ](?:the[ ])?(?:user[ ])?[\"'\w@:/.-]{1,60}?(?:[ ]user)?(?:[ ]\([^)]{0,80}\))?)?"
_TOLD = re.compile(
    rf"(?i)(?:{_PASSWORD}|{_KEY}){_FOR}(?:[ ]set)?(?:{_IS}[ ]*|[ ]+)[\"'«„“]?(?P<value>(?=[^\s\d]{{0,200}}+\d)[^\s\"'«»„“”]+)"
)
_QUOTED = re.compile(rf"(?i)(?:{_PASSWORD}){_FOR}(?:[ ]set)?{_IS}[ ]*[\"'«„“](?P<value>[^\"'«»„“”\n]+)")
_WRONG = re.compile(rf"(?i){_PASSWORD}[ ]+[\"'](?P<value>[^\s\"']+)[\"']")
_PAIR = re.compile(
    r"(?i)\b(?:credentials?|log(?:in|ged in)(?: successful| as| with)?|authenticated(?: with| as)?)[: ]+[\w@.-]+(?:[ ]?/[ ]|:)(?P<value>[^\s,]+)"
)
_HAS_PAIR = any_of("credential|login|logged in|authenticated")
_TAIL = re.compile(rf"(?i){_PASSWORD}\b[^\n]{{0,120}}?:[ ]+(?P<value>(?=[^\s\d]{{0,200}}+\d)\S++)\s*$")
_QUOTES = re.compile("[\"'«„“]")
_HAS_TAIL = re.compile(r":[ ]+\S++\s*$")
#: What stands before one of the words, in a line in lower case.
_BEFORE_WORD = re.compile(rf"[^a-z0-9_/.:-](?={_PASSWORD}|{_KEY})")
_ARGUMENT = re.compile(
    r"""(?i)argument[ ]+\w{0,40}?(?:pass\w*|secret|token|key)\b.{0,200}?(?:value|got)[: ]+\\?["'](?P<value>[^"'\\]+)"""
)
_HEX = (
    r"(?P<value>[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])"
)
_KEYWORD = (
    r"(?:api|app|auth|access|secret|token|api[ _-]?key|license|admin key|apikey|login|password|circle-token)"
)
_BEFORE = re.compile(rf"(?i:\b{_KEYWORD}(?:[ ](?:key|token|id))?)['\"]?[ :=]{{1,3}}['\"]?{_HEX}")
_BEHIND = re.compile(rf"(?<![\w:/@.#-]){_HEX}[ ](?:api[ ]key|secret|token|password)\b")
_AFTER_COLON = re.compile(r"(?i)pass(?:word|phrase)\b[^\n]*:\s*$")
_BARE = re.compile(r"(?:\b(?i:password)[ ]+(?:[\w]+[ ])?=[ ]+)(?P<value>\S+)")
_CHECKSUM = re.compile(r"[0-9a-f]{1,15}|\w+\(.*|h1:.*|SHA256:.*|sha\d+-.*|[A-Z]\w+\.\w+.*|#\d+|test_\w+")
_NAMES = (
    *(
        "password",
        "passphrase",
        "passcode",
        "passwort",
        "kennwort",
        "passe",
        "contraseña",
        "contrasena",
        "senha",
    ),
    *(
        "clave",
        "parola",
        "ordine",
        "wachtwoord",
        "lösenord",
        "losenord",
        "adgangskode",
        "passord",
        "salasana",
    ),
    *(
        "hasło",
        "haslo",
        "heslo",
        "şifre",
        "sifre",
        "пароль",
        "pw",
        "pwd",
        "key",
        "token",
        "secret",
        "code",
        "api",
    ),
    *("credential", "credentials", "login", "logged", "authenticated", "auth", "access", "argument", "app"),
)
_HINT = any_of(
    "|".join(
        [
            *(f"{name}{sign}" for name in _NAMES for sign in " :"),
            "密",
            "パス",
            "비밀",
            "successful",
            " secret",
            " api key",
        ]
    )
)


_HEX_WORD = re.compile(r"\W[0-9a-f]{8}")


def told_stretches(line: str, lowered: str) -> Iterator[Stretch]:
    """The passwords and keys that a line tells."""
    if not _HINT.search(lowered):
        return
    starts = [each.start() for each in _BEFORE_WORD.finditer(f" {lowered}")]
    for found in _from(starts, _TOLD, line):
        value = found["value"].rstrip(".,;:!?)")
        if is_passwordish(value) and not _is_checksum(value) and "(" not in value and value[0] not in "{%":
            yield found.start("value"), found.start("value") + len(value)
    several = list[re.Match[str]]()
    if starts and _QUOTES.search(line):
        several += [*_from(starts, _QUOTED, line), *_from(starts, _WRONG, line)]
    if starts and _HAS_TAIL.search(line):
        several += _from(starts, _TAIL, line)
    if ("/ " in line or ":" in line) and _HAS_PAIR.search(lowered):
        several += _PAIR.finditer(line)
    if " = " in line:
        several += _BARE.finditer(line)
    for found in several:
        if is_passwordish(found["value"]) and "(" not in found["value"]:
            yield found.span("value")
    for found in _ARGUMENT.finditer(line) if "argument" in lowered else ():
        if not stands_in(found["value"]):
            yield found.span("value")
    for pattern in (_BEFORE, _BEHIND) if _HEX_WORD.search(f" {line}") else ():
        for found in pattern.finditer(line):
            yield found.span("value")


def _from(starts: Iterable[int], pattern: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    end = 0
    for start in starts:
        if start >= end and (found := pattern.match(line, start)):
            end = found.end()
            yield found


def opens_value(line: str) -> bool:
    """Whether a line ends with the name of a password, whose value the next has."""
    return _AFTER_COLON.search(line) is not None


def _is_checksum(value: str) -> bool:
    return _CHECKSUM.fullmatch(value) is not None
