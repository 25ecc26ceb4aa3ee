"""A disk that is full is said to be, and nothing else is taken for it."""

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest
from structlog.testing import capture_logs

from bot.model.fault import DiskFull
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


def test_other_trouble_stays_what_it_is() -> None:
    with pytest.raises(PermissionError), disk_room():
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
