"""An SQLite file that is ours alone, and whether it and its log are still those that we opened."""

import errno
import fcntl
import os
import sqlite3
import stat
import struct
from contextlib import suppress
from pathlib import Path
from secrets import randbelow

#: Where its application id stands in a file, and its bytes: https://sqlite.org/fileformat2.html#application_id
_MARK_AT, _MARK_BYTES = 68, 4

#: Of a log's index: where the size of a page and the number of frames stand. What a log and a frame have
#: besides pages, in bytes. https://sqlite.org/walformat.html
_FRAMES_AT, _FRAMES = 14, struct.Struct("=HI")
_LOG_HEAD, _FRAME_HEAD, _LARGEST_PAGE = 32, 24, 65536


class SecondWriter(Exception):
    """Another process has this SQLite file; two would each think that every open row is theirs."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Another process of the bot is using {file}. Stop it, or set DATABASE_URL to another file; "
            "several processes can only share a PostgreSQL database."
        )


class DatabaseFile:
    """``path`` and what SQLite keeps beside it: rows that are committed stand in the -wal for a while.

    ``name``: by which it is opened, which may be a link to it, or lead through one.
    """

    def __init__(self, path: Path, name: Path | None = None) -> None:
        self.path = path
        self._name = name or path
        self._lock: int | None = None
        self._connection: sqlite3.Connection | None = None
        self._beside: dict[Path, os.stat_result] = {}
        self._mark: bytes | None = None
        self._overwritten = False
        self._largest = 0
        self._log = Path(f"{path}-wal")
        self._index: int | None = None

    def hold(self, patience: float) -> None:
        """Keep other processes from it until we release it, or end however we end.

        The lock is on the file that has the rows, by whatever name it is opened; where there is none it is
        made, for its owner alone: it has addresses that are secrets. Raises `SecondWriter`, OSError.
        """
        try:
            flags = os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK  # else a pipe is waited for
            self._lock = os.open(self.path, flags, 0o600)
            if not stat.S_ISREG(os.fstat(self._lock).st_mode):
                raise OSError(errno.EINVAL, "it's no regular file")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise SecondWriter(self.path) from None
        except OSError:
            self.release()
            raise
        with suppress(sqlite3.Error):  # who connects next is told what is wrong with it
            self._keep_log(self._lock, patience)

    def _keep_log(self, file: int, patience: float) -> None:
        """The log goes with the last connection. As this one stays, it is noticed who else removes it."""
        self._connection = sqlite3.connect(self.path, timeout=patience, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        index = Path(f"{self.path}-shm")
        with suppress(FileNotFoundError):  # it stands on a disk on which SQLite can have none
            self._beside = {beside: beside.stat() for beside in (self._log, index)}
            self._index = os.open(index, os.O_RDONLY | os.O_CLOEXEC)
        self._put_mark(self._connection, file, 1 + randbelow(2**31 - 1))

    def _put_mark(self, connection: sqlite3.Connection, file: int, mark: int) -> None:
        """An id of this opening, in the file itself: what is copied over it has another."""
        connection.execute(f"PRAGMA application_id={mark}")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        if (read := _mark_of(file)) == mark.to_bytes(_MARK_BYTES, "big"):  # else a reader was in the way
            self._mark = read

    def release(self) -> None:
        """The last thing: SQLite's own locks on the file go with ours."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for held in (self._index, self._lock):
            if held is not None:
                os.close(held)
        self._index = self._lock = None

    @property
    def lost(self) -> bool:
        """Whether it, its log or that one's index was deleted, replaced or overwritten, or its name leads
        elsewhere: what is written then is lost.
        """
        if self._lock is None:
            return False
        try:
            there, ours = self._name.stat(), os.fstat(self._lock)
            same = [os.path.samestat(path.stat(), opened) for path, opened in self._beside.items()]
            self._overwritten |= self._mark is not None and _mark_of(self._lock) != self._mark
            cut_off = self._index is not None and self._is_cut_off(self._index)
        except OSError:
            return True
        self._overwritten |= ours.st_size < self._largest  # SQLite makes it smaller for VACUUM alone
        self._largest = max(self._largest, ours.st_size)
        return self._overwritten or cut_off or not all(same) or not os.path.samestat(there, ours)

    def _is_cut_off(self, index: int) -> bool:
        """Whether the log has fewer frames than its index counts: what they had is lost, and all after it."""
        page, frames = _FRAMES.unpack(os.pread(index, _FRAMES.size, _FRAMES_AT))
        counted: int = frames * (_FRAME_HEAD + (_LARGEST_PAGE if page == 1 else page))
        return counted > 0 and self._log.stat().st_size < _LOG_HEAD + counted


def _mark_of(file: int) -> bytes:
    return os.pread(file, _MARK_BYTES, _MARK_AT)
