"""Acknowledgements while charts are drawn without a pause, against those at rest."""

import asyncio
import urllib.request
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.bench.drawing import PATH
from tests.bench.figures import Figures
from tests.bench.load import Load, run
from tests.bench.processes import MEASURING, pinned, served, slack_with_settings

#: The quietest round counts: what else runs on the machine only adds, and drawing goes on through all.
ROUNDS = 5
CONNECTIONS = (1, 16)


@dataclass(frozen=True, slots=True)
class Way:
    """Where charts are drawn; on whose core; how many acknowledgements are asked for meanwhile, at least."""

    title: str
    core: str
    number: int
    rounds: int = ROUNDS


WAYS = {
    "nowhere": Way("nowhere: at rest", "", 1500),
    "process": Way("in a process of its own (the bot)", "the load's", 1500),
    # With what is left of one core few charts are drawn in a run: a p99 of a dozen requests would be luck.
    "process-here": Way("the same, with one core for both", "the server's", 12_000),
    "thread": Way("in a thread of the server", "the load's", 100, rounds=2),
    "loop": Way("in the server's event loop", "the server's", 2, rounds=2),
}

Loads = Mapping[tuple[str, int], list[tuple[Load, int]]]


async def measure(directory: Path, figures: Figures) -> None:
    async with slack_with_settings(directory) as (_, environment):
        _show(await asyncio.to_thread(_loads, environment), figures)


def _loads(environment: Mapping[str, str]) -> Loads:
    """Each way some times, in which they take turns: the load, and how many charts were drawn meanwhile."""
    loads: dict[tuple[str, int], list[tuple[Load, int]]] = defaultdict(list)
    with pinned(MEASURING), served("drawing", environment) as url:
        run(url, "status web", connections=16, number=2000)  # warms up
        for round_, connections in product(range(ROUNDS), CONNECTIONS):
            for name, way in WAYS.items():
                if round_ < way.rounds:
                    _draw(url, name)
                    number = max(way.number, connections)
                    load = run(url, "status web", connections=connections, number=number)
                    loads[name, connections].append((load, _draw(url, "nowhere")))
    return loads


def _draw(url: str, where: str) -> int:
    with urllib.request.urlopen(f"{url}{PATH}{where}", timeout=60) as answer:
        return int(answer.read())


def _show(loads: Loads, figures: Figures) -> None:
    p99 = {key: min(load.p99 for load, _ in several) for key, several in loads.items()}
    middle = {key: min(load.median for load, _ in several) for key, several in loads.items()}
    charts = {key: sum(drawn for _, drawn in several) for key, several in loads.items()}
    figures.table(
        f"Acknowledgement of /ci status while charts are drawn (the quietest of {ROUNDS})",
        ("charts are drawn", "core", "connections", "drawn", "median ms", "p99 ms", "of at rest"),
        (
            (
                way.title,
                way.core,
                str(connections),
                str(charts[name, connections]),
                f"{middle[name, connections] * 1000:,.2f}",
                f"{p99[name, connections] * 1000:,.2f}",
                f"{p99[name, connections] / p99['nowhere', connections]:,.1f}",
            )
            for connections in CONNECTIONS
            for name, way in WAYS.items()
        ),
    )
    figures.note("The server has one core for itself; the load has the other one, which the drawing shares.")
    for connections in CONNECTIONS:
        ratio = p99["process", connections] / p99["nowhere", connections]
        figures.target(f"p99 while charts are drawn against at rest, {connections} connections", ratio, 2)
