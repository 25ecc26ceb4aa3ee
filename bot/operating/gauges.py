"""How the process is just now, in numbers: looked at every few seconds, and when somebody asks."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from prometheus_client import Gauge, Histogram

from bot.app import Bot
from bot.model.write import State
from bot.operating.version import own_version
from bot.settings import Mode
from bot.store import WriteCounts

_BUILD = Gauge("ringmaster_build_info", "1 for the version that runs, and how", ["version", "mode"])
_DATABASE_UP = Gauge("ringmaster_database_up", "1 while the database answers and takes writes")
_POLICY_OK = Gauge("ringmaster_policy_ok", "1 while the policy's file is right")
_POLICY_READ = Gauge(
    "ringmaster_policy_read_timestamp_seconds", "When the policy that is in force was read, since 1970"
)
_SKEW = Gauge("ringmaster_clock_skew_seconds", "How far this machine's clock is from Slack's")
_WRITES = Gauge(
    "ringmaster_writes", "Writes by state: the open ones, and those asked for within a day", ["state"]
)
_OLDEST = Gauge(
    "ringmaster_writes_oldest_open_seconds", "How long ago the oldest open write was asked for; 0: none is"
)
_OWED = Gauge("ringmaster_answers_owed", "Answers of writes that Slack hasn't taken yet")
_PLACES = Gauge(
    "ringmaster_pool_places",
    "Work that runs or waits, and places that are free: of lines that need CircleCI (network) and that don't "
    "(quick), what was promised, and what goes on after an answer (lingering)",
    ["lane", "state"],
)
_DOWNLOADS = Gauge("ringmaster_downloads", "Downloads of logs and artifacts", ["state"])
_PAUSED = Gauge(
    "ringmaster_circleci_paused_seconds", "For how many more seconds CircleCI wants to be left alone"
)
_LAG = Histogram(
    "ringmaster_loop_lag_seconds",
    "How late the event loop is, looked at four times a second",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3),
)

#: How often to see whether the event loop is late, in seconds.
_LAG_EVERY = 0.25


def tell_build(mode: Mode) -> None:
    """Which version it is, and how it was started."""
    _BUILD.labels(own_version(), mode.value).set(1)


def set_gauges(bot: Bot, lacking: Collection[str], counts: WriteCounts | None) -> None:
    """``lacking``: the names of what isn't as it should be; ``counts``: None where they could not be read."""
    services, pool = bot.core.services, bot.core.pool
    _DATABASE_UP.set("database" not in lacking)
    _POLICY_OK.set("policy" not in lacking)
    _POLICY_READ.set(services.policies.read_at)
    _SKEW.set(bot.directory.clock_skew.total_seconds())
    for (lane, state), count in pool.places.items():
        _PLACES.labels(lane, state).set(count)
    clients = services.clients.values()
    for state in ("running", "waiting"):
        _DOWNLOADS.labels(state).set(sum(client.downloads[state] for client in clients))
    _PAUSED.set(max(client.paused_for for client in clients))
    if counts is not None:
        for each in State:
            _WRITES.labels(each.value).set(counts.by_state.get(each, 0))
        _OLDEST.set(counts.oldest_open)
        _OWED.set(counts.owed)


@asynccontextmanager
async def loop_watched() -> AsyncIterator[None]:
    """See how late the event loop is, while the block runs."""
    task = asyncio.create_task(_watch_loop())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch_loop() -> None:
    clock = asyncio.get_running_loop().time
    while True:
        due = clock() + _LAG_EVERY
        await asyncio.sleep(_LAG_EVERY)
        _LAG.observe(max(0.0, clock() - due))
