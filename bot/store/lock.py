"""One process at a time for an SQLite file."""

import fcntl
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
        self._lock = Path(f"{file}.lock").open("ab")  # noqa: SIM115  open for as long as it is held
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise SecondWriter(file) from None

    def close(self) -> None:
        self._lock.close()
