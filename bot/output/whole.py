"""A whole file as it may be shared: of a text, without secrets."""

import codecs
import re
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from bot.output.clean import Cleaner
from bot.output.mask import Masker

_PIECE = 64 * 2**10
#: What moves a terminal's cursor or colours: the beginnings of control sequences, and backspaces.
_DRIVEN = re.compile(rb"[\x08\x1b]|\xc2[\x90-\x9f]")


def without_secrets(content: bytes) -> BinaryIO | None:
    """The text without its secrets, as a file on disk that whoever gets it closes.

    None where it may be shared as it is: there is nothing to mask, or it is no text. A text is valid UTF-8,
    or has at least no zero byte, which whatever is packed or compressed has. It is read a piece at a time.
    """
    if b"\0" in content and not _is_utf8(content):
        return None
    driven = _DRIVEN.search(content) is not None
    file, found = _masked(_as_on_a_terminal(content) if driven else _read(content))
    # A terminal does not show what was overwritten; the file still has it.
    if found or (driven and _has_secrets(_read(content))):
        return file
    file.close()
    return None


def _read(content: bytes) -> Iterator[str]:
    """What is no UTF-8 is kept as what `surrogateescape` makes of it."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for at in range(0, len(content), _PIECE):
        yield decoder.decode(content[at : at + _PIECE])
    yield decoder.decode(b"", final=True)


def _as_on_a_terminal(content: bytes) -> Iterator[str]:
    """Without colours, which hide where a word begins."""
    cleaner = Cleaner()
    for piece in _read(content):
        yield cleaner.feed(piece)
    yield cleaner.end()


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(content), _PIECE):
            decoder.decode(content[at : at + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_secrets(pieces: Iterator[str]) -> bool:
    masker = Masker()
    for piece in pieces:
        masker.feed(piece)
        if masker.found:
            return True
    masker.end()
    return masker.found


def _masked(pieces: Iterator[str]) -> tuple[BinaryIO, bool]:
    """As a file, and whether something was masked."""
    masker, file = Masker(), TemporaryFile()  # noqa: SIM115 - whoever shares it closes it
    try:
        for piece in pieces:
            file.write(masker.feed(piece).encode("utf-8", "surrogateescape"))
        file.write(masker.end().encode("utf-8", "surrogateescape"))
    except BaseException:
        file.close()
        raise
    return file, masker.found
