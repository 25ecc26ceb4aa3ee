"""Passwords, keys and codes that a line tells in words, in many languages: in a sentence, with a user, as an answer."""

import re
from collections.abc import Iterable, Iterator

from bot.output.hints import Telling, any_of
from bot.output.values import (
    Stretch,
    has_call,
    is_code,
    is_hex,
    is_passwordish,
    is_put_together,
    is_sentence,
    stands_in,
)
from bot.output.words import ASCII_HINT, FOREIGN_HINT

#: All but words that somebody chose are looked for in a line in lower case.
_KEY = r"""(?:api[ _-]?key|(?:access|auth|bearer|api|root|license|refresh)?[ -]?token|secret(?:[ -]key)?
    |(?:backup|recovery|unseal|admin|license|activation|registration|product|encryption|master|shared|account|storage|deploy)[ -](?:code|key)(?:[ ]\d)?)"""
_FOREIGN = f"(?:{ASCII_HINT}|{FOREIGN_HINT})".replace(" ", "[ ]")
#: What does not stand before such a word, nor before the first sign of a password's, with which what is looked
#: for goes faster; where words are not parted, anything may.
_BEFORE = r"(?<![a-z0-9_/.:-])(?<!public.)(?<!public[ ]key.)"
_PASSWORD = r"p(?<![a-z0-9_/.:-]p)(?<!public.p)(?<!public[ ]key.p)(?:ass(?:word|phrase|code)|wd?)"
_BEFORE_FOREIGN = r"(?:(?<![a-z0-9_/.:-])|(?=密[码碼]|口令|パスワード|비밀번호))"
#: What may stand between the word and the value: for whom it is, and what is done.
_FOR = r"""(?:[ ]+(?:for|für|of|pour|para|di)[ ](?:the[ ])?(?:user[ ])?["'\w@:/.-]{1,60}?(?:[ ]user)?(?:[ ]\([^)]{0,80}\))?
    |[ ]?[\[(][^\])\n]{1,40}[\])]|[^\x00-\x7f\s]{1,6})?"""
_VERBS = r"""(?:[ ]+(?:is|was|has|have|been|be|will|now|set|changed|reset|updated|rotated|to|created|generated|issued|assigned|copied|saved|found|used
    |ist|lautet|war|est|es|è|é)\b)"""
_SIGN = r"(?:[ ]*(?:[:：=—–;]|[=-]>|[.·]{3,}:?)[ ]*)"
_DIGITS = r"(?=[^\s\d]{0,200}+\d)"
#: A passphrase of words.
_PHRASE = r"(?P<phrase>[a-z]{4,12}(?:-[a-z]{4,12}){2,6}(?![\w-]))"
_VALUE = rf"(?P<value>{_DIGITS}[^\s\"'`«»„“”]+)"
_TOLD = (
    rf"""{_PASSWORD}{_FOR}{_VERBS}*(?:{_SIGN}|[ ]+)["'`«„“]?(?:{_VALUE}|{_PHRASE})""",
    rf"""{_PASSWORD}{_FOR}(?:{_VERBS}+{_SIGN}?|{_SIGN})[ ]*["'«„“](?P<value>[^"'«»„“”\n]+)""",
    rf"{_PASSWORD}\b[^\n]{{0,120}}?:[ ]+(?P<value>{_DIGITS}\S++)\s*$",
)
_TOLD_KEY = (rf"""{_BEFORE}{_KEY}{_FOR}{_VERBS}*(?:{_SIGN}|[ ]+)["'`«„“]?{_VALUE}""",)
#: A word for a password in another language, and up to four words, whatever they say.
_ABROAD = (
    rf"""{_BEFORE_FOREIGN}{_FOREIGN}(?:(?:[ ][^\W\d]{{1,20}}+(?![\w-])){{0,4}}?|[ ]?[^\x00-\x7f\s]{{1,8}}?)[ 　]*(?:[:：=—–-]>?[ 　]*|[(])?["'`«„“「]?
    (?:(?P<value>(?=[!-~])(?![)\]}}>.,;:"']){_DIGITS}[!-~]+)|{_PHRASE})""",
)
#: What is hexadecimal beside a word that says what it is.
_HEX = (
    r"(?P<value>[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])"
)
_BESIDE = (
    rf"""\b(?:api|app(?![ ]['"])|auth|access|secret|secret[_-]id|token|api[ _-]?key|license|admin[ ]key|login|password|circle-token)
    (?:[ ](?:key|token|id))?['"]?(?:[ ]{{0,12}}[:=][ ]{{0,12}}|[ ]{{1,3}})['"]?{_HEX}""",
    rf"[\w:./-]{{1,40}}(?:token|api[_-]?key|authkey)(?:[ ]\w{{1,20}})?[ ]{{1,3}}{_HEX}",
    rf"(?<![\w:/@.#=-]){_HEX}[ ](?:api[ ]key|secret|token|password)\b",
)
#: A user and a password: ``bot / x``, ``user bot, pass x``, ``bot/x (user/password)``, ``id/pw: bot/x``.
_LOGIN = r"""(?:credentials?|log(?:ging|ged)?[ -]?in|sign(?:ing|ed)?[ -]?in|authenticat(?:ed|ing|e)
    |authorization[ ](?:header[ ])?decoded|(?:user|account|admin)[ ](?:created|added|seeded|ready))"""
