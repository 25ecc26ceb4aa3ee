"""Whether what is given under the name of a secret is none: a place, code, a sentence, a stand-in."""

import re

from bot.output.names import SecretKind, name_kind
from bot.output.values import (
    has_call,
    is_code,
    is_hex,
    is_mixed,
    is_passwordish,
    is_put_together,
    is_sentence,
    is_word,
    speaks_of_secrets,
    stands_in,
)
from bot.output.words import FOREIGN_WORDS

#: Of YAML: the value is elsewhere.
_TAGS = frozenset({"!vault", "!reference", "!Ref", "!Sub", "!GetAtt", "!secret", "!ImportValue"})
#: Words with a number, as of a build.
_NUMBERED = re.compile(r"[a-z]+(?:[-_.][a-z]+)*[-_.]\d{1,6}(?:[-_.][a-z]+)*")
_RESULT = re.compile(r"\d+(?:\.\d+)?(ms|s|m|%|kB|MB)?[,;)]*")
_PORT = re.compile(r"\d+(?::|\b(?![\w-]))|:")
_CODE = re.compile(
    r"^[\s>|\d+-]*(?:(?:const|let|var|final|private|public|protected|static|def|func|function|fn|pub|if|elif|else|for"
    r"|while|return|assert|import|from|class|interface|struct|type|await|async|expect|self|this)\b|@\w)|\w\(|[{;]\s*$"
    r"|^E\s{3}|^\s*>?\s*\d+\s*\|"
)
#: Behind a value, what is said of it.
COMMENT = re.compile(r"(?<![ \t])[ \t]++(?:\([^()]*\)|#.*|//.*|<-.*)$")
#: Of something, as its part; what has several numbers among letters is no name of one.
_ATTRIBUTE = re.compile(r"[^.]*\.(?!(?=[a-z]*\d[a-z]+\d)[a-z\d]{12})")
_LONGEST_NAME = 80
#: So many digits are a number.
_COUNTED = 3
_QUOTED = {"double": '"', "single": "'"}
_DIGIT = re.compile(r"\d")
#: Of a language whose words no password is made of.
_DESCRIBED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
#: Before a name, the beginning of a renaming, or of a test's parameters.
_PART = re.compile(r"(?:^|[\s/])[^\s{}]*\{$|::\w+\[[^\]]*$")
_NAMED, _YAML_NAME = re.compile("password|token|secret"), re.compile(r"[\s-]*")
_BETWEEN = re.compile(r"[\W_]+")


def is_place(found: re.Match[str], line: str) -> bool:
    """Whether the name is part of a path or of another name, or what follows it is a line in a file."""
    start = found.start()
    before = line[start - 1] if start else " "
    if before == "/" and not line[max(0, start - 3) : start].endswith((":/", "//")):
        return found["bare"] is None or not is_mixed(found["bare"])
    if ((found["sign"] == "=>" and before == "{" and "}" in line) or "::" in line) and _PART.search(
        line[max(0, start - 80) : start]
    ):
        return True
    if before == "$" and found["sign"] == ":":
        return True
    if before == " " and line[:start].lower().endswith("public key "):
        return True
    if (
        found.lastgroup in _QUOTED
        and not found["quote"]
        and line.count(_QUOTED[found.lastgroup], 0, start) % 2
    ):
        return True  # the quote ends the label that begins before the name
    if found["sign"] == ":" and _is_result(found):
        return True
    if found["sign"] == ":" and not found["after"] and before == ":":
        return "arn:" in line
    if found["sign"] == ":" and not found["after"] and found["bare"] is not None:
        return bool(_PORT.match(found["bare"])) or (not found["quote"] and before == "/")
    return False


def _is_result(found: re.Match[str]) -> bool:
    """Whether it tells how something went: ``PASS: test_x``, ``pass: 12``, ``token: 4.1s``."""
    if found["name"] == "PASS":
        return True
    result = _RESULT.fullmatch(found["bare"] or "")
    return result is not None and (result[1] is not None or found["name"].lower() == "pass")


def is_harmless(
    found: re.Match[str], kind: SecretKind, name: str, value: str, line: str, *, bare: bool
) -> bool:
    """Whether the ``value`` that the line gives under a name of this kind is no secret; ``bare``: unquoted."""
    value = value.strip()
    if stands_in(value) or (len(value) > 2 and value[-1] in ",;" and stands_in(value.rstrip(",;"))):
        return True
    if is_name_again(value, name) or _is_about(found, line):
        return True
    if kind is SecretKind.WEAK:
        first = value.split()[0] if bare else value
        return not (is_hex(first) if name.lower().endswith("login") else looks_made(first))
    if bare:
        says = _says_something(found, kind, name, value, line)
        return _is_of_kind(found, kind, name, value) if says is None else says
    talks = speaks_of_secrets(value) and found["sign"] != "=" and not name.isupper()
    return talks or value == "string" or _is_of_kind(found, kind, name, value)


