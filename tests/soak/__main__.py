"""`make soak`: processes that are killed again and again, and what comes of that, or what is named."""

import asyncio
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console

from bot.operating import logging
from tests.bench.figures import Figures
from tests.soak import drawn, fuzz, outages, poison, replicas, sockets, told, writes
from tests.store.servers import Server, serving

Soak = Callable[[Path, Figures, int, Server | None], Awaitable[None]]

SOAKS: dict[str, Soak] = {
    each.__name__.rpartition(".")[2]: each.soak
    for each in (told, drawn, writes, poison, replicas, outages, sockets, fuzz)
}


async def main(given: Namespace) -> None:
    logging.configure("error", "console")
    figures = Figures(Console(width=110))
    with tempfile.TemporaryDirectory() as parent, serving() if given.postgresql else nullcontext() as server:
        for name in given.names or SOAKS:
            (directory := Path(parent) / name).mkdir()
            await SOAKS[name](directory, figures, given.kills, server)


def _given() -> Namespace:
    parser = ArgumentParser("python -m tests.soak", description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(SOAKS))
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--postgresql", action="store_true", help="in place of SQLite")
    given = parser.parse_args()
    if unknown := set(given.names) - set(SOAKS):
        parser.error(f"no such soak: {', '.join(unknown)}; there are {', '.join(SOAKS)}")
    return given


if __name__ == "__main__":
    asyncio.run(main(_given()))