_USER = r"(?:user(?:name|id)?|login|account|e-?mail|id|아이디|계정|用户名?|账号|帳號|ユーザー名?)"
_PASS = r"(?:pass(?:word|wd|phrase|code)?s?|pwd?|p/w|passwd|비번|비밀번호|密[码碼]|パスワード)"
_NAME = r"[\w@.+-]{1,80}"
_PAIRED = r"(?P<value>[^\s()\[\],]+)"
_NAMES = (
    rf"(?<![\w.-]){_USER}\)?[ ]?[/:|&+,-]?[ ]?[(]?{_PASS}[)\]]?(?:/port)?(?:[ ]for(?:[ ]the)?[ ]{_NAME})?"
)
_LOGGED_IN = (
    rf"\b{_LOGIN}(?:[ ](?:successful|as|with|using|is|are))?(?:[ ]?[:=][ ]*|[ ]+){_NAME}:(?P<value>[^\s,]+)",
    rf"\b{_LOGIN}\b[^\n]{{0,120}}?[ ](?:with|as|using|for|by)[ ]{_NAME}[:/](?P<value>[^\s,/]+)(?!/)",
    rf"\bcredentials?(?:[ ](?:are|is))?(?:[ ]?[:=][ ]*|[ ]+){_NAME}/(?P<value>[^\s,]+)",
)
_BOTH = (
    rf"(?<![\w@.+-]){_NAME}[ ]?[/:|][ ]?{_PAIRED}[ ]*[(\[—–-]+[ ]?{_USER}[ ]?[/:|&+,][ ]?{_PASS}",
    rf"{_NAMES}(?:[ ]*(?:[:=(]|-+>?|is\b|are\b)[ ]*|[ ]+)(?:{_NAME}:)?(?:{_NAME}(?:[ ]?/{{1,2}}[ ]?|[ ]?[,:(|][ ]?|[ ]))?{_PAIRED}",
)
_SLASH = (rf"(?<![\w/.@+-]){_NAME}[ ]/[ ](?P<value>[^\s,]+)",)
_SHORT = (
    rf"""\b(?:{_USER}|as|with)[ :=-]+["']?{_NAME}["']?[ ]*(?:[,;/|][ ]*|[ ])(?:and[ ]|with[ ])?(?:the[ ])?pass\b[ :=-]*
    ["']?(?P<value>[^\s"',;]+)""",
)
_WITH = (
    rf"\b(?:with|use|using|enter)[ ](?P<value>\S+)[ ]as[ ](?:(?:the|its|your|a)[ ])?(?:\w+[ ])?{_PASS}\b",
)
_HOST = (rf"\b(?:ssh|sftp|scp|telnet|ftp)\b[^\n]{{0,120}}@[^\n]{{0,80}}[ ]?\({_NAME}/{_PAIRED}\)",)
#: The words of which a line has one, in lower case, what else it has, and where its passwords are.
_PASSWORDS = Telling(
    (words, (re.compile(says), tuple(re.compile(each, re.VERBOSE) for each in rules)))
    for words, says, rules in (
        (
            "password |passphrase |passcode |pw |pwd |password:|passphrase:|passcode:|pw:|pwd:|password(|password;|password[",
            "",
            _TOLD,
        ),
        ("key |key:|token |token:|secret |secret:|code |code:| secret", "", _TOLD_KEY),
        (f"{ASCII_HINT}|{FOREIGN_HINT}", "", _ABROAD),
        ("api|app|auth|access|secret|token|license|admin key|login|password", "[0-9a-f-]{32}", _BESIDE),
        (
            "credential|log-in|login|log in|logging|logged|sign-in|signin|sign in|signing|signed",
            "[:/]",
            _LOGGED_IN,
        ),
        ("authenticat|decoded| created| added| seeded| ready", "[:/]", _LOGGED_IN),
        (" / ", "user|log|sign|credential|account|@", _SLASH),
        ("pass|pw|p/w|비|密|パ", rf"(?:[/:|&+,(-][ ]?\(?|(?<=id|er|in|me)[ ]){_PASS}", _BOTH),
        ("pass", "[ ,;/|]pass[ :=]", _SHORT),
        (" as ", r"\b(?:with|use|using|enter)[ ]", _WITH),
        ("ssh|ftp|scp|telnet", r"@.*\(.*/", _HOST),
    )
)
#: What every line with such a password has: a word with letters and digits, or one that was put together, or
#: a phrase, or in quotes what may be several words.
_CANDIDATE = re.compile(
    r"""[\s._"'`«„“-](?:(?<=\s)(?!\d{4}-\d\d-\d\d(?:T[\d:.,]+Z?)?(?!\S))(?=\S*\d)\S*[^\W\d_]
    | (?<=[a-z]{2}[._])[A-Z] | (?<=-)[a-z]{4,12}-[a-z]{4}
    | (?<=["'`«„“])(?:(?=[^"'«»„“”\n]*\d)[^"'«»„“”\n]*[^\W\d_]|(?:[a-z]{3,12}[ ]){3}))""",
    re.VERBOSE,
)
_QUOTE = "\"'«„“`"
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


