"""Processes of the program that begin where its imports end.

To import it takes a core a second, each time alike: one process does so once, and forks whenever a test
starts the program. Each is as one that was started: with an environment, a directory, streams, an exit code
and a pid of its own. What tests the start itself does without (`tests.town.started`).
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from asyncio import StreamReader
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: How many bytes a process may have printed that nobody has read yet: it does not stop to be read.
MOST_UNREAD = 1 << 26

#: What the program loads once it knows its settings, and on the way.
LOADED = ("bot.operating.modes", "bot.operating.doctor", "bot.playground.demo")
LATER = ("aiosqlite", "alembic.command", "anyio._backends._asyncio", "asyncpg", "httpcore")


def whole(environment: Mapping[str, str]) -> dict[str, str]:
    """All that a process of the program is to find in its environment, nothing of this machine's settings."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**clean, "PYTHONPATH": str(ROOT), **environment}


class Forked:
    """A process of the program, with what is used of `asyncio.subprocess.Process`."""

    def __init__(self, pid: int, stdout: StreamReader, stderr: StreamReader, status: StreamReader) -> None:
        self.pid = pid
        self.stdout: StreamReader | None = stdout
        self.stderr: StreamReader | None = stderr
        self._streams = (stdout, stderr)
        self._ended = asyncio.create_task(_code(status))

    @property
    def returncode(self) -> int | None:
        return self._ended.result() if self._ended.done() else None

    def send_signal(self, number: signal.Signals) -> None:
        if not self._ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    async def communicate(self) -> tuple[bytes, bytes]:
        out, err, _ = await asyncio.gather(*(each.read() for each in self._streams), self.wait())
        return out, err


class Warm:
    """The process that has imported the program; it ends with the one that made it."""

    def __init__(self) -> None:
        self._asked, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                cwd=ROOT,
                env=whole({}),
                stdin=theirs,
                stdout=subprocess.DEVNULL,
            )

    async def started(self, *words: str, cwd: Path, environment: Mapping[str, str]) -> Forked:
        """``ringmaster words``, as `tests.town.started`."""
        pipes = [os.pipe() for _ in range(3)]
        asked = json.dumps([words, str(cwd), whole(environment)]).encode()
        socket.send_fds(self._asked, [asked], [theirs for _, theirs in pipes])
        for _, theirs in pipes:
            os.close(theirs)
        out, err, status = [await _reader(ours) for ours, _ in pipes]
        return Forked(int(await status.readline()), out, err, status)

    def close(self) -> None:
        self._asked.close()
        self._process.wait(10)


async def _reader(descriptor: int) -> StreamReader:
    reader = StreamReader(limit=MOST_UNREAD)
    made = lambda: asyncio.StreamReaderProtocol(reader)  # noqa: E731
    await asyncio.get_running_loop().connect_read_pipe(made, open(descriptor, "rb", 0))  # noqa: SIM115
    return reader


async def _code(status: StreamReader) -> int:
    return int(await status.read())


def _forked() -> None:
    """Give processes as long as somebody asks; return in each of them, where it is to run."""
    with socket.socket(fileno=os.dup(0)) as asked:
        while True:
            said, descriptors, _, _ = socket.recv_fds(asked, 1 << 20, 3)
            if not said:
                os._exit(0)
            if os.fork() == 0:
                break
            for each in descriptors:
                os.close(each)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG) != (0, 0):
                    pass
    *streams, status = descriptors
    if pid := os.fork():  # between the two, one waits for the other, and tells how it ended
        for each in streams:
            os.close(each)
        os.write(status, b"%d\n" % pid)
        os.write(status, b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        os._exit(0)
    os.close(status)
    _becomes(*json.loads(said), streams)


def _becomes(words: list[str], cwd: str, environment: dict[str, str], streams: list[int]) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for old, new in zip((nothing, *streams), range(3), strict=True):
        os.dup2(old, new)
        os.close(old)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = words


if __name__ == "__main__":
    import gc
    from importlib import import_module

    from bot.__main__ import main

    gc.disable()  # as the program does
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in (*LOADED, *LATER):
        import_module(module)
    gc.freeze()  # and what is not looked through is not copied
    _forked()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
