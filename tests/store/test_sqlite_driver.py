"""How often the thread of a connection to SQLite is asked, and what becomes of what is cut off."""

import asyncio
import gc
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest
from pytest_mock import MockerFixture
from sqlalchemy import Column, Executable, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Database, parse_url
from bot.store.sqlite_driver import connect_sqlite

NUMBERS = Table("numbers", MetaData(), Column("number", Integer, primary_key=True))
ONE, ALL = insert(NUMBERS).values(number=1), select(NUMBERS)

Errands = Callable[[], int]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "numbers.db")) as connection:
        connection.execute("create table numbers (number integer primary key)")
    return tmp_path / "numbers.db"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    opened = Database(parse_url(f"sqlite:///{file}"))
    await opened.rows(ALL)  # a connection is there
    yield opened
    await opened.close()


@pytest.fixture
def errands(database: Database, mocker: MockerFixture) -> Errands:
    """How many there were since the last time."""
    gone = mocker.spy(aiosqlite.Connection, "_execute")

    def since() -> int:
        count = gone.call_count
        gone.reset_mock()
        return count

    return since


@pytest.mark.parametrize(
    ("statements", "found", "expected"),
    [
        ([ALL], [], 1),
        ([ONE], [], 2),
        ([ONE.returning(NUMBERS.c.number)], [(1,)], 2),
        ([ONE, insert(NUMBERS).values(number=2), ALL], [(1,), (2,)], 4),
    ],
)
async def test_each_statement_is_one_errand_and_so_is_the_commit_of_what_began(
    database: Database,
    errands: Errands,
    statements: list[Executable],
    found: list[tuple[int]],
    expected: int,
) -> None:
    assert [tuple(row) for row in await database.execute(*statements)] == found
    assert errands() == expected


async def test_what_is_only_statements_changes_over_once_and_not_for_each_step(
    database: Database, mocker: MockerFixture
) -> None:
    stepping = mocker.spy(AsyncConnection, "__init__")
    await database.execute(ONE, insert(NUMBERS).values(number=2))
    assert len(await database.rows(ALL)) == 2
    assert stepping.call_count == 0


def cursors() -> set[int]:
    return {id(each) for each in gc.get_objects() if isinstance(each, sqlite3.Cursor)}


async def test_no_cursor_is_left_to_the_event_loop_which_would_wait_for_locks_with_it(
    database: Database,
) -> None:
    async with database.engine.connect() as connection:
        others = cursors()  # of whatever else the process tested before
        result = await connection.execute(ALL)
        assert cursors() <= others
        result.close()


async def test_many_rows_are_one_errand(database: Database, errands: Errands) -> None:
    async def work(connection: AsyncConnection) -> int:
        return (await connection.execute(insert(NUMBERS), [{"number": each} for each in range(50)])).rowcount

    assert await database.write(work) == 50
    assert errands() == 2
    assert len(await database.rows(ALL)) == 50


async def test_what_fails_in_a_transaction_is_rolled_back(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await database.execute(insert(NUMBERS).values(number=2), ONE, ONE)
    assert await database.rows(ALL) == []
    await database.execute(ONE)


@pytest.mark.parametrize("waits", [True, False], ids=["while it waits", "after it ran"])
async def test_a_transaction_that_is_cut_off_is_rolled_back_and_holds_up_no_other(
    database: Database, file: Path, errands: Errands, waits: bool
) -> None:
    ran = asyncio.Event()

    async def write() -> None:
        async with database.engine.begin() as connection:
            await connection.execute(ONE)
            ran.set()
            await asyncio.Event().wait()

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        if waits:
            other.execute("begin exclusive")
        writing = asyncio.create_task(write())
        if waits:
            while errands() == 0:
                await asyncio.sleep(0)
        else:
            await ran.wait()
        writing.cancel()
        await asyncio.sleep(0)
        if waits:
            other.execute("rollback")
        with pytest.raises(asyncio.CancelledError):
            await writing
    assert await database.rows(ALL) == []
    await database.execute(ONE)
    assert len(await database.rows(ALL)) == 1


async def test_the_thread_of_a_file_that_is_no_database_is_ended_before_that_is_said(
    tmp_path: Path, mocker: MockerFixture
) -> None:
    (tmp_path / "diary.db").write_text("Dear diary, this is no database at all. " * 100)
    ending = mocker.spy(aiosqlite.Connection, "close")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        await connect_sqlite(str(tmp_path / "diary.db"))
    assert ending.await_count == 1
