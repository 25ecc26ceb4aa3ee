"""Processes that are measured: started with their settings, ended by who started them."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.playground.slack.small_slack import SmallSlack
from tests.bench.load import SECRET

#: What is measured has a core, what measures another: the same one where there is no other.
MEASURED, MEASURING = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))

PYTHON = [sys.executable, "-m"]
_POLICY = """
projects: {web: gh/acme/web}
channels: {C0WEB: {project: web}}
everywhere: {allow: [{do: [read, trigger], projects: ['*']}]}
"""


@contextmanager
def served(variant: str, environment: Mapping[str, str]) -> Iterator[str]:
    """A variant of `tests.bench.server` in a process of its own; its address."""
    with subprocess.Popen(
        [*PYTHON, "tests.bench.server", variant, str(MEASURED), str(MEASURING)],
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
            process.wait(30)


@asynccontextmanager
async def slack_with_settings(directory: Path) -> AsyncIterator[tuple[SmallSlack, dict[str, str]]]:
    """A Slack, and the settings of a bot that is connected to it, with a database of its own."""
    slack = SmallSlack(rates={})  # who measures asks more than Slack takes of one workspace
    async with slack.serve():
        yield slack, settings(directory, slack)


def settings(directory: Path, slack: SmallSlack) -> dict[str, str]:
    """An environment; its signing secret is the load's, its CircleCI can't be reached."""
    (directory / "policy.yml").write_text(_POLICY)
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


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """This thread, and what it starts, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def memory(pid: int | str, what: str = "VmRSS") -> float:
    """Megabytes of a process: ``VmRSS`` are resident now, ``VmHWM`` were at most."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def forget_peak(pid: int | str) -> None:
    """Let ``VmHWM`` begin anew. https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html"""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def processor_seconds(pid: int) -> float:
    """How long a process and those that it started had a processor so far.

    https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    """
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    started = [each.read_text().split() for each in Path(f"/proc/{pid}/task").glob("*/children")]
    others = sum(processor_seconds(int(each)) for several in started for each in several)
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK") + others
