"""The playground's Slack in simulated time, with the cards of what is followed; and when it shows what."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import cast

import aiohttp

from bot.model.message import Message
from bot.model.outbox import PostedMessage
from bot.model.request import Place
from bot.playground.slack.cast import BOT, BOT_USER, TEAM, Channel
from bot.playground.slack.rates import RATES, Rate
from bot.playground.slack.small_slack import SmallSlack
from bot.playground.slack.workspace import Message as Standing
from bot.slack.clients import bare_client
from bot.slack.limits import Limits
from bot.slack.replies.outbox import SlackOutbox
from tests.bench.busy_hour import BEFORE, CHANNELS, News
from tests.bench.simulated import Wire

EDITS = 50  # a minute, that Slack takes of a workspace

_HOUR = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """What its card shows once so much has happened to a pipeline."""

    pipeline: int
    number: int

    @property
    def message(self) -> Message:
        return Message(f"{self.pipeline} {self.number}")


class BusySlack:
    """``drawn`` and ``told``: when a card showed a step first, and when it was posted beneath.

    ``edits`` and ``posts``: when one was taken; ``refused``: how many were not.
    """

    def __init__(self, random: Random, takes: int = EDITS) -> None:
        self.drawn: dict[Step, float] = {}
        self.told: dict[Step, float] = {}
        self.edits: list[float] = []
        self.posts: list[float] = []
        self.refused = 0
        self._small = SmallSlack(clock=self.now, rates=RATES | {"chat.update": (Rate(takes),)})
        self._cards: dict[int, PostedMessage] = {}
        self._shows = defaultdict[int, int](int)
        limits = Limits(lambda: self.now().timestamp())
        client = bare_client(self._small.bot_token, "http://localhost/api/", limits)
        wire = Wire(self._small.asgi, random, self._arrived)
        client.session = cast(aiohttp.ClientSession, wire)
        self.outbox = SlackOutbox(client, asyncio.sleep)
        for number in range(CHANNELS):
            id = f"C{number:04}"
            self._small.workspace.channels[id] = Channel(id, f"team-{number}", "", {BOT_USER})

    @property
    def at(self) -> float:
        """Seconds since the hour began."""
        return asyncio.get_running_loop().time() - BEFORE

    def now(self) -> datetime:
        return _HOUR + timedelta(seconds=self.at)

    async def until(self, moment: float) -> None:
        """Wait until so many seconds since the hour began."""
        await asyncio.sleep(max(0.0, moment - self.at))

    def card(self, news: News) -> PostedMessage:
        """That of its pipeline, which stands in a channel already."""
        if news.pipeline not in self._cards:
            workspace = self._small.workspace
            card = Standing(f"C{news.channel:04}", workspace.next_ts(), BOT_USER, "", bot_id=BOT)
            workspace.post(card)
            self._cards[news.pipeline] = PostedMessage(Place(TEAM, card.channel), card.ts)
        return self._cards[news.pipeline]

    def _arrived(self) -> None:
        """Note what it took."""
        at = self.at
        for call in self._small.calls:
            if call.error is not None:
                self.refused += 1
                continue
            pipeline, number = map(int, str(call.arguments["text"]).split())
            if call.method == "chat.postMessage":
                self.posts.append(at)
                self.told[Step(pipeline, number)] = at
                continue
            self.edits.append(at)
            for each in range(self._shows[pipeline] + 1, number + 1):
                self.drawn[Step(pipeline, each)] = at
            self._shows[pipeline] = max(number, self._shows[pipeline])
        self._small.calls.clear()
