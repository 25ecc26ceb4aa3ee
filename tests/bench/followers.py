"""From a signed slash command to its acknowledgement while messages are kept true, against without."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from bot.operating.serving import serve
from bot.playground.circleci import SmallCircleCI
from bot.store import migrate
from tests.bench.figures import Figures
from tests.bench.live_messages import follow
from tests.bench.load import Load, run
from tests.bench.processes import MEASURING, pinned, served, slack_with_settings
from tests.store.servers import serving

#: What is live in the busy hour of a large user, 10 % of whose pipelines are followed.
MESSAGES = 250

ROUNDS, REQUESTS, FEW, CONNECTIONS = 5, 500, 100, 1
LINES = ("status web", "trigger web@main")
WITHOUT, WITH = "unfollowing", "following"

#: By engine, whether messages are kept true, and the line.
Loads = dict[tuple[str, str, str], Load]


async def measure(directory: Path, figures: Figures) -> None:
    circleci = SmallCircleCI()
    with serving() as server:
        async with slack_with_settings(directory) as (_, environment), serve(circleci.asgi) as url:
            environment |= {"CIRCLECI_URL": url, "CIRCLECI_TOKEN": circleci.token}
            variants = dict[tuple[str, str], Mapping[str, str]]()
            for variant in (WITHOUT, WITH):
                databases = {
                    "SQLite": f"sqlite:///{directory / variant}.db",
                    "PostgreSQL": await server.database(migrated=False),
                }
                for engine, database in databases.items():
                    await migrate(database)
                    await follow(circleci, database, MESSAGES)
                    variants[engine, variant] = {**environment, "DATABASE_URL": database}
            _show(await asyncio.to_thread(_loads, variants), figures)
    figures.note(
        f"{MESSAGES} messages, each of a run of its own, {len(circleci.requests):,} requests to CircleCI."
    )


def _loads(variants: Mapping[tuple[str, str], Mapping[str, str]]) -> Loads:
    """Every variant: the middle of some rounds, in which they take turns."""
    loads = defaultdict[tuple[str, str, str], list[Load]](list)
    with pinned(MEASURING), ExitStack() as stack:
        urls = {key: stack.enter_context(served(key[1], each)) for key, each in variants.items()}
        for round_ in range(ROUNDS + 1):
            for line in LINES:
                for key, url in urls.items():
                    load = run(url, line, connections=CONNECTIONS, number=REQUESTS if round_ else FEW)
                    if round_:  # the first warms up, with few
                        loads[*key, line].append(load)
    return {key: sorted(each, key=lambda load: load.median)[ROUNDS // 2] for key, each in loads.items()}


def _show(loads: Loads, figures: Figures) -> None:
    figures.table(
        "Acknowledgement, the work behind it held back",
        ("variant", "requests/s", "median ms", "p99 ms"),
        (
            (
                f"{engine}, {variant}, /ci {line}",
                f"{load.rate:,.0f}",
                f"{load.median * 1000:.2f}",
                f"{load.p99 * 1000:.2f}",
            )
            for (engine, variant, line), load in loads.items()
        ),
    )
    for (engine, variant, line), load in loads.items():
        if variant == WITH:
            ratio = load.median / loads[engine, WITHOUT, line].median
            figures.target(f"/ci {line} with followers against without, {engine}, median", ratio, 1.1)
