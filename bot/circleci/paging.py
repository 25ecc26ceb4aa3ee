"""Lists: a page at a time, or all pages as one."""

from dataclasses import dataclass
from typing import TypeVar

from bot.circleci import wire
from bot.circleci.errors import NotFound
from bot.circleci.http import Http
from bot.circleci.models import Page
from bot.circleci.slug import ProjectSlug

_Item = TypeVar("_Item")
Segment = str | int | ProjectSlug


@dataclass(frozen=True, slots=True)
class Lists:
    """Reads lists of entries of a kind. ``limit``: how many pages of one list are read at most."""

    http: Http
    limit: int

    async def page(
        self, kind: type[_Item], page_token: str | None, *segments: Segment, **query: str | bool | None
    ) -> Page[_Item]:
        """One page; the first without a token. CircleCI hands out tokens of pages that it does not have."""
        try:
            answer = await self.http.fetch(wire.get(*segments, **query, page_token=page_token))
        except NotFound:
            if page_token is None:
                raise
            return Page(())
        return wire.read_page(answer, kind)

    async def whole(self, kind: type[_Item], *segments: Segment, **query: str | bool | None) -> Page[_Item]:
        """All pages as one long page; with a token where there are more than are read."""
        items: list[_Item] = []
        token: str | None = None
        for _ in range(self.limit):
            page = await self.page(kind, token, *segments, **query)
            items += page.items
            if page.next_page_token in (None, token):
                return Page(tuple(items))
            token = page.next_page_token
        return Page(tuple(items), token)

    async def all(
        self, kind: type[_Item], *segments: Segment, **query: str | bool | None
    ) -> tuple[_Item, ...]:
        """The entries of all pages that are read."""
        return (await self.whole(kind, *segments, **query)).items
