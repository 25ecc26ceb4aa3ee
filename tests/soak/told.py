"""Processes killed between the end of a write's row and Slack's answer: what was done is told, and once."""

import asyncio
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figures
from tests.town import Town, a_town
from tests.world import ANA, WEB, read

#: How many processes are killed, and how long after the row's end at most, in seconds.
_KILLS, _LATEST = 50, 0.15

#: For how long Slack may still read what a process sent before it was killed, in seconds.
_IN_FLIGHT = 0.3


@dataclass(frozen=True, slots=True)
class _Row:
    number: int | None
    done: bool
    told: bool


def _rows(town: Town) -> Sequence[_Row]:
    """The oldest first."""
    with closing(sqlite3.connect(town.directory / "ringmaster.db")) as connection:
        found = connection.execute("select pipeline_number, state, told_at from action order by id")
        return [_Row(number, state == "done", told_at is not None) for number, state, told_at in found]


def _times_said(town: Town, number: int | None) -> int:
    """In the channel, not in threads."""
    several = [each for each in town.slack.messages(WEB) if each.thread_ts is None]
    return sum(f"#{number}  " in read(each) or f"#{number} was started" in read(each) for each in several)


async def _killed(town: Town, after: float) -> bool:
    """One process after its row's end; whether Slack had taken the answer, and nobody had written that."""
    async with town.bot() as process:
        before = len(_rows(town))
        await town.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge")
        async with asyncio.timeout(30):
            while len(rows := _rows(town)) == before or not rows[-1].done:
                await asyncio.sleep(0.001)
        await asyncio.sleep(after)
        process.kill()
        await process.wait()
    await asyncio.sleep(_IN_FLIGHT)
    last = _rows(town)[-1]
    return not last.told and _times_said(town, last.number) > 0


async def soak(directory: Path, figures: Figures) -> None:
    """Each process that is started tells what the one before it owed."""
    chance = random.Random(7)
    async with a_town(directory) as town:
        lost = [await _killed(town, chance.uniform(0, _LATEST)) for _ in range(_KILLS)]
        async with town.bot(), asyncio.timeout(30):
            while not all(each.told for each in _rows(town)):
                await asyncio.sleep(0.05)
        said = [_times_said(town, each.number) for each in _rows(town)]
    untold = said.count(0)
    twice = sum(times > 1 and not was_lost for times, was_lost in zip(said, lost, strict=True))
    title = f"{_KILLS} processes killed up to {_LATEST:g} s after a write was done"
    heads = ("", "outcomes")
    again = sum(times > 1 and was_lost for times, was_lost in zip(said, lost, strict=True))
    counts = ("told once", said.count(1)), ("told twice, Slack's answer lost", again), ("untold", untold)
    figures.table(title, heads, [(what, str(count)) for what, count in counts])
    figures.target("untold", untold, 0)
    figures.target("told twice without a lost answer", twice, 0)
