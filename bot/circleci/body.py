"""Bodies of answers as they come: bounded in size and time, and unpacked in small pieces."""

import asyncio
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager

import httpx

from bot.circleci import errors

#: For how many seconds a download may take, and which one is ended: how long it is slow, in bytes a second.
DOWNLOAD_BUDGET = 120.0
_SLOW_FOR, _SLOWEST = 10.0, 10_000

_PIECE = 64 * 2**10
#: How many times its size what was sent may unfold to, beyond so many bytes: one line that is printed over
#: and over is as dense, and not so long.
_DENSEST, _DENSE = 100, 10 * 2**20
_GZIPPED = ("gzip", "x-gzip")
_GZIP, _GZIP_BEGINS = 16 + zlib.MAX_WBITS, b"\x1f"
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


@contextmanager
def translate_errors(late: errors.CircleCIError) -> Iterator[None]:
    """httpx's errors → ours; ``late`` where our own time is up. httpx's carry the request: they end here."""
    try:
        yield
    except TimeoutError:
        raise late from None
    except _NEVER_SENT as error:
        raise errors.NoConnection(_reason(error)) from None
    except httpx.DecodingError as error:
        raise errors.Unreadable(_reason(error)) from None
    except httpx.TransportError as error:
        raise errors.LostAnswer(_reason(error)) from None


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


async def chunks_of(answer: httpx.Response, limit: int) -> AsyncGenerator[bytes]:
    """A download, at most ``limit`` bytes.

    Raises `TooLarge`, `TooDense`, `TooSlow`, `Unreachable`, `Unreadable`.
    """
    time = asyncio.get_running_loop().time
    deadline, size = time() + DOWNLOAD_BUDGET, 0
    waited, came = 0.0, 0  # since that was looked at
    too_slow = errors.TooSlow(f"less than {_SLOWEST} bytes a second")
    out_of_time = errors.LostAnswer(f"the download took longer than {DOWNLOAD_BUDGET:.0f} seconds")
    chunks = unpack(answer)
    while True:
        if waited >= _SLOW_FOR:
            if came < _SLOW_FOR * _SLOWEST:
                raise too_slow
            waited, came = 0.0, 0
        at = time()
        late = too_slow if at + _SLOW_FOR < deadline else out_of_time
        with translate_errors(late):
            async with asyncio.timeout_at(min(deadline, at + _SLOW_FOR)):
                chunk = await anext(chunks, None)
        if chunk is None:
            return
        waited, came = waited + time() - at, came + len(chunk)
        size += len(chunk)
        if size > limit:
            raise errors.TooLarge(limit)
        yield chunk


async def unpack(answer: httpx.Response) -> AsyncIterator[bytes]:
    """The body without its gzip: 64 kB of that may unfold to 64 MB, so it comes in pieces of at most 64 kB.

    Raises httpx's errors, also for any other coding, or several; and `TooDense`.
    """
    coding = answer.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", *_GZIPPED):
        raise httpx.DecodingError(f"{coding[:40]} is not what was asked for")
    if coding not in _GZIPPED or answer.is_stream_consumed:
        async for piece in answer.aiter_bytes():
            yield piece
        return
    packed = zlib.decompressobj(_GZIP)
    came = size = 0
    async for piece in answer.aiter_raw():
        came += len(piece)
        while piece:
            if packed.eof:  # files that were packed one by one follow each other
                if not piece.startswith(_GZIP_BEGINS):
                    return
                packed = zlib.decompressobj(_GZIP)
            try:
                unpacked = packed.decompress(piece, _PIECE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from None
            piece = packed.unused_data if packed.eof else packed.unconsumed_tail
            size += len(unpacked)
            if size > max(_DENSE, _DENSEST * (came - len(piece))):
                raise errors.TooDense(f"unfolds to more than {_DENSEST} times its size")
            if unpacked:
                yield unpacked
    if not packed.eof:
        raise httpx.DecodingError("the gzip ends too early")
