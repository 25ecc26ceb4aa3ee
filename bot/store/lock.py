"""One process at a time for an SQLite file."""

import fcntl
import os
from pathlib import Path


class SecondWriter(Exception):
    """Another process has this SQLite file; two would each think that every open row is theirs."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is in use by another process of the bot. Stop that one, or give this one another "
            "DATABASE_URL; several processes share a database on PostgreSQL."
        )
        self.file = file


class FileLock:
    """Held until it is closed, or the process ends however it ends. Raises `SecondWriter`, OSError."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise SecondWriter(file) from None

    def close(self) -> None:
        os.close(self._descriptor)
