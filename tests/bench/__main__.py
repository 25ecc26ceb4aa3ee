"""`make bench`: all figures in one run on one machine, as tables with ratios, or those that are named."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console

from bot.operating import logging
from tests.bench import (
    acknowledgements,
    charts,
    edits,
    followers,
    following,
    grammar,
    large,
    live_messages,
    masking,
    output,
    parallel,
    replies,
    start,
    webhooks,
    why,
)
from tests.bench.figures import Figures

MEASUREMENTS: dict[str, Callable[[Path, Figures], Awaitable[None]]] = {
    "acknowledgements": acknowledgements.measure,
    "grammar": grammar.measure,
    "charts": charts.measure,
    "start": start.measure,
    "replies": replies.measure,
    "why": why.measure,
    "output": output.measure,
    "masking": masking.measure,
    "parallel": parallel.measure,
    "large_run": partial(large.measure, large.of_run),
    "large_runs": partial(large.measure, large.of_runs),
    "large_live_run": partial(large.measure, large.of_live_run),
    "large_project": partial(large.measure, large.of_project),
    "large_organization": partial(large.measure, large.of_organization),
    "large_file": partial(large.measure, large.of_file),
    "edits": edits.measure,
    "following": following.measure,
    "followers": followers.measure,
    "live_messages": live_messages.measure,
    "webhooks": webhooks.measure,
}


async def main(names: Sequence[str]) -> None:
    logging.configure("error", "console")
    figures = Figures(Console(width=110))
    with tempfile.TemporaryDirectory() as parent:
        for name in names or MEASUREMENTS:
            (directory := Path(parent) / name).mkdir()
            await MEASUREMENTS[name](directory, figures)


if __name__ == "__main__":
    if unknown := set(sys.argv[1:]) - set(MEASUREMENTS):
        sys.exit(f"No such measurement: {', '.join(unknown)}. There are: {', '.join(MEASUREMENTS)}.")
    asyncio.run(main(sys.argv[1:]))
