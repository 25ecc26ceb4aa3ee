"""Of long lists few are read at once: what each holds meanwhile has room."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import ListsBusy
from bot.circleci.http import LONG_LISTS
from bot.turns import whose
from tests.circleci.wires import TOKEN, page

LONG, PAGES = 2, 5


@pytest.fixture(autouse=True)
def _long(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.endpoints._LONG", LONG)


class Lists(httpx.AsyncBaseTransport):
    """Answers lists of so many pages of one job; ``most`` were read beyond their beginning at once."""

    def __init__(self, pages: int = PAGES) -> None:
        self.pages, self.most = pages, 0
        self._long = set[str]()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        at, path = int(request.url.params.get("page-token", 0)), request.url.path
        if at >= LONG:
            self._long.add(path)
            self.most = max(self.most, len(self._long))
        await asyncio.sleep(0)
        last = at == self.pages - 1
        if last:
            self._long.discard(path)
        return page([{"id": f"{path}-{at}", "name": "test"}], None if last else str(at + 1))


async def listed(client: CircleCI, name: str) -> int:
    """How many jobs there are, for a person of this name."""
    whose.set(name)
    return len(await client.list_jobs(name))


async def held(client: CircleCI, others: AsyncExitStack) -> None:
    """As many long lists as there may be are being read."""
    for at in range(LONG_LISTS):
        whose.set(f"U{at}")
        await others.enter_async_context(client._http.room_for_list())


async def test_the_beginnings_of_all_lists_are_read_at_once_and_the_rest_of_few() -> None:
    lists = Lists()
    client = CircleCI(TOKEN, transport=lists)
    found = await asyncio.gather(*(asyncio.create_task(listed(client, f"U{at}")) for at in range(20)))
    assert found == [PAGES] * 20
    assert lists.most == LONG_LISTS


async def test_a_short_list_waits_for_no_long_one() -> None:
    client = CircleCI(TOKEN, transport=Lists(pages=LONG))
    async with AsyncExitStack() as others:
        await held(client, others)
        assert await listed(client, "U0ANA") == LONG


async def test_who_waits_long_for_a_long_list_is_told(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.http._LIST_PATIENCE", 0.05)
    client = CircleCI(TOKEN, transport=Lists())
    async with AsyncExitStack() as others:
        await held(client, others)
        with pytest.raises(ListsBusy):
            await listed(client, "U0ANA")
    assert await listed(client, "U0ANA") == PAGES
