"""Every reader of what comes from outside, with other values each time: `MINUTES=10 make soak ARGS=fuzz`.

Half of the time by chance, and half guided by which lines of the bot the values reach, where atheris runs.
"""

import asyncio
import os
import random
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic
from traceback import format_exception_only

from hypothesis import HealthCheck, given, seed, settings

from tests.bench.figures import Figures
from tests.fuzzing.readers import READERS
from tests.store.servers import Server

#: How many values a reader gets in its turn.
_IN_TURN = 200

_SETTINGS = settings(
    max_examples=_IN_TURN,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


_EXECUTED = re.compile(r"number_of_executed_units: (\d+)")


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    """In turn, for so many MINUTES. What was failed at is printed, with the seed of that turn."""
    minutes, guides = float(os.environ.get("MINUTES", "10")), find_spec("atheris") is not None
    by_chance = minutes * 60 / 2 if guides else minutes * 60
    turns, failures = await asyncio.to_thread(_turns, directory, figures, monotonic() + by_chance)
    guided = dict.fromkeys(READERS, 0)
    for name in READERS if guides else ():
        guided[name], failed = await _guided(name, by_chance / len(READERS), figures)
        failures[name] += failed
    rows = [
        (name, f"{turns[name] * _IN_TURN:,}", f"{guided[name]:,}", str(failures[name])) for name in READERS
    ]
    figures.table(f"{minutes:g} minutes of what may come", ("reader", "by chance", "guided", "failed"), rows)
    figures.target("turns that failed", failures.total(), 0)


async def _guided(name: str, seconds: float, figures: Figures) -> tuple[int, bool]:
    """How many values it got, and whether it failed at one, in a process of its own."""
    words = ("-m", "tests.fuzzing.guided", name, str(int(seconds)))
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=PIPE, stderr=STDOUT)
    said = (await process.communicate())[0].decode(errors="replace")
    if process.returncode:
        figures.note(f"{name}, guided: {said[-4000:]}")
    executed = _EXECUTED.search(said)
    return int(executed[1]) if executed else 0, process.returncode != 0


def _turns(directory: Path, figures: Figures, until: float) -> tuple[Counter[str], Counter[str]]:
    turns, failures = Counter[str](), Counter[str]()
    while monotonic() < until:
        name = min(READERS, key=lambda each: turns[each])
        number = random.SystemRandom().getrandbits(32)
        turns[name] += 1
        try:
            with READERS[name](Path(mkdtemp(dir=directory))) as (what_comes, read):
                seed(number)(_SETTINGS(given(what_comes)(read)))()
        except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
            failures[name] += 1
            figures.note(f"{name}, seed {number}: {''.join(format_exception_only(error))}")
            figures.note("\n".join(getattr(error, "__notes__", ())))
    return turns, failures
