"""A disk that is full is said to be, and nothing else is taken for it."""

import errno
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

import pytest
from structlog.testing import capture_logs

from bot.model.fault import DiskFull, DiskUnwritable
from bot.output.disk import disk_room


def full_file() -> BinaryIO:
    """A file of a disk without room: Linux has one."""
    return Path("/dev/full").open("r+b")


def test_a_full_disk_is_told_and_the_log_says_where() -> None:
    with capture_logs() as logged, pytest.raises(DiskFull), disk_room():
        Path("/dev/full").write_bytes(b"text")
    [entry] = logged
    assert (entry["log_level"], entry["event"]) == ("error", "the disk is full")
    assert Path(str(entry["folder"])).is_dir()


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_disk_that_can_not_be_written_is_told_and_the_log_says_where(number: int) -> None:
    with capture_logs() as logged, pytest.raises(DiskUnwritable), disk_room():
        raise OSError(number, os.strerror(number))
    [entry] = logged
    assert (entry["event"], entry["error"]) == ("the disk can't be written", os.strerror(number))
    assert Path(str(entry["folder"])).is_dir()


def test_where_no_folder_takes_temporary_files_the_one_that_was_set_is_logged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/proc/nowhere"])
    monkeypatch.setenv("TMPDIR", "/proc/nowhere")
    with capture_logs() as logged, pytest.raises(DiskUnwritable), disk_room():
        tempfile.TemporaryFile()  # noqa: SIM115 - there is none
    assert logged[0]["folder"] == "/proc/nowhere"


def test_other_trouble_stays_what_it_is() -> None:
    with pytest.raises(ConnectionResetError), disk_room():
        raise OSError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
