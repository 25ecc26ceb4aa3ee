"""A way to a server that can be cut, or loses all that goes over it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass(slots=True)
class Wire:
    """From a port of its own, 0: any, to another. Nothing goes over it before it is first mended."""

    port: int
    to: int
    _swallows: bool = False
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def mend(self) -> None:
        """From now on what is opened gets through."""
        self._swallows = False
        if self._server is None:
            self._server = await asyncio.start_server(self._joined, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Nobody listens any more."""
        assert self._server is not None
        self._server.close()
        self._server = None
        for each in self._open:
            each.transport.abort()

    async def swallow(self) -> None:
        """What goes over it is lost, and so is what goes over all that is opened meanwhile, for good."""
        self._swallows = True

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        onward_reader, onward = await asyncio.open_connection("127.0.0.1", self.to)
        self._open |= {writer, onward}
        try:
            await asyncio.gather(self._copied(reader, onward), self._copied(onward_reader, writer))
        finally:
            self._open -= {writer, onward}
            writer.close()
            onward.close()

    async def _copied(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lost = self._swallows
        with suppress(OSError):
            while data := await reader.read(65536):
                if lost := lost or self._swallows:
                    continue
                writer.write(data)
                await writer.drain()
            writer.write_eof()
