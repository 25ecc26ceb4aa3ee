"""Lists, ten entries at a time."""

from collections.abc import Sequence
from typing import Annotated, Protocol, TypeAlias, TypedDict, TypeVar

from bot.grammar import Arg, Syntax, kinds, line
from bot.model.line import Line
from bot.model.reference import LIST_START, Mark

_T = TypeVar("_T")
_A = TypeVar("_A", bound="ListArgs")

#: How many entries of a list are shown at a time.
PAGE_LENGTH = 10

#: Where a list goes on.
ListMark: TypeAlias = Annotated[
    Mark, Arg(kinds.LIST_MARK, "Where the page starts", flag="--page", hidden=True)
]


class ListArgs(Protocol):
    """The arguments of a line that asks for a list."""

    @property
    def page(self) -> Mark: ...


class ListPlace(TypedDict):
    """Which part of a list it is, as every list's card has it."""

    following: Line | None
    following_count: int
    first: bool


def list_place(syntax: Syntax[_A], args: _A, more: Mark | None, further: int = PAGE_LENGTH) -> ListPlace:
    """Of the page that ``args`` ask for; ``more``: where the next one begins, if there is one.

    ``further``: how many entries are left, where that is known.
    """
    following = line(syntax, args, page=more) if more else None
    return {
        "following": following,
        "following_count": min(further, PAGE_LENGTH),
        "first": args.page == LIST_START,
    }


def list_part(syntax: Syntax[_A], args: _A, several: Sequence[_T]) -> tuple[tuple[_T, ...], ListPlace]:
    """The entries that ``args`` ask for, of all that there are, and which part of them that is."""
    part, more = args.page.part(several, PAGE_LENGTH)
    further = len(several) - more.offset if more else 0
    return tuple(part), list_place(syntax, args, more, further)
