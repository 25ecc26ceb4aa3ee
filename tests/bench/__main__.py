"""`make bench`: all figures in one run on one machine, as tables with ratios."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot import logs
from bot.playground.circleci import Fault
from bot.playground.slack.small_slack import SmallSlack
from tests.bench.load import SECRET, Load, run
from tests.world import world

ROUNDS = 5
LINES = (
    "status web",
    "pipelines web",
    "pipeline last",
    "artifacts last failed",
    "trigger web@fix/cart-badge",
)
PYTHON = [sys.executable, "-m"]
POLICY = "projects: {web: gh/acme/web}\neverywhere: {allow: [{do: [read, trigger]}]}\n"


@contextmanager
def served(variant: str, environment: Mapping[str, str]) -> Iterator[str]:
    """A variant in a process of its own; its address."""
    with subprocess.Popen(
        [*PYTHON, "tests.bench.server", variant],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(10)


def environment(directory: Path, slack: SmallSlack) -> dict[str, str]:
    """Settings for a bot that is connected to ``slack``, with a database of its own."""
    (directory / "policy.yml").write_text(POLICY)
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.api_url.rstrip("/"),
        "CIRCLECI_TOKEN": "unused",
        "CIRCLECI_URL": "http://127.0.0.1:9",
        "DATABASE_URL": f"sqlite:///{directory / 'ringmaster.db'}",
        "POLICY_FILE": str(directory / "policy.yml"),
        "LOG_LEVEL": "warning",
    }


VARIANTS = {
    "bolt": ("(a) bare Bolt, defaults", "status web"),
    "bolt-before": ("(b) bare Bolt, process_before_response", "status web"),
    "verify": ("(c) signature check alone", "status web"),
    "status": ("Ringmaster, /ci status web", "status web"),
    "trigger": ("Ringmaster, /ci trigger web@main", "trigger web@main"),
}


def acknowledgements(environment: Mapping[str, str]) -> dict[tuple[str, int], Load]:
    """Every variant at 1 and at 16 connections: the middle of some rounds, in which they take turns."""
    loads: dict[tuple[str, int], list[Load]] = defaultdict(list)
    os.sched_setaffinity(0, {1} if len(os.sched_getaffinity(0)) > 1 else {0})
    with ExitStack() as stack:
        shared = stack.enter_context(served("ringmaster", environment))
        urls = dict.fromkeys(("status", "trigger"), shared)
        for name in ("bolt", "bolt-before", "verify"):
            urls[name] = stack.enter_context(served(name, environment))
        for round_ in range(ROUNDS + 1):
            for connections in (1, 16):
                for name, (_, line) in VARIANTS.items():
                    number = 150 if name == "bolt" and connections == 1 else 2000
                    load = run(urls[name], line, connections=connections, number=number)
                    if round_:  # the first warms up
                        loads[name, connections].append(load)
    return {key: sorted(each, key=lambda load: load.rate)[ROUNDS // 2] for key, each in loads.items()}


def show_acknowledgements(loads: dict[tuple[str, int], Load], console: Console) -> None:
    table = Table(title="Acknowledgement, the work behind it held back")
    for head in ("variant", "connections", "requests/s", "of (b)", "of (a)", "median ms", "p99 ms"):
        table.add_column(head, justify="left" if head == "variant" else "right")
    for connections in (1, 16):
        for name, (title, _) in VARIANTS.items():
            load = loads[name, connections]
            table.add_row(
                title,
                str(connections),
                f"{load.rate:,.0f}",
                f"{load.rate / loads['bolt-before', connections].rate:.2f}",
                f"{load.rate / loads['bolt', connections].rate:.1f}",
                f"{load.median * 1000:.2f}",
                f"{load.p99 * 1000:.2f}",
            )
    console.print(table)
    status, trigger = loads["status", 1], loads["trigger", 1]
    default, before = loads["bolt", 1], loads["bolt-before", 1]
    _target(console, "/ci status against (b), requests/s", status.rate / before.rate, 0.6, above=True)
    _target(console, "/ci status against (a), requests/s", status.rate / default.rate, 8, above=True)
    _target(console, "/ci trigger against (a), median", trigger.median / default.median, 0.5, above=False)


async def replies(directory: Path, console: Console) -> None:
    """With a CircleCI that takes 100 ms a call: until the reply is posted, and calls one after another."""
    table = Table(title="Reply, with a CircleCI that takes 100 ms a call")
    for head in ("line", "calls", "one after another", "posted after ms"):
        table.add_column(head, justify="left" if head == "line" else "right")
    async with world(directory) as here:
        await here.types("status web")
        here.circleci.faults.add(Fault(times=None, delay=0.1))
        for line in LINES:
            asked = len(here.asked_of_circleci())
            seen = len(here.slack.messages("C0WEB"))
            started = time.perf_counter()
            await here.slack.command("C0WEB", "U0ANA", f"/ci {line}")
            await here.slack.until(lambda seen=seen: len(here.slack.messages("C0WEB")) > seen or None)
            took = time.perf_counter() - started
            calls = len(here.asked_of_circleci()) - asked
            table.add_row(f"/ci {line}", str(calls), str(int(took / 0.1)), f"{took * 1000:.0f}")
            if line == "status web":
                status = took
            await here.idle()
    console.print(table)
    _target(console, "/ci status is posted after ms", status * 1000, 350, above=False)


def start(environment: Mapping[str, str], console: Console) -> None:
    """Start to ready, and memory, against a process that imports the same libraries."""
    listed = subprocess.run(
        [sys.executable, "-c", _LIST_LIBRARIES],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    bot, libraries = [], []
    for _ in range(5):
        libraries.append(_timed([sys.executable, "-c", _IMPORT_LIBRARIES], environment, listed))
        bot.append(_timed([*PYTHON, "bot", "web"], {**environment, "PORT": "3456"}, None))
    table = Table(title="Start to ready, and resident memory (median of 5)")
    for head in ("process", "seconds", "MB"):
        table.add_column(head, justify="left" if head == "process" else "right")
    middle = {name: [sorted(values)[2] for values in zip(*rows, strict=True)] for name, rows in
              {"imports the same libraries": libraries, "ringmaster web": bot}.items()}  # fmt: skip
    for name, (seconds, megabytes) in middle.items():
        table.add_row(name, f"{seconds:.2f}", f"{megabytes:.0f}")
    console.print(table)
    (base_seconds, base_memory), (seconds, memory) = middle.values()
    _target(console, "start to ready against the imports", seconds / base_seconds, 1.3, above=False)
    _target(console, "resident memory against the imports", memory / base_memory, 1.3, above=False)


_LIST_LIBRARIES = """
import asyncio, sys
import bot.__main__, bot.app, bot.running
from bot.settings import Mode, load
from bot.web import serving