def told_stretches(line: str, lowered: str) -> Iterator[Stretch]:
    """The passwords and keys that a line tells."""
    if not _CANDIDATE.search(f" {line}"):
        return
    for start, end in {*_found(_PASSWORDS, lowered), *_chosen_words(line, lowered)}:
        exists = _EXISTS.match(line, end) is not None
        start += line[start] in _QUOTE
        value = line[start:end].rstrip(".,;:!?)」\"'`")
        if not (exists and not is_hex(value)) and (
            (is_passwordish(value) or (_WORDS.fullmatch(value) and not is_sentence(value)))
            and value[0] not in "\\{%"
            and not _CHECKSUM.fullmatch(value)
            and not has_call(value)
        ):
            yield start, start + len(value)


_Rules = Telling[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]]


def _found(rules: _Rules, lowered: str) -> Iterable[Stretch]:
    for says, patterns in rules.of(lowered):
        if says.search(lowered):
            for pattern in patterns:
                for found in pattern.finditer(lowered):
                    yield found.span(found.lastgroup or "value")


def _chosen_words(line: str, lowered: str) -> Iterator[Stretch]:
    """In a line that names a password, the words that somebody chose: with capitals, figures and signs."""
    if line != lowered and _NAMED.search(f" {lowered}"):
        for found in _CHOSEN.finditer(f" {line}"):
            word = found["value"]
            if not _OF_SECRETS.search(word) and (_DIGIT.search(word) or is_put_together(word)):
                yield found.start("value") - 1, found.end("value") - 1


_WORD = r"(?:pass(?:word|phrase|code|\sphrase))"
_ANSWER = re.compile(
    r"(?P<asks>[^\n]*\S)[ ]?(?:[:：]|\.{4,}:?)[ ]+(?P<value>[^\s\"'\[{(<]\S{3,})(?:[ ][*=]+)?\s*"
)
_WHOSE = r"""(?:new|old|current|initial|default|admin|root|temporary|temp|generated|database|master|vault|sudo
    |the|your|my|user|app)\s(?:\w+\s){0,3}"""
