"""With a CircleCI that takes 100 ms a call: until a reply is posted, and how many calls wait in a row."""

import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.playground.circleci import Fault
from tests.bench.figures import Figures
from tests.world import ANA, WEB, World, world

CALL = 0.1  # seconds
LINES = (
    "status web",
    "pipelines web",
    "pipeline last",
    "artifacts last failed",
    "trigger web@fix/cart-badge",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """Seconds until the first answer stood, and until all of it did; calls, and those one after another."""

    posted: float
    whole: float
    calls: int
    in_turn: int
    all_calls: int


async def measure(directory: Path, figures: Figures) -> None:
    replies: dict[str, Reply] = {}
    async with world(directory) as here:
        await here.types("status web")
        here.circleci.faults.add(Fault(times=None, delay=CALL))
        for line in LINES:
            replies[line] = await reply(here, typed(here, line))
    figures.table(
        "Reply, with a CircleCI that takes 100 ms a call",
        ("line", "calls", "one after another", "posted after ms"),
        (
            (f"/ci {line}", str(it.calls), str(it.in_turn), f"{it.posted * 1000:.0f}")
            for line, it in replies.items()
        ),
    )
    figures.target("/ci status is posted after ms", replies["status web"].posted * 1000, 350)
    figures.target("/ci status makes calls one after another", replies["status web"].in_turn, 2)
    artifacts = replies["artifacts last failed"]
    figures.target("/ci artifacts last failed makes calls one after another", artifacts.in_turn, 4)


def typed(here: World, line: str) -> Callable[[], Awaitable[object]]:
    """Somebody types it."""
    return lambda: here.slack.command(WEB, ANA, f"/ci {line}")


def mentioned(here: World, line: str, thread: str) -> Callable[[], Awaitable[object]]:
    """Somebody asks it in a thread."""
    return lambda: here.slack.mention(WEB, ANA, line, thread_ts=thread)


async def reply(here: World, ask: Callable[[], Awaitable[object]]) -> Reply:
    """Ask, and measure what comes."""

    def said() -> int:
        return sum(message.bot_id is not None for message in here.slack.workspace.messages.values())

    asked, before = len(here.circleci.requests), said()
    started = time.perf_counter()
    await ask()
    await here.slack.until(lambda: said() > before)
    posted = time.perf_counter() - started
    calls = here.circleci.requests[asked:]
    await here.idle()
    return Reply(
        posted,
        time.perf_counter() - started,
        len(calls),
        in_turn(call.at for call in calls),
        len(here.circleci.requests) - asked,
    )


def in_turn(begun: Iterable[datetime]) -> int:
    """The longest row of calls of which each may have waited for the one before."""
    row, last = 0, None
    for at in sorted(begun):
        if last is None or at - last >= timedelta(seconds=CALL):
            row, last = row + 1, at
    return row
