"""Groups of endpoints that the client has as attributes, and what reads the answers of all of them."""

from collections.abc import Mapping
from typing import TypeVar

from bot.circleci import wire
from bot.circleci.errors import NotFound
from bot.circleci.http import Http
from bot.circleci.models import Page
from bot.circleci.slug import ProjectSlug

_Item = TypeVar("_Item")
Segment = str | int | ProjectSlug


class Endpoints:
    """Reads answers of a kind. ``page_limit``: how many pages of one list are read at most."""

    def __init__(self, http: Http, page_limit: int) -> None:
        self._http = http
        self._page_limit = page_limit

    async def _get(self, kind: type[_Item], *segments: Segment) -> _Item:
        return wire.read_answer(await self._http.fetch(wire.get(*segments)), kind)

    async def _post(self, kind: type[_Item], *segments: Segment, body: Mapping[str, object]) -> _Item:
        return wire.read_answer(await self._http.send(wire.post(*segments, body=body)), kind)

    async def _page(
        self, kind: type[_Item], page_token: str | None, *segments: Segment, **query: str | bool | None
    ) -> Page[_Item]:
        """One page; the first without a token. CircleCI hands out tokens of pages that it does not have."""
        try:
            answer = await self._http.fetch(wire.get(*segments, **query, page_token=page_token))
        except NotFound:
            if page_token is None:
                raise
            return Page(())
        return wire.read_page(answer, kind)

    async def _whole(self, kind: type[_Item], *segments: Segment, **query: str | bool | None) -> Page[_Item]:
        """All pages as one long page; with a token where there are more than are read."""
        items: list[_Item] = []
        token: str | None = None
        for _ in range(self._page_limit):
            page = await self._page(kind, token, *segments, **query)
            items += page.items
            if page.next_page_token in (None, token):
                return Page(tuple(items))
            token = page.next_page_token
        return Page(tuple(items), token)

    async def _list(
        self, kind: type[_Item], *segments: Segment, **query: str | bool | None
    ) -> tuple[_Item, ...]:
        """The entries of all pages that are read."""
        return (await self._whole(kind, *segments, **query)).items
