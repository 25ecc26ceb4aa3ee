"""CircleCI's webhooks say that something has happened; the cards say what."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.operating.modes import http_endpoints
from bot.playground.circleci import DeliveryFault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.webhooks.intake import WEBHOOK_PATH
from tests.webhooks.deliveries import OLD_SECRET, SECRET, signed, workflow_completed
from tests.world import WEB, World, read, world


@pytest.fixture
async def signing(tmp_path: Path) -> AsyncIterator[World]:
    """A world in which web has a webhook."""
    async with world(tmp_path, circleci_webhook_secret=SECRET) as made:
        hooked(made, SECRET)
        yield made


def hooked(here: World, secret: str) -> None:
    hooks = here.circleci.webhooks
    hooks.transport = httpx.ASGITransport(http_endpoints(here.bot))
    hooks.add(here.circleci.project(WEB_SLUG).id, f"https://bot.test{WEBHOOK_PATH}", secret)


async def running_and_ended(here: World) -> tuple[str, str]:
    """How a card looks while its pipeline runs, and once CircleCI has delivered that it has ended."""
    started = here.circleci.add_pipeline(WEB_SLUG, "fix/cart-badge")
    here.clock.advance(3)
    before = (await here.types(f"status web#{started.number}")).text
    await here.bot.core.follower.turn()  # it looks by itself too, and is not due again in a second
    await here.idle()
    here.circleci.finish(started)
    here.clock.advance(1)
    await here.circleci.webhooks.deliver()
    await here.bot.core.follower.turn()
    await here.idle()
    [after] = map(read, here.slack.messages(WEB))
    return before, after


@pytest.mark.parametrize(
    "fault",
    [
        None,
        DeliveryFault("job-completed", times=None, drop=True),
        DeliveryFault("workflow-completed", times=None, drop=True),
        DeliveryFault(times=None, repeat=2),
        DeliveryFault("job-completed", times=None, late=10),
    ],
)
async def test_a_card_is_redrawn_whatever_of_the_deliveries_comes(
    signing: World, fault: DeliveryFault | None
) -> None:
    if fault is not None:
        signing.circleci.webhooks.faults.add(fault)
    before, after = await running_and_ended(signing)
    assert "Running" in before
    assert "Running" not in after
    assert {each.statuses[-1] for each in signing.circleci.webhooks.deliveries} == {200}


async def test_what_a_delivery_claims_is_not_believed(signing: World) -> None:
    started = signing.circleci.add_pipeline(WEB_SLUG, "fix/cart-badge")
    signing.clock.advance(3)
    before = (await signing.types(f"status web#{started.number}")).text
    claim = workflow_completed(pipeline={"id": started.id}, workflow={"id": started.id, "status": "failed"})
    transport = httpx.ASGITransport(http_endpoints(signing.bot))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        assert (await client.post(WEBHOOK_PATH, content=claim, headers=signed(claim))).status_code == 200
    await signing.bot.core.follower.turn()
    await signing.idle()
    [after] = map(read, signing.slack.messages(WEB))
    assert ("Running" in before, "ailed" in after) == (True, False)


async def test_without_the_secret_nothing_is_redrawn(tmp_path: Path) -> None:
    async with world(tmp_path, circleci_webhook_secret=SECRET) as here:
        hooked(here, OLD_SECRET)
        before, after = await running_and_ended(here)
        assert before == after
        assert {each.statuses[-1] for each in here.circleci.webhooks.deliveries} == {401}


async def test_where_no_secret_is_set_there_is_no_such_path(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        hooked(here, SECRET)
        await running_and_ended(here)
        assert {each.statuses[-1] for each in here.circleci.webhooks.deliveries} == {404}
