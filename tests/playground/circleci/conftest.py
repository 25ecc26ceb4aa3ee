"""A small CircleCI whose clock a test moves, and somebody who asks it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.playground.circleci import SmallCircleCI
from tests.playground.circleci.asking import Asking, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def small(clock: Clock) -> SmallCircleCI:
    return SmallCircleCI(clock)


@pytest.fixture
async def ask(small: SmallCircleCI) -> AsyncIterator[Asking]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(small.asgi),
        base_url="http://circleci.test",
        headers={"Circle-Token": small.token},
    ) as client:
        yield Asking(client)
