"""Backups of SQLite, and databases that are filled from them."""

import asyncio
import resource
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.circleci.slug import ProjectSlug
from bot.model.write import Outcome, State
from bot.store import SecondWriter, Store, StoreUnavailable, open_store
from bot.store.backup import NotAFile, NotEmpty, back_up, restore
from tests.store.rows import PLACE, Rows, intent

WEB = ProjectSlug.parse("gh/acme/web")
OUTCOME = Outcome("5034460f-c7c4-4c43-9457-de07e2029e7b", 812)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "live.db"


@pytest.fixture
def live(file: Path) -> str:
    """What a bot uses, whatever engine is restored to."""
    return f"sqlite:///{file}"


def actions(file: Path) -> list[Mapping[str, Any]]:
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM action ORDER BY id")]


async def worked(live: str) -> Store:
    """A store with a write in each state, an answer that is owed, and a default project."""
    store = await open_store(live)
    await store.writes.record(intent("pending"))
    await store.writes.sent(await store.writes.record(intent("sent")))
    await store.writes.done(await store.writes.sent(await store.writes.record(intent("owed"))), OUTCOME)
    told = await store.writes.done(
        await store.writes.sent(await store.writes.record(intent("told"))), OUTCOME
    )
    await store.owed.told(told)
    await store.channels.set_default(PLACE.workspace, PLACE.channel, WEB, by="U0ANA")
    return store


async def test_it_is_made_while_the_bot_writes_and_is_one_whole_file(live: str, tmp_path: Path) -> None:
    store = await open_store(live)

    async def write() -> None:
        for number in range(40):
            await store.writes.record(intent(str(number)))

    writing = asyncio.create_task(write())
    for number in range(5):
        to = tmp_path / f"{number}.db"
        size = await asyncio.to_thread(back_up, live, to)
        assert size == to.stat().st_size
        with closing(sqlite3.connect(f"file:{to}?immutable=1", uri=True)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    await writing
    assert {path.name for path in tmp_path.iterdir()} >= {"0.db", "4.db"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert stat.S_IMODE((tmp_path / "4.db").stat().st_mode) == 0o600
    await store.close()


async def test_nothing_in_a_copy_is_open_or_owed_or_holds_an_address_of_an_answer(
    live: str, file: Path, tmp_path: Path
) -> None:
    store = await worked(live)
    back_up(live, to := tmp_path / "copy.db")
    assert [row["state"] for row in actions(file)] == ["pending", "sent", "done", "done"]  # the bot's own
    copied = actions(to)
    assert [row["state"] for row in copied] == ["unknown", "unknown", "done", "done"]
    assert {row["response_url"] for row in copied} == {None}
    await store.close()
    again = await open_store(f"sqlite:///{to}")
    assert await again.writes.claim(10, adopt_all=True) == ()
    assert await again.owed.claim(1e12, 10, adopt_all=True) == ()
    await again.close()


async def test_where_there_is_no_room_for_it_the_place_is_named_and_not_the_database(
    live: str, file: Path, tmp_path: Path
) -> None:
    await (await worked(live)).close()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size // 2, before[1]))
    try:
        with pytest.raises(OSError, match="No space left on device"):
            back_up(live, tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.glob("*copy*"))


async def test_a_file_that_is_there_is_replaced_only_when_told(live: str, tmp_path: Path) -> None:
    await (await worked(live)).close()
    (to := tmp_path / "copy.db").write_text("precious")
    with pytest.raises(FileExistsError):
        back_up(live, to)
    assert to.read_text() == "precious"
    back_up(live, to, overwrite=True)
    assert len(actions(to)) == 4


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
async def test_the_bots_own_files_are_never_replaced(live: str, file: Path, end: str) -> None:
    store = await worked(live)
    with pytest.raises(FileExistsError):
        back_up(live, file.with_name(file.name + end), overwrite=True)
    assert len(actions(file)) == 4
    await store.close()


@pytest.mark.parametrize("contents", [None, b"", b"no database " * 100])
def test_what_is_no_database_of_ours_is_said_and_leaves_nothing(
    live: str, file: Path, tmp_path: Path, contents: bytes | None
) -> None:
    if contents is not None:
        file.write_bytes(contents)
    with pytest.raises(StoreUnavailable, match=r"live\.db"):
        back_up(live, tmp_path / "copy.db")
    assert {path.name for path in tmp_path.iterdir()} <= {"live.db"}


@pytest.mark.parametrize("url", ["sqlite://", "postgresql://ana:secret@db/name"])
def test_what_is_no_file_is_not_copied(url: str, tmp_path: Path) -> None:
    with pytest.raises(NotAFile):
        back_up(url, tmp_path / "copy.db")


async def test_an_empty_database_of_either_engine_takes_every_row_of_a_backup(
    live: str, url: str, tmp_path: Path
) -> None:
    await (await worked(live)).close()
    back_up(live, copy := tmp_path / "copy.db")
    assert await restore(url, copy) == 5
    store = await open_store(url)
    async with Rows.of(url) as rows:
        assert await rows.states() == [State.UNKNOWN, State.UNKNOWN, State.DONE, State.DONE]
        assert await rows.actions() == actions(copy)
    assert store.channels.default(PLACE.workspace, PLACE.channel) is not None
    assert await store.writes.claim(10, adopt_all=True) == ()
    await store.close()
    with pytest.raises(NotEmpty):
        await restore(url, copy)


async def test_a_database_that_a_bot_uses_is_not_filled(live: str, tmp_path: Path) -> None:
    store = await worked(live)
    back_up(live, copy := tmp_path / "copy.db")
    with pytest.raises(SecondWriter):
        await restore(live, copy)
    await store.close()
