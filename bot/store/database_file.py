"""An SQLite file that is ours alone, and whether it and its log are still those that we opened."""

import fcntl
import os
import sqlite3
from contextlib import suppress
from pathlib import Path


class SecondWriter(Exception):
    """Another process has this SQLite file; two would each think that every open row is theirs."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Another process of the bot is using {file}. Stop it, or set DATABASE_URL to another file; "
            "several processes can only share a PostgreSQL database."
        )


class DatabaseFile:
    """``path`` and what SQLite keeps beside it: rows that are committed stand in the -wal for a while."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._lock: int | None = None
        self._connection: sqlite3.Connection | None = None
        self._opened_log: os.stat_result | None = None
        self._had_rows = False

    def hold(self, patience: float) -> None:
        """Keep other processes from it until we release it, or end however we end.

        The lock is on the file that has the rows, by whatever name it is opened; it is made where there is
        none. Raises `SecondWriter`, OSError.
        """
        try:
            self._lock = os.open(self.path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise SecondWriter(self.path) from None
        except OSError:
            self.release()
            raise
        with suppress(sqlite3.Error):  # who connects next is told what is wrong with it
            self._keep_log(patience)

    def _keep_log(self, patience: float) -> None:
        """The log goes with the last connection. As this one stays, it is noticed who else removes it."""
        self._connection = sqlite3.connect(self.path, timeout=patience, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with suppress(FileNotFoundError):  # it stands on a disk on which SQLite can have none
            self._opened_log = self._log.stat()

    def release(self) -> None:
        """The last thing: SQLite's own locks on the file go with ours."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def lost(self) -> bool:
        """Whether it, or its log, was deleted, replaced or emptied: what is written then is lost."""
        if self._lock is None:
            return False
        try:
            there, ours = self.path.stat(), os.fstat(self._lock)
            log = self._log.stat() if self._opened_log else None
        except OSError:
            return True
        emptied = self._had_rows and ours.st_size == 0
        self._had_rows |= ours.st_size > 0
        other_log = log and self._opened_log and not os.path.samestat(log, self._opened_log)
        return emptied or bool(other_log) or not os.path.samestat(there, ours)
