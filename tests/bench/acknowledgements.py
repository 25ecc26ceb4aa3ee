"""From a signed slash command to its acknowledgement, against bare Bolt and a bare ASGI app."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figures import Figures
from tests.bench.load import Load, run
from tests.bench.processes import MEASURING, pinned, served, slack_with_settings

ROUNDS, REQUESTS, FEW = 15, 1200, 150
VARIANTS = {
    "bolt": ("(a) bare Bolt, defaults", "status web"),
    "bolt-before": ("(b) bare Bolt, process_before_response", "status web"),
    "verify": ("(c) signature check alone", "status web"),
    "status": ("Ringmaster, /ci status web", "status web"),
    "trigger": ("Ringmaster, /ci trigger web@main", "trigger web@main"),
}


async def measure(directory: Path, figures: Figures) -> None:
    async with slack_with_settings(directory) as (_, environment):
        _show(await asyncio.to_thread(_loads, environment), figures)


def _loads(environment: Mapping[str, str]) -> dict[tuple[str, int], Load]:
    """Every variant at 1 and at 16 connections: the middle of some rounds, in which they take turns."""
    loads: dict[tuple[str, int], list[Load]] = defaultdict(list)
    with pinned(MEASURING), ExitStack() as stack:
        shared = stack.enter_context(served("ringmaster", environment))
        urls = dict.fromkeys(("status", "trigger"), shared)
        for name in ("bolt", "bolt-before", "verify"):
            urls[name] = stack.enter_context(served(name, environment))
        for round_ in range(ROUNDS + 1):
            for connections in (1, 16):
                for name, (_, line) in VARIANTS.items():
                    slow = name == "bolt" and connections == 1
                    number = FEW if slow or not round_ else REQUESTS
                    load = run(urls[name], line, connections=connections, number=number)
                    if round_:  # the first warms up, with few
                        loads[name, connections].append(load)
    return {key: sorted(each, key=lambda load: load.rate)[ROUNDS // 2] for key, each in loads.items()}


def _show(loads: dict[tuple[str, int], Load], figures: Figures) -> None:
    figures.table(
        "Acknowledgement, the work behind it held back",
        ("variant", "connections", "requests/s", "of (b)", "of (a)", "median ms", "p99 ms"),
        (
            (
                title,
                str(connections),
                f"{loads[name, connections].rate:,.0f}",
                f"{loads[name, connections].rate / loads['bolt-before', connections].rate:.2f}",
                f"{loads[name, connections].rate / loads['bolt', connections].rate:.1f}",
                f"{loads[name, connections].median * 1000:.2f}",
                f"{loads[name, connections].p99 * 1000:.2f}",
            )
            for connections in (1, 16)
            for name, (title, _) in VARIANTS.items()
        ),
    )
    many, before = loads["status", 16], loads["bolt-before", 16]
    figures.target("/ci status against (b) at 16, requests/s", many.rate / before.rate, 1, above=True)
    status, trigger, default = loads["status", 1], loads["trigger", 1], loads["bolt", 1]
    figures.target("/ci status against (a), requests/s", status.rate / default.rate, 8, above=True)
    figures.target("/ci trigger against (a), median", trigger.median / default.median, 0.5)
