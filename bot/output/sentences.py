"""Passwords that are told in a sentence, in many languages, and keys beside a word that says what they are."""

import re
from collections.abc import Iterator

from bot.output.hints import any_of
from bot.output.pairs import paired_stretches
from bot.output.values import Stretch, has_call, is_passwordish, is_put_together, is_sentence
from bot.output.words import ASCII_HINT, FOREIGN_HINT

#: All but the value are looked for in a line in lower case.
_PASSWORD = r"(?:pass(?:word|phrase|code)|pw|pwd)"
_KEY = r"""(?:api[ _-]?key|(?:access|auth|bearer|api|root|license|refresh)?[ -]?token|secret(?:[ -]key)?
    |(?:backup|recovery|unseal|admin|license|activation|registration|product|encryption|master|shared|account|storage|deploy)[ -](?:code|key)(?:[ ]\d)?)"""
_FOREIGN = f"(?:{ASCII_HINT}|{FOREIGN_HINT})".replace(" ", "[ ]")
#: What may stand between the word and the value: for whom it is, and what is done.
_FOR = r"""(?:[ ]+(?:for|für|of|pour|para|di)[ ](?:the[ ])?(?:user[ ])?["'\w@:/.-]{1,60}?(?:[ ]user)?(?:[ ]\([^)]{0,80}\))?
    |[ ]?[\[(][^\])\n]{1,40}[\])]|[^\x00-\x7f\s]{1,6})?"""
_VERBS = r"""(?:[ ]+(?:is|was|has|have|been|be|will|now|set|changed|reset|updated|rotated|to|created|generated|issued|assigned|copied|saved|found|used
    |ist|lautet|war|est|es|è|é)\b)"""
_SIGN = r"(?:[ ]*(?:[:：=—–;]|[=-]>|[.·]{3,}:?)[ ]*)"
_VALUE = r"""(?P<value>(?=[^\s\d]{0,200}+\d)[^\s"'`«»„“”]+)"""
#: A passphrase of words.
_PHRASE = r"(?P<phrase>[a-z]{4,12}(?:-[a-z]{4,12}){2,6}(?![\w-]))"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


_TOLD = _rule(
    rf"""(?:{_PASSWORD}|(?P<key>{_KEY})){_FOR}{_VERBS}*(?:{_SIGN}|[ ]+)["'`«„“]?(?:{_VALUE}|(?(key)(?!)){_PHRASE})"""
)
#: A word for a password in another language, and up to four words, whatever they say.
_ABROAD = _rule(
    rf"""{_FOREIGN}(?:(?:[ ][^\W\d]{{1,20}}+(?![\w-])){{0,4}}?|[ ]?[^\x00-\x7f\s]{{1,8}}?)[ 　]*(?:[:：=—–-]>?[ 　]*|[(])?["'`«„“「]?
    (?:(?P<value>(?=[!-~])(?![)\]}}>.,;:"'])(?=[^\s\d]{{0,200}}+\d)[!-~]+)|{_PHRASE})"""
)
_QUOTED = _rule(rf"""{_PASSWORD}{_FOR}(?:{_VERBS}+{_SIGN}?|{_SIGN})[ ]*["'«„“](?P<value>[^"'«»„“”\n]+)""")
_TAIL = _rule(rf"{_PASSWORD}\b[^\n]{{0,120}}?:[ ]+(?P<value>(?=[^\s\d]{{0,200}}+\d)\S++)\s*$")
_QUOTE = "\"'«„“`"
#: What stands before one of the words; nothing has to where words are not parted.
_BEFORE_WORD = _rule(rf"[^a-z0-9_/.:-](?={_PASSWORD}|{_KEY})(?<!public.)(?<!public[ ]key.)")
_BEFORE_FOREIGN = _rule(rf"[^a-z0-9_/.:-](?={_FOREIGN})|\w(?=密[码碼]|口令|パスワード|비밀번호)")
_HEX = (
    r"(?P<value>[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])"
)
_KEYWORD = r"(?:api|app(?![ ]['\"])|auth|access|secret|secret[_-]id|token|api[ _-]?key|license|admin key|apikey|login|password|circle-token)"
_BEFORE = re.compile(
    rf"(?i:\b{_KEYWORD}(?:[ ](?:key|token|id))?)['\"]?(?:[ ]{{0,12}}[:=][ ]{{0,12}}|[ ]{{1,3}})['\"]?{_HEX}"
)
_POSITIONAL = re.compile(
    rf"(?i:[\w:./-]{{1,40}}(?:token|api[_-]?key|authkey)(?:[ ]\w{{1,20}})?)[ ]{{1,3}}{_HEX}"
)
_BEHIND = re.compile(rf"(?<![\w:/@.#-]){_HEX}[ ](?:api[ ]key|secret|token|password)\b")
_AFTER_COLON = re.compile(r"(?i)(?:pass(?:word|phrase|code)|secret|token|key)\b[^\n]*:\s*$")
_MADE = re.compile(
    r"(?i)(?<!enter )\b(?:generated|new|initial|temporary|default|your|admin|root|one-time|following)\b"
)
_CODES = re.compile(
    r"(?i)\b(?:recovery|backup|scratch|one-time|emergency|unseal|rescue|2fa|mfa|otp)[ -](?:code|key|password)s\b[^\n]{0,60}(?::|\bare)\s*$"
)
_CHECKSUM = re.compile(
    r"[0-9a-f]{1,15}|h1:.*|SHA256:.*|sha\d+-.*|[A-Z]\w+\.[a-z_]\w+.*|[A-Z][a-z]+[A-Z]\w*\.\w+.*|#\d+|test_\w+"
)
_NAMED = re.compile(r"[^a-z](?:passw|passphrase|passcode|pass_phrase|credentials?\b|secret\b)")
_OF_SECRETS = re.compile(r"(?i)pass|secret|token|credential|key|auth")
#: A word with small letters and capitals, no name of a class or a product with its number.
_CHOSEN = re.compile(
    r"""[\s"'`=:,(](?=[^\s"'`]{8})(?=[^\s"'`]*[a-z])(?=[^\s"'`]*[A-Z])(?!\S*\d\.\d)(?![A-Z][A-Za-z]*\d{1,3}[a-z]*(?![^\s"'`,)]))
    (?P<value>[\w.!\#$%^*+~-]{8,40})(?=[.,;)]?(?:[\s"'`]|$))""",
    re.VERBOSE,
)
_DIGIT = re.compile(r"\d")
#: Behind what has such a name: what became of it.
_EXISTS = re.compile(
    r"[\"'`]?[ ](?:not found|(?:already )?exists|(?:un)?changed|created|deleted|configured)\b"
)
#: A passphrase of words, in quotes.
_WORDS = re.compile(r"[a-z]{3,12}(?:[ ][a-z]{3,12}){3,11}")
_NAMES = (
    *("password", "passphrase", "passcode", "pw", "pwd", "key", "token", "secret", "code", "api", "login"),
    *("credential", "credentials", "logged", "authenticated", "auth", "access", "argument", "app"),
)
_HINT = any_of(
    "|".join(
        [
            *(f"{name}{sign}" for name in _NAMES for sign in " :"),
            "password(",
            "password;",
            "password[",
        ]
    )
    + "|successful| secret| api key"
)
_HINT_ABROAD, _LETTERS_ABROAD = any_of(ASCII_HINT), any_of(FOREIGN_HINT)
_HEX_WORD = re.compile(r"\W(?=[0-9a-f]{8})[0-9a-f-]{32}")


