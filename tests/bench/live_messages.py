"""What two thousand live messages take of a process, while nothing happens to them."""

import asyncio
import os
from pathlib import Path
from time import time

from sqlalchemy import update

from bot.model.line import Line
from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import Surface
from bot.model.request import Place
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.script import JobScript, WorkflowScript
from bot.store import open_store
from bot.store.tables import follow_table
from tests.bench.figures import Figures
from tests.bench.processes import memory
from tests.store.servers import serving
from tests.town import a_town
from tests.world import ANA, WEB

MESSAGES = 2000

#: Seconds: since somebody cared for them, until all were looked at once, and that are measured.
QUIET, WARM, SPAN = 900.0, 80.0, 30.0

_SCRIPTS = (WorkflowScript("build", (JobScript("unit", 7200.0), JobScript("deploy", 60.0, ("unit",)))),)


async def measure(directory: Path, figures: Figures) -> None:
    await _measure(directory, None, "SQLite", figures)
    with serving() as server:
        await _measure(directory, await server.database(), "PostgreSQL", figures)


async def _measure(directory: Path, database: str | None, engine: str, figures: Figures) -> None:
    async with a_town(directory, database) as town:
        await follow(town.circleci, town.database, MESSAGES)
        async with town.bot() as process:
            await asyncio.sleep(WARM)
            busy, asked = _cpu_seconds(process.pid), len(town.circleci.requests)
            await asyncio.sleep(SPAN)
            busy, asked = _cpu_seconds(process.pid) - busy, len(town.circleci.requests) - asked
            resident = memory(process.pid)
    figures.note(f"{engine}: {MESSAGES} live messages, {asked / SPAN:.0f} requests to CircleCI a second.")
    figures.target(f"megabytes resident, {engine}", resident, 150)
    figures.target(f"of one core, %, {engine}", 100 * busy / SPAN, 30)


async def follow(circleci: SmallCircleCI, database: str, messages: int) -> None:
    """Each is of a run of its own; their looks are spread over a minute."""
    store = await open_store(database)
    began = time()
    for number in range(messages):
        run = circleci.add_pipeline(WEB_SLUG, "followed", scripts=_SCRIPTS).id
        posted = PostedMessage(Place("T0ACME", WEB), f"1700000000.{number:06}")
        watch = Watch(posted, Line(f"status {run}"), ANA, Surface.COMMAND, run)
        await store.watches.keep(watch, began + 60 * number / messages)
    await store._database.execute(update(follow_table).values(touched=began - QUIET))
    await store.close()


def _cpu_seconds(pid: int) -> float:
    """https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
