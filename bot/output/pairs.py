"""A user and a password told together: ``bot / x``, ``user bot, pass x``, ``bot/x (user/password)``, ``id/pw: bot/x``."""

import re
from collections.abc import Iterator

from bot.output.hints import Telling
from bot.output.values import Stretch

#: All are looked for in a line in lower case.
_LOGIN = (
    r"(?:credentials?|log(?:ging|ged)?[ -]?in|sign(?:ing|ed)?[ -]?in|authenticat(?:ed|ing|e)"
    r"|authorization[ ](?:header[ ])?decoded|(?:user|account|admin)[ ](?:created|added|seeded|ready))"
)
_USER = r"(?:user(?:name|id)?|login|account|e-?mail|id|아이디|계정|用户名?|账号|帳號|ユーザー名?)"
_PASS = r"(?:pass(?:word|wd|phrase|code)?s?|pwd?|p/w|passwd|비번|비밀번호|密[码碼]|パスワード)"
_NAME = r"[\w@.+-]{1,80}"
_VALUE = r"(?P<value>[^\s()\[\],]+)"
#: Both names, and for whom they are.
_NAMES = (
    rf"(?<![\w.-]){_USER}\)?[ ]?[/:|&+,-]?[ ]?[(]?{_PASS}[)\]]?(?:/port)?(?:[ ]for(?:[ ]the)?[ ]{_NAME})?"
)
#: What a line with such a pair says, and where its password is.
_TOLD = (
    rf"\b{_LOGIN}(?:[ ](?:successful|as|with|using|is|are))?(?:[ ]?[:=][ ]*|[ ]+){_NAME}:(?P<value>[^\s,]+)",
    rf"\b{_LOGIN}\b[^\n]{{0,120}}?[ ](?:with|as|using|for|by)[ ]{_NAME}[:/](?P<value>[^\s,/]+)(?!/)",
    rf"\bcredentials?(?:[ ](?:are|is))?(?:[ ]?[:=][ ]*|[ ]+){_NAME}/(?P<value>[^\s,]+)",
)
_BOTH = (
    rf"(?<![\w@.+-]){_NAME}[ ]?[/:|][ ]?{_VALUE}[ ]*[(\[—–-]+[ ]?{_USER}[ ]?[/:|&+,][ ]?{_PASS}",
    rf"{_NAMES}(?:[ ]*(?:[:=(]|-+>?|is\b|are\b)[ ]*|[ ]+)(?:{_NAME}:)?(?:{_NAME}(?:[ ]?/{{1,2}}[ ]?|[ ]?[,:(|][ ]?|[ ]))?{_VALUE}",
)
_SLASH = (rf"(?<![\w/.@+-]){_NAME}[ ]/[ ](?P<value>[^\s,]+)",)
_SHORT = (
    rf"""\b(?:{_USER}|as|with)[ :=-]+["']?{_NAME}["']?[ ]*(?:[,;/|][ ]*|[ ])(?:and[ ]|with[ ])?(?:the[ ])?pass\b[ :=-]*
    ["']?(?P<value>[^\s"',;]+)""",
)
_WITH = (
    rf"\b(?:with|use|using|enter)[ ](?P<value>\S+)[ ]as[ ](?:(?:the|its|your|a)[ ])?(?:\w+[ ])?{_PASS}\b",
)
_HOSTS = (rf"\b(?:ssh|sftp|scp|telnet|ftp)\b[^\n]{{0,120}}@[^\n]{{0,80}}[ ]?\({_NAME}/{_VALUE}\)",)
#: Each with what else a line has.
_RULES = Telling(
    (words, (re.compile(says), tuple(re.compile(each, re.VERBOSE) for each in rules)))
    for words, says, rules in (
        (
            "credential|log-in|login|log in|logging|logged|sign-in|signin|sign in|signing|signed|authenticat|decoded",
            r"[:/]",
            _TOLD,
        ),
        (" created| added| seeded| ready", r"[:/]", _TOLD),
        (" / ", "user|log|sign|credential|account|@", _SLASH),
        ("pass|pw|p/w|비|密|パ", rf"(?:[/:|&+,(-][ ]?\(?|(?<=id|er|in|me)[ ]){_PASS}", _BOTH),
        ("pass", r"[ ,;/|]pass[ :=]", _SHORT),
        (" as ", r"\b(?:with|use|using|enter)[ ]", _WITH),
        ("ssh|ftp|scp|telnet", r"@.*\(.*/", _HOSTS),
    )
)


def paired_stretches(lowered: str) -> Iterator[Stretch]:
    """What may be the password of such a pair in a line, which is in lower case."""
    for says, rules in _RULES.of(lowered):
        if says.search(lowered):
            for rule in rules:
                yield from (found.span("value") for found in rule.finditer(lowered))
