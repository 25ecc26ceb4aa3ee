"""Rows that fail again and again among a thousand that don't: they are let be, and hold up no other."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Any

from bot.playground.circleci import Fault
from bot.store import migrate
from bot.store.leases import MOST_TAKEOVERS
from tests.bench.figures import Figures
from tests.soak.writes import pipelines_by_wish, wish
from tests.store.files import migrated
from tests.store.rows import Rows
from tests.store.servers import Server
from tests.town import Town, a_town
from tests.world import ANA, BEN, DEPLOYS, WEB

#: How many others there are, and how many of them at once, one of which starts what is followed (CircleCI
#: refuses the rest, so that a thousand fit into minutes); and how long they take beside poison, as a share of
#: what they take without.
_OTHERS, _AT_ONCE, _SLOWER = 1000, 8, 1.1

#: For how long others are asked for, on a machine that has no time for all, in seconds.
_LONGEST = 150.0

#: How long a process may take until it dies or all is told, in seconds.
_LIFE = 120.0

#: What cannot be answered, which card cannot be drawn again, and what processes die of.
_UNSAID, _UNDRAWN, _DEADLY = "note=unsaid", DEPLOYS, "note=deadly"

#: But what was refused in its acknowledgement.
_UNTOLD = "told_at IS NULL AND (tell_at IS NOT NULL OR state IN ('pending', 'sent'))"

_TRIGGER = "/ci trigger web@fix/cart-badge"


@dataclass(frozen=True, slots=True)
class _Side:
    town: Town
    rows: Rows

    async def others(self) -> Sequence[Mapping[str, Any]]:
        return [row for row in await self.rows.actions() if "note=wish-" in row["line"]]

    async def all_told(self, which: str = "line LIKE '%note=wish-%'") -> None:
        async with asyncio.timeout(90):
            while await self.rows.number(f"{which} AND {_UNTOLD}"):
                await asyncio.sleep(0.05)


async def _poisoned(side: _Side) -> None:
    """What CircleCI does not take, what Slack does not, what can't be drawn again, and what can't be read."""
    slack = side.town.slack
    await slack.command(WEB, ANA, f"{_TRIGGER} note=unreadable")
    await side.all_told("1 = 1")
    unread = "source = 'pigeon', state = 'pending', tell_at = NULL, told_at = NULL, leased_until = 0"
    await side.rows.execute(f"UPDATE action SET {unread}")
    side.town.circleci.faults.add(Fault("project/gh/acme/api/pipeline*", "POST", times=None, status=500))
    await slack.command(WEB, BEN, "/ci trigger api@chore/signing")
    await slack.command(WEB, BEN, f"{_TRIGGER} {_UNSAID}")
    await slack.command(_UNDRAWN, ANA, "/ci trigger web@release/2.5")


async def _other(town: Town, number: int) -> None:
    branch = "no-such-branch" if number % _AT_ONCE else "fix/cart-badge"
    await town.slack.command(WEB, (ANA, BEN)[number % 2], f"/ci trigger web@{branch} note=wish-{number}")


async def _in_rounds(poisoned: _Side, clean: _Side) -> None:
    """Both are asked for the same at the same time, and the next once all of it is told."""
    until = monotonic() + _LONGEST
    for first in range(0, _OTHERS, _AT_ONCE):
        if monotonic() > until:
            break
        numbers = range(first, first + _AT_ONCE)
        both = (poisoned, clean)
        await asyncio.gather(*(_other(each.town, number) for number in numbers for each in both))
        await asyncio.gather(*(each.all_told() for each in both))
        await poisoned.rows.execute("UPDATE action SET leased_until = 0 WHERE source = 'pigeon'")


def _p95(rows: Sequence[Mapping[str, Any]]) -> float:
    """Of the times from a wish to its answer, in seconds."""
    return quantiles((row["told_at"] - row["created_at"] for row in rows if row["told_at"]), n=20)[-1]


async def _in_a_living_process(directory: Path, figures: Figures, urls: Sequence[str | None]) -> None:
    # Nobody reads their logs meanwhile: a pipe that is full would stop them.
    fails = f"reply {_UNSAID},drawing {_UNDRAWN}"
    async with AsyncExitStack() as stack:
        sides = list[_Side]()
        for name, url in zip(("poisoned", "clean"), urls, strict=True):
            (directory / name).mkdir()
            if url is None:
                await migrated(directory / name / "ringmaster.db")
            town = await stack.enter_async_context(a_town(directory / name, url))
            await stack.enter_async_context(
                town.bot(program="tests.soak.failing", FAILS=fails, LOG_LEVEL="error")
            )
            sides.append(_Side(town, await stack.enter_async_context(Rows.of(town.database))))
        poisoned, clean = sides
        await _poisoned(poisoned)
        await _in_rounds(poisoned, clean)
        beside, without = [await each.others() for each in sides]
        unread = await poisoned.rows.number("source = 'pigeon' AND state = 'pending'")
        unsaid = await poisoned.rows.number(f"line LIKE '%{_UNSAID}' AND told_at IS NULL AND tell_at > 0")
    figures.table(
        f"{len(without)} wishes, {_AT_ONCE} at once, beside rows that fail again and again, and without",
        ("", "told", "until told, p95 ms"),
        [
            (name, str(sum(row["told_at"] is not None for row in rows)), f"{_p95(rows) * 1000:.0f}")
            for name, rows in (("beside poison", beside), ("without", without))
        ],
    )
    figures.target("p95 beside poison, of that without", _p95(beside) / _p95(without), _SLOWER)
    untold = sum(row["told_at"] is None for row in beside) - sum(row["told_at"] is None for row in without)
    figures.target("others untold beside poison, more than without", untold, 0)
    figures.target("what can't be read is left open", unread, 0)
    figures.target("what can't be said is put off", unsaid, 1, above=True)


async def _dies(town: Town, rows: Rows, numbers: Sequence[int], *lines: str) -> bool:
    """Whether a process dies of what it is asked or has found, perhaps before it was ready; else it has told
    all.
    """
    try:
        async with town.bot(program="tests.soak.mortal", DIES=f"sent before 1 {_DEADLY}") as process:
            said = (town.slack.command(WEB, BEN, line) for line in lines)
            await asyncio.gather(*(wish(town, number) for number in numbers), *said)
            async with asyncio.timeout(_LIFE):
                while process.returncode is None and await rows.number(_UNTOLD):
                    await asyncio.sleep(0.05)
            return process.returncode is not None
    except AssertionError:
        return True


async def _deadly(directory: Path, figures: Figures, url: str | None) -> None:
    """It comes in the midst of others, which die with it; each process that takes over is asked for more."""
    (directory / "deadly").mkdir()
    async with a_town(directory / "deadly", url) as town, Rows.of(town.database) as rows:
        if url is None:
            await migrated(directory / "deadly" / "ringmaster.db")
        lives, first = 0, [f"{_TRIGGER} {_DEADLY}"]
        while lives < 3 * MOST_TAKEOVERS and await _dies(
            town, rows, range(lives * _AT_ONCE, (lives + 1) * _AT_ONCE), *first
        ):
            lives, first = lives + 1, []
            await rows.leases_run_out()
        found = await rows.actions()
    [poison] = [row for row in found if _DEADLY in row["line"]]
    others = [row for row in found if row is not poison]
    states = Counter(row["state"] for row in others)
    figures.table(
        "a wish that processes die of",
        ("", "number"),
        [
            ("processes that died", str(lives)),
            ("others asked", str(len(others))),
            *((f"others {state}", str(number)) for state, number in sorted(states.items())),
            ("others taken over", str(sum(row["fence"] > 0 for row in others))),
            ("others until told, p95 ms", f"{_p95(others) * 1000:.0f}"),
        ],
    )
    figures.target(
        "processes that died of it (its own, and those that took it over)", lives, MOST_TAKEOVERS + 1
    )
    figures.target("it is begun", len(pipelines_by_wish(town).get("deadly", [])), 0)
    figures.target("it is left open", poison["state"] not in ("failed", "unknown"), 0)
    figures.target("others left open or given up", sum("given up" in (row["why"] or "") for row in others), 0)
    figures.target("others done twice", sum(len(ids) > 1 for ids in pipelines_by_wish(town).values()), 0)


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    urls = [await server.database(migrated=False) if server else None for _ in range(3)]
    for url in filter(None, urls):
        await migrate(url)
    await _in_a_living_process(directory, figures, urls[:2])
    await _deadly(directory, figures, urls[2])
