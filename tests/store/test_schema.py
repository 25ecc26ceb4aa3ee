"""The steps that make the tables, over nothing and over rows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

import bot.store
from bot.model.outbox import Remark
from bot.model.request import Place
from bot.model.shown import Noun, ShownThing
from bot.model.write import Outcome
from bot.store import (
    NotOurs,
    SecondWriter,
    Store,
    StoreHealth,
    StoreUnavailable,
    check_database,
    migrate,
    open_store,
)
from bot.store.engine import Database, parse_url
from bot.store.indexes import metadata
from bot.store.schema import upgrade
from bot.store.tables import HEAD
from tests.store.rows import Rows, intent
from tests.store.servers import Server


@pytest.fixture
async def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database without anything."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'ringmaster.db'}"
    server: Server = request.getfixturevalue("server")
    return await server.database(migrated=False)


async def test_the_steps_lead_to_the_tables_that_the_code_knows(url: str) -> None:
    await migrate(url)
    database = Database(parse_url(url))

    def difference(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))

    try:
        assert await database.read(lambda connection: connection.run_sync(difference)) == []
    finally:
        await database.close()


def test_the_newest_step_is_the_one_that_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(bot.store.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_migrating_again_changes_no_row(url: str) -> None:
    await migrate(url)
    store = await open_store(url)
    await store.writes.done(await store.writes.record(intent("done")), Outcome())
    await store.writes.record(intent("open"))
    await store.close()
    async with Rows.of(url) as rows:
        before = await rows.actions()
        await migrate(url)
        assert await rows.actions() == before
    assert len(before) == 2


@pytest.mark.parametrize(
    "theirs",
    [
        (
            "CREATE TABLE alembic_version (version_num TEXT)",
            "INSERT INTO alembic_version VALUES ('3fa1b2c4')",
        ),
        ("CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('0007')"),
        ("CREATE TABLE action (id TEXT)",),
    ],
)
async def test_a_database_of_another_program_is_left_as_it_is(url: str, theirs: tuple[str, ...]) -> None:
    async with Rows.of(url) as rows:
        for each in theirs:
            await rows.execute(each)
    for attempt in (migrate, open_store, check_database):
        with pytest.raises(NotOurs):
            await attempt(url)


async def test_a_database_that_lacks_a_table_of_its_version_is_not_called_up_to_date(url: str) -> None:
    await migrate(url)
    store = await open_store(url)
    try:
        async with Rows.of(url) as rows:
            await rows.execute("DROP TABLE subscription")
        assert await store.health() is StoreHealth.BEHIND
        with pytest.raises(NotOurs):
            await check_database(url)
    finally:
        await store.close()


async def test_rows_from_before_reruns_are_kept_and_can_be_used(url: str) -> None:
    """The step adds who asked for a card, what it was given, and the workflow that a write has started."""
    await _upgraded(url, "0001")
    async with Rows.of(url) as rows:
        await rows.execute(_OLD_ACTION)
        await rows.execute(_OLD_CARD)
    async with _migrated(url) as store:
        place = Place("T0ACME", "C0DEPLOYS")
        shown = await store.memory.root(replace(place, thread="1.0"))
        assert shown == ShownThing(Noun.PIPELINE, "gh/acme/web", "p-812", 812)
        [claimed] = await store.writes.claim(10)
        assert (claimed.id, claimed.line) == ("a1", "trigger web@main")
        assert not await store.writes.is_of_another(claimed, Outcome(workflow_id="w-1"))
        await store.writes.done(claimed, Outcome(workflow_id="w-1"))
    async with Rows.of(url) as rows:
        [row] = await rows.actions()
        assert (row["state"], row["workflow_id"], row["pipeline_id"]) == ("done", "w-1", None)


async def test_cards_from_before_watches_go_on_being_what_their_threads_are_about(url: str) -> None:
    """They are not drawn again: which line drew them is not known."""
    await _upgraded(url, "0003")
    async with Rows.of(url) as rows:
        await rows.execute(_OLD_CARD)
    async with _migrated(url) as store:
        place = Place("T0ACME", "C0DEPLOYS")
        assert await store.watches.of_runs(place.workspace, ("p-812",)) == ()
        shown = await store.memory.root(replace(place, thread="1.0"))
        assert shown == ShownThing(Noun.PIPELINE, "gh/acme/web", "p-812", 812)


async def test_what_ended_before_answers_were_owed_is_not_said_again_and_what_was_open_is_told(
    url: str,
) -> None:
    await _upgraded(url, "0007")
    async with Rows.of(url) as rows:
        await rows.execute(_OLD_ACTION)
        for state in ("done", "failed", "unknown"):
            await rows.execute(
                _OLD_ACTION.replace("'a1'", f"'{state}'").replace("k1", state).replace("'sent'", f"'{state}'")
            )
    async with _migrated(url) as store:
        assert await store.owed.claim(9e9, 10, adopt_all=True) == ()
        [opened] = await store.writes.claim(10)
        await store.writes.unknown(opened)
    again = await open_store(url)
    try:
        async with Rows.of(url) as rows:
            await rows.leases_run_out()
            told = {row["id"]: row["told_at"] for row in await rows.actions()}
        assert told == {"a1": None} | dict.fromkeys(("done", "failed", "unknown"), 1700000000)
        assert [each.write.id for each in await again.owed.claim(0.0, 10)] == ["a1"]
    finally:
        await again.close()


async def test_messages_from_before_following_are_watched_on_with_nothing_told(url: str) -> None:
    """Their runs are not followed by themselves: whether they have ended is not known."""
    await _upgraded(url, "0005")
    async with Rows.of(url) as rows:
        await rows.execute(_OLD_WATCH)
    async with _migrated(url) as store:
        [watch] = await store.watches.of_runs("T0ACME", ("p-812",))
        assert (watch.line, watch.posted.ts, watch.told) == ("status web#812", "1.0", ())
        assert await store.watches.live("T0ACME") == 0
        assert await store.senders.hold("T0ACME")
        await store.watches.tell(watch.posted, ("failed:1",))
        [told] = await store.watches.of_runs("T0ACME", ("p-812",))
        assert told.told == ("failed:1",)
        await store.watches.keep(told, due=5.0)
        assert await store.watches.live("T0ACME") == 1


async def test_runs_that_are_followed_are_so_still_where_channels_can_subscribe(url: str) -> None:
    await _upgraded(url, "0006")
    async with Rows.of(url) as rows:
        await rows.execute(
            _OLD_WATCH.replace("at)", "at, told)").replace("1700000000)", "1700000000, 'a b')")
        )
        await rows.execute("INSERT INTO follow VALUES ('T0ACME', 'p-812', 5.0, 4.0, 1700000000)")
        await rows.execute("INSERT INTO sender VALUES ('T0ACME', 'gone', 5.0)")
    async with _migrated(url) as store:
        [watch] = await store.watches.of_runs("T0ACME", ("p-812",))
        assert watch.told == ("a", "b")
        [followed] = await store.watches.due("T0ACME", 5.0, 10)
        assert (followed.run, followed.due, followed.touched) == ("p-812", 5.0, 4.0)
        assert await store.senders.hold("T0ACME")
        place = Place("T0ACME", "C0DEPLOYS")
        assert await store.subscriptions.of_channel(place) == ()
        await store.subscriptions.mute(place, 5.0)
        assert await store.subscriptions.muted("T0ACME", 4.0) == {"C0DEPLOYS"}


async def test_watches_from_before_direct_messages_stand_where_they_were_asked_for(url: str) -> None:
    await _upgraded(url, "0008")
    async with Rows.of(url) as rows:
        await rows.execute(_OLD_WATCH)
    async with _migrated(url) as store:
        [watch] = await store.watches.of_runs("T0ACME", ("p-812",))
        assert (watch.asked_in, watch.asked_place) == (None, watch.posted.place)


async def test_messages_from_before_remarks_have_none(url: str) -> None:
    await _upgraded(url, "0015")
    async with Rows.of(url) as rows:
        await rows.execute(_OLD_WATCH)
    async with _migrated(url) as store:
        [watch] = await store.watches.of_runs("T0ACME", ("p-812",))
        assert watch.remark is None
        remarked = replace(watch, remark=Remark("", failed=False, whom=("U0ANA",)))
        await store.watches.keep(remarked)
        assert await store.watches.of_runs("T0ACME", ("p-812",)) == (remarked,)


async def test_subscriptions_from_before_reminders_go_on_without_any(url: str) -> None:
    await _upgraded(url, "0009")
    async with Rows.of(url) as rows:
        await rows.execute(_OLD_SUBSCRIPTION)
    async with _migrated(url) as store:
        [kept] = await store.subscriptions.of_workspace("T0ACME")
        assert (kept.branch, kept.remind) == ("main", None)
        await store.subscriptions.put(replace(kept, remind=7200.0))
        assert [each.remind for each in await store.subscriptions.of_workspace("T0ACME")] == [7200.0]


async def test_a_channel_that_was_muted_is_so_still_where_there_are_quiet_hours(url: str) -> None:
    await _upgraded(url, "0010")
    async with Rows.of(url) as rows:
        await rows.execute("INSERT INTO quiet VALUES ('T0ACME', 'C0DEPLOYS', 5.0)")
    async with _migrated(url) as store:
        assert await store.subscriptions.muted("T0ACME", 4.0) == {"C0DEPLOYS"}
        assert await store.quiet.of_workspace("T0ACME") == {}
        assert await store.quiet.held("T0ACME") == ()


async def test_rows_from_before_digests_and_deliveries_are_kept_and_can_be_used(url: str) -> None:
    """The steps add digests, deliveries, whose values are forgotten, and how messages look."""
    await _upgraded(url, "0011")
    async with Rows.of(url) as rows:
        for row in (_OLD_ACTION, _OLD_CARD, _OLD_WATCH, _OLD_SUBSCRIPTION):
            await rows.execute(row)
    async with _migrated(url) as store:
        [watch] = await store.watches.of_runs("T0ACME", ("p-812",))
        assert (watch.line, watch.picture) == ("status web#812", None)
        await store.watches.drawn(watch.posted, "as it is")
        [drawn] = await store.watches.of_runs("T0ACME", ("p-812",))
        assert drawn == replace(watch, picture="as it is")
        assert [each.branch for each in await store.subscriptions.of_workspace("T0ACME")] == ["main"]
        assert await store.digests.of_channel(Place("T0ACME", "C0DEPLOYS")) is None
        assert await store.deliveries.take("T0ACME", "e-1")
        [claimed] = await store.writes.claim(10)
        await store.writes.done(claimed, Outcome())
        await store.retention.turn(36500)
    async with Rows.of(url) as rows:
        [row] = await rows.actions()
        assert (row["state"], row["line"], row["forgotten"]) == ("done", "trigger web@main", True)


async def test_runs_from_before_it_was_kept_when_they_were_seen_are_followed_on(url: str) -> None:
    await _upgraded(url, "0016")
    async with Rows.of(url) as rows:
        await rows.execute("INSERT INTO follow VALUES ('T0ACME', 'p-812', 5.0, 4.0, 1700000000)")
    async with _migrated(url) as store:
        [followed] = await store.watches.due("T0ACME", 5.0, 10)
        assert (followed.seen, followed.ended, await store.watches.live("T0ACME")) == (None, None, 1)
        await store.watches.schedule(followed, 9.0, seen=6.0, ended=True)
        [known] = await store.watches.due("T0ACME", 9.0, 10)
        assert (known.seen, known.ended, await store.watches.live("T0ACME")) == (6.0, 6.0, 0)


async def test_what_was_left_before_its_line_was_kept_stays_left(url: str) -> None:
    await _upgraded(url, "0017")
    async with Rows.of(url) as rows:
        await rows.execute(_OLD_WATCH)
        await rows.execute("UPDATE watch SET line = '' WHERE run = 'p-812'")
    async with _migrated(url) as store:
        [watch] = await store.watches.of_runs("T0ACME", ("p-812",), left_too=True)
        assert (watch.line, await store.watches.left(watch.posted)) == ("", None)
        assert watch.askers == ("U0ANA",)


async def test_replicas_that_migrate_at_once_take_turns(server: Server) -> None:
    url = await server.database(migrated=False)
    await asyncio.gather(*(migrate(url) for _ in range(3)))
    store = await open_store(url)
    assert await store.health() is StoreHealth.GOOD
    await store.close()


async def test_code_older_than_the_database_goes_on_working(url: str) -> None:
    await _stamped(url, "9999")
    store = await open_store(url)
    try:
        await store.writes.record(intent())
        assert await store.health() is StoreHealth.GOOD
    finally:
        await store.close()
    await migrate(url)


async def test_a_postgresql_that_is_behind_is_refused(server: Server) -> None:
    url = await server.database(migrated=False)
    await _stamped(url, "0000")
    with pytest.raises(StoreUnavailable, match="ringmaster migrate"):
        await open_store(url)


async def test_a_store_that_is_closed_leaves_its_file_to_the_next(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ringmaster.db'}"
    store = await open_store(url)
    with pytest.raises(SecondWriter):
        await open_store(url)
    await store.close()
    await (await open_store(url)).close()


async def test_what_has_no_patience_with_an_sqlite_file_waits_until_its_tables_are_made(
    tmp_path: Path,
) -> None:
    database = Database(parse_url(f"sqlite:///{tmp_path / 'new.db'}"), patience=0.001)
    database.lock()
    try:
        await upgrade(database)
    finally:
        await database.close()
    store = await open_store(f"sqlite:///{tmp_path / 'new.db'}")
    assert await store.writes.claim(1) == ()
    await store.close()


async def test_an_sqlite_file_is_made_on_the_way(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'with space & 100%.db'}")
    assert await store.health() is StoreHealth.GOOD
    await store.close()
    assert (tmp_path / "with space & 100%.db").exists()


async def _stamped(url: str, version: str) -> None:
    await migrate(url)
    database = Database(parse_url(url))

    async def stamp(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")

    await database.write(stamp)
    await database.close()


@asynccontextmanager
async def _migrated(url: str) -> AsyncIterator[Store]:
    """What the tables have become, in use."""
    await migrate(url)
    store = await open_store(url)
    try:
        yield store
    finally:
        await store.close()


async def _upgraded(url: str, version: str) -> None:
    """The tables as they once were."""
    config = Config()
    config.set_main_option("script_location", str(Path(bot.store.__file__).with_name("migrations")))
    database = Database(parse_url(url))

    def upgrade(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, version)

    await database.write(lambda connection: connection.run_sync(upgrade))
    await database.close()


_OLD_ACTION = """
INSERT INTO action (
    id, workspace, key, line, words, permission, actor, actor_workspace, channel, source, rule, state, fence,
    holder, leased_until, created_at, changed_at
) VALUES (
    'a1', 'T0ACME', 'k1', 'trigger web@main', 'trigger', 'trigger', 'U0ANA', 'T0ACME', 'C0DEPLOYS', 'command',
    'channels.C0DEPLOYS.allow[1]', 'sent', 0, 'gone', 1700000000, 1700000000, 1700000000
)
"""
_OLD_CARD = """
INSERT INTO shown (workspace, channel, ts, position, thread, depicted, noun, project, thing, number, at)
VALUES ('T0ACME', 'C0DEPLOYS', '1.0', 0, '1.0', TRUE, 'pipeline', 'gh/acme/web', 'p-812', 812, 1700000000)
"""
_OLD_WATCH = """
INSERT INTO watch (workspace, channel, ts, line, asker, surface, run, at)
VALUES ('T0ACME', 'C0DEPLOYS', '1.0', 'status web#812', 'U0ANA', 'command', 'p-812', 1700000000)
"""
_OLD_SUBSCRIPTION = """
INSERT INTO subscription (workspace, channel, project, branch, events, asker, at)
VALUES ('T0ACME', 'C0DEPLOYS', 'gh/acme/web', 'main', 'failed fixed', 'U0ANA', 1700000000)
"""


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:ab@c:Gr4nite-owl@h/d",
        "postgresql://u:Gr4nite-owl@h:notaport/d",
        "postgresql://u:Gr4nite-owl@h..example/d",
        f"postgresql://u:Gr4nite-owl@{'h' * 70}.example/d",
        "Gr4nite-owl",
    ],
)
def test_an_address_that_is_none_is_refused_without_any_part_of_it(url: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        parse_url(url)
    assert refused.value.why == "DATABASE_URL is not an address: write @ : / in a password as %40 %3A %2F"
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u@h/d?port=Gr4nite-owl",
        "postgresql://u@h/d?port=99999",
        "postgresql://u:Gr4nite-owl@h:99999/d",
        "postgresql://u:Gr4nite-owl@h:-1/d",
        "postgresql://u@/d?host=a,b&port=5432,Gr4nite-owl",
        "postgresql://u@h/d?prepared_statement_cache_size=Gr4nite-owl",
        "sqlite://u:Gr4nite-owl@h/ringmaster.db",
        "sqlite:///ringmaster.db?timeout=Gr4nite-owl",
    ],
)
def test_what_a_driver_can_not_read_is_refused_without_any_part_of_it(url: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        parse_url(url)
    assert refused.value.why == (
        "DATABASE_URL has a port or an option that is none: it's postgresql://user:password@host:5432/name"
    )
    assert refused.value.__suppress_context__
