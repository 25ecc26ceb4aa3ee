"""`ringmaster backup` and `restore`: from a terminal; and a bot that starts on what was restored."""

import asyncio
import errno
import os
from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.playground.circleci import Fault
from tests.operating.terminal import Terminal, a_terminal
from tests.world import CHO, DEPLOYS, ground, world

LINE = "trigger web@main"


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return a_terminal(tmp_path, monkeypatch)


async def test_a_bot_that_starts_on_a_backup_repeats_nothing_of_what_was_under_way(
    tmp_path: Path, terminal: Terminal
) -> None:
    (after := tmp_path / "after").mkdir()
    async with ground() as on:
        async with world(tmp_path, on=on) as here:
            here.circleci.faults.add(Fault("/project/*", "GET", held=(copied := asyncio.Event())))
            await here.slack.command(DEPLOYS, CHO, f"/ci {LINE}")
            assert [row["state"] for row in here.actions()] == ["pending"]
            assert (await terminal.ran("backup", "copy.db"))[0] == 0
            copied.set()
            await here.idle()
            assert len(on.circleci.started) == 1
        here.circleci.faults.clear()
        assert (await terminal.ran("restore", "copy.db", DATABASE_URL="sqlite:///after/ringmaster.db"))[
            0
        ] == 0
        before = set(on.slack.workspace.messages)
        async with world(after, on=on) as again:
            await again.bot.core.dispatcher.resume()
            await again.idle()
            assert [row["state"] for row in again.actions()] == ["unknown"]
            assert set(on.slack.workspace.messages) == before
            assert len(on.circleci.started) == 1
            await again.types(LINE, user=CHO, channel=DEPLOYS)  # and then it works as ever
            assert len(on.circleci.started) == 2


async def test_exit_codes_and_sentences_say_what_came_of_it(tmp_path: Path, terminal: Terminal) -> None:
    assert (await terminal.ran("migrate"))[0] == 0
    code, out, _ = await terminal.ran("backup", "copy.db")
    assert (code, "Backed up to copy.db" in out) == (0, True)
    (tmp_path / "notes.txt").write_text("to be told later")
    os.mkfifo(tmp_path / "pipe")
    for words, settings, code, said in (
        (("backup", "copy.db"), {}, 1, "exists already. To replace it, add --overwrite."),
        (("backup", "ringmaster.db", "--overwrite"), {}, 1, "is the bot's own database"),
        (("backup", "no/folder.db"), {}, 1, "can't be written: No such file"),
        (("backup", "pipe", "--overwrite"), {}, 1, "pipe can't be written: it's no regular file."),
        (("backup", "a.db"), {"DATABASE_URL": "postgresql://ana:Gr4nite@db/x"}, 1, "pg_dump"),
        (("backup", "a.db"), {"DATABASE_URL": "sqlite:///none.db"}, 2, "There's no file "),
        (("restore", "none.db"), {}, 2, "There's no file none.db"),
        (("restore", "notes.txt"), {}, 2, "The file notes.txt can't be read"),
        (("restore", "copy.db"), {"DATABASE_URL": "sqlite:///no/folder.db"}, 2, "can't be opened"),
    ):
        ended, _, err = await terminal.ran(*words, **settings)
        assert (ended, said in err, "Gr4nite" in err) == (code, True, False), err
    assert (tmp_path / "pipe").is_fifo()
    assert (await terminal.ran("backup", "copy.db", "--overwrite"))[0] == 0
    code, out, _ = await terminal.ran("restore", "copy.db")  # its database has no rows yet
    assert (code, "Restored 0 rows" in out) == (0, True)


async def test_a_restore_without_room_says_where_there_is_none(
    terminal: Terminal, mocker: MockerFixture
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    mocker.patch("bot.operating.backup.restore", side_effect=full)
    code, _, err = await terminal.ran("restore", "copy.db")
    told = "A copy of copy.db can't be written: No space left on device. Set TMPDIR."
    assert (code, err.strip()) == (1, told)
