"""Processes of their own: one that opens a store, goes so far, and stays until it is killed."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

from bot.store import open_store
from tests.store.hardship.wishes import wish

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def another(url: str, until: str) -> Iterator[Popen[str]]:
    """A process that has gone so far: ``opened``, ``recorded`` or ``sent``. It is killed in the end."""
    command = [sys.executable, "-m", "tests.store.hardship.processes", url, until]
    with Popen(command, cwd=ROOT, stdout=PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{until}\n"
            yield process
        finally:
            process.kill()


async def _main(url: str, until: str) -> None:
    store = await open_store(url)
    if until != "opened":
        action = await store.actions.record(wish())
        if until == "sent":
            await store.actions.sent(action)
    print(until, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
