"""The secrets of tables, whose heads say what is in their columns: of a terminal, Markdown, CSV and SQL."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.output.names import SecretKind, name_kind
from bot.output.values import Stretch, is_word, stands_in

_LONGEST_HEAD, _FEWEST = 300, 2
_LABEL = re.compile(r"[^\W\d][\w ./-]{0,30}")
#: What parts the cells, the surest first.
_FRAMED, _SPACED, *_SIGNED = (re.compile(each) for each in (r"\s*[|│┃║]\s*", r"[ ]*\t\s*|[ ]{2,}", ";", ","))
_SIGNS = (_FRAMED, _SPACED, *_SIGNED)
_PARTED = re.compile(r"[|│┃║\t;,]|  ")
#: Between the head and the rows.
_RULE = re.compile(r"\s*[-=+|:│┃║├┼┤─═╞╪╡┠╂┨━ ]*[-=─═━]{3}[-=+|:│┃║├┼┤─═╞╪╡┠╂┨━ ]*")
_NAMES, _VALUES = (
    frozenset({"key", "name", "variable", "setting", "property", "parameter", "output"}),
    "value",
)
#: What no password is: figures, dates, times, names of variables.
_PLAIN = re.compile(r"\d[\d.,:/%-]*[A-Za-z]{0,2}|\d{4}-\d\d-\d\dT.*|[A-Z]+(?:_[A-Z]+)+|.{0,2}")
_INSERT = re.compile(r"\(([^()]{1,400})\)\s*VALUES\s*\(", re.IGNORECASE)
_SQL_VALUE = re.compile(
    r"""\s*(?:N?'(?P<value>(?:[^']|'')*)'|[^,'()]*(?:\([^()]*\))?[^,'()]*)\s*(?:,|\)|$)"""
)


@dataclass(frozen=True, slots=True)
class _Head:
    """``columns``: where each begins; ``secret``: which of them hold secrets, and of what kind."""

    sign: re.Pattern[str]
    columns: Sequence[Stretch]
    secret: Sequence[tuple[int, SecretKind]]
    #: Which columns hold a name and its value.
    pair: tuple[int, int] | None


@lru_cache(1024)
def _head(line: str) -> _Head | None:
    if len(line) > _LONGEST_HEAD or ":" in line or "=" in line or not _PARTED.search(line):
        return None
    sign, columns = _cells(line)
    labels = [line[start:end] for start, end in columns]
    if sign is None or len(labels) < _FEWEST or not all(map(_LABEL.fullmatch, labels)):
        return None
    if sign is _SPACED and any(label[0].islower() for label in labels):
        return None  # a row looks so, too
    kinds = [(at, _kind(label)) for at, label in enumerate(labels)]
    secret = [each for each in kinds if each[1] in (SecretKind.SECRET, SecretKind.TOKEN)]
    lowered = [label.lower() for label in labels]
    name = next((at for at, label in enumerate(lowered) if label in _NAMES), None)
    pair = (name, lowered.index(_VALUES)) if name is not None and _VALUES in lowered else None
    return _Head(sign, columns, secret, pair) if secret or pair else None


def _kind(label: str) -> SecretKind:
    kind = name_kind(label)
    return SecretKind.TOKEN if kind is SecretKind.SECRET and label.lower() == "secret" else kind


def _cells(line: str) -> tuple[re.Pattern[str] | None, list[Stretch]]:
    """Where the cells of a line are, and by what they are parted."""
    begins, ends = len(line) - len(line.lstrip()), len(line.rstrip())
    for sign in _SIGNS:
        between = [found.span() for found in sign.finditer(line, begins, ends)]
        if between:
            cells = list(
                zip(
                    [begins, *(end for _, end in between)],
                    [*(start for start, _ in between), ends],
                    strict=True,
                )
            )
            if sign is _FRAMED:
                cells = cells[cells[0][0] == cells[0][1] : len(cells) - (cells[-1][0] == cells[-1][1])]
            return sign, cells
    return None, []


def is_head(line: str) -> bool:
    """Whether a line is the head of a table that may hold secrets."""
    return _head(line) is not None


def is_rule(line: str) -> bool:
    """Whether it parts a head from its rows."""
    return _RULE.fullmatch(line) is not None


def row_stretches(head: str, row: str) -> Iterable[Stretch] | None:
    """The secrets of a row; None where it is none of that table. ``head``: with its rule, if it has one."""
    line, _, rule = head.partition("\n")
    found = _head(line)
    if found is None:
        return None
    if is_rule(row):
        return ()
    sign, cells = _cells(row)
    if sign is not found.sign or (found.sign is _FRAMED and not rule):
        return None
    if found.sign is not _SPACED and len(cells) != len(found.columns):
        return None
    return list(_secrets(found, row, cells))


def _secrets(head: _Head, row: str, cells: Sequence[Stretch]) -> Iterator[Stretch]:
    wanted = list(head.secret)
    if head.pair is not None and (name := _cell(head, cells, head.pair[0])) is not None:
        wanted.append((head.pair[1], name_kind(row[slice(*name)])))
    for at, kind in wanted:
        span = _cell(head, cells, at)
        if span is not None and kind is not SecretKind.NONE and _is_secret(kind, row[slice(*span)]):
            yield span


def _cell(head: _Head, cells: Sequence[Stretch], at: int) -> Stretch | None:
    if head.sign is not _SPACED:
        return cells[at]
    start = head.columns[at][0]
    end = head.columns[at + 1][0] if at + 1 < len(head.columns) else None
    return next((each for each in cells if start <= each[0] and (end is None or each[0] < end)), None)


def _is_secret(kind: SecretKind, value: str) -> bool:
    plain = stands_in(value) or _PLAIN.fullmatch(value) is not None or " " in value or "(" in value
    return not plain and (kind is SecretKind.SECRET or not is_word(value))


def framed_stretches(line: str) -> Iterator[Stretch]:
    """The values of a row with frames that stand behind their names."""
    sign, cells = _cells(line)
    if sign is _FRAMED and (line.strip()[0] in "|│┃║" or len(cells) == _FEWEST):
        for (start, end), (at, to) in pairwise(cells):
            kind = _kind(line[start:end]) if _LABEL.fullmatch(line, start, end) else SecretKind.NONE
            if kind in (SecretKind.SECRET, SecretKind.TOKEN) and _is_secret(kind, line[at:to]):
                yield at, to


def inserted_stretches(line: str) -> Iterator[Stretch]:
    """What SQL writes into a column of a secret's."""
    found = _INSERT.search(line)
    if found is None:
        return
    at = found.end()
    for name in found[1].split(","):
        value = _SQL_VALUE.match(line, at)
        if value is None:
            return
        if (
            value["value"]
            and name_kind(name.strip(' `"[]')) is SecretKind.SECRET
            and not stands_in(value["value"])
        ):
            yield value.span("value")
        at = value.end()
