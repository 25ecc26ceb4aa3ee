"""Processes killed between the end of a write's row and Slack's answer: what was done is told, and once."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figures
from tests.store.rows import Rows
from tests.store.servers import Server
from tests.town import Town, a_town
from tests.world import ANA, WEB, read

#: How long after the row's end processes are killed at most, in seconds.
_LATEST = 0.15

#: For how long Slack may still read what a process sent before it was killed, in seconds.
_IN_FLIGHT = 0.3


@dataclass(frozen=True, slots=True)
class _Row:
    number: int | None
    done: bool
    told: bool


async def _rows(rows: Rows) -> Sequence[_Row]:
    """The oldest first."""
    found = await rows.actions()
    return [_Row(it["pipeline_number"], it["state"] == "done", it["told_at"] is not None) for it in found]


def _times_said(town: Town, number: int | None) -> int:
    """In the channel: with what became of the run beneath it, or without."""
    several = [read(each) for each in town.slack.messages(WEB)]
    return sum(f"#{number}  " in each or f"#{number} was started" in each for each in several)


async def _killed(town: Town, rows: Rows, after: float) -> bool:
    """One process after its row's end; whether Slack had taken the answer, and nobody had written that."""
    async with town.bot() as process:
        before = len(await _rows(rows))
        await town.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge")
        async with asyncio.timeout(30):
            while len(every := await _rows(rows)) == before or not every[-1].done:
                await asyncio.sleep(0.001)
        await asyncio.sleep(after)
        process.kill()
        await process.wait()
    await asyncio.sleep(_IN_FLIGHT)
    last = (await _rows(rows))[-1]
    return not last.told and _times_said(town, last.number) > 0


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    """Each process that is started tells what the one before it owed."""
    chance = random.Random(7)
    async with (
        a_town(directory, await server.database() if server else None) as town,
        Rows.of(town.database) as rows,
    ):
        lost = [await _killed(town, rows, chance.uniform(0, _LATEST)) for _ in range(kills)]
        async with town.bot(), asyncio.timeout(30):
            while not all(each.told for each in await _rows(rows)):
                await asyncio.sleep(0.05)
        said = [_times_said(town, each.number) for each in await _rows(rows)]
    untold = said.count(0)
    title = f"{kills} processes killed up to {_LATEST:g} s after a write was done"
    heads = ("", "outcomes")
    counts = (
        ("told once", said.count(1)),
        ("told twice", sum(times > 1 for times in said)),
        ("untold", untold),
        ("Slack had taken the answer, and no row said so", sum(lost)),
    )
    figures.table(title, heads, [(what, str(count)) for what, count in counts])
    figures.target("untold", untold, 0)
    figures.target("told twice", sum(times > 1 for times in said), 0)
