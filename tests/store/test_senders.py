"""Which process looks and edits for a workspace: one at a time, by the database's clock."""

import pytest

from bot.store import Store
from bot.store.watches import Senders
from tests.store.rows import Rows

WORKSPACE = "T0ACME"


@pytest.fixture
async def other(store: Store) -> Senders:
    """Another process of the bot."""
    return Senders(store._database, "another")


async def leases_run_out(rows: Rows) -> None:
    await rows.execute("UPDATE sender SET leased_until = leased_until - 16")


async def test_one_holds_it_and_goes_on_holding_it(store: Store, other: Senders) -> None:
    assert await store.senders.hold(WORKSPACE)
    assert not await other.hold(WORKSPACE)
    assert await store.senders.hold(WORKSPACE)
    assert not await other.hold(WORKSPACE)


async def test_each_workspace_has_its_own(store: Store, other: Senders) -> None:
    assert await store.senders.hold(WORKSPACE)
    assert await other.hold("T0OTHER")


async def test_another_takes_over_what_was_held_too_long_ago(
    store: Store, other: Senders, rows: Rows
) -> None:
    assert await store.senders.hold(WORKSPACE)
    await leases_run_out(rows)
    assert await other.hold(WORKSPACE)
    assert not await store.senders.hold(WORKSPACE)


async def test_what_is_left_is_free_and_nobody_leaves_what_another_holds(
    store: Store, other: Senders
) -> None:
    assert await store.senders.hold(WORKSPACE)
    await other.release(WORKSPACE)
    assert not await other.hold(WORKSPACE)
    await store.senders.release(WORKSPACE)
    assert await other.hold(WORKSPACE)


async def test_where_nobody_else_can_live_a_dead_ones_is_adopted_at_once(
    store: Store, other: Senders
) -> None:
    assert await other.hold(WORKSPACE)
    assert await store.senders.hold(WORKSPACE, adopt=True)
    assert not await other.hold(WORKSPACE)
