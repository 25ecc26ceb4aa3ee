"""Of long lists few are read at once: what each holds meanwhile has room."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import Gone, ListsBusy
from bot.circleci.places import LONG_LISTS
from bot.turns import whose
from tests.circleci.wires import TOKEN, answers, page

LONG, PAGES = 2, 5


@pytest.fixture(autouse=True)
def _long(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.endpoints._LONG", LONG)


class Lists(httpx.AsyncBaseTransport):
    """Answers lists of so many pages of one job; ``most`` were read beyond their beginning at once."""

    def __init__(self, pages: int = PAGES, broken: int | None = None) -> None:
        self.pages, self.broken = pages, broken
        self.most = 0
        self.tokens = Counter[str]()
        self._long = set[str]()

    @property
    def asked(self) -> int:
        """How many pages were asked for."""
        return self.tokens.total()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        at, path = int(request.url.params.get("page-token", 0)), request.url.path
        self.tokens[request.headers["circle-token"]] += 1
        if at >= LONG:
            self._long.add(path)
            self.most = max(self.most, len(self._long))
        await asyncio.sleep(0)
        if at == self.broken:
            return answers({"message": "Gone"}, 410)
        last = at == self.pages - 1
        if last:
            self._long.discard(path)
        return page([{"id": f"{path}-{at}", "name": "test"}], None if last else str(at + 1))


async def listed(client: CircleCI, name: str) -> int:
    """How many jobs there are, for a person of this name."""
    whose.set(name)
    return len(await client.list_jobs(name))


@asynccontextmanager
async def all_read(client: CircleCI) -> AsyncIterator[None]:
    """As many long lists as there may be are being read meanwhile."""
    end = asyncio.Event()

    async def read(name: str) -> None:
        whose.set(name)
        await client._http.long_lists.read(name, end.wait)

    others = [asyncio.create_task(read(f"U{at}")) for at in range(LONG_LISTS)]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        end.set()
        await asyncio.gather(*others)


async def test_the_beginnings_of_all_lists_are_read_at_once_and_the_rest_of_few() -> None:
    lists = Lists()
    client = CircleCI(TOKEN, transport=lists)
    found = await asyncio.gather(*(asyncio.create_task(listed(client, f"U{at}")) for at in range(20)))
    assert found == [PAGES] * 20
    assert lists.most == LONG_LISTS


async def test_a_short_list_waits_for_no_long_one() -> None:
    client = CircleCI(TOKEN, transport=Lists(pages=LONG))
    async with all_read(client):
        assert await listed(client, "U0ANA") == LONG


async def test_who_waits_for_the_same_list_is_served_by_one_reading_that_begins_after_they_asked() -> None:
    lists = Lists()
    client = CircleCI(TOKEN, transport=lists)
    async with all_read(client):
        several = [asyncio.create_task(client.list_jobs("w")) for _ in range(9)]
        while lists.asked < 9 * LONG:
            await asyncio.sleep(0)
    first, *others = await asyncio.gather(*several)
    assert lists.asked == 9 * LONG + (PAGES - LONG)
    assert [each.id for each in first] == [f"/api/v2/workflow/w/job-{at}" for at in range(PAGES)]
    assert all(each == first for each in others)

    await asyncio.gather(*(client.list_jobs("w") for _ in range(2)))  # they begin at once, each by itself
    assert lists.asked == 9 * LONG + (PAGES - LONG) + 2 * PAGES


async def test_no_reading_serves_another_token() -> None:
    lists = Lists()
    client = CircleCI(TOKEN, transport=lists)
    other = client.with_token("CCIPAT_another")
    async with all_read(client):
        several = [asyncio.create_task(each.list_jobs("w")) for each in (client, other)]
        while lists.asked < 2 * LONG:
            await asyncio.sleep(0)
    assert [len(each) for each in await asyncio.gather(*several)] == [PAGES] * 2
    assert lists.tokens == {TOKEN: PAGES, "CCIPAT_another": PAGES}


async def test_where_who_was_to_read_for_others_gives_up_the_next_one_does() -> None:
    lists = Lists()
    client = CircleCI(TOKEN, transport=lists)
    async with all_read(client):
        several = [asyncio.create_task(client.list_jobs("w")) for _ in range(3)]
        while lists.asked < 3 * LONG:
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)
        several[0].cancel()
    gone, *others = await asyncio.gather(*several, return_exceptions=True)
    assert isinstance(gone, asyncio.CancelledError)
    assert [len(each) for each in others if isinstance(each, tuple)] == [PAGES] * 2


async def test_what_goes_wrong_goes_wrong_for_all_who_waited() -> None:
    lists = Lists(broken=LONG + 1)
    client = CircleCI(TOKEN, transport=lists)
    async with all_read(client):
        several = [asyncio.create_task(client.list_jobs("w")) for _ in range(3)]
        while lists.asked < 3 * LONG:
            await asyncio.sleep(0)
    found = await asyncio.gather(*several, return_exceptions=True)
    assert [type(each) for each in found] == [Gone] * 3
    assert lists.asked == 3 * LONG + 2


async def test_who_waits_long_for_a_long_list_is_told(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.places._LIST_PATIENCE", 0.05)
    client = CircleCI(TOKEN, transport=Lists())
    async with all_read(client):
        with pytest.raises(ListsBusy):
            await listed(client, "U0ANA")
    assert await listed(client, "U0ANA") == PAGES
