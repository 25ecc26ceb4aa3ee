"""Writes the line that says given arguments: what a button carries."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar, cast

from bot.grammar.quoting import quote
from bot.grammar.reference import is_plain
from bot.grammar.syntax import Parameter, Syntax
from bot.grammar.vocabulary import EVERY_WORDS
from bot.grammar.words import Word
from bot.model.line import Line
from bot.model.reference import AT_HAND, Reference

_A = TypeVar("_A")

#: Nothing typed yet: as a span it shows what stands before a line, ``/ci``, alone.
BARE = Line("")


def line(syntax: Syntax[_A], args: _A, **changes: object) -> Line:
    """The inverse of `bot.grammar.parse`: ``parse(line(syntax, args), …)`` gives ``args`` again.

    ``changes`` are said instead of what ``args`` has: ``line(syntax, args, page=mark)``.
    """
    if changes:
        args = replace(cast(Any, args), **changes)
    words = [syntax.words, *placed_words(syntax, args)]
    for parameter in syntax.parameters:
        if not parameter.positional and (value := getattr(args, parameter.name)) != parameter.default:
            words += _flag(parameter, value)
    return Line(" ".join(words))


def line_of(syntax: Syntax[Any], words: Iterable[str]) -> Line:
    """The line of these words, as they stand in it, which follow the command's own."""
    return Line(" ".join([syntax.words, *words]))


def line_of_words(syntax: Syntax[Any], words: Iterable[Word], *more: str) -> Line:
    """The same of words that were read, and ``more`` behind them."""
    return line_of(syntax, [*(quote(each.text, always=each.quoted) for each in words), *more])


def placed_words(syntax: Syntax[_A], args: _A) -> Iterator[str]:
    """What stands in the line by its position, as it stands there."""
    reference = getattr(args, syntax.naming.name) if syntax.naming else AT_HAND
    for parameter in syntax.parameters:
        value = getattr(args, parameter.name)
        if not parameter.positional or (not parameter.required and value == parameter.default):
            continue
        if isinstance(value, Reference):
            named = replace(value, words=())
            yield from _names(named, syntax)
            yield from (_word(each, named, syntax) for each in value.words)
        elif parameter.arg.rest:
            yield from (parameter.arg.kind.write(each) for each in value)
        elif syntax.naming and parameter.arg.kind.spaced:
            yield _word(parameter.arg.kind.write(value), reference, syntax)
        else:
            yield from _text(parameter.arg.kind.write(value), parameter)


def _names(named: Reference, syntax: Syntax[Any]) -> Iterator[str]:
    """A branch stands in quotes where it would be taken for several, or its end for punctuation, unless a
    text may follow.
    """
    for each in named.tokens():
        ends = syntax.behind is None and not named.address and each.endswith(f"@{named.branch}")
        yield quote(each, always="," in each) if ends else each


def _text(written: str, parameter: Parameter) -> list[str]:
    """A word; of a text that is all that follows, each of its words where they are plain."""
    words = written.split(" ") if parameter.arg.kind.spaced else [written]
    return words if all(_quote(each) == each for each in words) else [_quote(written)]


def _word(text: str, named: Reference, syntax: Syntax[Any]) -> str:
    """A name that only CircleCI knows; in quotes, where it would be read as something else."""
    phrases = (each.arg.kind.phrase for each in syntax.phrases)
    spoken = any(each is not None and each.match(text.lower()) for each in phrases)
    text_behind = syntax.behind is not None
    every = syntax.takes_patterns and text.lower() in EVERY_WORDS
    return _quote(text, always=spoken or every or not is_plain(text, named, text_behind=text_behind))


def _quote(text: str, *, always: bool = False) -> str:
    """In quotes it is no flag either."""
    return quote(text, always=always or text.startswith("-"))


def _flag(parameter: Parameter, value: object) -> list[str]:
    flag, kind = parameter.arg.flag or "", parameter.arg.kind
    if parameter.switch:
        return [flag]
    if parameter.arg.several:
        names = cast(tuple[str, ...], value)
        if all(_quote(each) == each and "," not in each for each in names):
            return [flag, ",".join(names)]
        return [word for each in names for word in (flag, quote(each, always=True))]
    written = kind.write(value)
    return (
        [f"{flag}={quote(written)}"]
        if written.startswith("-")
        else [flag, quote(written, always=kind.spaced)]
    )
