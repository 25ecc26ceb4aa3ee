"""Every reader of what comes from outside, with other values each time: `MINUTES=10 make soak ARGS=fuzz`."""

import asyncio
import os
import random
from collections import Counter
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


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    """In turn, for so many MINUTES. What was failed at is printed, with the seed of that turn."""
    minutes = float(os.environ.get("MINUTES", "10"))
    turns, failures = await asyncio.to_thread(_turns, directory, figures, monotonic() + minutes * 60)
    rows = [(name, str(turns[name] * _IN_TURN), str(failures[name])) for name in READERS]
    figures.table(f"{minutes:g} minutes of what may come", ("reader", "values", "turns that failed"), rows)
    figures.target("turns that failed", failures.total(), 0)


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
