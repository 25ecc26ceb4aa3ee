"""Cleans and masks streams: what is large in a process of its own, as that takes the interpreter for seconds.

The process is started when the first large stream comes, and ends with this one. It keeps nothing: the
filters, which hold what is not sure yet, go there and back with each piece.
"""

import atexit
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, TypeAlias

import structlog

from bot.output.clean import Cleaner

if TYPE_CHECKING:
    from bot.output.mask import Masker

log = structlog.get_logger()

Filters: TypeAlias = "tuple[Cleaner | Masker, ...]"

#: From how many characters on a stream is large.
LARGE = 256 * 2**10
#: Of the environment the process gets these: it needs no secrets.
_ENVIRONMENT = ("HOME", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "TMPDIR")
_ROOT = str(Path(__file__).parents[2])
_PROGRAM = (sys.executable, "-P", "-m", "bot.output")
_TIMES = 3


class MaskedStream:
    """Takes a stream in pieces, in a thread that may wait. ``driven``: as a terminal shows it."""

    def __init__(self, *, driven: bool = True) -> None:
        from bot.output.mask import Masker

        self._filters: Filters = (Cleaner(), Masker()) if driven else (Masker(),)
        self._size = 0

    @property
    def found(self) -> bool:
        """Whether something was masked."""
        return any(not isinstance(each, Cleaner) and each.found for each in self._filters)

    def feed(self, text: str) -> str:
        """What is sure by now."""
        return self._passed(text, last=False)

    def end(self) -> str:
        """What was held back."""
        return self._passed("", last=True)

    def _passed(self, text: str, *, last: bool) -> str:
        self._size += len(text)
        work = apart.through if self._size > LARGE else through
        self._filters, said = work(self._filters, text, last)
        return said


def through(filters: Filters, text: str, last: bool) -> tuple[Filters, str]:
    """What comes through the filters one after the other; with the ``last`` piece, all that they hold."""
    for each in filters:
        text = each.feed(text) + (each.end() if last else "")
    return filters, text


class Apart:
    """Has it done by the process, a piece at a time, or here where there is none. For any thread.

    Where the process gets lost a few times in a row, as where none may be started, it is not tried again.
    """

    def __init__(self, program: Sequence[str] = _PROGRAM) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = Lock()
        self._lost = 0

    def through(self, filters: Filters, text: str, last: bool) -> tuple[Filters, str]:
        if self._lost >= _TIMES:
            return through(filters, text, last)
        with self._turn:
            try:
                process = self._running()
                write_message(process.stdin, (filters, text, last))
                answer: tuple[Filters, str] = pickle.load(_pipe(process.stdout))  # noqa: S301 - our own
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                log.warning("masking process lost", error=str(error))
                self._end()
                self._lost += 1
            else:
                self._lost = 0
                return answer
        return through(filters, text, last)

    def close(self) -> None:
        """End the process; it is started again when it is needed."""
        with self._turn:
            self._end()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
            paths = os.pathsep.join([_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])])
            self._process = subprocess.Popen(  # noqa: S603 - this program
                self._program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**kept, "PYTHONPATH": paths},
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def write_message(pipe: IO[bytes] | None, message: object) -> None:
    """Write it at once."""
    pickle.dump(message, _pipe(pipe), pickle.HIGHEST_PROTOCOL)
    _pipe(pipe).flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError("the process has no pipes")
    return pipe


apart = Apart()
atexit.register(apart.close)
