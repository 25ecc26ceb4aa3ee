"""A large output through all that reads it, without a server: what a measurement of memory runs.

``python -m tests.output.large 200`` reads so many megabytes, and prints by how many bytes the process grew.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx

from bot.circleci.client import CircleCI
from bot.circleci.models import StepRun
from bot.model.spool import OutputEnd
from bot.playground.circleci.logs import endless
from bot.reading.printed import read_end

URL = "https://circle-production-action-output.s3.amazonaws.com/large"
#: Bytes of the whole that are kept on disk.
LIMIT = 20_000_000
LINE = "\x1b[32mGET\x1b[0m /api/orders/17 200 in 12 ms, token=abc123def\n"


class _Body(httpx.AsyncByteStream):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


class _Wire(httpx.AsyncBaseTransport):
    def __init__(self, size: int, line: str) -> None:
        self._size, self._line = size, line

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=_Body(endless(self._size, self._line)))


async def read_large(size: int, line: str = LINE) -> OutputEnd:
    """Read the end of one message of ``size`` bytes; a ``line`` without an end makes all of it one."""
    async with CircleCI("token", transport=_Wire(size, line)) as circleci:
        return await read_end(circleci, StepRun(output_url=URL), lines=40, characters=9_000, limit=LIMIT)


def resident() -> int:
    """Bytes of this process that are in memory at most, so far."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) * 1024


def growth(size: int, line: str = LINE) -> int:
    """By how many bytes this process grows over reading so many. The first little warms it up."""
    for much in (1_000_000, size):
        before = resident()
        ended = asyncio.run(read_large(much, line))
        if ended.spool is not None:
            ended.spool.close()
    return resident() - before


if __name__ == "__main__":
    megabytes = int(sys.argv[1])
    print(growth(megabytes * 1_000_000, sys.argv[2] if len(sys.argv) > 2 else LINE))
