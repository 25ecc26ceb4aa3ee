"""Reads an address with httpx and nothing else: `python -m tests.bench.reading URL`.

Prints how many seconds that took, and by how many megabytes this process grew over it.
"""

import asyncio
import sys
import time

import httpx

from tests.bench.processes import forget_peak, memory


async def read(url: str) -> tuple[float, float]:
    async with httpx.AsyncClient(trust_env=False) as client:
        forget_peak("self")
        before, started = memory("self"), time.perf_counter()
        async with client.stream("GET", url) as answer:
            async for _ in answer.aiter_bytes():
                pass
        return time.perf_counter() - started, memory("self", "VmHWM") - before


if __name__ == "__main__":
    print(*asyncio.run(read(sys.argv[1])))
