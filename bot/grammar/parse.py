"""Reads a line: which command, with which arguments."""

import re
import shlex
from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, TypeVar

from bot.grammar.asking_help import help_line, help_of
from bot.grammar.other_flags import is_flag, unknown_flag
from bot.grammar.other_words import NO_OTHER_WORDS, Guess, OtherWords, syntax_of
from bot.grammar.syntax import Parameter, Syntax
from bot.grammar.write import line_of, quote
from bot.model import fault
from bot.model.bad_text import BadText, ValueReason
from bot.model.line import Line
from bot.model.listing import FixedListLength

_A = TypeVar("_A")

#: How many characters a line has at most.
LIMIT = 2_000
#: How many values an argument takes that takes many. https://circleci.com/docs/pipeline-variables/
_MOST = 100
#: How many lines are offered.
_OFFERED = 3

# version="5" is meant as a string; the quotes must outlive `shlex`.
_QUOTED = re.compile(r"""(?<!\S)([A-Za-z_][\w-]*=)(["'])(true|false|-?\d+)\2(?!\S)""")


def parse(
    line: str,
    syntaxes: Sequence[Syntax[Any]],
    projects: Collection[str] = (),
    other: OtherWords = NO_OTHER_WORDS,
) -> tuple[Syntax[Any], Any]:
    """The syntax that ``line`` follows and the arguments that it says. Raises a `GrammarFault`.

    ``projects``: the names of those that are known; ``other``: what other words mean.
    """
    if len(line) > LIMIT:
        raise fault.LineTooLong(len(line), LIMIT)
    words = _split(line)
    if not words:
        raise fault.EmptyLine
    words[0] = words[0].rstrip("?") or words[0]  # "why?"
    if asked := help_line(words, syntaxes, other):
        return parse(asked, syntaxes)
    if len(words) > 1 and words[-1] == "?":
        words.pop()
    first = words[0].lower()
    fit: Syntax[Any] | None = None
    for each in syntaxes:  # on the way to each acknowledgement: only what begins alike is looked at closely
        if each.words.startswith(first) and (fit is None or len(each.words) > len(fit.words)):
            said = each.words.split()
            if said == [word.lower() for word in words[: len(said)]]:
                fit = each
    if fit is None:
        raise fault.UnknownCommand(
            other.phrase(line) or words[0], _suggestions(line, syntaxes, projects, other)
        )
    return fit, _arguments(fit, words[len(fit.words.split()) :])


def _suggestions(
    line: str, syntaxes: Sequence[Syntax[Any]], projects: Collection[str], other: OtherWords
) -> tuple[Line, ...]:
    """Lines that may be meant; the help of a command where its own would not be understood."""
    offered: dict[Line, None] = {}
    helps: dict[Line, None] = {}
    for alternatives in Guess(syntaxes, other, projects).meant(line):
        try:
            offered[_first_read(alternatives, syntaxes)] = None
        except fault.MissingArgument as error:
            offered |= dict.fromkeys(help_of(error.words, syntaxes))
        except fault.Fault:
            command = syntax_of(alternatives[0].split(), syntaxes) if alternatives else None
            helps |= dict.fromkeys(help_of(command.words, syntaxes) if command else ())
    return tuple(offered or helps)[:_OFFERED]


def _first_read(alternatives: Sequence[Line], syntaxes: Sequence[Syntax[Any]]) -> Line:
    """Raises the first one's fault where none can be read."""
    refused: fault.Fault | None = None
    for each in alternatives:
        try:
            parse(each, syntaxes)
        except fault.UnknownFlag as error:
            if error.corrected:
                return error.corrected
            refused = refused or error
        except FixedListLength as error:
            if error.line:
                return error.line
            refused = refused or error
        except fault.Fault as error:
            refused = refused or error
        else:
            return each
    raise refused or fault.EmptyLine


