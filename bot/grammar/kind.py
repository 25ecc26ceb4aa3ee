"""Kinds of values that one can type, and where in a line they stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


def one(words: Sequence[str]) -> int:
    """The width of most kinds: one word."""
    return 1


def never(words: Sequence[str]) -> bool:
    """Words that stand before another argument may be that one's."""
    return False


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A type of value that one can type.

    ``name`` stands in usage lines, ``noun`` in sentences ("a pipeline"), ``example`` is one that works.
    ``read`` raises ValueError, whose text says why; without a text, ``forms`` says what can be typed.
    ``write`` is its inverse. ``width`` says how many of
    the words that are left belong to the value; ``whole`` that all of them do, even where another value
    must follow. ``spaced``: its values may have spaces, and then stand in quotes. ``optional`` is how a
    usage line shows it where it may be left out; else ``[name]``.
    """

    name: str
    noun: str
    example: str
    read: Callable[[str], T]
    write: Callable[[T], str] = str
    width: Callable[[Sequence[str]], int] = one
    optional: str = ""
    whole: Callable[[Sequence[str]], bool] = never
    spaced: bool = False
    forms: str = ""


@dataclass(frozen=True, slots=True)
class Arg(Generic[T]):
    """How a field of a command's arguments is typed: ``Annotated[Target, Arg(TARGET, "Which project")]``.

    With a ``flag`` by its name, else by its position. ``rest``: all that remain, as a tuple.
    ``hidden``: not shown in usage lines; buttons use it.
    """

    kind: Kind[T]
    summary: str
    flag: str | None = None
    rest: bool = False
    hidden: bool = False