async def main():
    async with bot.app.bot(load(Mode.WEB), signed=True) as running, serving(bot.app.http_endpoints(running)):
        print(*(name for name in sys.modules if name.split('.')[0] not in ('bot', '__main__')), sep='\\n')

bot.__main__.logs.configure('error', 'console')
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
            _wait_until_ready(f"http://127.0.0.1:{environment['PORT']}/readyz")
        seconds = time.perf_counter() - started
        status = Path(f"/proc/{process.pid}/status").read_text()
        process.terminate()
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return seconds, kilobytes / 1024


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(url)


def _target(console: Console, what: str, value: float, bound: float, *, above: bool) -> None:
    reached = value >= bound if above else value <= bound
    sign = "at least" if above else "at most"
    console.print(f"{'reached' if reached else 'MISSED ':7} {what}: {value:.2f} ({sign} {bound:g})")


async def main() -> None:
    logs.configure("error", "console")
    console = Console(width=110)
    slack = SmallSlack()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        async with slack.serve():
            settings = environment(directory, slack)
            loads = await asyncio.to_thread(acknowledgements, settings)
            show_acknowledgements(loads, console)
            for name in ("start", "replies"):
                (directory / name).mkdir()
            await asyncio.to_thread(start, environment(directory / "start", slack), console)
        await replies(directory / "replies", console)


if __name__ == "__main__":
    asyncio.run(main())
