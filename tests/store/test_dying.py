"""Processes that are killed, put to sleep, or told a wrong time."""

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.model.write import State
from bot.store import SecondWriter, Store, migrate, open_store
from tests.store.rows import Rows, intent

ROOT = Path(__file__).resolve().parents[2]


async def python(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )


@pytest.mark.parametrize("state", [State.PENDING, State.SENT])
async def test_what_a_killed_process_had_begun_is_claimed_once(url: str, state: State) -> None:
    await migrate(url)
    dying = await python("-m", "tests.store.dying", url, state)
    await dying.communicate()
    assert dying.returncode == -signal.SIGKILL
    store = await open_store(url)
    try:
        async with Rows.of(url) as rows:
            assert await store.writes.claim(10) == ()  # its lease still runs
            if not store.alone:
                await rows.leases_run_out()
            [write] = await store.writes.claim(10, adopt_all=store.alone)
            assert (write.state, write.fence, write.line) == (state, 1, intent().line)
            assert await store.writes.claim(10, adopt_all=store.alone) == ()
            assert await rows.states() == [state]
    finally:
        await store.close()


async def test_a_second_process_on_an_sqlite_file_is_refused_until_the_first_is_dead(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ringmaster.db'}"
    program = (
        "import asyncio, sys; from bot.store import open_store\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1]); print('open', flush=True); sys.stdin.read()\n"
        "asyncio.run(main())"
    )
    first = await python("-c", program, url)
    assert first.stdout is not None
    assert await first.stdout.readline() == b"open\n"
    (tmp_path / "alias.db").symlink_to(tmp_path / "ringmaster.db")
    (tmp_path / "linked.db").hardlink_to(tmp_path / "ringmaster.db")
    assert [path.name for path in tmp_path.glob("*.lock")] == []  # that one could delete
    for name in ("ringmaster", "alias", "linked"):
        for attempt in (open_store, migrate):
            with pytest.raises(SecondWriter, match=r"is using .*\.db\. Stop it, or set DATABASE_URL"):
                await attempt(f"sqlite:///{tmp_path / name}.db")
    first.kill()
    await first.wait()
    await (await open_store(url)).close()


@pytest.mark.parametrize("engine", ["postgresql"])  # SQLite has no clock but its process's
@pytest.mark.parametrize("off", [timedelta(minutes=-10), timedelta(minutes=10)])
async def test_a_process_whose_clock_is_wrong_takes_nothing_from_others(
    store: Store, rows: Rows, off: timedelta
) -> None:
    right = await store.writes.record(intent("right"))
    with time_machine.travel(datetime.now(UTC) + off, tick=True):
        assert await store.writes.claim(10) == ()
        wrong = await store.writes.record(intent("wrong"))
    assert await store.writes.claim(10) == ()
    assert abs(wrong.created_at - right.created_at) < timedelta(minutes=1)
    await rows.leases_run_out()
    assert len(await store.writes.claim(10)) == 2
