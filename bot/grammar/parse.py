"""Reads a line: which command, with which arguments. It decides nothing that only CircleCI can tell."""

import re
from collections.abc import Collection, Container, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from bot.grammar.arguments import Reading
from bot.grammar.asking_help import asked_help_line, help_of
from bot.grammar.edges import is_hurried, trimmed_words
from bot.grammar.other_words import NO_OTHER_WORDS, Guess, OtherWords, named_line
from bot.grammar.syntax import Syntax, syntax_of
from bot.grammar.words import ASSIGNMENT, Word, split, unquoted_value
from bot.grammar.write import placed_words
from bot.model.fault import Fault
from bot.model.grammar_fault import (
    EmptyLine,
    GrammarFault,
    LineTooLong,
    MissingArgument,
    NameLost,
    UnknownCommand,
    UnknownFlag,
)
from bot.model.line import Line
from bot.model.listing import FixedListLength, OneAtATime
from bot.model.reference import AT_HAND

_A = TypeVar("_A")

# What stands for a name within a word. https://docs.slack.dev/messaging/formatting-message-text#advanced
_LOST_NAME = re.compile(r"<(?:@[UW]|!subteam\^S)[A-Z0-9]{4,}>")

#: How many characters a line has at most.
LIMIT = 2_000
#: How many lines are offered.
_OFFERED = 3


def parse(
    line: str,
    syntaxes: Sequence[Syntax[Any]],
    projects: Container[str] = (),
    other: OtherWords = NO_OTHER_WORDS,
    prefixes: Collection[str] = (),
) -> tuple[Syntax[Any], Any]:
    """The syntax that ``line`` follows and the arguments that it says. Raises a `GrammarFault`.

    ``projects``: what means a project where it is asked, in lower case; ``other``: what other words mean;
    ``prefixes``: what may stand before a line, pasted with it.
    """
    if len(line) > LIMIT:
        raise LineTooLong(len(line), LIMIT)
    words = trimmed_words(split(line), prefixes, projects)
    if not words:
        raise EmptyLine
    if "<" in line and any(_LOST_NAME.search(word.text) for word in words):
        raise NameLost
    if asked := asked_help_line([word.text for word in words if not word.quoted], syntaxes, other):
        return parse(asked, syntaxes)
    if len(words) > 1 and words[-1].text == "?" and not words[-1].quoted:
        words.pop()
    fit = syntax_of([word.text for word in words], syntaxes)
    if fit is None:
        typed = line[words[0].start : words[-1].end]
        said = other.phrase(typed) or words[0].text
        suggestions = _suggestions(typed, syntaxes, projects, other)
        raise UnknownCommand(said, suggestions, _look(typed, suggestions, syntaxes, projects))
    return fit, Reading(fit, projects).arguments(words[len(fit.words.split()) :])


def says_exactly(
    line: str,
    syntax: Syntax[_A],
    args: _A,
    projects: Container[str] = (),
    prefixes: Collection[str] = (),
) -> bool:
    """Whether the line names things as they are written: nothing left out, put elsewhere or completed.

    Nor is it a question: ``cancel #813?`` is asked back; so is ``cancel #813 now``.
    """
    typed = split(line)
    said = trimmed_words(typed, prefixes, projects)
    if line.rstrip().endswith("?") or (syntax.acts and is_hurried(typed, said)):
        return False
    own, words = syntax.words.split(), said[len(syntax.words.split()) :]
    if [word.text.lower() for word in said[: len(own)]] != own:
        return False
    reading = Reading(syntax, projects)
    try:
        reading.take_flags(words)
    except GrammarFault:  # it was read as another line: `help --help`
        return False
    written = split(" ".join(placed_words(syntax, args)))
    return _joined(reading.placed) == _joined(written)


def _suggestions(
    line: str, syntaxes: Sequence[Syntax[Any]], projects: Container[str], other: OtherWords
) -> tuple[Line, ...]:
    """Lines that may be meant; the help of a command where its own would not be understood."""
    offered: dict[Line, None] = {}
    helps: dict[Line, None] = {}
    for alternatives in Guess(syntaxes, other, projects).meant(line):
        try:
            offered[_first_read(alternatives, syntaxes, projects)] = None
        except MissingArgument as error:
            offered |= dict.fromkeys(help_of(error.words, syntaxes))
        except Fault:
            command = syntax_of(alternatives[0].split(), syntaxes) if alternatives else None
            helps |= dict.fromkeys(help_of(command.words, syntaxes) if command else ())
    return tuple(offered or helps)[:_OFFERED]


def _look(
    line: str, suggestions: Sequence[Line], syntaxes: Sequence[Syntax[Any]], projects: Container[str]
) -> Line | None:
    """The line that looks at what is only named, if it can be read, has no effect and names something."""
    if (look := named_line(line, suggestions)) is None:
        return None
    with suppress(Fault):
        syntax, args = parse(look, syntaxes, projects)
        if not syntax.acts and syntax.naming and getattr(args, syntax.naming.name) != AT_HAND:
            return look
    return None


def _first_read(
    alternatives: Sequence[Line], syntaxes: Sequence[Syntax[Any]], projects: Container[str]
) -> Line:
    """Raises the first one's fault where none can be read."""
    refused: Fault | None = None
    for each in alternatives:
        try:
            parse(each, syntaxes, projects)
        except (UnknownFlag, FixedListLength, OneAtATime) as error:
            if error.corrected:
                return error.corrected
            refused = refused or error
        except Fault as error:
            refused = refused or error
        else:
            return each
    raise refused or EmptyLine


def _joined(words: Sequence[Word]) -> str:
    """In lower case, without the signs that change nothing."""
    return " ".join(_plain(word.text).lower().lstrip("#") for word in words)


def _plain(text: str) -> str:
    """A value behind ``=`` without its quotes."""
    named = ASSIGNMENT.match(text)
    return named[0] + unquoted_value(text[named.end() :])[0] if named else text
