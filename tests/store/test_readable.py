"""A row that this version can't read, among others of its table."""

from collections.abc import Awaitable, Callable, Sequence

import pytest
from structlog.testing import capture_logs

from bot.circleci.slug import ProjectSlug
from bot.model.digest import Digest, read_digest_times
from bot.model.line import Line
from bot.model.outbox import PostedMessage, Watch
from bot.model.quiet import HeldNotice, read_hours
from bot.model.reply import Surface
from bot.model.request import Place
from bot.model.subscription import Event, Subscription
from bot.store import Store
from tests.store.rows import Rows

WORKSPACE, WEB = "T0ACME", ProjectSlug.parse("gh/acme/web")
PLACES = [Place(WORKSPACE, channel) for channel in ("C0GOOD", "C0SPOILT")]

Put = Callable[[Store, Place], Awaitable[object]]
Read = Callable[[Store], Awaitable[Sequence[object]]]


async def defaults(store: Store) -> Sequence[object]:
    await store.channels.refresh()
    return [each for each in PLACES if store.channels.default(WORKSPACE, each.channel)]


async def hours(store: Store) -> Sequence[object]:
    return list(await store.quiet.of_workspace(WORKSPACE))


TABLES: dict[str, tuple[Put, str, Read]] = {
    "watch": (
        lambda store, place: store.watches.keep(
            Watch(PostedMessage(place, "1.0"), Line("status"), "U0ANA", Surface.COMMAND, "run")
        ),
        "surface = 'pigeon'",
        lambda store: store.watches.of_runs(WORKSPACE, ("run",)),
    ),
    "subscription": (
        lambda store, place: store.subscriptions.put(
            Subscription(place, WEB, "main", (Event.FAILED,), "U0ANA", made=1.0)
        ),
        "events = 'failed hatched'",
        lambda store: store.subscriptions.of_workspace(WORKSPACE),
    ),
    "digest": (
        lambda store, place: store.digests.put(Digest(place, read_digest_times("09:00"), "U0ANA", 1.0)),
        "times = 'at tea'",
        lambda store: store.digests.due(WORKSPACE, 2.0),
    ),
    "held": (
        lambda store, place: store.quiet.hold(
            HeldNotice(place, "run", "key", Event.FAILED, WEB, 1, "main", "U0ANA")
        ),
        "event = 'hatched'",
        lambda store: store.quiet.held(WORKSPACE),
    ),
    "quiet": (
        lambda store, place: store.quiet.put(place, read_hours("22:00-07:00"), breaks=False),
        "hours = 'at night'",
        hours,
    ),
    "channel_default": (
        lambda store, place: store.channels.set_default(WORKSPACE, place.channel, WEB, by="U0ANA"),
        "project = 'web'",
        defaults,
    ),
}


@pytest.mark.parametrize("table", TABLES)
async def test_holds_up_no_other_and_is_logged_by_its_key(store: Store, rows: Rows, table: str) -> None:
    put, spoilt, read = TABLES[table]
    for place in PLACES:
        await put(store, place)
    assert len(await read(store)) == 2
    await rows.execute(f"UPDATE {table} SET {spoilt} WHERE channel = 'C0SPOILT'")
    with capture_logs() as logged:
        assert len(await read(store)) == 1
    [entry] = logged
    assert (entry["table"], entry["channel"]) == (table, "C0SPOILT")
