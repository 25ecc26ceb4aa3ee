"""A database that is down, frozen, full or broken: refused in time, nothing half done, no restart needed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.write import Outcome, State
from bot.store import (
    DatabaseState,
    Store,
    StoreHealth,
    StoreUnavailable,
    check_database,
    migrate,
    open_store,
)
from bot.store.engine import DATABASE_PATIENCE, database_location
from bot.store.writes import Writes
from tests.store.rows import Rows, intent
from tests.store.servers import Server

#: On top of our patience, for a machine that is busy with other tests.
SLACK = 5.0


async def refused(asked: Awaitable[object]) -> StoreUnavailable:
    started = monotonic()
    with pytest.raises(StoreUnavailable) as caught:
        await asked
    assert monotonic() - started < DATABASE_PATIENCE + SLACK
    return caught.value


@pytest.fixture
def engine() -> str:
    return "postgresql"


async def test_a_database_that_is_down_refuses_and_one_that_is_up_again_works(
    store: Store, server: Server, rows: Rows
) -> None:
    action = await store.writes.sent(await store.writes.record(intent("before")))
    await server.stop()
    try:
        for asked in (
            store.writes.record(intent("during")),
            store.writes.renew(action),
            store.writes.claim(10),
            store.channels.refresh(),
        ):
            await refused(asked)
        assert await store.health() is StoreHealth.SILENT
        assert (await store.writes.done(action, Outcome())).state is State.DONE
    finally:
        await server.start()
    await store.writes.record(intent("after"))
    assert await store.health() is StoreHealth.GOOD
    await rows.leases_run_out()
    assert [each.key for each in await store.writes.claim(10)] == ["after"]
    assert {row["key"]: row["state"] for row in await rows.actions()} == {
        "before": "done",
        "after": "pending",
    }


async def test_a_database_that_does_not_answer_refuses_in_time_and_what_was_refused_stays_so(
    store: Store, server: Server, rows: Rows
) -> None:
    pending = await store.writes.record(intent("pending"))
    async with server.frozen():
        started = monotonic()
        await asyncio.gather(
            refused(store.writes.record(intent("during"))), refused(store.writes.sent(pending))
        )
        assert monotonic() - started < DATABASE_PATIENCE + SLACK
    await rows.leases_run_out()
    assert await store.writes.claim(10) == ()
    assert {row["key"]: row["state"] for row in await rows.actions()}["pending"] == State.FAILED
    await store.writes.record(intent("after"))


async def test_connections_that_were_cut_are_replaced(store: Store, server: Server) -> None:
    await asyncio.gather(*(store.writes.record(intent(f"{number}")) for number in range(5)))
    await server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    await asyncio.gather(*(store.writes.record(intent(f"again {number}")) for number in range(5)))


async def test_a_connection_that_is_cut_in_a_transaction_is_a_refusal(store: Store, server: Server) -> None:
    async def work(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql("SELECT 1")
        await server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        )
        await connection.exec_driver_sql("SELECT 1")

    await refused(store._database.write(work))
    await store.writes.record(intent())


async def test_what_is_raised_between_statements_comes_out_as_it_is(store: Store) -> None:
    async def work(connection: AsyncConnection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store._database.write(work)
    await store.writes.record(intent())


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://ana@127.0.0.1:1/ringmaster",
        "postgresql://ana@name.invalid/ringmaster",
        "postgresql://ana@/ringmaster?host=/nowhere",
        "mysql://ana@localhost/ringmaster",
        "nonsense",
        "sqlite:////nowhere/at/all/ringmaster.db",
    ],
)
async def test_an_address_that_leads_nowhere_is_refused(wrong: str) -> None:
    await refused(open_store(wrong))
    await refused(migrate(wrong))


async def test_a_database_or_a_user_that_is_not_there_is_refused(url: str) -> None:
    await refused(open_store(url.replace("/test_", "/no_such_")))
    await refused(open_store(url.replace("postgres:@", "nobody:secret@")))


@pytest.mark.parametrize(
    "more",
    [
        "sslmode=prefer",
        "sslmode=disable&application_name=ringmaster",
        "connect_timeout=5&channel_binding=prefer",
    ],
)
async def test_what_hosts_add_to_an_address_is_understood(url: str, more: str) -> None:
    for scheme in ("postgres://", "postgresql://"):
        address = url.replace("postgresql://", scheme) + f"&{more}"
        await (await open_store(address)).close()


@pytest.mark.parametrize(
    "more", ["pool_timeout=1", "statement_cache_size=0", "target_session_attrs=standby", "sslmode=perhaps"]
)
async def test_what_an_address_asks_for_in_vain_is_refused(url: str, more: str) -> None:
    await refused(open_store(f"{url}&{more}"))


@pytest.fixture
async def as_reader(server: Server, url: str) -> AsyncIterator[str]:
    """The address of the database for a user who may read all of it."""
    granted = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"
    await server.run("CREATE ROLE reader LOGIN", granted, "SELECT 1", url=url)
    yield url.replace("postgres:@", "reader:@")
    await server.run("DROP OWNED BY reader", "DROP ROLE reader", "SELECT 1", url=url)


async def test_where_rights_are_missing_writes_are_refused_and_it_is_told_before(
    server: Server, url: str, as_reader: str
) -> None:
    assert await check_database(url) is DatabaseState.READY
    assert await check_database(as_reader) is DatabaseState.UNWRITABLE
    store = await open_store(as_reader)
    try:
        assert "permission denied" in str(await refused(store.writes.record(intent())))
        assert await store.health() is StoreHealth.UNWRITABLE
    finally:
        await store.close()
    await server.run("REVOKE SELECT ON alembic_version FROM reader", "SELECT 1", url=url)
    assert "permission denied" in str(await refused(open_store(as_reader)))
    assert "permission denied" in str(await refused(migrate(await _without_tables(server, "reader"))))


async def _without_tables(server: Server, user: str) -> str:
    return (await server.database(migrated=False)).replace("postgres:@", f"{user}:@")


async def test_a_database_without_tables_says_what_to_run(server: Server) -> None:
    url = await server.database(migrated=False)
    assert "ringmaster migrate" in str(await refused(open_store(url)))


async def test_a_full_disk_is_a_refusal_that_leaves_nothing(tmp_path: Path) -> None:
    store = await open_store(url := f"sqlite:///{tmp_path / 'ringmaster.db'}")

    async def full(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1")

    async def roomy(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql("PRAGMA max_page_count = 100000")

    try:
        await store.writes.record(intent("before"))
        await store._database.read(full)
        long = intent("during", line="trigger web " + 50_000 * "x")
        assert "full" in str(await refused(store.writes.record(long)))
        await store._database.read(roomy)
        async with Rows.of(url) as rows:
            assert [row["key"] for row in await rows.actions()] == ["before"]
        assert [each.key for each in await Writes(store._database, "another").claim(10, adopt_all=True)] == [
            "before"
        ]
        await store.writes.record(intent("after"))
    finally:
        await store.close()


async def test_a_file_that_became_read_only_refuses_writes_until_it_is_writable_again(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'ringmaster.db'}")

    async def only_reads(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql("PRAGMA query_only = on")

    async def writes_too(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql("PRAGMA query_only = off")

    try:
        await store._database.read(only_reads)
        assert "readonly" in str(await refused(store.writes.record(intent("during"))))
        assert await store.health() is StoreHealth.UNWRITABLE
        await store.channels.refresh()  # what only reads goes on
        await store._database.read(writes_too)
        await store.writes.record(intent("after"))
        assert await store.health() is StoreHealth.GOOD
    finally:
        await store.close()


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ringmaster.db").write_text("Dear diary, this is no database at all. " * 100)
    await refused(open_store(f"sqlite:///{tmp_path / 'ringmaster.db'}"))


async def test_a_database_in_memory_outlives_its_users_being_cut_off() -> None:
    store = await open_store("sqlite://")
    try:
        tasks = [asyncio.create_task(store.writes.record(intent(f"{number}"))) for number in range(40)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await store.writes.record(intent("after"))
        left = await Writes(store._database, "another").claim(100, adopt_all=True)
        assert {each.key for each in left} >= {"after", *(f"{number}" for number in range(1, 40, 2))}
    finally:
        await store.close()


async def test_nothing_in_an_error_tells_a_secret(store: Store) -> None:
    async def work(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql(
            "INSERT INTO action (id, response_url) VALUES ($1, $2)", ("1", "secret")
        )

    with pytest.raises(Exception, match="null") as caught:
        await store._database.write(work)
    assert "secret" not in str(caught.value).partition("DETAIL")[0]


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("sqlite:////var/lib/ringmaster/ringmaster.db", "/var/lib/ringmaster/ringmaster.db"),
        ("sqlite://", "in memory"),
        ("postgres://ana:Gr4nite@db.example/bot?sslmode=require", "postgresql://db.example:5432/bot"),
        ("postgresql://ana:Gr4nite@/bot?host=/run/postgresql", "postgresql:///run/postgresql:5432/bot"),
    ],
)
def test_where_the_data_is_told_without_who_may_read_it(url: str, where: str) -> None:
    assert database_location(url) == where
