"""Reads a line: which command, with which arguments."""

import re
import shlex
from collections.abc import Sequence
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

from bot.grammar.suggest import lines_like
from bot.grammar.syntax import Parameter, Syntax
from bot.grammar.write import quote
from bot.model.bad_text import BadText, ValueReason
from bot.model.fault import Fault
from bot.model.grammar_fault import (
    BadValue,
    EmptyLine,
    GrammarFault,
    LineTooLong,
    MissingArgument,
    SurplusArgument,
    UnclosedQuote,
    UnknownCommand,
    UnknownFlag,
)
from bot.model.line import Line

_A = TypeVar("_A")

#: How many characters a line has at most.
LIMIT = 2_000
#: How many values an argument takes that takes many. https://circleci.com/docs/pipeline-variables/
_MOST = 100

# version="5" is meant as a string; the quotes must outlive `shlex`.
_QUOTED = re.compile(r"""(?<!\S)([A-Za-z_][\w-]*=)(["'])(true|false|-?\d+)\2(?!\S)""")


def parse(line: str, syntaxes: Sequence[Syntax[Any]]) -> tuple[Syntax[Any], Any]:
    """The syntax that ``line`` follows and the arguments that it says. Raises a `GrammarFault`."""
    if len(line) > LIMIT:
        raise LineTooLong(len(line), LIMIT)
    words = _split(line)
    if not words:
        raise EmptyLine
    words[0] = words[0].rstrip("?") or words[0]  # "why?"
    first = words[0].lower()
    fit: Syntax[Any] | None = None
    for each in syntaxes:  # on the way to each acknowledgement: only what begins alike is looked at closely
        if each.words.startswith(first) and (fit is None or len(each.words) > len(fit.words)):
            said = each.words.split()
            if said == [word.lower() for word in words[: len(said)]]:
                fit = each
    if fit is None:
        raise UnknownCommand(words[0], _suggestions(line, words, syntaxes))
    return fit, _arguments(fit, words[len(fit.words.split()) :])


def _suggestions(line: str, words: Sequence[str], syntaxes: Sequence[Syntax[Any]]) -> tuple[Line, ...]:
    """Lines that may be meant; the help of a command where its own would not be understood."""
    known = {each.words for each in syntaxes}
    offered: dict[Line, None] = {}
    for each in lines_like(line, words, syntaxes):
        try:
            parse(each, syntaxes)
        except MissingArgument as error:
            if "help" in known and error.words in known:
                offered[Line(f"help {error.words}")] = None
        except Fault:
            continue
        else:
            offered[each] = None
    return tuple(offered)


