"""Values that stand with a name in a place where values are given: ``A=b``, ``"a": "b"``, ``--a b``, XML.

A name in a path, in code or in a sentence about it is none: the whole line decides.
"""

import re
from collections.abc import Iterator

from bot.output.harmless import COMMENT, is_harmless, is_name_again, is_place, looks_made
from bot.output.names import SecretKind, may_name, name_kind
from bot.output.values import Stretch, is_hex, is_passwordish, is_sentence, is_word, stands_in

_VALUE = r"""(?: \\" (?P<escaped>(?:[^"\\\n]|\\[^"])++) | "(?P<double>(?:[^"\\\n]|\\.)++) | '(?P<single>[^'\n]++)
    | `(?P<ticks>[^`\n]++)` | (?P<bare>[^\s"'`\\][^\s"'`]*+) )"""
#: What a name is said to be, before it gets its value.
_TYPE = r"&?[^\W\d][\w.]{0,60}+(?:\[[^\n=]{0,80}?\]|<[^\n=]{0,80}?>)?(?:[ ]\|[ ]\w+)?"
_ASSIGNED = re.compile(
    rf"""(?<![\w.\\]) (?:\*\.)?+ (?P<name>[^\W\d][\w.$-]*+) (?P<quote>\\?["']?\]?)
         (?::[ ]?{_TYPE}(?=[ ]=[ ]))? (?P<before>[ \t]{{0,30}}+) (?P<sign>:=|=>|->|=|:(?!:)|::(?=[ ][\w+/]+={{0,2}}\s*$)|：) (?!=) (?P<after>[ \t]{{0,30}}+)
         (?:[A-Za-z$@]?(?=["'])|!!str[ ]|\(?string\)?[ ]?\((?:len=)?\d+\)[ ](?=["'])|(?:Some|Just|Ok|Secret|SecretStr|String)[( ](?=["']))? (?={_VALUE})""",
    re.VERBOSE,
)
_FLAG = re.compile(
    rf"""(?:-(?<![\w-].)-?|/(?<![\w-].))(?P<name>[A-Za-z][\w.-]*+)(?P<sign>[ \t]{{1,3}}|=|:)(?!-)
         {_VALUE}""",
    re.VERBOSE,
)
#: What follows a flag in a sentence about it.
_PROSE = frozenset({
    *("option", "options", "flag", "parameter", "argument", "instead", "switch", "setting", "requires", "needs"),
    *("found", "given", "specified", "expects", "missing", "cannot", "should", "which", "where", "takes"),
})  # fmt: skip
_WEAK_FLAGS = re.compile(r"(?:api|auth|key|login|token)", re.IGNORECASE)
#: `NAME value`, in a table, a list of variables or a command that sets one.
_COLUMN = re.compile(
    rf"""^(?:-(?=[ ]{{2}}))?[\s+>#]*(?:Step[ ]\d+/\d+[ ]:[ ])?(?P<verb>(?:ENV|ARG|setenv|setx|export|set(?:[ ]-\w+)?)[ ]+)?
         (?P<name>[A-Za-z_][\w.]*+)(?:[ ]{{2,}}|\t+|(?<=\w)[ ](?=\S))[ \t]*+{_VALUE}["'`]?(?:[ ]/[mM])?[ \t]*$""",
    re.VERBOSE,
)
_XML = re.compile(
    r"(?<![\w=:/])<(?P<name>[A-Za-z][\w.:-]*+)(?:\s[^<>]*)?>\s*(?:<(?:Value|String)>)?(?P<bare>[^<>\s][^<>]*?)\s*(?:</|$)"
)
_ATTRIBUTES = re.compile(
    r"""\b(?:name|key|Name)=["'](?P<name>[\w.-]+)["'](?:[^<>]*?\svalue=["'](?P<double>[^"']+)|[^<>]*>\s*(?:<\w+>)?(?P<bare>[^<>]+)<)"""
)
_TEXT = re.compile(r"""<(?P<name>\w+)\s+value=["'](?P<double>[^"']+)""")
KEY_STRING = re.compile(r"<(key|name)>(?P<name>[\w.-]+)</\1>\s*<(?:string|value)>(?P<bare>[^<>]+)")
_CALLED = re.compile(
    r"""(?<![\w])(?P<name>[A-Za-z_]\w*+)[ ]?\(\s*["'](?P<double>[^"']+)["']\s*\)|(?P<two>["'](?P<second>[\w.-]+)["']|\{(?P<atom>[a-z]\w+))
        \s*,\s*(?=b?["'](?P<other>[^"']+)["'])""",
    re.VERBOSE,
)
#: A member with its value one deeper; of Erlang's tuples.
_OBJECT = re.compile(
    r"""["'](?P<name>[\w./:-]+)["'][ ]?:[ ]?\{[^{}]{0,200}?["'][vV]alue["'][ ]?:[ ]?["'](?P<value>[^"']+)"""
)
_SETS = re.compile(r"(?i)(?:set|put|store)\w*\([ ]*$")
#: Name and value as two members, in either order.
_PAIR_NAME = re.compile(
    r"""(?i)(?:^|[\s{,-])\\?["']?(?:\w{0,12}name|(?:parameter)?key|variable)\\?["']?\s*[:=]\s*\\?["']?(?P<name>[\w./-]+)"""
)
_PAIR_VALUE = re.compile(
    r"""(?i)(?:^|[\s{,-])\\?["']?(?:\w{0,12}value|string)\\?["']?\s*[:=]\s*(?:\\?["](?P<double>[^"\\\n]+)|'(?P<single>[^'\n]+)
        |(?P<bare>[^\s"',{}\[\]][^\s"',}]*))""",
    re.VERBOSE,
)
_DELIMITED = re.compile(
    r"[;&,)}\]\\](?:(?<=[;&,])(?=\s*[\w.]+\s*[=:])|(?<=[)}\],;])[)}\],;]*$|(?<=&)&|(?<=\\)n)"
)
_YAML = re.compile(r"[\s>+|*?-]*\"?")
_MORE_WORDS = re.compile(r"(?:[ ][a-z]{2,12}){1,8}\s*$")
_LONGEST_KEY = 80
#: No word of a language, and nothing that stands for a value: most are so, and need no further look.
_SURE = re.compile(r"(?!x{4})(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{6,300}")
_ARROW = re.compile(r"""\\?["']?\s*->\s*\\?["']?([^\s"'(\\]+)""")


