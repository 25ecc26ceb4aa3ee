"""From a webhook of CircleCI to its answer, against a bare ASGI app that checks the signature alone."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from uuid import UUID

from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import Surface
from bot.model.request import Place
from bot.store import migrate, open_store
from bot.webhooks.intake import SIGNATURE_HEADER, WEBHOOK_PATH
from tests.bench.figures import Figures
from tests.bench.load import SECRET, Load, send_all
from tests.bench.processes import MEASURING, pinned, served, slack_with_settings
from tests.store.servers import serving
from tests.webhooks.deliveries import signed, workflow_completed

ROUNDS, REQUESTS, FEW, CONNECTIONS = 5, 1000, 100, 16
BARE = "(a) signature check alone"

#: Requests a second that are to be taken, with the row of a followed pipeline written.
LEAST = {"SQLite": 350, "PostgreSQL": 800}

#: The pipelines that are followed, and as many that are not.
FOLLOWED, OTHERS = ([str(UUID(int=number + more)) for number in range(1, 201)] for more in (0, 1000))

#: About as long as a recorded delivery.
_COMMIT = {"subject": "Round totals half up", "body": "x" * 1000, "author": {"name": "Ana", "email": "a@b.c"}}


def deliveries(pipelines: list[str], number: int) -> list[bytes]:
    """So many, in turn of each of these pipelines."""
    made = []
    for id in islice(cycle(pipelines), number):
        body = workflow_completed(pipeline={"id": id, "number": 4, "vcs": {"commit": _COMMIT}})
        signature = signed(body, SECRET)[SIGNATURE_HEADER]
        head = (
            f"POST {WEBHOOK_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n{SIGNATURE_HEADER}: {signature}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


async def measure(directory: Path, figures: Figures) -> None:
    with serving() as server:
        async with slack_with_settings(directory) as (_, environment):
            environment |= {"CIRCLECI_WEBHOOK_SECRET": SECRET}
            engines = {
                "SQLite": environment["DATABASE_URL"],
                "PostgreSQL": await server.database(migrated=False),
            }
            for url in engines.values():
                await _follow(url)
            environments = {name: {**environment, "DATABASE_URL": url} for name, url in engines.items()}
            _show(await asyncio.to_thread(_loads, environments), figures)


async def _follow(url: str) -> None:
    """A message of each of these pipelines is to stay true."""
    await migrate(url)
    store = await open_store(url)
    for number, run in enumerate(FOLLOWED):
        posted = PostedMessage(Place("T0ACME", "C0WEB"), f"1700000000.{number:06}")
        await store.watches.keep(Watch(posted, "status web", "U0ANA", Surface.COMMAND, run), due=4e9)
    await store.close()


def _loads(environments: Mapping[str, Mapping[str, str]]) -> dict[str, Load]:
    """Every variant: the middle of some rounds, in which they take turns."""
    loads: dict[str, list[Load]] = defaultdict(list)
    with pinned(MEASURING), ExitStack() as stack:
        bare = stack.enter_context(served("verify-webhook", next(iter(environments.values()))))
        variants = {BARE: (bare, FOLLOWED)}
        for engine, environment in environments.items():
            url = stack.enter_context(served("unfollowing", environment))
            variants[f"{engine}, not followed"] = (url, OTHERS)
            variants[f"{engine}, followed"] = (url, FOLLOWED)
        for round_ in range(ROUNDS + 1):
            for name, (url, pipelines) in variants.items():
                messages = deliveries(pipelines, REQUESTS if round_ else FEW)
                load = send_all(url, messages, connections=CONNECTIONS)
                if round_:  # the first warms up, with few
                    loads[name].append(load)
    return {name: sorted(each, key=lambda load: load.rate)[ROUNDS // 2] for name, each in loads.items()}


def _show(loads: Mapping[str, Load], figures: Figures) -> None:
    figures.table(
        f"A webhook's answer at {CONNECTIONS} connections, the looks behind it held back",
        ("variant", "requests/s", "of (a)", "median ms", "p99 ms"),
        (
            (
                name,
                f"{load.rate:,.0f}",
                f"{load.rate / loads[BARE].rate:.2f}",
                f"{load.median * 1000:.2f}",
                f"{load.p99 * 1000:.2f}",
            )
            for name, load in loads.items()
        ),
    )
    for engine, least in LEAST.items():
        load = loads[f"{engine}, followed"]
        figures.target(f"webhooks of followed pipelines a second, {engine}", load.rate, least, above=True)
        figures.target(f"webhooks are answered after ms (p99), {engine}", load.p99 * 1000, 50)
