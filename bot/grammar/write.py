"""Writes the line that says given arguments: what a button carries."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar, cast

from bot.grammar.kinds import Kind
from bot.grammar.syntax import Parameter, Syntax
from bot.model.line import Line

_A = TypeVar("_A")

#: Nothing typed yet: as a span it shows what stands before a line, ``/ci``, alone.
BARE = Line("")

_PLAIN = re.compile(r"[^\s'\"]+")


def line(syntax: Syntax[_A], args: _A, **changes: object) -> Line:
    """The inverse of `bot.grammar.parse`: ``parse(line(syntax, args), …)`` gives ``args`` again.

    ``changes`` are said instead of what ``args`` has: ``line(syntax, args, page=mark)``.
    """
    if changes:
        args = replace(cast(Any, args), **changes)
    flags: list[str] = []
    placed: list[str] = []
    for parameter in syntax.parameters:
        value = getattr(args, parameter.name)
        if not parameter.required and value == parameter.default:
            continue
        for each in value if parameter.arg.rest else (value,):
            if parameter.positional:
                placed += _words(parameter.arg.kind, each)
            else:
                flags += _flag(parameter, each)
    if any(word.startswith("-") for word in placed):
        return Line(" ".join([syntax.words, *flags, "--", *map(quote, placed)]))
    return Line(" ".join([syntax.words, *map(quote, placed), *flags]))


def line_of(syntax: Syntax[Any], words: Iterable[str]) -> Line:
    """The line of these words, which follow the command's own."""
    return Line(" ".join([syntax.words, *map(quote, words)]))


def quote(word: str) -> str:
    """``word`` as it stands in a line: in quotes only where it must be, so that ``#812`` stays as it is."""
    return word if _PLAIN.fullmatch(word) else shlex.quote(word)


def _words(kind: Kind[Any], value: object) -> list[str]:
    """One word, or several where the kind reads them as one value: ``last failed``."""
    written = kind.write(value)
    words = written.split(" ")
    return words if all(words) and kind.width(words) == len(words) else [written]


def _flag(parameter: Parameter, value: object) -> list[str]:
    flag = parameter.arg.flag or ""
    if parameter.switch:
        return [flag]
    written = parameter.arg.kind.write(value)
    if written.startswith("-"):
        return [quote(f"{flag}={written}")]
    return [flag, quote(written)]
