"""What reading a line costs: exact ones, as buttons carry them, and as people write and mistype them."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import mean

from bot.model.fault import Fault
from tests.bench.figures import Figures
from tests.grammar.reading import arguments

EXACT = (
    "status",
    "status web@main",
    "why last failed web",
    "pipelines web --mine",
    "pipeline #812",
    "logs web#5266 'Run tests' --tail 100",
    "tests last failed",
    "artifacts web#5266 --match *.xml",
    "artifact web@main dist/sizes.txt",
    "insights web@main --workflow build-test-deploy --days 7",
    "config 4aea1d90-561e-5b37-bc02-a87594a51725 --source",
    "rerun 6e0a5a78-9c8a-5c76-8356-b9b378324003 --failed --commit 1b0004f41b9858905f59afcabb9c5cb0858c4951",
    "cancel #813",
    "approve web@release/2.5 approve-eu",
    'trigger web@main environment=staging shards=3 run-e2e=false note="two words"',
    "rollback web production v2.4.0 --reason 'Checkout fails' --project web",
    "can trigger web@main",
    "help trigger",
)
WRITTEN = (
    "status web please",
    "why is main red?",
    "why web last failed",
    "status on main of web",
    "logs e2e of #812 Run tests",
    "rerun the last failed of web --failed",
    "trigger web note=don't environment=staging",
    "rollback web production --reason checkout is broken",
    "cancel web main",
    "can I trigger web?",
    "status https://app.circleci.com/pipelines/github/acme/web/812",
    "why https://github.com/acme/web/pull/316",
    "logs https://app.circleci.com/pipelines/github/acme/web/812/workflows/"
    "6e0a5a78-9c8a-5c76-8356-b9b378324003/jobs/5266/parallel-runs/0/steps/0-101",
    "pipelines #812",
)
MISTYPED = (
    "stauts web",
    "retry last failed",
    "stop #813",
    "pipelines web --limit 5",
    "logs last failed --lines 5",
    "builds web",
    "deploy web",
    "xyzzy",
)
_TIMES, _ROUNDS, _BOUND = 200, 5, 300


async def measure(_: Path, figures: Figures) -> None:
    found = {name: _read(each) for name, each in _SORTS.items()}
    figures.table(
        f"Reading a line, the best of {_ROUNDS} rounds",
        ("lines", "number", "µs a line", "the dearest", "µs"),
        (
            (
                name,
                str(len(costs)),
                f"{mean(costs.values()):.0f}",
                _short(max(costs, key=costs.__getitem__)),
                f"{max(costs.values()):.0f}",
            )
            for name, costs in found.items()
        ),
    )
    every = [cost for costs in found.values() for cost in costs.values()]
    figures.target(f"{len(every)} typical lines: µs a line", mean(every), _BOUND)
    figures.target("an exact line: µs", mean(found["exact"].values()), _BOUND)


_SORTS: Mapping[str, Sequence[str]] = {"exact": EXACT, "as written": WRITTEN, "mistyped": MISTYPED}


def _read(lines: Sequence[str]) -> dict[str, float]:
    """How many microseconds each takes."""
    return {line: min(_round(line) for _ in range(_ROUNDS)) for line in lines}


def _round(line: str) -> float:
    started = time.perf_counter()
    for _ in range(_TIMES):
        with suppress(Fault):
            arguments(line)
    return (time.perf_counter() - started) / _TIMES * 1e6


def _short(line: str) -> str:
    return line if len(line) <= 40 else f"{line[:39]}…"
