"""CircleCI's webhooks say that something has happened; the cards say what."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.operating.modes import http_endpoints
from bot.webhooks.intake import WEBHOOK_PATH
from tests.webhooks.deliveries import SECRET, signed, workflow_completed
from tests.world import WEB, World, read, world


@pytest.fixture
async def signing(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, circleci_webhook_secret=SECRET) as made:
        yield made


async def delivered(here: World, body: bytes) -> int:
    transport = httpx.ASGITransport(http_endpoints(here.bot))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        status = (await client.post(WEBHOOK_PATH, content=body, headers=signed(body))).status_code
    await here.idle()
    return status


async def test_a_card_is_what_circleci_says_and_not_what_the_delivery_says(signing: World) -> None:
    started = signing.circleci.add_pipeline("gh/acme/web", "fix/cart-badge")
    signing.clock.advance(3)
    assert "Running" in (await signing.types(f"status web#{started.number}")).text
    signing.circleci.finish(started)
    news = workflow_completed(pipeline={"id": started.id}, workflow={"id": started.id, "status": "error"})
    for _ in range(2):
        assert await delivered(signing, news) == 200
    [ended] = map(read, signing.slack.messages(WEB))
    assert "Running" not in ended
    assert "error" not in ended.lower()


async def test_without_a_secret_there_is_no_such_path(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        assert await delivered(here, workflow_completed()) == 404
