"""`make soak`: processes that are killed again and again, and what comes of that, or what is named."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from rich.console import Console

from bot.operating import logging
from tests.bench.figures import Figures
from tests.soak import drawn, told

SOAKS: dict[str, Callable[[Path, Figures], Awaitable[None]]] = {"told": told.soak, "drawn": drawn.soak}


async def main(names: Sequence[str]) -> None:
    logging.configure("error", "console")
    figures = Figures(Console(width=110))
    with tempfile.TemporaryDirectory() as parent:
        for name in names or SOAKS:
            (directory := Path(parent) / name).mkdir()
            await SOAKS[name](directory, figures)


if __name__ == "__main__":
    if unknown := set(sys.argv[1:]) - set(SOAKS):
        sys.exit(f"No such soak: {', '.join(unknown)}. There are: {', '.join(SOAKS)}.")
    asyncio.run(main(sys.argv[1:]))
