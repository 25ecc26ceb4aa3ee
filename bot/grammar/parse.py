"""Reads a line: which command, with which arguments."""

import re
import shlex
from collections.abc import Sequence
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

from bot.grammar.kind import Arg
from bot.grammar.suggest import lines_like
from bot.grammar.syntax import Parameter, Syntax
from bot.model.fault import (
    BadValue,
    EmptyLine,
    LineTooLong,
    MissingArgument,
    SurplusArgument,
    UnclosedQuote,
    UnknownCommand,
    UnknownFlag,
)

A = TypeVar("A")

#: How many characters a line has at most.
LIMIT = 2_000
#: How many values an argument takes that takes many. https://circleci.com/docs/pipeline-variables/
MOST = 100

# version="5" is meant as a string; the quotes must outlive `shlex`.
_QUOTED = re.compile(r"""(?<!\S)([A-Za-z_][\w-]*=)(["'])(true|false|-?\d+)\2(?!\S)""")


def parse(line: str, syntaxes: Sequence[Syntax[Any]]) -> tuple[Syntax[Any], Any]:
    """The syntax that ``line`` follows and the arguments that it says. Raises a `GrammarFault`."""
    if len(line) > LIMIT:
        raise LineTooLong(len(line), LIMIT)
    words = _split(line)
    if not words:
        raise EmptyLine
    for syntax in sorted(syntaxes, key=lambda each: -len(each.words.split())):
        width = len(syntax.words.split())
        if [word.lower() for word in words[:width]] == syntax.words.split():
            return syntax, _arguments(syntax, words[width:])
    raise UnknownCommand(words[0], lines_like(line, words, syntaxes))


def _split(line: str) -> list[str]:
    """Words. Quotes hold one together; there are no comments and no escapes."""
    lexer = shlex.shlex(_QUOTED.sub(r"""\1'"\3"'""", line), posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", ""
    try:
        return list(lexer)
    except ValueError as error:
        raise UnclosedQuote(line) from error


def _arguments(syntax: Syntax[A], words: list[str]) -> A:
    values, placed = _flags(syntax, words)
    values |= _placed(syntax, placed)
    for parameter in syntax.parameters:
        if parameter.required and parameter.name not in values:
            raise MissingArgument(syntax.words, parameter.placeholder, syntax.usage, syntax.example)
    return syntax.args(**values)


def _flags(syntax: Syntax[Any], words: list[str]) -> tuple[dict[str, object], list[str]]:
    """The values of the flags, wherever they stand, and the words that are left."""
    known = {each.arg.flag: each for each in syntax.parameters if each.arg.flag}
    values: dict[str, object] = {}
    placed: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if word == "--":
            return values, placed + left
        if not _is_flag(word):
            placed.append(word)
            continue
        flag, equals, said = word.partition("=")
        parameter = known.get(flag.lower())
        if parameter is None:
            raise UnknownFlag(syntax.words, flag, syntax.usage, _likely(flag, known))
        if parameter.switch:
            if equals:
                raise BadValue(said, f"a value of {flag}", "it stands alone, without a value", flag)
            values[parameter.name] = True
            continue
        if not equals:
            if not left or _is_flag(left[0]):
                raise MissingArgument(syntax.words, parameter.placeholder, syntax.usage, syntax.example)
            said = left.pop(0)
        value = _read(parameter.arg, said)
        if parameter.arg.rest:
            values[parameter.name] = (*_tuple(values.get(parameter.name)), value)
        elif parameter.name in values:
            raise BadValue(said, parameter.arg.kind.noun, f"{flag} is there twice", f"{flag} {said}")
        else:
            values[parameter.name] = value
    return values, placed


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _is_flag(word: str) -> bool:
    """``-5`` and ``-`` are values."""
    return bool(re.match(r"--?[^\W\d]", word)) or word == "--"


def _likely(flag: str, known: dict[str, Parameter]) -> str | None:
    shown = [name for name, each in known.items() if not each.arg.hidden]
    found = process.extractOne(flag.lower(), shown, scorer=fuzz.ratio, score_cutoff=60)
    return found[0] if found else None


def _placed(syntax: Syntax[Any], words: list[str]) -> dict[str, object]:
    """The values that are told by their position.

    A word that an argument can't read and that may be left out is offered to the next: ``trigger
    env=staging`` names no project. Words that later arguments need are not offered to earlier ones.
    """
    values: dict[str, object] = {}
    passed_over: BadValue | None = None
    parameters = [each for each in syntax.parameters if each.positional]
    for at, parameter in enumerate(parameters):
        needed = sum(each.required for each in parameters[at + 1 :])
        offered = words[: max(len(words) - needed, int(parameter.required))]
        if not offered:
            continue
        width = len(offered) if parameter.arg.rest else parameter.arg.kind.width(offered)
        try:
            if parameter.arg.rest:
                if width > MOST:
                    raise SurplusArgument(syntax.words, offered[MOST], syntax.usage)
                values[parameter.name] = tuple(_read(parameter.arg, word) for word in offered)
            else:
                values[parameter.name] = _read(parameter.arg, " ".join(offered[:width]))
        except BadValue as fault:
            if parameter.required or at == len(parameters) - 1:
                raise (passed_over or fault) from None
            passed_over = passed_over or fault
            continue
        words = words[width:]
    if words:
        raise passed_over or SurplusArgument(syntax.words, words[0], syntax.usage)
    return values


def _read(arg: Arg[Any], said: str) -> object:
    try:
        return arg.kind.read(said)
    except ValueError as error:
        raise BadValue(said, arg.kind.noun, str(error), arg.kind.example) from error
