"""A body in pieces of bounded size, however small it was packed: 64 kB of gzip may unfold to 64 MB."""

import zlib
from collections.abc import AsyncIterator

import httpx

_PIECE = 64 * 2**10
_GZIP = 16 + zlib.MAX_WBITS


async def gunzip_chunks(answer: httpx.Response) -> AsyncIterator[bytes]:
    """The body without its gzip, in pieces of at most 64 kB where it had one. Raises httpx's errors."""
    gzipped = answer.headers.get("content-encoding", "").strip().lower() in ("gzip", "x-gzip")
    if not gzipped or answer.is_stream_consumed:
        async for piece in answer.aiter_bytes():
            yield piece
        return
    packed = zlib.decompressobj(_GZIP)
    async for piece in answer.aiter_raw():
        while piece:
            try:
                unpacked = packed.decompress(piece, _PIECE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from None
            if unpacked:
                yield unpacked
            piece = packed.unconsumed_tail
    if not packed.eof:
        raise httpx.DecodingError("the gzip ends too early")