_ASKS = re.compile(
    rf"""\W*(?:\[sudo\]\s)?(?:please\s)?(?:enter|type|re-?type|re-?enter|repeat|confirm|verify|provide)\b.*\b{_WORD}\b.*
    |(?:.*\s)?{_WORD}\s(?:for|of)\s.* |.*\w['’]s\s{_WORD}
    |(?:.*\s)?{_WHOSE}{_WORD}(?:\s\([^)]*\))?(?:\s(?:is|will\sbe))?
    |(?:.*\s)?(?:following|this)\s{_WORD}\b.* |\W*(?:decrypted|decoded|plaintext)(?:\s\w+)? |\W*{_FOREIGN}""",
    re.VERBOSE,
)
_GIVEN = (
    rf"""\b(?:(?:user|account|login)\b.{{0,120}}?\bwith\s{_WORD}\s(?P<with>[^\s"'`]{{6,}})(?:$|["'`](?![\w\s]))
    |{_WORD}\s(?:for\s\S+\s)?(?:set|changed|reset|updated)\s(?:for\s\S+\s)?to\s(?P<to>[\w!\#$%^*+~-]{{6,}})
    |(?:set|chang\w+|reset\w*|updat\w+)\s(?:the\s)?{_WORD}\s(?:for|of)\s\S+\sto\s(?P<of>\S{{6,}})
    |credentials?\s?[:=]\s?[\w@.-]{{1,80}}\s?/\s?(?P<both>[^\s,]{{6,}})$)""",
)
_QUOTED = (
    rf"""(?:\b(?:and|with|using|use|enter)\s(?:the\s|its\s)?{_WORD}|\b{_WORD}\b[^"'\n]{{0,60}}\s(?:to|is|was|be))\s
    ["'`](?P<value>[^\s"'`]{{4,}})["'`]
    |["'](?P<as>[^"'\n]{{4,}})["']\sas\s(?:(?:the|its|your|a)\s)?(?:\w+\s)?{_WORD}\b""",
)
#: What is used once.
_ONCE = (
    r"""\b(?:(?:verification|security|log-?in|2fa|mfa|sms|authentication|pairing|confirmation|one[ -]time)[ ]
    (?:code|pin|passcode|password)|otp(?:[ ]code)?|passcode|pin(?:[ ]for[ ]\w+|[ ]code)?)
    \b[^\w\n]{0,4}(?:is\b|was\b|:|=)?[ ]*["']?
    (?P<value>\d{4,8}|\d{3}[ -]\d{3}|[a-z\d]{4}-[a-z\d]{4})(?![\w.-])
    |(?:recovery|backup|scratch|emergency)[ -](?:code|key)s?:[ ]
    (?P<several>(?:(?=[^\s\d]*\d)[\w-]{4,}[, ]*)+)$""",
)
_ANSWERS = Telling(
    (words, (re.compile(says), tuple(re.compile(each, re.VERBOSE) for each in rules)))
    for words, says, rules in (
        ("pass|credential", " with pass| to |credential", _GIVEN),
        ("pass", "[\"'`]", _QUOTED),
        ("code|otp|pin|time pass|security pass|key", r"\d", _ONCE),
    )
)
_ASKING = any_of(f"pass|decrypted|decoded|plaintext|{ASCII_HINT}|{FOREIGN_HINT}")
_ANSWERED = re.compile(r"[:：] |\.{4}")
#: Its name is no password, nor, without quotes, how it went.
_ITS_NAME = re.compile(r"password|passphrase|passcode|secret|token")
_RESULT = re.compile(r"[a-z]+(?:ed|ing|ent|ects?|ory|al|ion)[.,;!]?|[^a-z\d]+|.*[:({]")


def answered_stretches(lowered: str) -> Iterator[Stretch]:
    """What a line tells as an answer to a question for a password, or as a code; it is in lower case."""
    spans = [*_found(_ANSWERS, lowered)]
    if _ANSWERED.search(lowered) and _ASKING.search(lowered):
        answer = _ANSWER.fullmatch(lowered)
        if answer is not None and _ASKS.fullmatch(answer["asks"]):
            spans.append(answer.span("value"))
    for start, end in spans:
        value = lowered[start:end]
        if stands_in(value) or _ITS_NAME.fullmatch(value):
            continue
        if lowered[start - 1] in _QUOTE or not (
            _RESULT.fullmatch(value) or (is_code(value) and not value.isalpha())
        ):
            yield start, end
