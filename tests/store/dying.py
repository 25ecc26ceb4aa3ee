"""A process that dies in the middle of a write: `python -m tests.store.dying URL pending|sent`."""

import asyncio
import os
import signal
import sys

from bot.store import open_store
from tests.store.rows import intent


async def main(url: str, state: str) -> None:
    store = await open_store(url)
    write = await store.writes.record(intent())
    if state == "sent":
        await store.writes.sent(write)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
