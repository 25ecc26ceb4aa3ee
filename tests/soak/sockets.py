"""Socket Mode's connections are cut, reset, or lose all that goes over them: the bot hears again soon."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from tests.bench.figures import Figures
from tests.soak.wire import Wire
from tests.store.servers import Server
from tests.town import Town, a_town
from tests.world import ANA, WEB

#: How soon all is well, in seconds.
_SOON = 10.0
#: How long one line is waited for, in seconds.
_HEARD_IN = 1.0

Fail = Callable[[Town, Wire], Awaitable[None]]


async def _closed(town: Town, _: Wire) -> None:
    for each in list(town.slack.sockets._connections):
        await each.close()


async def _reset(town: Town, _: Wire) -> None:
    town.slack.sockets.cut()


async def _away(town: Town, wire: Wire) -> None:
    await wire.cut()
    town.slack.sockets.cut()


async def _lost(town: Town, wire: Wire) -> None:
    await wire.swallow()
    town.slack.sockets.silence()


async def _hears(town: Town) -> bool:
    try:
        return (await asyncio.wait_for(town.slack.command(WEB, ANA, "/ci help"), _HEARD_IN)).received
    except TimeoutError:
        return False


async def _deaf(directory: Path, fail: Fail, lasts: float) -> float:
    """After how many seconds it hears again."""
    directory.mkdir()
    async with a_town(directory) as town:
        wire = Wire(0, urlsplit(town.environment["SLACK_API_URL"]).port or 0)
        await wire.mend()
        url = f"http://127.0.0.1:{wire.port}/api"
        async with replace(town, environment={**town.environment, "SLACK_API_URL": url}).bot("socket"):
            await town.slack.sockets.connected()
            assert await _hears(town)
            await fail(town, wire)
            await asyncio.sleep(lasts)
            await wire.mend()
            healed = monotonic()
            while not await _hears(town):
                assert monotonic() - healed < 10 * _SOON
                await asyncio.sleep(0.05)
            heard = monotonic() - healed
        await wire.cut()
        return heard


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    """Each in a town of its own, all at once."""
    ways: Sequence[tuple[str, Fail, float]] = (
        ("the connection is closed", _closed, 0.0),
        ("the connection is reset", _reset, 0.0),
        *(("Slack can't be reached", _away, lasts) for lasts in (20.0, 40.0, 65.0)),
        *(("all that is sent is lost", _lost, lasts) for lasts in (15.0, 60.0, 75.0)),
    )
    towns = (_deaf(directory / str(at), fail, lasts) for at, (_, fail, lasts) in enumerate(ways))
    heard = await asyncio.gather(*towns)
    figures.table(
        "Socket Mode",
        ("", "for s", "heard again after s"),
        [(what, f"{lasts:g}", f"{it:.1f}") for (what, _, lasts), it in zip(ways, heard, strict=True)],
    )
    figures.target("the bot hears again, in seconds", max(heard), _SOON)
