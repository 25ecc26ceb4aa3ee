"""Processes killed while they draw cards again and tell what matters beneath them."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx

from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.slack.workspace import Message
from bot.webhooks.intake import WEBHOOK_PATH
from tests.bench.figures import Figures
from tests.store.servers import Server
from tests.town import Town, a_town, free_port
from tests.webhooks.deliveries import SECRET, signed, workflow_completed
from tests.world import ANA, WEB, read

#: How long after CircleCI told of an end processes are killed at most, in seconds.
_LATEST = 1.5

#: For how long Slack may still read what a process sent before it was killed, in seconds.
_IN_FLIGHT = 0.3


async def killed_while_drawing(town: Town, after: float) -> Message:
    """One process, ``after`` so many seconds from when CircleCI told it of a run's end; the run's card."""
    known = {each.ts for each in town.slack.messages(WEB)}
    async with town.bot(port=(port := free_port())) as process:
        await town.slack.command(WEB, ANA, "/ci trigger web@fix/cart-badge")
        [card] = await town.slack.until(lambda: _cards(town, known), within=30)
        started = town.circleci.newest(WEB_SLUG)
        town.circleci.finish(started)
        body = workflow_completed(pipeline={"id": started.id})
        async with httpx.AsyncClient() as client:
            url = f"http://127.0.0.1:{port}{WEBHOOK_PATH}"
            assert (await client.post(url, content=body, headers=signed(body, SECRET))).status_code == 200
        await asyncio.sleep(after)
        process.kill()
        await process.wait()
    await asyncio.sleep(_IN_FLIGHT)
    return card


def _cards(town: Town, known: set[str]) -> Sequence[Message]:
    """New messages of the channel that show what was started."""
    return [each for each in town.slack.messages(WEB) if each.ts not in known and "#" in read(each)]


def stale(town: Town, cards: Sequence[Message]) -> list[str]:
    """Cards that don't show that their run has failed."""
    now = [read(town.slack.message(each.ts)) for each in cards]
    return [each for each in now if not each.startswith(":x: Failed")]


def times_told(town: Town, card: Message) -> int:
    """How often it was told beneath it that it failed."""
    return sum("failed" in read(each) for each in town.slack.thread(WEB, card.ts))


async def drawn_again(town: Town, cards: Sequence[Message]) -> None:
    """A process that is not killed makes up for what those before it left."""
    async with town.bot(), asyncio.timeout(60):
        while stale(town, cards) or not all(times_told(town, each) for each in cards):
            await asyncio.sleep(0.05)


async def soak(directory: Path, figures: Figures, kills: int, server: Server | None) -> None:
    chance = random.Random(7)
    async with a_town(directory, await server.database() if server else None) as town:
        cards = [await killed_while_drawing(town, chance.uniform(0, _LATEST)) for _ in range(kills)]
        left = len(stale(town, cards))
        with suppress(TimeoutError):  # the figures say what is left
            await drawn_again(town, cards)
        told = [times_told(town, each) for each in cards]
    figures.table(
        f"{kills} processes killed up to {_LATEST:g} s after CircleCI told of an end",
        ("", "cards"),
        (
            ("not drawn by the process that was told", str(left)),
            ("told once", str(told.count(1))),
            ("told twice", str(sum(times > 1 for times in told))),
        ),
    )
    figures.target("cards that show no end", len(stale(town, cards)), 0)
    figures.target("untold", told.count(0), 0)
    figures.target("told twice", sum(each > 1 for each in told), 0)
