"""A whole output on disk, on its way into a file of Slack's."""

from tempfile import TemporaryFile
from typing import BinaryIO


class Spool:
    """Takes at most ``limit`` bytes of text; what comes after is left out, and then ``cut`` is True.

    ``file`` has no name in any folder: it is gone as soon as it is closed, even by the end of the process.
    """

    def __init__(self, limit: int) -> None:
        self.file: BinaryIO = TemporaryFile()  # noqa: SIM115 - whoever shares it closes it
        self.size = 0
        self.cut = False
        self._limit = limit

    def write(self, text: str) -> None:
        if self.cut:
            return
        data = text.encode("utf-8", "replace")
        room = self._limit - self.size
        if len(data) > room:
            self.cut = True
            data = data[:room].decode("utf-8", "ignore").encode()
        self.file.write(data)
        self.size += len(data)

    def close(self) -> None:
        self.file.close()
