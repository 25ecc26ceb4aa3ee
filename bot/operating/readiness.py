"""What isn't as it should be, and since when: for `/readyz`, the log and a metric.

Not ready is only what another replica may not have, since it means "send this to another". With all else,
which every replica would have at once, people get an answer that says so.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from prometheus_client import Gauge

from bot.app import Bot
from bot.operating.gauges import set_gauges
from bot.policy.source import PolicySource
from bot.store import Store, StoreHealth, StoreUnavailable, WriteCounts

log = structlog.get_logger()

#: How old a trial of the database may be, in seconds.
TRIED_EVERY = 5.0

#: Slack refuses a signature that is five minutes off; a clock this far off is on its way there.
_SKEW = timedelta(seconds=60)

_PROCESS = "process"
_NAMES = (
    *(_PROCESS, "slack", "database", "policy", "circleci"),
    *("groups", "guests", "channels", "clock"),
)
_LACKING = Gauge("ringmaster_lacking", "1 where something isn't as it should be, as /readyz tells", ["what"])


@dataclass(frozen=True, slots=True)
class Lack:
    """``what`` is wrong, without a word of any error. ``fatal``: another replica may not have it."""

    what: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class ReadinessReport:
    """By name, what is lacking, and since when."""

    lacking: Mapping[str, Lack]
    since: Mapping[str, datetime]

    @property
    def ready(self) -> bool:
        return not any(lack.fatal for lack in self.lacking.values())


class Readiness:
    """Starts out as not ready, since nothing is there yet."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._bot: Bot | None = None
        self._connected: Callable[[], Awaitable[bool]] | None = None
        self._process: Lack | None = Lack("starting", fatal=True)
        self._store = StoreHealth.GOOD
        self._counts: WriteCounts | None = None
        self._tried_at: float | None = None
        self._trying = asyncio.Lock()
        self._since: dict[str, datetime] = {}

    def started(self, running: Bot, connected: Callable[[], Awaitable[bool]] | None = None) -> None:
        """``connected``: whether Socket Mode is; None over HTTP."""
        self._bot, self._connected, self._process = running, connected, None

    def stopping(self) -> None:
        self._process, self._connected = Lack("stopping", fatal=True), None

    async def report(self) -> ReadinessReport:
        """How it is now; the database, within the last seconds."""
        lacking = {name: lack for name, lack in (await self._look()).items() if lack is not None}
        for name in _NAMES:
            _LACKING.labels(name).set(name in lacking)
            if name in lacking and name not in self._since:
                self._since[name] = datetime.now(UTC)
                self._tell(name, lacking[name].what)
            elif name not in lacking and (since := self._since.pop(name, None)) is not None:
                self._tell(name, None, since=since.isoformat(timespec="seconds"))
        if self._bot is not None and self._process is None:
            set_gauges(self._bot, lacking, self._counts)
        return ReadinessReport(lacking, dict(self._since))

    def _tell(self, name: str, what: str | None, **known: str) -> None:
        """That it began, or is over. That the process starts or stops is said elsewhere."""
        if name == _PROCESS or self._process is not None:
            return
        if what is not None:
            log.warning("lacking", name=name, what=what)
        else:
            log.info("no longer lacking", name=name, **known)

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look by ourselves, too, while the block runs."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            try:
                await self.report()
            except Exception:
                log.exception("readiness is unknown")
            await asyncio.sleep(TRIED_EVERY)

    async def _look(self) -> Mapping[str, Lack | None]:
        if self._bot is None or self._process is not None:
            return {_PROCESS: self._process}
        services, directory = self._bot.core.services, self._bot.directory
        unread = ", ".join(f"{group} ({word})" for group, word in sorted(directory.unread.items()))
        refused = any(client.token_refused for client in services.clients.values())
        skewed = directory.clock_skew > _SKEW
        off = f"{directory.clock_skew.total_seconds():.0f} s from Slack's"
        return {
            "slack": await self._slack(self._bot.limits.token_refused),
            "database": await self._database(services.store),
            "policy": _policy(services.policies),
            "circleci": Lack("it refuses the token") if refused else None,
            "groups": Lack(f"these can't be read: {unread}") if unread else None,
            "guests": _untold("which people are guests", directory.untold("U", "W")),
            "channels": _untold("which channels are shared", directory.untold("C", "G")),
            "clock": Lack(off) if skewed else None,
        }

    async def _slack(self, token_refused: str | None) -> Lack | None:
        if self._connected is not None and not await self._connected():
            return Lack("not connected", fatal=True)
        return Lack(f"it refuses the token ({token_refused})") if token_refused else None

    async def _database(self, store: Store) -> Lack | None:
        async with self._trying:
            if self._tried_at is None or self._clock() - self._tried_at >= TRIED_EVERY:
                self._store = await store.health()
                self._counts = await _counts(store) if self._store is StoreHealth.GOOD else None
                self._tried_at = self._clock()
        if self._store is StoreHealth.GOOD:
            return None
        return Lack(self._store, fatal=self._store in (StoreHealth.BEHIND, StoreHealth.LOST))


async def _counts(store: Store) -> WriteCounts | None:
    with suppress(StoreUnavailable):  # that it doesn't answer is told by its health
        return await store.counts()
    return None


def _untold(what: str, words: Collection[str]) -> Lack | None:
    return Lack(f"Slack doesn't tell {what} ({', '.join(sorted(words))})") if words else None


def _policy(policies: PolicySource) -> Lack | None:
    policies.look()
    if policies.problem is None:
        return None
    stays = "the last good one is in force" if policies.was_read else "nothing is allowed"
    return Lack(f"the file is wrong or missing: {stays}")
