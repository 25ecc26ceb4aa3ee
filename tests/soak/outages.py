"""What the bot needs fails for a while: it recovers by itself, soon, loses nothing, tells it once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.slack.trouble import RESPONSE_URL
from bot.playground.slack.workspace import Message
from tests.bench.figures import Figures
from tests.soak.wire import Wire
from tests.store.rows import Rows
from tests.store.servers import Server
from tests.town import Town, a_town
from tests.world import ANA, WEB, read

#: How long each is away, in seconds, and how soon all is well after it.
_DATABASE, _FAILING, _SILENT, _LIMITED, _UNREACHABLE, _SOON = 30.0, 30.0, 60.0, 60.0, 60.0, 10.0

#: Database that is away: how soon who asks is told, in seconds.
_REFUSED_IN = 2.0

_TRIGGER = "/ci trigger web@fix/cart-badge"


@dataclass(frozen=True, slots=True)
class _Seen:
    """How one outage went. ``recovered``: seconds after its end until all was well; infinite: never."""

    what: str
    lasted: float
    recovered: float
    notices: int = 0
    lost: int = 0
    slowest_refusal: float = 0.0


async def _until(well: Callable[[], bool | Awaitable[bool]], within: float = 90.0) -> float:
    """How long it takes, in seconds."""
    begun = monotonic()
    while monotonic() - begun < within:
        found = well()
        if found if isinstance(found, bool) else await found:
            return monotonic() - begun
        await asyncio.sleep(0.05)
    return float("inf")


async def _started(town: Town) -> Message:
    """A card of a run that is under way, which the bot follows."""
    known = {each.ts for each in town.slack.messages(WEB)}
    await town.slack.command(WEB, ANA, _TRIGGER)

    def cards() -> list[Message]:
        return [each for each in town.slack.messages(WEB) if each.ts not in known and "#" in read(each)]

    [card] = await town.slack.until(cards, within=30)
    async with Rows.of(town.database) as rows:
        await _until(partial(_all_told, rows))
    return card


async def _all_told(rows: Rows) -> bool:
    return all(row["told_at"] is not None for row in await rows.actions())


def _ended(town: Town) -> None:
    town.circleci.finish(town.circleci.newest(WEB_SLUG))


def _is_true(town: Town, card: Message) -> bool:
    return read(town.slack.message(card.ts)).startswith(":x: Failed")


def _notices(town: Town, card: Message) -> int:
    """What was said beneath it, but that the run failed."""
    return sum("failed" not in read(each).lower() for each in town.slack.thread(WEB, card.ts))


async def _reads(town: Town) -> bool:
    """Whether who asks now is shown what is there."""
    known = set(town.slack.workspace.messages)
    await town.slack.command(WEB, ANA, "/ci status web")

    def said() -> list[str]:
        return [read(it) for key, it in town.slack.workspace.messages.items() if key not in known]

    with suppress(TimeoutError):
        return any("#8" in each for each in await town.slack.until(said, within=40))
    return False


@asynccontextmanager
async def _away(town: Town, server: Server | None) -> AsyncIterator[None]:
    """The database, for everybody."""
    if server is None:
        async with Rows.of(town.database) as rows, rows.locked():
            yield
        return
    await server.stop()
    try:
        yield
    finally:
        await server.start()


async def _database(town: Town, server: Server | None) -> _Seen:
    async with town.bot():
        card = await _started(town)
        sent, refusals = len(town.circleci.started), list[float]()
        async with _away(town, server):
            _ended(town)
            until = monotonic() + _DATABASE
            while monotonic() < until:
                asked = monotonic()
                delivery = await town.slack.command(WEB, ANA, _TRIGGER)
                assert "Nothing was" in str(delivery.answer), delivery.answer
                refusals.append(monotonic() - asked)
                await asyncio.sleep(1.0)
        begun = len(town.circleci.started) - sent

        async def takes_writes() -> bool:
            return not (await town.slack.command(WEB, ANA, _TRIGGER)).answer

        recovered = await _until(takes_writes)
        recovered += await _until(lambda: _is_true(town, card))
    return _Seen("the database is away", _DATABASE, recovered, _notices(town, card), begun, max(refusals))


async def _circleci(town: Town, what: str, lasts: float, fault: Fault) -> _Seen:
    async with town.bot():
        card = await _started(town)
        town.circleci.faults.add(fault)
        _ended(town)
        await town.slack.command(WEB, ANA, "/ci status web")
        await asyncio.sleep(lasts)
        town.circleci.faults.clear()
        ended = monotonic()
        shown = await _until(lambda: _reads(town))
        await _until(lambda: _is_true(town, card))
        recovered = max(shown, monotonic() - ended)
    return _Seen(what, lasts, recovered, _notices(town, card), lost=int(not _is_true(town, card)))


async def _slack(
    town: Town,
    what: str,
    lasts: float,
    fail: Callable[[], Awaitable[None]],
    heal: Callable[[], Awaitable[None]],
) -> _Seen:
    """A write is done meanwhile, and a run that is followed ends."""
    async with town.bot(), Rows.of(town.database) as rows:
        card = await _started(town)
        _ended(town)
        await fail()
        await town.slack.command(WEB, ANA, _TRIGGER)
        await asyncio.sleep(lasts)
        await heal()

        async def all_well() -> bool:
            return await _all_told(rows) and _is_true(town, card)

        recovered = await _until(all_well)
        number = f"#{town.circleci.newest(WEB_SLUG).number}"
        told = any(each.bot_id and number in read(each) for each in town.slack.workspace.messages.values())
    return _Seen(what, lasts, recovered, _notices(town, card), lost=int(not told))


async def _limited(town: Town) -> _Seen:
    async def fail() -> None:
        for method in ("chat.postMessage", "chat.postEphemeral", "chat.update", RESPONSE_URL):
            town.slack.ratelimit(method, times=100_000, retry_after=5)

    async def heal() -> None:
        town.slack.heal()

    return await _slack(town, "Slack answers 429", _LIMITED, fail, heal)


async def _unreachable(town: Town) -> _Seen:
    address = town.environment["SLACK_API_URL"]
    wire = Wire(0, urlsplit(address).port or 0)
    await wire.mend()
    town = replace(
        town, environment={**town.environment, "SLACK_API_URL": f"http://127.0.0.1:{wire.port}/api"}
    )

    async def fail() -> None:
        town.slack.fail(RESPONSE_URL, "service_unavailable", status=503, times=100_000)
        await wire.cut()

    async def heal() -> None:
        town.slack.heal()
        await wire.mend()

    try:
        return await _slack(town, "Slack can't be reached", _UNREACHABLE, fail, heal)
    finally:
        await wire.cut()


async def _alone(directory: Path, outage: Callable[[Town], Awaitable[_Seen]]) -> _Seen:
    directory.mkdir()
    async with a_town(directory) as town:
        return await outage(town)


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    """The database's outage first; then the others at once, each in a town of its own."""
    failing = Fault(status=503, times=None)
    silent = Fault(delay=_SILENT, times=None)
    others: Sequence[Callable[[Town], Awaitable[_Seen]]] = (
        lambda town: _circleci(town, "CircleCI answers 503", _FAILING, failing),
        lambda town: _circleci(town, "CircleCI is silent", _SILENT, silent),
        _limited,
        _unreachable,
    )
    async with a_town(directory, await server.database() if server else None) as town:
        seen = [await _database(town, server)]
    seen += await asyncio.gather(*(_alone(directory / str(at), it) for at, it in enumerate(others)))
    figures.table(
        "what was away",
        ("", "for s", "recovered after s", "notices", "lost"),
        [(it.what, f"{it.lasted:g}", f"{it.recovered:.1f}", str(it.notices), str(it.lost)) for it in seen],
    )
    for it in seen:
        figures.target(f"{it.what}: seconds until it recovered", it.recovered, _SOON)
    figures.target(
        "slowest refusal while the database was away, in seconds", seen[0].slowest_refusal, _REFUSED_IN
    )
    figures.target("notices, at most, in a thread", max(it.notices for it in seen), 1)
    figures.target("lost, or done unrecorded", sum(it.lost for it in seen), 0)
