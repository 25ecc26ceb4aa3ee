"""A wish that its processes die of, among others: it is given up, and they go on."""

import asyncio
from contextlib import suppress
from pathlib import Path

from bot.store.leases import MOST_TAKEOVERS
from tests.bench.figures import Figures
from tests.soak.writes import pipelines_by_wish, wish
from tests.store.rows import Rows
from tests.store.servers import Server
from tests.town import Town, a_town
from tests.world import BEN, WEB

_POISON = "note=poison"

#: How many others each process is asked for, and how long one is waited for that does not die, in seconds.
_OTHERS, _LIFE = 20, 6.0


async def _dies(town: Town, numbers: range) -> bool:
    """Whether a process died of it, perhaps before it was ready."""
    dies = f"sent before 1 {_POISON}"
    try:
        async with town.bot(program="tests.soak.mortal", DIES=dies) as process:
            await asyncio.gather(*(wish(town, number) for number in numbers))
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _LIFE)
            return process.returncode is not None
    except AssertionError:
        return True


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    url = await server.database() if server else None
    async with a_town(directory, url) as town, Rows.of(town.database) as rows:
        async with town.bot(program="tests.soak.mortal", DIES=f"sent before 1 {_POISON}") as process:
            await town.slack.command(WEB, BEN, f"/ci trigger web@fix/cart-badge {_POISON}")
            await process.wait()
        lives = 1
        await rows.leases_run_out()
        while lives < 3 * MOST_TAKEOVERS and await _dies(town, range(lives * _OTHERS, (lives + 1) * _OTHERS)):
            lives += 1
            await rows.leases_run_out()
        async with town.bot(), asyncio.timeout(60):
            while any(row["told_at"] is None for row in await rows.actions()):
                await asyncio.sleep(0.1)
        found = await rows.actions()
    [poison] = [row for row in found if _POISON in row["line"]]
    others = [row for row in found if row is not poison]
    done = sum(row["state"] == "done" for row in others)
    figures.table(
        "a wish that processes die of",
        ("", "number"),
        [("processes that died", str(lives)), ("others asked", str(len(others))), ("others done", str(done))],
    )
    figures.target(
        "processes that died of it (its own, and those that took it over)", lives, MOST_TAKEOVERS + 1
    )
    figures.target("it is begun", len(pipelines_by_wish(town).get("poison", [])), 0)
    figures.target("it is left open", poison["state"] not in ("failed", "unknown"), 0)
    figures.target("others left open or given up", sum("given up" in (row["why"] or "") for row in others), 0)
    figures.target("others done twice", sum(len(ids) > 1 for ids in pipelines_by_wish(town).values()), 0)
