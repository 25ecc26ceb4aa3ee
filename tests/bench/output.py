"""A step's output of 200 MB through the whole bot, which is `ringmaster web` in a process of its own.

CircleCI, which makes the output as it is read, and Slack, which takes the file, are this process: what goes
to and from the bot goes through sockets.
"""

import asyncio
import os
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.operating.serving import serve
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.logs import RawStep, endless, escaped
from bot.playground.circleci.script import Contents, JobScript, WorkflowScript
from bot.playground.circleci.world import Pipeline
from bot.playground.slack.small_slack import SmallSlack
from bot.slack.intake import EVENTS_PATH
from tests.bench.figures import Figures
from tests.bench.processes import (
    MEASURED,
    MEASURING,
    PYTHON,
    forget_peak,
    memory,
    pinned,
    slack_with_settings,
)
from tests.bench.start import free_port, wait_until_ready
from tests.world import ANA, WEB

MEGABYTE = 1_000_000
SIZE = 200 * MEGABYTE
LONGEST = 120.0  # seconds that one reading may take
_LINES = "\x1b[32mGET\x1b[0m /api/orders/17 200 in 12 ms, 4 rows of 1 table, cached for 60 s\n" * 12
_PIECE = 64 * 2**10

Body = Callable[[int], Iterator[bytes]]


def many_messages(size: int) -> Iterator[bytes]:
    """A body of ``size`` bytes of text, in messages of some lines each."""
    message = b'{"type":"out","time":"2026-11-24T10:00:00.000Z","message":"' + escaped(_LINES) + b'"}'
    at_once = _PIECE // len(message)
    yield b"["
    for _ in range(size // (len(_LINES) * at_once)):
        yield b",".join([message] * at_once) + b","
    yield message + b"]"


def one_line(size: int) -> Iterator[bytes]:
    """A body of one message in which no line ends."""
    return endless(size, "GET /api/orders/17 200 in 12 ms, ")


BODIES: Mapping[str, Body] = {"many messages": many_messages, "one message of one line": one_line}


@dataclass(frozen=True, slots=True)
class Read:
    """How long reading took, in seconds, by how many megabytes the reader grew over it, and shared."""

    seconds: float
    growth: float
    shared: float = 0.0

    @property
    def speed(self) -> float:
        """Megabytes of text a second."""
        return SIZE / MEGABYTE / self.seconds


async def measure(directory: Path, figures: Figures) -> None:
    circleci = SmallCircleCI()
    found: dict[tuple[str, str], Read] = {}
    with pinned(MEASURING):
        async with slack_with_settings(directory) as (slack, settings), serve(circleci.asgi) as url:
            little = failed(circleci, many_messages, MEGABYTE)
            settings |= {"CIRCLECI_URL": url, "CIRCLECI_TOKEN": circleci.token}
            settings |= {"SLACK_SIGNING_SECRET": slack.signing_secret}
            async with running(settings, slack) as (pid, _):
                for line in asked_of(little):
                    await _asked(slack, pid, line)  # warms up
                for name, body in BODIES.items():
                    large = failed(circleci, body, SIZE)
                    found[name, "bare httpx"] = await _read_bare(await _address(circleci, url, large))
                    logs, why = asked_of(large)
                    line = logs if body is many_messages else why  # which read it the same way
                    found[name, f"/ci {line.split()[0]}"] = await _asked(slack, pid, line)
    _show(found, figures)


def _show(found: Mapping[tuple[str, str], Read], figures: Figures) -> None:
    figures.table(
        f"An output of {SIZE // MEGABYTE} MB over a socket, to the file that is shared",
        ("output", "read by", "seconds", "MB/s", "of bare httpx", "grew by MB", "shared MB"),
        (
            (
                body,
                reader,
                f"{it.seconds:.1f}",
                f"{it.speed:.0f}",
                f"{it.speed / found[body, 'bare httpx'].speed:.2f}",
                f"{it.growth:.1f}",
                f"{it.shared:.1f}",
            )
            for (body, reader), it in found.items()
        ),
    )
    figures.note("The reader has one core; CircleCI, which makes the output, and Slack share the other.")
    for (body, reader), it in found.items():
        if reader != "bare httpx":
            figures.target(f"{reader}, {body}: resident memory grows by MB", it.growth, 20)


# What is read


def failed(circleci: SmallCircleCI, body: Body, size: int) -> Pipeline:
    """A pipeline whose only job failed in a step with such an output."""

    def left(outcome: str) -> Contents:
        return Contents(steps=(RawStep("Run tests", "make test", "", failed=True, body=lambda: body(size)),))

    job = JobScript("test", 5, outcomes=("failed",), contents=left)
    pipeline = circleci.add_pipeline(WEB_SLUG, scripts=(WorkflowScript("test", (job,)),))
    circleci.finish(pipeline)
    return pipeline


def _job(pipeline: Pipeline) -> int:
    number = pipeline.runs[0].jobs[0].number
    assert number is not None
    return number


def asked_of(pipeline: Pipeline) -> tuple[str, str]:
    """The lines for its log and for why it failed."""
    return f"logs web#{_job(pipeline)}", f"why web#{pipeline.number}"


async def _address(circleci: SmallCircleCI, url: str, pipeline: Pipeline) -> str:
    """Where the output is, as CircleCI tells it."""
    async with httpx.AsyncClient(headers={"Circle-Token": circleci.token}, trust_env=False) as client:
        answer = await client.get(f"{url}/api/v1.1/project/github/acme/web/{_job(pipeline)}")
    return str(answer.json()["steps"][-1]["actions"][-1]["output_url"])


# Who reads it


@asynccontextmanager
async def running(settings: Mapping[str, str], slack: SmallSlack) -> AsyncIterator[tuple[int, str]]:
    """The program, to which Slack delivers: its process id, and its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with _on_its_core([*PYTHON, "bot", "web"], {**settings, "PORT": str(port)}) as process:
        try:
            await asyncio.to_thread(wait_until_ready, url)
            slack.deliver_to(f"{url}{EVENTS_PATH}")
            yield process.pid, f"{url}{EVENTS_PATH}"
        finally:
            process.terminate()


async def _asked(slack: SmallSlack, pid: int, line: str) -> Read:
    """Until the whole is shared as a file."""
    shared = len(slack.files)
    forget_peak(pid)
    before, started = memory(pid), time.perf_counter()
    await slack.command(WEB, ANA, f"/ci {line}")
    await slack.until(lambda: len(slack.files) > shared, LONGEST)
    seconds = time.perf_counter() - started
    return Read(seconds, memory(pid, "VmHWM") - before, slack.files[-1].length / MEGABYTE)


async def _read_bare(url: str) -> Read:
    with _on_its_core([*PYTHON, "tests.bench.reading", url], {}) as process:
        told = await asyncio.to_thread(process.communicate)
    seconds, growth = told[0].split()
    return Read(float(seconds), float(growth))


def _on_its_core(command: list[str], environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["taskset", "--cpu-list", str(MEASURED), *command],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