def named_stretches(line: str, lowered: str) -> Iterator[Stretch]:
    """The values of a line that are secrets by their names."""
    if not (may_name(lowered) or "api" in lowered):
        return
    for found in _ASSIGNED.finditer(line):
        kind = name_kind(found["name"])
        if kind is not SecretKind.NONE:
            yield from _of_name(found, kind, line)
    if named_in(line, lowered):
        yield from value_in(line)
    for found in _FLAG.finditer(line) if "-" in line or "/" in line else ():
        yield from _of_flag(found)
    if (column := _COLUMN.match(line)) is not None:
        yield from _of_column(column)
    if "<" in line:
        for pattern in (_XML, _ATTRIBUTES, _TEXT, KEY_STRING):
            for found in pattern.finditer(line):
                value, span = _value(found)
                open_text = pattern is _XML and " " in value and not line.startswith("<", found.end("bare"))
                if name_kind(found["name"]) is not SecretKind.NONE and not (stands_in(value) or open_text):
                    yield span
    if "{" in line:
        for found in _OBJECT.finditer(line):
            if name_kind(found["name"]) in (SecretKind.SECRET, SecretKind.TOKEN) and not stands_in(
                found["value"]
            ):
                yield found.span("value")
    if ("(" in line or "," in line) and ('"' in line or "'" in line):
        for found in _CALLED.finditer(line):
            name = found["name"] or found["second"] or found["atom"]
            value = found["double"] or found["other"]
            sets = name.isupper() and _SETS.search(line, 0, found.start()) is not None
            if name_kind(name) in (SecretKind.SECRET, SecretKind.TOKEN) and (_is_chosen(value) or sets):
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
    if kind is SecretKind.NONE or stands_in(value) or (kind is SecretKind.WEAK and not looks_made(value)):
        return
    plain = value.rstrip("])}|,;")
    if is_name_again(plain, found["name"]):
        return
    if (found["name"] == "secret" and is_word(value)) or (
        plain != value and plain.isupper() and plain.isalpha()
    ):
        return
    slash = found.string[found.start()] == "/"
    prose = value.isalpha() and value.islower() and (slash or len(value) < 5 or value in _PROSE)
    if found["sign"].isspace() and prose:
        return
    yield span


def _of_column(found: re.Match[str]) -> Iterator[Stretch]:
    value, span = _value(found)
    name, kind = found["name"], name_kind(found["name"])
    if kind is SecretKind.NONE or stands_in(value) or value[0] in "=:|<>(-":
        return
    if (
        found["verb"]
        or (kind is SecretKind.WEAK and is_hex(value))
        or (name.isupper() and "_" in name and re.match(r"\t|  ", found.string[found.end("name") :]))
        or (
            kind is SecretKind.SECRET
            and not name.isupper()
            and (is_passwordish(value) if found["bare"] else not is_sentence(value))
        )
    ):
        yield span


def _of_name(found: re.Match[str], kind: SecretKind, line: str) -> Iterator[Stretch]:
    if is_place(found, line):
        return
    name = found["name"].rstrip("-.")
    value, (start, end) = _value(found)
    bare = found["bare"] is not None
    whole = bare and _of_yaml(found, line)
    if whole:
        value = COMMENT.sub("", line[start:].rstrip())
        end = start + len(value)
    elif (
        bare
        and value[0] != "["
        and not stands_in(value)
        and (cut := _DELIMITED.search(value))
        and cut.start()
    ):
        value, end = value[: cut.start()], start + cut.start()
    sure = bare and kind is not SecretKind.WEAK and _SURE.fullmatch(value)
    if not sure and (not value.strip() or is_harmless(found, kind, name, value, line, bare=bare)):
        return
    if (
        whole
        and " " in value
        and (
            is_sentence(value)
            or not (found["quote"] or name.isupper() or kind is SecretKind.SECRET or "_" in name)
        )
    ):
        end = start + len(value.split()[0])
    yield start, end
    arrow = _ARROW.match(line, end) if "->" in line else None
    if arrow:
        yield arrow.span(1)


def _of_yaml(found: re.Match[str], line: str) -> bool:
    """Whether it is ``name: value`` on a line of its own: its value goes on to the line's end."""
    if found["sign"] == "=":
        return not found["name"].isupper() and _MORE_WORDS.match(line, found.end("bare")) is not None
    if found["sign"] not in (":", "：") or not (found["after"] or found["sign"] == "："):
        return False
    return found.start() <= _LONGEST_KEY and _YAML.fullmatch(line, 0, found.start()) is not None