def _split(line: str) -> list[str]:
    """Words. Quotes hold one together; there are no comments and no escapes."""
    if "'" not in line and '"' not in line:
        return line.split()
    lexer = shlex.shlex(_QUOTED.sub(r"""\1'"\3"'""", line), posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", ""
    try:
        return list(lexer)
    except ValueError as error:
        raise UnclosedQuote(line) from error


def _arguments(syntax: Syntax[_A], words: list[str]) -> _A:
    values, placed = _flags(syntax, words)
    values |= _placed(syntax, placed)
    for parameter in syntax.parameters:
        if parameter.required and parameter.name not in values:
            raise _missing(syntax, parameter, syntax.examples[0])
    return syntax.args(**values)


def _flags(syntax: Syntax[Any], words: list[str]) -> tuple[dict[str, object], list[str]]:
    """The values of the flags, wherever they stand, and the words that are left."""
    known = {each.arg.flag: each for each in syntax.parameters if each.arg.flag}
    values: dict[str, object] = {}
    placed: list[str] = []
    left = list(words)
    while left:
        at = len(words) - len(left)
        word = left.pop(0)
        if word == "--":
            return values, placed + left
        if not _is_flag(word):
            placed.append(word)
            continue
        flag, equals, said = word.partition("=")
        parameter = known.get(flag.lower())
        if parameter is None:
            shown = [name for name, each in known.items() if not each.arg.hidden]
            found = process.extractOne(flag.lower(), shown, scorer=fuzz.ratio, score_cutoff=60)
            likely = found[0] if found else None
            corrected = _corrected(syntax, words, at, likely) if likely else None
            raise UnknownFlag(syntax.words, flag, syntax.usage, likely, corrected)
        if parameter.switch:
            if equals:
                alone = ValueReason.SWITCH_WITH_VALUE
                raise BadValue(said, f"a value of {flag}", alone, flag, flag=flag, parameter=parameter.name)
            values[parameter.name] = True
            continue
        if not equals:
            if not left or _is_flag(left[0]):
                raise _no_value(syntax, words, at, parameter)
            said = left.pop(0)
        value = _read(syntax, parameter, said)
        if parameter.name in values:
            noun, twice = parameter.arg.kind.noun, ValueReason.FLAG_TWICE
            raise BadValue(said, noun, twice, f"{flag} {said}", flag=flag, parameter=parameter.name)
        values[parameter.name] = value
    return values, placed


def _corrected(syntax: Syntax[Any], words: list[str], at: int, likely: str) -> Line | None:
    """The line with the flag that may be meant, if that is all that is wrong with it."""
    _, equals, said = words[at].partition("=")
    meant = [*words[:at], f"{likely}{equals}{said}", *words[at + 1 :]]
    known = {each.arg.flag for each in syntax.parameters}
    if any(_is_flag(word) and word.partition("=")[0].lower() not in known for word in meant):
        return None
    try:
        _arguments(syntax, meant)
    except Fault:
        return None
    return _line(syntax, meant)


def _no_value(syntax: Syntax[Any], words: list[str], at: int, parameter: Parameter) -> MissingArgument:
    """With the line as it was typed, and a value in it."""
    kind, flag = parameter.arg.kind, parameter.arg.flag or ""
    example = _line(syntax, [*words[: at + 1], kind.example, *words[at + 1 :]])
    return MissingArgument(syntax.words, kind.noun, syntax.usage, example, flag, parameter=parameter.name)


def _missing(syntax: Syntax[Any], parameter: Parameter, example: Line) -> MissingArgument:
    argument = parameter.placeholder
    return MissingArgument(syntax.words, argument, syntax.usage, example, parameter=parameter.name)


def _line(syntax: Syntax[Any], words: Sequence[str]) -> Line:
    return Line(" ".join([syntax.words, *map(quote, words)]))


def _is_flag(word: str) -> bool:
    """``-5`` and ``-`` are values."""
    return bool(re.match(r"--?[^\W\d]", word)) or word == "--"


def _placed(syntax: Syntax[Any], words: list[str]) -> dict[str, object]:
    """The values that are told by their position.

    A word that an argument can't read and that may be left out is offered to the next: ``trigger
    env=staging`` names no project. Words that later arguments need are not offered to earlier ones.
    """
    values: dict[str, object] = {}
    passed_over: BadValue | None = None
    last: list[str] = []
    parameters = [each for each in syntax.parameters if each.positional]
    for at, parameter in enumerate(parameters):
        needed = sum(each.required for each in parameters[at + 1 :])
        offered = words[: max(len(words) - needed, int(parameter.required))]
        if not offered:
            continue
        if needed and parameter.arg.kind.whole(words):
            missing = next(each for each in parameters[at + 1 :] if each.required)
            raise _missing(syntax, missing, _line(syntax, [*words, missing.arg.kind.example]))
        width = len(offered) if parameter.arg.rest else parameter.arg.kind.width(offered)
        try:
            if parameter.arg.rest:
                if width > _MOST:
                    before, surplus = offered[_MOST - 1 : _MOST + 1]
                    facts = syntax.words, surplus, syntax.usage, before
                    raise SurplusArgument(*facts, parameter=parameter.name)
                values[parameter.name] = _read_all(syntax, parameter, offered)
            else:
                values[parameter.name] = _read(syntax, parameter, " ".join(offered[:width]))
        except BadValue as error:
            passed_over = passed_over or error
            if parameter.required or at == len(parameters) - 1:
                raise passed_over from None
            continue
        words = words[width:]
        last = offered[:width]
    if words:
        raise passed_over or _left_over(syntax, parameters, last, words)
    return values


def _left_over(
    syntax: Syntax[Any], parameters: list[Parameter], last: list[str], words: list[str]
) -> GrammarFault:
    """What is too much; or the rest of a value whose quotes are missing."""
    if parameters and parameters[-1].arg.kind.spaced and last:
        noun, whole = parameters[-1].arg.kind.noun, " ".join([*last, *words])
        unquoted = ValueReason.UNQUOTED
        return BadValue(whole, noun, unquoted, quote(whole), parameter=parameters[-1].name)
    return SurplusArgument(syntax.words, words[0], syntax.usage, " ".join(last))


def _read_all(syntax: Syntax[Any], parameter: Parameter, words: list[str]) -> tuple[object, ...]:
    """Several values; a word that is none may be the rest of the one before it."""
    values = []
    for before, word in zip(("", *words), words, strict=False):
        try:
            values.append(_read(syntax, parameter, word))
        except BadValue as error:
            name, equals, value = before.partition("=")
            if equals and error.reason is ValueReason.NO_ASSIGNMENT:
                error.shown = f'{name}="{value} {word}"'
            raise
    return tuple(values)


def _read(syntax: Syntax[Any], parameter: Parameter, said: str) -> object:
    kind = parameter.arg.kind
    try:
        return kind.read(said)
    except BadText as error:
        facts = error.reason, kind.example, error.limit, error.shown, kind.forms
        where = parameter.arg.flag or "", syntax.words
        raise BadValue(said, kind.noun, *facts, *where, parameter=parameter.name) from error
