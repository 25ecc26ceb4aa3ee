"""Processes that die, and processes that want the same file."""

import asyncio
from pathlib import Path

import pytest

from bot.store import SecondWriter, migrate, open_store
from bot.store.actions import State
from tests.store.hardship.processes import another
from tests.store.hardship.wishes import let_leases_run_out


@pytest.mark.parametrize(("until", "state"), [("recorded", State.PENDING), ("sent", State.SENT)])
async def test_what_a_killed_process_left_is_taken_over_once(url: str, until: str, state: State) -> None:
    with another(url, until) as process:
        process.kill()
        await asyncio.to_thread(process.wait)
    store = await open_store(url)
    try:
        if not store.alone:
            assert await store.actions.claim(10) == ()
            await let_leases_run_out(store)
        (action,) = await store.actions.claim(10, adopt_all=store.alone)
        assert (action.key, action.state) == ("one", state)
        assert await store.actions.claim(10, adopt_all=store.alone) == ()
    finally:
        await store.close()


async def test_a_second_process_is_refused_an_sqlite_file_for_as_long_as_the_first_lives(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'ringmaster.db'}"
    (tmp_path / "alias.db").symlink_to(tmp_path / "ringmaster.db")
    with another(url, "opened") as process:
        for each in (url, f"sqlite:///{tmp_path / 'alias.db'}"):
            with pytest.raises(SecondWriter, match=r"in use by another process.*PostgreSQL"):
                await open_store(each)
        with pytest.raises(SecondWriter):
            await migrate(url)
        process.kill()
        await asyncio.to_thread(process.wait)
        await (await open_store(url)).close()


async def test_a_store_that_is_closed_leaves_its_file_to_the_next(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ringmaster.db'}"
    store = await open_store(url)
    with pytest.raises(SecondWriter):
        await open_store(url)
    await store.close()
    await (await open_store(url)).close()
