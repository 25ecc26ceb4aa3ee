"""From start to ready, and resident memory, against a process that imports the same libraries."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tests.bench.figures import Figures
from tests.bench.processes import PYTHON, memory, slack_with_settings

ROUNDS = 5

_LIST_LIBRARIES = """
import asyncio, sys
import bot.__main__, bot.app
from bot.operating.modes import http_endpoints
from bot.settings import Mode, load_settings
from bot.operating.serving import serve

async def main():
    async with bot.app.bot(load_settings(Mode.WEB)) as running, serve(http_endpoints(running)):
        print(*(name for name in sys.modules if name.split('.')[0] not in ('bot', '__main__')), sep='\\n')

bot.__main__.logging.configure('error', 'console')
asyncio.run(main())
"""

_IMPORT_LIBRARIES = """
import importlib, sys
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except ImportError:
        pass
print('ready', flush=True)
import time; time.sleep(60)
"""


async def measure(directory: Path, figures: Figures) -> None:
    # as where it is installed, which compiles it: what is run first writes the bytecode of all
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(directory / "bytecode")}
    async with slack_with_settings(directory) as (_, environment):
        await asyncio.to_thread(_measure, environment | compiled, figures)


def _measure(environment: Mapping[str, str], figures: Figures) -> None:
    listed = subprocess.run(
        [sys.executable, "-c", _LIST_LIBRARIES],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    bot, libraries = [], []
    for _ in range(ROUNDS):
        libraries.append(_timed([sys.executable, "-c", _IMPORT_LIBRARIES], environment, listed))
        bot.append(_timed([*PYTHON, "bot", "web"], {**environment, "PORT": str(free_port())}, None))
    measured = {"imports the same libraries": libraries, "ringmaster web": bot}
    middle = {
        name: [sorted(values)[ROUNDS // 2] for values in zip(*rows, strict=True)]
        for name, rows in measured.items()
    }
    figures.table(
        f"Start to ready (middle of {ROUNDS})",
        ("process", "seconds", "resident MB"),
        ((name, f"{seconds:.2f}", f"{megabytes:.0f}") for name, (seconds, megabytes) in middle.items()),
    )
    (base_seconds, base_memory), (seconds, resident) = middle.values()
    figures.target("start to ready against the imports", seconds / base_seconds, 1.3)
    figures.target("resident memory against the imports", resident / base_memory, 1.3)


def _timed(command: list[str], environment: Mapping[str, str], fed: str | None) -> tuple[float, float]:
    """Seconds until ready, and resident megabytes then."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(fed or "")
        process.stdin.close()
        if fed is not None:
            process.stdout.readline()
        else:
            wait_until_ready(f"http://127.0.0.1:{environment['PORT']}")
        seconds = time.perf_counter() - started
        megabytes = memory(process.pid)
        process.terminate()
    return seconds, megabytes


def free_port() -> int:
    """One that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_until_ready(url: str) -> None:
    """Until the bot that is starting there says so. Raises TimeoutError after 30 seconds."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=1):
                return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(url)
