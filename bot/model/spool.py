"""A whole output on disk, on its way into a file of Slack's."""

from collections.abc import Iterator
from dataclasses import dataclass
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

    def lines(self) -> Iterator[str]:
        """From the beginning, without their ends."""
        self.file.seek(0)
        for line in self.file:
            yield line.decode("utf-8", "replace").rstrip("\n")

    def flush(self) -> None:
        """So that it is known whether the disk took it."""
        self.file.flush()

    def close(self) -> None:
        self.file.close()


@dataclass(frozen=True, slots=True)
class OutputEnd:
    """How an output ends. ``text``: the last lines, ``earlier_lines``: how many lines came before them.

    ``cut``: the first of them is the end of a longer line. ``spool``: the whole output, which whoever gets
    it closes; None where ``text`` is the whole, or nobody kept it.
    """

    text: str
    earlier_lines: int = 0
    cut: bool = False
    spool: Spool | None = None

    @property
    def lines(self) -> int:
        """How many lines there were in all."""
        return self.earlier_lines + (self.text.count("\n") + 1 if self.text else 0)

    def read_lines(self) -> Iterator[str]:
        """All of them, as far as they are kept."""
        return self.spool.lines() if self.spool else iter(self.text.split("\n"))

    @property
    def whole(self) -> bool:
        """Whether ``text`` is all there was."""
        return not self.earlier_lines and not self.cut
