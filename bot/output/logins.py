"""Passwords where a program takes them: short flags, ``user:password``, what is piped into it, SQL, .netrc."""

import re
from collections.abc import Iterator

from bot.output.hints import Telling, any_of, lower
from bot.output.programs import ANYWHERE, LIKELY, PROGRAMS
from bot.output.values import Stretch, is_example, is_passwordish, stands_in

_VALUE = r"""(?:"(?P<double>[^"\n]+)"|'(?P<single>[^'\n]+)'|(?P<bare>[^\s"';|&]++))"""


def _rule(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern.replace("VALUE", _VALUE), flags)


#: What stands between a program and what it takes.
_BETWEEN = r"(?:[^\n;|&]|&(?!&)|\\\|){0,200}?"


def _flag(rule: str) -> str:
    """The flag that a rule begins with."""
    found = re.match(r"\\s(-+[a-zA-Z-]*)", rule.replace("VALUE", ""))
    return found[1] if found else ""


#: Each with its flag, and whether what it finds must look like a password.
_RULES = Telling([
    *(
        (words, (_flag(each), _rule(rf"(?<![\w.-])(?:{program})(?!\w){_BETWEEN}{each}"), False))
        for words, program, rules in PROGRAMS
        for each in rules
    ),
    *((words, ("", _rule(pattern, re.IGNORECASE), False)) for words, pattern in ANYWHERE),
    *((words, ("", _rule(pattern), True)) for words, pattern in LIKELY),
])  # fmt: skip
_WORDS = "|".join([*(words for words, *_ in PROGRAMS), *(words for words, _ in (*ANYWHERE, *LIKELY))])
#: In lines with a login, which have another hint, and in many others.
_COMMON = (
    *(" -t ", " -k ", "-t=", "-k=", " account ", "username ", "enable ", "neighbor ", "crypto ", "-user ", "-user="),
    *("auth=", "auth = ", " auth ", "or \"", "or '", "?? \"", "?? '", "== \"", "== '", "==\"", "=='", "\" == ", "' == "),
    *("c: ", "-> ", "> ", "\" with \"", "' with '", " for option", " for argument", " for parameter"),
    *(" for setting", " for --", " as --", "value ", ".type(", ".fill("),
)  # fmt: skip
#: What a line with a login has, in lower case; an address with who uses it apart.
LOGIN_HINT = "|".join(word for word in _WORDS.split("|") if word not in _COMMON)


def logins(line: str, lowered: str) -> Iterator[Stretch]:
    """The passwords that a line hands to a program."""
    if "send" in line:
        yield from typed_stretches(line, line)
    for flag, rule, likely in _RULES.of(lowered):
        for found in rule.finditer(line) if flag in line else ():
            start, end = found.span(found.lastgroup or "bare")
            if likely:
                is_secret = is_passwordish(line[start:end]) and line[start] != "("
            else:
                told = stands_in(line[start:end]) or _PROSE.fullmatch(line, start, end)
                is_secret = not (told or is_example(line, start, end))
            if is_secret:
                yield start, end


#: What no password is, but a sentence about one.
_PROSE = re.compile(r"is|was|are|not|for|to|of|has|must|and|or|in|with")
_NAMED = r"(?:passw|secret|token|passphrase|credential|api_?-?key|_pass\b|\bpw\b)"
#: What prints a secret, in lower case: the next line is it.
_PRINTS = re.compile(
    r"(?:op read |pass show |bw get |lpass show |find-(?:generic|internet)-password |secrets versions access |get-secret-value "
    r"|get-parameters? .*--with-decryption|get secrets? .*(?:jsonpath|template|base64)|auth[: ](?:print-\w+-)?(?:access-)?token\b"
    r"|get-access-token|get-login-password|(?:read|kv get) .*-field|output -raw \S*(?:password|secret|token|key)"
    r"|(?:printenv |echo [\"']?\$\{?)\w*(?:password|passwd|secret|token|api_?key|_pass)\b|cat \S*(?:password|secret|token)\S*$"
    r"|config:get \S*(?:password|secret|token|key)|openssl rand|pwgen|mkpasswd|makepasswd|/dev/urandom|wg gen(?:key|psk)"
    r"|base64 (?:-d|-D|--decode)|gpg .*(?:-d|--decrypt) |sops (?:-d|decrypt) "
    rf"|^\s*(?:\S*[$#%❯]|\++|>|ps \S*>) .*?\b(?:get|read|show|view|print\w*|decrypt|reveal|cat|echo|output|config|access|whoami"
    rf"|create|initial|generate|gen|jq|lookup|export)\b.*{_NAMED})"
)
_PRINTS_HINT = any_of(
    "op read |pass show |bw get |-password |versions access |get-secret-value |get-parameter|get secret|auth|access-token|-login-|-field"
    "|output -raw |printenv |echo |cat |config:get |openssl |pwgen|passwd|/dev/urandom|wg gen|base64 |gpg |sops "
)
_ECHOED = re.compile(r"\s*(?:\S*[$#%❯]|\++|>|[Pp][Ss] \S*>) ")
#: It goes into a file, or into what does not print it.
_ELSEWHERE = re.compile(
    r"[^=-]>\s*[^\s&>]|\|\s*(?!base64|jq|tr |cut|head|tail|sed|awk|grep|tee|cat|xargs echo|openssl|python|yq)\w"
)
_OPENS = re.compile(r"(?:password-stdin|login).{0,300}?<<-?\s*['\"]?\w+['\"]?\s*$")
_PROMPT = re.compile(r"(?i)assword|passphrase|passcode")
_TYPED = re.compile(
    r"""(?:\bsend(?:_user|line)?|exp_send)\b[ (]*(?:--?\w*[ ])?["'](?!\$)(?P<value>[^"'\\\n]+)(?:\\[rn])*["']"""
)


def typed_stretches(before: str, line: str) -> Iterator[Stretch]:
    """What a line types into a prompt, which the same line or the one before tells of."""
    typed = _TYPED.search(line) if "send" in line and _PROMPT.search(before) else None
    if typed is not None and not stands_in(typed["value"]) and " " not in typed["value"].strip():
        yield typed.span("value")


def opens_password(line: str) -> bool:
    """Whether the next line is what a program takes as a password."""
    return "<<" in line and _OPENS.search(line) is not None


def prints_secret(lowered: str) -> bool:
    """Whether the line behind this one, in lower case, may be a secret that a program prints."""
    may = _PRINTS_HINT.search(lowered) or _ECHOED.match(lowered)
    return may is not None and _PRINTS.search(lowered) is not None


def echoes_secret(line: str) -> bool:
    """Whether it is a command that a shell echoed, so that the next line is what it prints."""
    return _ECHOED.match(line) is not None and prints_secret(lower(line)) and not _ELSEWHERE.search(line)
