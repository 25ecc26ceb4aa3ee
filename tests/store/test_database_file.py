"""The file of an SQLite database, and the log beside it, that somebody takes away while it is used."""

import os
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.store import Store, StoreHealth, StoreUnavailable, migrate, open_store
from bot.store.backup import back_up
from tests.store.files import migrated
from tests.store.rows import intent


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ringmaster.db"


@pytest.fixture
async def here(file: Path) -> AsyncIterator[Store]:
    await migrated(file)
    store = await open_store(f"sqlite:///{file}")
    yield store
    await store.close()


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def index_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-shm")


def replace_it(path: Path) -> None:
    (other := path.with_suffix(".copy")).write_bytes(path.read_bytes())
    other.rename(path)


def move_it(path: Path) -> None:
    path.rename(path.with_suffix(".away"))


async def test_what_is_in_it_is_its_owners_to_read_alone(tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    await migrate(f"sqlite:///{new}")
    store = await open_store(f"sqlite:///{new}")
    assert {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {
        "new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600
    }  # fmt: skip
    await store.close()


@pytest.mark.parametrize("of", [Path, log_of, index_of])
@pytest.mark.parametrize("taken", [Path.unlink, replace_it, move_it])
async def test_nothing_is_written_where_it_would_be_lost(
    here: Store, file: Path, of: Callable[[Path], Path], taken: Callable[[Path], None]
) -> None:
    await here.writes.record(intent("1"))
    taken(of(file))
    with pytest.raises(
        StoreUnavailable, match=r"ringmaster\.db, its -wal or its -shm was deleted or replaced"
    ):
        await here.writes.record(intent("2"))
    assert await here.health() is StoreHealth.LOST


@pytest.mark.parametrize("link", ["ringmaster.db", "data/ringmaster.db"])
@pytest.mark.parametrize("leads", ["nowhere", "to another"])
async def test_nothing_is_written_where_the_link_to_it_leads_elsewhere(
    tmp_path: Path, link: str, leads: str
) -> None:
    for folder in ("kept", "other"):
        (tmp_path / folder).mkdir()
        await migrated(tmp_path / folder / "ringmaster.db")
    in_folder = "/" in link
    (made := tmp_path / link.partition("/")[0]).symlink_to("kept" if in_folder else "kept/ringmaster.db")
    store = await open_store(f"sqlite:///{tmp_path / link}")
    await store.writes.record(intent("1"))
    assert await store.health() is StoreHealth.GOOD
    made.unlink()
    if leads == "to another":
        made.symlink_to("other" if in_folder else "other/ringmaster.db")
    with pytest.raises(StoreUnavailable, match="was deleted or replaced"):
        await store.writes.record(intent("2"))
    assert await store.health() is StoreHealth.LOST
    await store.close()


@pytest.mark.parametrize("of", [Path, log_of])
@pytest.mark.parametrize("left", [0, 4096])
async def test_nothing_is_written_to_what_was_cut_off(
    here: Store, file: Path, of: Callable[[Path], Path], left: int
) -> None:
    await here.writes.record(intent("1"))
    assert await here.health() is StoreHealth.GOOD
    os.truncate(of(file), left)
    with pytest.raises(StoreUnavailable):
        await here.writes.record(intent("2"))
    assert await here.health() is StoreHealth.LOST


@pytest.mark.parametrize("before", ["a backup of it", "another", "what is no database"])
async def test_nothing_is_written_to_a_file_that_is_overwritten(
    here: Store, file: Path, tmp_path: Path, before: str
) -> None:
    await here.writes.record(intent("1"))
    match before:
        case "a backup of it":
            back_up(f"sqlite:///{file}", copy := tmp_path / "copy.db")
        case "another":
            await migrated(copy := tmp_path / "another.db")
        case _:
            (copy := tmp_path / "copy.db").write_bytes(b"nothing" * 4000)
    await here.writes.record(intent("2"))
    with file.open("r+b") as same:
        same.write(copy.read_bytes())
    for number in ("3", "4"):
        with pytest.raises(StoreUnavailable, match="was deleted or replaced"):
            await here.writes.record(intent(number))
    assert await here.health() is StoreHealth.LOST


async def test_a_file_that_is_read_alone_is_no_loss(here: Store, file: Path, tmp_path: Path) -> None:
    for number in range(3):
        back_up(f"sqlite:///{file}", tmp_path / f"{number}.db")
        await here.writes.record(intent(str(number)))
    assert await here.health() is StoreHealth.GOOD


async def test_what_was_committed_before_the_log_was_deleted_is_there_after_an_ordinary_end(
    file: Path,
) -> None:
    store = await open_store(f"sqlite:///{file}")
    recorded = await store.writes.record(intent("1"))
    log_of(file).unlink()
    await store.close()
    again = await open_store(f"sqlite:///{file}")
    [row] = await again.writes.claim(10, adopt_all=True)
    assert row.id == recorded.id
    await again.close()


async def test_a_log_that_sqlite_empties_itself_is_no_loss(here: Store, file: Path) -> None:
    for name in ("1", "2"):
        await here.writes.record(intent(name))
        await here._database.engine.dispose()  # all connections but the one that keeps the log
        async with here._database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert log_of(file).stat().st_size == 0
    assert await here.health() is StoreHealth.GOOD


async def test_the_log_is_gone_when_the_store_is_closed(file: Path) -> None:
    await (await open_store(f"sqlite:///{file}")).close()
    assert not log_of(file).exists()
