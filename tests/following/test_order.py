"""Whatever comes late, twice, never or out of turn: the last message is the truth, and none goes back.

``SOAK=1`` tries a thousand lives of a run, on SQLite and on PostgreSQL; the suite a few, on SQLite.
"""

import asyncio
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.message import Message
from bot.playground.circleci.script import JobScript, WorkflowScript
from bot.reading.runs import fresh_run
from tests.commands.desk import lines
from tests.following.lean import WORKSPACE, Lean, lean
from tests.store.servers import Server, serving

CASES, ENGINES = (1000, ("sqlite", "postgresql")) if os.environ.get("SOAK") else (4, ("sqlite",))

#: When what ends, in seconds: tests, of which one fails and is rerun by itself; and a preview.
SCRIPTS = (
    WorkflowScript(
        "test",
        (
            JobScript("build", 20),
            JobScript("unit", 30, ("build",)),
            JobScript("e2e", 45, ("build",), ("failed", "success")),
        ),
        auto_reruns=1,
    ),
    WorkflowScript("preview", (JobScript("render", 50), JobScript("upload", 25, ("render",)))),
)
LENGTH = 240.0

#: What happens: a webhook, somebody's line, or nothing but time; seconds after the one before.
EVENTS = ("webhook", "line", "turn")


class SlowWay(httpx.AsyncBaseTransport):
    """A network on which answers overtake each other."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.inner: httpx.AsyncBaseTransport | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert self.inner is not None
        before, after = (self._random.randrange(12) for _ in range(2))
        for _ in range(before):
            await asyncio.sleep(0)
        answer = await self.inner.handle_async_request(request)
        for _ in range(after):
            await asyncio.sleep(0)
        return answer


@st.composite
def traces(draw: st.DrawFn) -> list[tuple[str, float]]:
    """The recorded events of a run's life, permuted, a fifth of them lost and some repeated."""
    random = draw(st.randoms(use_true_random=False))
    trace = [(random.choice(EVENTS), LENGTH / 24) for _ in range(24)]
    kept = [each for each in trace if random.random() >= 0.2]
    kept += random.choices(trace, k=5)
    random.shuffle(kept)
    return kept


def progress(message: Message) -> tuple[bool, int, int]:
    """How far the run is, as the card tells it: whether all has passed, and what of it."""
    text = "\n".join(lines(message))
    jobs = sum(map(int, re.findall(r"(\d+) passed", text)))
    return text.startswith(":white_check_mark:"), text.count(":white_check_mark:"), jobs


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Server | None]:
    """None: SQLite."""
    with serving() if request.param == "postgresql" else nullcontext() as started:
        yield started


async def lived(trace: Sequence[tuple[str, float]], seed: int, server: Server | None) -> None:
    random = Random(seed)
    with TemporaryDirectory() as directory:
        way, database = SlowWay(random), await server.database() if server else "sqlite://"
        async with lean(Path(directory), way, database) as here:
            way.inner = httpx.ASGITransport(here.small.asgi)
            run = here.small.add_pipeline("gh/acme/web", "followed", scripts=SCRIPTS)
            for number, channel in enumerate(("C0WEB", "C0WEB", "C0DEPLOYS")):
                await here.watch(run.id, channel, number)
            for event, after in trace:
                here.clock.advance(after * random.random() * 2)
                await happen(here, event, run.id)
            await here.pool.idle()
            await here.passes(LENGTH * 2, step=20)
            await assert_true(here, run.id)


async def happen(here: Lean, event: str, run: str) -> None:
    """It begins; some of it is under way still when the next thing happens."""
    match event:
        case "webhook":
            await here.follower.mark(run)
        case "line":
            await here.follower.look_again(WORKSPACE, (run,))
    await here.follower.turn()
    for _ in range(3):
        await asyncio.sleep(0)


async def assert_true(here: Lean, id: str) -> None:
    watches = await here.store.watches.of_runs(WORKSPACE, (id,))
    cards = [each for each in watches if each.line.startswith("status")]
    truth = await fresh_run(here.circleci, id)
    assert not truth.live(here.clock.now())
    assert len(cards) == 3
    for each in cards:
        drawn = [message for _, posted, message in here.outbox.edits if posted == each.posted]
        assert lines(drawn[-1]) == lines(await here.drawn(each, truth))
        told = [progress(message) for message in drawn]
        assert told == sorted(told)
    posts = [(place.channel, *lines(message)) for _, place, message in here.outbox.posts]
    assert len(posts) == len(set(posts)) == 2  # that it has passed, in each channel


@pytest.mark.timeout(3600 if CASES > 4 else 60)
@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(traces(), st.integers(0, 2**32))
def test_the_last_message_is_the_truth_and_none_goes_back(
    server: Server | None, trace: list[tuple[str, float]], seed: int
) -> None:
    asyncio.run(lived(trace, seed, server))
