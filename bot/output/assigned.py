"""Values that stand with a name in a place where values are given: ``A=b``, ``"a": "b"``, ``--a b``, XML.

A name in a path, in code or in a sentence about it is none: the whole line decides.
"""

import re
from collections.abc import Iterator

from bot.output.names import MAY_BE, SecretKind, name_kind
from bot.output.values import Stretch, is_code, is_hex, is_passwordish, is_sentence, is_word, stands_in

_VALUE = r"""(?: \\" (?P<escaped>(?:[^"\\\n]|\\[^"])++) | "(?P<double>(?:[^"\\\n]|\\.)++) | '(?P<single>[^'\n]++)
    | `(?P<ticks>[^`\n]++)` | (?P<bare>[^\s"'`\\][^\s"'`]*+) )"""
_ASSIGNED = re.compile(
    rf"""(?<![\w.\\]) (?P<name>[^\W\d][\w.$-]*+) (?P<quote>\\?["']?\]?)
         (?P<before>[ \t]{{0,30}}+) (?P<sign>:=|=>|->|=|:(?!:)|：|\|(?!\|)|│) (?!=) (?P<after>[ \t]{{0,30}}+)
         (?:[a-z]?(?=["'])|!!str[ ])? (?={_VALUE})""",
    re.VERBOSE,
)
_FLAG = re.compile(
    rf"""(?:-(?<![\w-].)-?|/(?<![\w-].))(?P<name>[A-Za-z][\w.-]*+)(?P<sign>[ \t]{{1,3}}|=|:)(?!-)
         {_VALUE}""",
    re.VERBOSE,
)
_WEAK_FLAGS = re.compile(r"(?:api|auth|key|login|token)", re.IGNORECASE)
#: `NAME value`, in a table, a list of variables or a command that sets one.
_COLUMN = re.compile(
    rf"""^[\s+>#]*(?:Step[ ]\d+/\d+[ ]:[ ])?(?P<verb>(?:ENV|ARG|setenv|setx|export|set(?:[ ]-\w+)?)[ ]+)?
         (?P<name>[A-Za-z_][\w.]*+)(?:[ ]{{2,}}|\t+|(?<=\w)[ ](?=\S))[ \t]*+{_VALUE}["'`]?[ \t]*$""",
    re.VERBOSE,
)
_XML = re.compile(r"<(?P<name>[A-Za-z][\w.:-]*+)(?:\s[^<>]*)?>\s*(?P<bare>[^<>\s][^<>]*?)\s*(?:</|$)")
_ATTRIBUTES = re.compile(
    r"""\b(?:name|key|Name)=["'](?P<name>[\w.-]+)["'](?:[^<>]*?\svalue=["'](?P<double>[^"']+)|[^<>]*>(?P<bare>[^<>]+)<)"""
)
_TEXT = re.compile(r"""<(?P<name>\w+)\s+value=["'](?P<double>[^"']+)""")
_KEY_STRING = re.compile(r"<key>(?P<name>[\w.-]+)</key>\s*<string>(?P<bare>[^<>]+)")
_CALLED = re.compile(
    r"""(?<![\w])(?P<name>[A-Za-z_]\w*+)[ ]?\(\s*["'](?P<double>[^"']+)["']\s*\)|(?P<two>["'](?P<second>[\w.-]+)["'])
        \s*,\s*["'](?P<other>[^"']+)["']""",
    re.VERBOSE,
)
#: Name and value as two members, in either order.
_PAIR_NAME = re.compile(
    r"""(?i)(?:^|[\s{,-])\\?["']?(?:\w{0,12}name|(?:parameter)?key|variable)\\?["']?\s*[:=]\s*\\?["']?(?P<name>[\w.-]+)"""
)
_PAIR_VALUE = re.compile(
    r"""(?i)(?:^|[\s{,-])\\?["']?(?:\w{0,12}value|string)\\?["']?\s*[:=]\s*(?:\\?["](?P<double>[^"\\\n]+)|'(?P<single>[^'\n]+)
        |(?P<bare>[^\s"',{}\[\]][^\s"',}]*))""",
    re.VERBOSE,
)
_YAML = re.compile(r"[\s>+|*?-]*\"?")
_LONGEST_KEY = 80
#: Of YAML: the value is elsewhere.
_TAGS = frozenset({"!vault", "!reference", "!Ref", "!Sub", "!GetAtt", "!secret", "!ImportValue"})
_DELIMITED = re.compile(
    r"[;&,)}\]\\](?:(?<=[;&,])(?=\s*[\w.]+\s*[=:])|(?<=[)}\],;])[)}\],;]*$|(?<=&)&|(?<=\\)n)"
)
#: No word of a language, and nothing that stands for a value: most are so, and need no further look.
_SURE = re.compile(r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{6,300}")
_RESULT = re.compile(r"\d+(?:\.\d+)?(ms|s|m|%|kB|MB)?[,;)]*")
_PORT = re.compile(r"\d+(?::|\b(?![\w-]))|:")
_ARROW = re.compile(r"""["']?\s*->\s*["']?([^\s"'(]+)""")
_CODE = re.compile(
    r"^[\s>|\d+-]*(?:(?:const|let|var|final|private|public|protected|static|def|func|function|fn|pub|if|elif|else|for"
    r"|while|return|assert|import|from|class|interface|struct|type|await|async|expect|self|this)\b|@\w)|\w\(|[{;]\s*$"
    r"|^E\s{3}"
)


def named_stretches(line: str, lowered: str) -> Iterator[Stretch]:
    """The values of a line that are secrets by their names."""
    if not (MAY_BE.search(lowered) or "api" in lowered):
        return
    for found in _ASSIGNED.finditer(line):
        yield from _of_name(found, line)
    if named_in(line, lowered):
        yield from value_in(line)
    for found in _FLAG.finditer(line) if "-" in line or "/" in line else ():
        yield from _of_flag(found)
    if (column := _COLUMN.match(line)) is not None:
        yield from _of_column(column)
    if "<" in line:
        for pattern in (_XML, _ATTRIBUTES, _TEXT, _KEY_STRING):
            for found in pattern.finditer(line):
                if name_kind(found["name"]) is not SecretKind.NONE and not stands_in(_value(found)[0]):
                    yield _value(found)[1]
    if ("(" in line or "," in line) and ('"' in line or "'" in line):
        for found in _CALLED.finditer(line):
            name, value = found["name"] or found["second"], found["double"] or found["other"]
            if name_kind(name) in (SecretKind.SECRET, SecretKind.TOKEN) and _is_chosen(value):
                yield found.span("double" if found["name"] else "other")


def named_in(line: str, lowered: str) -> bool:
    """Whether a line says the name of a secret whose value another member has."""
    if not ("name" in lowered or "key" in lowered or "variable" in lowered):
        return False
    found = _PAIR_NAME.search(line)
    return found is not None and name_kind(found["name"]) in (SecretKind.SECRET, SecretKind.TOKEN)


def value_in(line: str) -> Iterator[Stretch]:
    """The value of such a member."""
    for found in _PAIR_VALUE.finditer(line):
        value, span = _value(found)
        if not stands_in(value):
            yield span


def _value(found: re.Match[str]) -> tuple[str, Stretch]:
    group = found.lastgroup or ""  # each pattern ends with the value
    return found[group], found.span(group)


def _is_chosen(value: str) -> bool:
    """Of a text in quotes that a program takes: a value, and no name of one."""
    return not stands_in(value) and not is_sentence(value) and (is_passwordish(value) or not is_word(value))


def _of_flag(found: re.Match[str]) -> Iterator[Stretch]:
    value, span = _value(found)
    kind = name_kind(found["name"])
    if kind is SecretKind.NONE and _WEAK_FLAGS.search(found["name"]) and (is_hex(value)):
        kind = SecretKind.WEAK
    if kind is SecretKind.NONE or stands_in(value) or (kind is SecretKind.WEAK and not _looks_made(value)):
        return
    if found["sign"].isspace() and is_word(value) and value.isalpha() and value.islower() and len(value) < 5:
        return
    yield span


def _of_column(found: re.Match[str]) -> Iterator[Stretch]:
    value, span = _value(found)
    name, kind = found["name"], name_kind(found["name"])
    if kind is SecretKind.NONE or stands_in(value) or value[0] in "=:|<>(-":
        return
    if (
        found["verb"]
        or (name.isupper() and "_" in name and re.match(r"\t|  ", found.string[found.end("name") :]))
        or (
            kind is SecretKind.SECRET
            and not name.isupper()
            and (is_passwordish(value) if found["bare"] else not is_sentence(value))
        )
    ):
        yield span


def _of_name(found: re.Match[str], line: str) -> Iterator[Stretch]:
    name, kind = found["name"].rstrip("-."), name_kind(found["name"])
    if kind is SecretKind.NONE or _is_place(found, line):
        return
    value, (start, end) = _value(found)
    bare = found["bare"] is not None
    whole = bare and _of_yaml(found, line)
    if whole:
        value = line[start:].rstrip()
        end = start + len(value)
    elif bare and value[0] != "[" and (cut := _DELIMITED.search(value)) and cut.start():
        value, end = value[: cut.start()], start + cut.start()
    sure = bare and kind is not SecretKind.WEAK and _SURE.fullmatch(value)
    if not sure and (not value.strip() or _harmless(found, kind, name, value, line, bare=bare)):
        return
    if (
        whole
        and " " in value
        and not (found["quote"] or name.isupper() or kind is SecretKind.SECRET or "_" in name)
    ):
        end = start + len(value.split()[0])
    yield start, end
    arrow = _ARROW.match(line, end) if "->" in line else None
    if arrow:
        yield arrow.span(1)


def _is_place(found: re.Match[str], line: str) -> bool:
    """Whether the name is part of a path, or what follows it is a line in a file."""
    start = found.start()
    before = line[start - 1] if start else " "
    if before == "/" and not line[max(0, start - 3) : start].endswith((":/", "//")):
        return True
    if found["sign"] in "|│":
        return not (line.lstrip()[:1] in "|│" or re.match(r"\s*[\w.]+\s*[|│]\s*\S+\s*$", line)) or bool(
            found["bare"] and re.match(r"\d+(?:\.\d+)?$", found["bare"])
        )
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


def _of_yaml(found: re.Match[str], line: str) -> bool:
    """Whether it is ``name: value`` on a line of its own: its value goes on to the line's end."""
    if found["sign"] not in (":", "：") or not (found["after"] or found["sign"] == "："):
        return False
    return found.start() <= _LONGEST_KEY and _YAML.fullmatch(line, 0, found.start()) is not None


def _harmless(
    found: re.Match[str], kind: SecretKind, name: str, value: str, line: str, *, bare: bool
) -> bool:
    value = value.strip()
    if stands_in(value) or (len(value) > 2 and value[-1] in ",;" and stands_in(value.rstrip(",;"))):
        return True
    tight = found["sign"] in ("=", ":=") and not found["before"] and not found["after"]
    constant = name.isupper()
    if kind is SecretKind.WEAK:
        return not (is_hex(value) if name.lower().endswith("login") else _looks_made(value))
    if (
        bare
        and found["sign"] == ":"
        and is_word(value)
        and is_sentence(line[found.end() : found.end() + 60].strip())
    ):
        return True
    if bare and not (tight and constant):
        tag, _, rest = value.partition(" ")
        if tag in _TAGS or not any(map(str.isalnum, tag)) or (tag.isdecimal() and rest):
            return True
        first = value.split()[0]
        if _is_expression(first, name, found, line) or is_sentence(value):
            return True
        if found["sign"] in (":", "：") and " " in value and not _is_list_entry(found, line):
            return not is_passwordish(first) or is_word(first)
    if not bare and (
        (is_sentence(value) and found["sign"] != "=" and not name.isupper()) or value in ("string",)
    ):
        return True
    number = value.rstrip(".,;)").replace(".", "", 1).isdecimal()
    if kind is SecretKind.TOKEN:
        if number or ("/" in value and not _looks_made(value)):
            return True
        return found["sign"] == ":" and not constant and is_word(value) and not found["quote"]
    if (
        name.lower().endswith("secret")
        and is_word(value)
        and found["sign"] == ":"
        and not constant
        and "-" in value
    ):
        return True
    return (
        kind is SecretKind.SECRET
        and bare
        and "/" in value
        and name.lower() == "secret"
        and is_word(value.replace("/", ""))
    )


def _is_expression(first: str, name: str, found: re.Match[str], line: str) -> bool:
    if name.isupper() and found["sign"] == ":":
        return False
    if not is_code(first):
        return False
    if is_passwordish(first) and "(" not in first and "[" not in first and "." not in first:
        return False
    plain = first.rstrip(",;)]}")
    if plain.isalpha() and plain == first and not plain[0].isupper():
        again = plain in name.lower() or "password" in plain or "token" in plain or "secret" in plain
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


def _looks_made(value: str) -> bool:
    """Of a value that need not be a secret: long and with digits, and no version, path or words."""
    value = value.rstrip(".,;)")
    return len(value) >= 8 and is_passwordish(value)
