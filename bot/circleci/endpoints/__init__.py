"""Groups of endpoints that the client has as attributes, and what reads the answers of all of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from sys import maxsize
from typing import TypeVar

from bot.circleci import wire
from bot.circleci.errors import NotFound
from bot.circleci.http import Http
from bot.circleci.models import Page
from bot.circleci.models.lenient import Model, ReadingContext, UnreadPart
from bot.circleci.slug import ProjectSlug

_Item = TypeVar("_Item")
_Model = TypeVar("_Model", bound=Model)
Segment = str | int | ProjectSlug

#: From how many entries on a list is long.
_LONG = 200

#: Is told of what can't be read, though all else is.
TakeUnread = Callable[[UnreadPart], None]


def _nobody(part: UnreadPart) -> None:
    """Who reads does not want to know."""


class Endpoints:
    """Reads answers of a kind. ``page_limit``: how many pages of one list are read at most.

    ``note_unread``: is told of the entries that are left out.
    """

    def __init__(self, http: Http, page_limit: int, note_unread: TakeUnread = _nobody) -> None:
        self._http = http
        self._page_limit = page_limit
        self.note_unread = note_unread

    async def _get(self, kind: type[_Item], *segments: Segment) -> _Item:
        return self._read(await self._http.fetch(wire.get(*segments)), kind)

    async def _post(self, kind: type[_Item], *segments: Segment, body: Mapping[str, object]) -> _Item:
        return wire.read_answer(await self._http.send(wire.post(*segments, body=body)), kind)

    def _read(self, answer: wire.Response, kind: type[_Item]) -> _Item:
        reading = ReadingContext()
        found = wire.read_answer(answer, kind, reading=reading)
        for each in reading.unread:
            self.note_unread(replace(each, path=answer.path))
        return found

    async def _page(
        self,
        kind: type[_Model],
        page_token: str | None,
        *segments: Segment,
        **query: str | bool | None,
    ) -> Page[_Model]:
        """One page; the first without a token. CircleCI hands out tokens of pages that it does not have.

        Who reads it notes what is unread of it.
        """
        try:
            answer = await self._http.fetch(wire.get(*segments, **query, page_token=page_token))
        except NotFound:
            if page_token is None:
                raise
            return Page(())
        project = next((each for each in segments if isinstance(each, ProjectSlug)), None)
        return wire.read_page(answer, kind, project=project)

    async def _noted_page(
        self,
        kind: type[_Model],
        page_token: str | None,
        *segments: Segment,
        **query: str | bool | None,
    ) -> Page[_Model]:
        """The same, and what is unread of it is noted."""
        page = await self._page(kind, page_token, *segments, **query)
        for each in page.unread:
            self.note_unread(each)
        return page

    async def _whole(
        self,
        kind: type[_Model],
        page_token: str | None,
        until: Callable[[_Model], bool] | None,
        *segments: Segment,
        **query: str | bool | None,
    ) -> Page[_Model]:
        """All pages as one long page, from the token's on; with a token where there are more than is read.

        ``until``: no page is read after the one that has such an entry. Raises `ListsBusy`.
        """
        read = partial(_pages, lambda token: self._page(kind, token, *segments, **query), until)
        page, left = await read(page_token, left=self._page_limit, enough=_LONG)
        if left and (token := page.next_page_token) and not (until and any(map(until, page.items))):
            path = wire.path(*segments, **query, page_token=token)
            key = self._http, kind, until, path  # what one token sees is no other's
            rest, _ = await self._http.long_lists.read(key, partial(read, token, left=left))
            page = Page(page.items + rest.items, rest.next_page_token, page.unread + rest.unread)
        for each in page.unread:
            self.note_unread(each)
        return page

    async def _list(
        self, kind: type[_Model], *segments: Segment, **query: str | bool | None
    ) -> tuple[_Model, ...]:
        """The entries of all pages that are read."""
        return (await self._whole(kind, None, None, *segments, **query)).items


async def _pages(
    read: Callable[[str | None], Awaitable[Page[_Model]]],
    until: Callable[[_Model], bool] | None,
    token: str | None,
    *,
    left: int,
    enough: int = maxsize,
) -> tuple[Page[_Model], int]:
    """From the token's on, until there are enough entries; and how many of the pages are left to read."""
    items, unread = list[_Model](), list[UnreadPart]()
    while left:
        page, left = await read(token), left - 1
        items += page.items
        unread += page.unread
        ended = page.next_page_token in (None, token)
        token = None if ended else page.next_page_token
        if ended or len(items) >= enough or (until and any(map(until, page.items))):
            break
    return Page(tuple(items), token, tuple(unread)), left