def _split(line: str) -> list[str]:
    """Words. Quotes hold one together; there are no comments and no escapes."""
    if "'" not in line and '"' not in line:
        return line.split()
    lexer = shlex.shlex(_QUOTED.sub(r"""\1'"\3"'""", line), posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", ""
    try:
        return list(lexer)
    except ValueError as error:
        raise fault.UnclosedQuote(line) from error


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
        if not is_flag(word):
            placed.append(word)
            continue
        flag, equals, said = word.partition("=")
        parameter = known.get(flag.lower())
        if parameter is None:
            raise unknown_flag(syntax, words, at, partial(_arguments, syntax))
        if parameter.switch:
            if equals:
                alone = ValueReason.SWITCH_WITH_VALUE
                raise fault.BadValue(said, f"a value of {flag}", alone, flag, parameter=parameter.name)
            values[parameter.name] = True
            continue
        if not equals:
            if not left or is_flag(left[0]):
                raise _no_value(syntax, words, at, parameter)
            said = left.pop(0)
        value = _read(parameter, said)
        if parameter.name in values:
            noun, twice = parameter.arg.kind.noun, ValueReason.FLAG_TWICE
            raise fault.BadValue(said, noun, twice, f"{flag} {said}", shown=flag, parameter=parameter.name)
        values[parameter.name] = value
    return values, placed


def _no_value(syntax: Syntax[Any], words: list[str], at: int, parameter: Parameter) -> fault.MissingArgument:
    """With the line as it was typed, and a value in it."""
    kind, flag = parameter.arg.kind, f"{syntax.words} {parameter.arg.flag}"
    example = line_of(syntax, [*words[: at + 1], kind.example, *words[at + 1 :]])
    return fault.MissingArgument(flag, kind.noun, syntax.usage, example, parameter=parameter.name)


def _missing(syntax: Syntax[Any], parameter: Parameter, example: Line) -> fault.MissingArgument:
    argument = parameter.placeholder
    return fault.MissingArgument(syntax.words, argument, syntax.usage, example, parameter=parameter.name)


def _placed(syntax: Syntax[Any], words: list[str]) -> dict[str, object]:
    """The values that are told by their position.

    A word that an argument can't read and that may be left out is offered to the next: ``trigger
    env=staging`` names no project. Words that later arguments need are not offered to earlier ones.
    """
    values: dict[str, object] = {}
    passed_over: fault.BadValue | None = None
    last: list[str] = []
    parameters = [each for each in syntax.parameters if each.positional]
    for at, parameter in enumerate(parameters):
        needed = sum(each.required for each in parameters[at + 1 :])
        offered = words[: max(len(words) - needed, int(parameter.required))]
        if not offered:
            continue
        if needed and parameter.arg.kind.whole(words):
            missing = next(each for each in parameters[at + 1 :] if each.required)
            raise _missing(syntax, missing, line_of(syntax, [*words, missing.arg.kind.example]))
        width = len(offered) if parameter.arg.rest else parameter.arg.kind.width(offered)
        try:
            if parameter.arg.rest:
                if width > _MOST:
                    surplus = offered[_MOST]
                    raise fault.SurplusArgument(syntax.words, surplus, syntax.usage, parameter=parameter.name)
                values[parameter.name] = tuple(_read(parameter, word) for word in offered)
            else:
                values[parameter.name] = _read(parameter, " ".join(offered[:width]))
        except fault.BadValue as error:
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
) -> fault.GrammarFault:
    """What is too much; or the rest of a value whose quotes are missing."""
    if parameters and parameters[-1].arg.kind.spaced and last:
        noun, whole = parameters[-1].arg.kind.noun, " ".join([*last, *words])
        unquoted = ValueReason.UNQUOTED
        return fault.BadValue(whole, noun, unquoted, quote(whole), parameter=parameters[-1].name)
    return fault.SurplusArgument(syntax.words, words[0], syntax.usage)


def _read(parameter: Parameter, said: str) -> object:
    kind = parameter.arg.kind
    try:
        return kind.read(said)
    except BadText as error:
        facts = error.reason, kind.example, error.limit, error.shown, kind.forms
        raise fault.BadValue(said, kind.noun, *facts, parameter=parameter.name) from error
