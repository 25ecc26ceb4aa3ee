"""Replicas on one PostgreSQL: one acts, whoever dies, sleeps, is older, or has the time wrong."""

import asyncio
import io
import signal
import subprocess
import tarfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path
from time import monotonic

import httpx

from bot.playground.circleci import Fault
from bot.playground.slack.delivery import Delivery
from bot.store.leases import LEASE
from tests.bench.figures import Figures
from tests.soak.writes import pipelines_by_wish, wish
from tests.store.rows import Rows
from tests.store.servers import Server
from tests.town import Town, a_town, free_port, ran
from tests.world import ANA, WEB, read

_ROOT = Path(__file__).resolve().parents[2]
_MIGRATIONS = "bot/store/migrations/versions"

#: How often one delivery comes, how many wishes are the load, and how long CircleCI takes, in seconds.
_TIMES, _WISHES, _SLOW = 50, 12, 3.0

#: How long after a lease has run out its row is to be another's, in seconds.
_SOON = 2.0


class _Alternating(httpx.AsyncBaseTransport):
    """A load balancer before several ports."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports = cycle(ports)
        self._network = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(host="127.0.0.1", port=next(self.ports))
        return await self._network.handle_async_request(request)


async def _replicas(stack: AsyncExitStack, town: Town, number: int) -> Sequence[asyncio.subprocess.Process]:
    """Slack reaches all of them in turn."""
    ports = [free_port() for _ in range(number)]
    several = [await stack.enter_async_context(town.bot(port=port)) for port in ports]
    _balanced(town, ports)
    return several


def _balanced(town: Town, ports: Sequence[int]) -> None:
    town.slack.deliver_to("http://bots.test/slack/events", _Alternating(ports))


async def _all_told(rows: Rows, number: int, within: float) -> None:
    async with asyncio.timeout(within):
        while len(told := [each["told_at"] for each in await rows.actions()]) < number or None in told:
            await asyncio.sleep(0.05)


async def _again_and_again(town: Town, rows: Rows, figures: Figures) -> None:
    """Each delivery comes many times at once, to two replicas."""
    asks: dict[str, Callable[[], Awaitable[object]]] = {
        "a line that acts": lambda: town.slack.command(
            WEB, ANA, "/ci trigger web@fix/cart-badge", times=_TIMES
        ),
        "a mention that acts": lambda: town.slack.mention(
            WEB, ANA, "trigger web@fix/cart-badge", times=_TIMES
        ),
        "a mention that reads": lambda: town.slack.mention(WEB, ANA, "status web", times=_TIMES),
        "a mention that is refused": lambda: town.slack.mention(WEB, ANA, "nonsense", times=_TIMES),
    }
    counts = []
    async with AsyncExitStack() as stack:
        await _replicas(stack, town, 2)
        for name, ask in asks.items():
            acted, known = len(town.circleci.started), set(town.slack.workspace.messages)
            await ask()
            await _all_told(rows, 0, 30)
            await asyncio.sleep(1.0)  # for a second answer, if there is one
            new = [it for key, it in town.slack.workspace.messages.items() if key not in known]
            answers = [each for each in new if each.bot_id and "failed" not in read(each)]
            counts.append((name, len(town.circleci.started) - acted, len(answers)))
    rows_shown = [(name, str(acted), str(answers)) for name, acted, answers in counts]
    figures.table(f"each delivered {_TIMES} times, to two replicas", ("", "acted", "answers"), rows_shown)
    figures.target("times acted, at most, of a line", max(acted for _, acted, _ in counts), 1)
    figures.target("answers, at most, to a delivery", max(answers for *_, answers in counts), 1)
    figures.target("answers, at least, to a delivery", min(answers for *_, answers in counts), 1, above=True)


async def _load(town: Town) -> Sequence[Delivery]:
    """Wishes that are under way for a while."""
    town.circleci.faults.add(Fault("/project/*", "GET", delay=_SLOW, times=None))
    asked = await asyncio.gather(*(wish(town, number) for number in range(_WISHES)))
    return [each.delivery for each in asked]


def _twice(town: Town) -> int:
    return sum(len(ids) > 1 for ids in pipelines_by_wish(town).values())


async def _killed(town: Town, rows: Rows, figures: Figures) -> None:
    async with AsyncExitStack() as stack:
        first, _ = await _replicas(stack, town, 2)
        await _load(town)
        first.kill()
        killed = monotonic()
        await first.wait()
        town.circleci.faults.clear()
        while (left := await _open(rows)) and monotonic() - killed < 60:
            await asyncio.sleep(0.05)
        took = monotonic() - killed
        taken_over = sum(row["fence"] > 0 for row in await rows.actions())
    figures.table(
        "one of two replicas killed under load", ("", "rows"), [("taken over by the other", str(taken_over))]
    )
    figures.target("rows left open", left, 0)
    bound = LEASE.total_seconds() + _SOON + _SLOW
    figures.target("seconds until the last had ended (lease + 2 s + its work)", took, bound)
    figures.target("wishes done twice", _twice(town), 0)


async def _open(rows: Rows) -> int:
    return sum(state in ("pending", "sent") for state in await rows.states())


async def _asleep(town: Town, rows: Rows, figures: Figures) -> None:
    """One replica holds still for twice its lease, while it has work under way."""
    async with AsyncExitStack() as stack:
        first, _ = await _replicas(stack, town, 2)
        await _load(town)
        first.send_signal(signal.SIGSTOP)
        asleep = monotonic()
        town.circleci.faults.clear()
        try:
            await _all_told(rows, _WISHES, 60)
            await asyncio.sleep(max(0.0, asleep + 2 * LEASE.total_seconds() - monotonic()))
            before, said = await rows.actions(), len(town.slack.messages(WEB))
        finally:
            first.send_signal(signal.SIGCONT)
        await asyncio.sleep(5.0)  # as long as it takes it to go on with what it had
        after = await rows.actions()
    kept = ("state", "fence", "pipeline_id", "told_at")
    differ = sum(any(old[name] != new[name] for name in kept) for old, new in zip(before, after, strict=True))
    taken_over = sum(row["fence"] > 0 for row in after)
    figures.table(
        "one of two replicas asleep for twice the lease",
        ("", "rows"),
        [("taken over by the other", str(taken_over))],
    )
    figures.target("rows that changed when it woke", differ, 0)
    figures.target("answers when it woke", len(town.slack.messages(WEB)) - said, 0)
    figures.target("wishes done twice", _twice(town), 0)


async def _misdated(town: Town, rows: Rows, figures: Figures) -> None:
    """Two workers whose clocks are ten minutes off, one in either direction, beside one that is right."""
    async with AsyncExitStack() as stack:
        for minutes in ("-10", "10"):
            late = town.bot("worker", program="tests.soak.misdated", MINUTES=minutes)
            await stack.enter_async_context(late)
        await _replicas(stack, town, 1)
        await _load(town)
        await _all_told(rows, _WISHES, 60)
        found = await rows.actions()
    figures.target("leases taken from who had them, by clocks", sum(row["fence"] > 0 for row in found), 0)
    figures.target("wishes done twice", _twice(town), 0)


def _last_version(directory: Path) -> Path:
    """The program as it was before its newest migration."""
    newest = max((_ROOT / _MIGRATIONS).glob("v*.py"))
    said = subprocess.run(
        ["git", "log", "-1", "--format=%H", "--diff-filter=A", "--", newest],
        cwd=_ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    before = f"{said.stdout.strip()}^"
    packed = subprocess.run(["git", "archive", before], cwd=_ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(directory / "before", filter="data")
    return directory / "before"


async def _rolled(town: Town, figures: Figures) -> None:
    """The old version, then both, then the new one, while people ask."""
    old = {"PYTHONPATH": str(_last_version(town.directory))}
    code, _, wrong = await ran("migrate", cwd=town.directory, **{**town.environment, **old})
    assert code == 0, wrong
    numbers, deliveries = cycle(range(10_000)), list[Delivery]()

    async def ask() -> None:
        while True:
            deliveries.append((await wish(town, next(numbers))).delivery)
            await asyncio.sleep(0.1)

    async with Rows.of(town.database) as rows:
        ports = [free_port(), free_port()]
        async with town.bot(port=ports[0], **old) as before:
            _balanced(town, ports[:1])
            asking = asyncio.create_task(ask())
            await asyncio.sleep(2.0)
            code, _, wrong = await ran("migrate", cwd=town.directory, **town.environment)
            assert code == 0, wrong
            async with town.bot(port=ports[1]):
                _balanced(town, ports)
                await asyncio.sleep(3.0)
                _balanced(town, ports[1:])
                before.send_signal(signal.SIGTERM)
                await before.wait()
                await asyncio.sleep(2.0)
                asking.cancel()
                acknowledged = [each for each in deliveries if each.received and not each.answer]
                await _all_told(rows, len(acknowledged), 60)
                found = await rows.actions()
    figures.table(
        "rolled from the version before the newest migration",
        ("", "wishes"),
        [("asked", str(len(deliveries))), ("acknowledged", str(len(acknowledged)))],
    )
    figures.target("asked and not acknowledged", len(deliveries) - len(acknowledged), 0)
    lost = {it.payload["trigger_id"] for it in acknowledged} - {row["key"] for row in found}
    figures.target("acknowledged and without a row", len(lost), 0)
    figures.target("not done", sum(row["state"] != "done" for row in found), 0)
    figures.target("wishes done twice", _twice(town), 0)


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    """Once each: what takes long is waiting for leases."""
    if server is None:
        figures.note("replicas: only PostgreSQL has several; say --postgresql")
        return
    for number, part in enumerate((_again_and_again, _killed, _asleep, _misdated)):
        (place := directory / str(number)).mkdir()
        async with a_town(place, await server.database()) as town, Rows.of(town.database) as rows:
            await part(town, rows, figures)
    async with a_town(directory, await server.database(migrated=False)) as town:
        await _rolled(town, figures)
