"""Processes killed at each step of a write, and at any moment: each wish is done once at most, and told."""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from bot.playground.slack.delivery import Delivery
from tests.bench.figures import Figures
from tests.soak.mortal import STEPS, WHEN
from tests.store.rows import Rows
from tests.store.servers import Server
from tests.town import Town, a_town
from tests.world import ANA, BEN, WEB, read

#: Wishes a process gets before it is killed.
_AT_ONCE = 8

#: At which step a process dies, and when; None: at any moment up to so many seconds from the first wish.
_DEATHS = (*product(STEPS, WHEN), *[None] * 6)
_LATEST = 1.0
#: In how many seconds all must be told in the end.
_SETTLED = 600.0

_WISH = re.compile(r"wish-\d+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked, by the name that its pipeline carries, and how Slack got that to a process."""

    name: str
    delivery: Delivery


async def wish(town: Town, number: int) -> Wish:
    """Somebody asks for a pipeline that can be told from all others."""
    name, who = f"wish-{number}", (ANA, BEN)[number % 2]
    line = f"/ci trigger web@fix/cart-badge note={name}"
    return Wish(name, await town.slack.command(WEB, who, line))


async def _killed(town: Town, numbers: Sequence[int], chance: random.Random) -> Sequence[Wish]:
    """One process that dies of these wishes, or of those that another has left."""
    death = chance.choice(_DEATHS)
    dies = f"{death[0]} {death[1]} {chance.randint(1, 4)}" if death else "row before 1000"
    async with town.bot(program="tests.soak.mortal", DIES=dies) as process:
        asked = asyncio.gather(*(wish(town, number) for number in numbers))
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 2.5 if death else chance.uniform(0, _LATEST))
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return await asked


def pipelines_by_wish(town: Town) -> Mapping[str, list[str]]:
    """The pipelines that CircleCI has started, by the wish that was sent with each."""
    started = dict[str, list[str]]()
    for each in town.circleci.started:
        started.setdefault(str(each.parameters["note"]), []).append(each.id)
    return started


def _told_to_be_unknown(town: Town) -> set[str]:
    """The wishes that are offered again in a message that says so."""
    seen = [*town.slack.messages(WEB), *town.slack.ephemerals(ANA), *town.slack.ephemerals(BEN)]
    unknown = [json.dumps(each.blocks) for each in seen if "might have" in read(each)]
    return {name for each in unknown for name in _WISH.findall(each)}


async def _made_up_for(town: Town, rows: Rows) -> None:
    """By a process that is not killed. Slack takes a message a second in a channel."""
    async with town.bot(), asyncio.timeout(_SETTLED):
        while any(row["told_at"] is None for row in await rows.actions()):
            await asyncio.sleep(0.1)


def _figures(town: Town, rows: Sequence[Mapping[str, Any]], wishes: Sequence[Wish], into: Figures) -> None:
    of = {match[0]: row for row in rows if (match := _WISH.search(row["line"]))}
    started = pipelines_by_wish(town)
    states = Counter(row["state"] for row in rows)
    acknowledged = [each for each in wishes if each.delivery.received and not each.delivery.answer]
    refused = sum(bool(each.delivery.answer) for each in wishes)
    into.table(
        f"{len(wishes)} wishes",
        ("", "wishes"),
        (
            ("acknowledged by a process", str(len(acknowledged))),
            ("refused in the acknowledgement", str(refused)),
            *((state, str(number)) for state, number in sorted(states.items())),
            ("pipelines started", str(len(town.circleci.started))),
        ),
    )
    lost = [each for each in acknowledged if each.name not in of]
    open_rows = states["pending"] + states["sent"]
    into.target("acknowledged and without a row", len(lost), 0)
    into.target("rows left open", open_rows, 0)
    into.target("rows untold", sum(row["told_at"] is None for row in rows), 0)
    into.target("wishes done twice", sum(len(ids) > 1 for ids in started.values()), 0)
    done = [(name, row["pipeline_id"]) for name, row in of.items() if row["state"] == "done"]
    into.target("told as done and not", sum(id not in started.get(name, ()) for name, id in done), 0)
    failed = [name for name, row in of.items() if row["state"] == "failed" and name in started]
    into.target("told as not done, and done", len(failed), 0)
    unknown = {name for name, row in of.items() if row["state"] == "unknown"}
    into.target("unknown and not said so", len(unknown - _told_to_be_unknown(town)), 0)


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    chance = random.Random(7)
    async with (
        a_town(directory, await server.database() if server else None) as town,
        Rows.of(town.database) as rows,
    ):
        wishes = list[Wish]()
        for number in range(kills):
            numbers = range(number * _AT_ONCE, (number + 1) * _AT_ONCE)
            wishes += await _killed(town, numbers, chance)
            await rows.leases_run_out()
        with suppress(TimeoutError):  # the figures say what is left
            await _made_up_for(town, rows)
        _figures(town, await rows.actions(), wishes, figures)