def _says_something(found: re.Match[str], kind: SecretKind, name: str, value: str, line: str) -> bool | None:
    """Whether a value without quotes is code, or speaks of the secret; None: it may be one."""
    if found["sign"] == ":" and is_word(value):
        start = found.end()
        if is_sentence(COMMENT.sub("", line[start : start + 200])[:60].strip()):
            return True
    if (
        found["quote"] == "'"
        and "." in name
        and is_word(value.split()[0])
        and " " in line[: found.start()].strip()
    ):
        return True
    comment = line.lstrip()[:1] in ("#", "/", "*") and not _DIGIT.search(value)
    if (comment and (found["after"] or " " in value)) or (
        _DESCRIBED.search(value) and not _DIGIT.search(value)
    ):
        return True
    tight = found["sign"] in ("=", ":=") and not found["before"] and not found["after"]
    if tight and name.isupper():
        return None
    tag, _, rest = value.partition(" ")
    if tag in _TAGS or not any(map(str.isalnum, tag)) or (tag.isdecimal() and rest):
        return True
    first = value.split()[0]
    if (
        line[found.start() - 1 : found.start()] in (";", ":", ",")
        and "=" in found["sign"]
        and "(" not in line[: found.start()]
    ):
        return None  # of a connection string, or of a list of settings
    if _is_expression(first, kind, name, found, line):
        return True
    if is_sentence(value):
        return not is_passwordish(first)
    if found["sign"] in (":", "：") and " " in value and not _is_list_entry(found, line):
        return not is_passwordish(first) or is_word(first)
    return None


def _is_of_kind(found: re.Match[str], kind: SecretKind, name: str, value: str) -> bool:
    """Whether it is what stands under names of its kind though it is none: a number, a word, a path."""
    given, tight = found["sign"] == ":" and not name.isupper(), not (found["quote"] or found["after"])
    if kind is SecretKind.TOKEN:
        number = value.rstrip(".,;)").replace(".", "", 1).isdecimal()
        if number or ("/" in value and not looks_made(value)):
            return True
        return given and is_word(value) and (not found["quote"] or (name == "token" and value.islower()))
    if given and name.lower().endswith(("secret", "key")) and is_word(value) and "-" in value:
        return True
    if not tight and value.isdecimal() and len(value) <= _COUNTED:
        return True
    path = found["bare"] is not None and "/" in value and is_word(value.replace("/", ""))
    return path and name.lower() == "secret"


def is_name_again(value: str, name: str) -> bool:
    """Whether it is the name, however it is written: ``API_KEY``, ``apiKey``, ``__api-key__``, or abroad."""
    if len(value) > _LONGEST_NAME:
        return False
    lowered = value.lower()
    if "." in name and name.rpartition(".")[2].lower() == lowered:
        return True
    if (
        lowered in FOREIGN_WORDS
        or lowered in ("token", "key")
        or (value.isupper() and len(value) > 2 and lowered in name.lower())
    ):
        return True
    return _BETWEEN.sub("", value).lower() == _BETWEEN.sub("", name).lower()


def _is_about(found: re.Match[str], line: str) -> bool:
    """Whether a shell runs what stands there, or says that it must be set."""
    if found["ticks"] and found["sign"] == "=" and " " in found["ticks"]:
        return True
    return line.endswith("${", 0, found.start()) and line.startswith(":?", found.end("name"))


def _is_expression(first: str, kind: SecretKind, name: str, found: re.Match[str], line: str) -> bool:
    if name.isupper() and found["sign"] == ":":
        return False
    if not is_code(first) or (kind is SecretKind.SECRET and is_put_together(first.rstrip(",;)}]"))):
        return False
    if is_passwordish(first) and not has_call(first) and "[" not in first and not _ATTRIBUTE.match(first):
        return False
    plain = first.rstrip(",;)]}")
    if plain.isalpha() and plain == first and not plain[0].isupper():
        tells = (
            found["sign"] == ":"
            and _YAML_NAME.fullmatch(line, 0, found.start())
            and line.rstrip().endswith(f" {first}")
        )
        again = plain in name.lower() or (not tells and _NAMED.search(plain) is not None)
        attribute = line[max(0, found.start() - 1) : found.start()] == "." or "." in name
        typed = found["sign"] == ":" and first in ("string", "str", "bytes", "boolean", "any")
        return again or typed or (attribute and found["before"] == " ") or _CODE.search(line) is not None
    return True


def _is_list_entry(found: re.Match[str], line: str) -> bool:
    return (
        bool(found["quote"])
        or name_kind(found["name"]) is SecretKind.SECRET
        or found["name"].isupper()
        or line[: found.start()].strip() != ""
        or "_" in found["name"]
    )


def looks_made(value: str) -> bool:
    """Of a value that need not be a secret: long and with digits, and no version, path or words."""
    value = value.rstrip(".,;)")
    plain = len(value) >= 8 and "[" not in value and not has_call(value)
    return plain and is_passwordish(value) and not _NUMBERED.fullmatch(value)