def told_stretches(line: str, lowered: str) -> Iterator[Stretch]:
    """The passwords and keys that a line tells."""
    several = list[Stretch]()
    if _HINT.search(lowered):
        several += _told(lowered, _BEFORE_WORD, _TOLD, _QUOTED, *((_TAIL,) if ": " in lowered else ()))
        yield from _beside_words(line)
    if _HINT_ABROAD.search(lowered) or (not lowered.isascii() and _LETTERS_ABROAD.search(lowered)):
        several += _told(lowered, _BEFORE_FOREIGN, _ABROAD)
    several += paired_stretches(lowered)
    if "pass" in lowered or "credential" in lowered or "secret" in lowered:
        several += _chosen_words(line, lowered)
    for start, end in several:
        if _EXISTS.match(line, end):
            continue
        start += line[start] in _QUOTE
        value = line[start:end].rstrip(".,;:!?)」\"'`")
        if (
            (is_passwordish(value) or (_WORDS.fullmatch(value) and not is_sentence(value)))
            and value[0] != "\\"
            and not _CHECKSUM.fullmatch(value)
            and not has_call(value)
            and value[0] not in "{%"
        ):
            yield start, start + len(value)


def _chosen_words(line: str, lowered: str) -> Iterator[Stretch]:
    """In a line that names a password, the words that somebody chose: with capitals, figures and signs."""
    if _NAMED.search(f" {lowered}"):
        for found in _CHOSEN.finditer(f" {line}"):
            word = found["value"]
            if not _OF_SECRETS.search(word) and (_DIGIT.search(word) or is_put_together(word)):
                yield found.start("value") - 1, found.end("value") - 1


def _told(lowered: str, before: re.Pattern[str], *rules: re.Pattern[str]) -> Iterator[Stretch]:
    """What may be a password: behind its name, in quotes, at the end of the line."""
    starts = [each.end() - 1 for each in before.finditer(f" {lowered}")]
    for rule in rules if starts else ():
        end = 0
        for start in starts:
            if start >= end and (found := rule.match(lowered, start)):
                end = found.end()
                yield found.span(found.lastgroup or "value")


def _beside_words(line: str) -> Iterator[Stretch]:
    """What is hexadecimal beside a word that says what it is."""
    for pattern in (_BEFORE, _POSITIONAL, _BEHIND) if _HEX_WORD.search(f" {line}") else ():
        for found in pattern.finditer(line):
            yield found.span("value")


def opens_value(line: str) -> bool:
    """Whether a line ends with the name of a password, whose value the next has."""
    return _AFTER_COLON.search(line) is not None


def announces_password(line: str) -> bool:
    """Whether it tells of one that was made, which the next line has."""
    return _AFTER_COLON.search(line) is not None and _MADE.search(line) is not None


def announces_codes(line: str) -> bool:
    """Whether the next lines have codes or passwords, one or several each."""
    return _CODES.search(line) is not None
