"""A whole file as it may be shared: of a text, without secrets."""

import codecs
import re
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from bot.output.clean import Cleaner
from bot.output.mask import Masker, through

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
    masker, text = Masker(), _read(content)
    file = TemporaryFile()  # noqa: SIM115 - whoever shares it closes it
    try:
        # Without colours, which hide where a word begins.
        for piece in through(masker, through(Cleaner(), text) if driven else text):
            file.write(piece.encode("utf-8", "surrogateescape"))
        # A terminal does not show what was overwritten; the file still has it.
        second = Masker()
        if masker.found or (driven and any(second.found for _ in through(second, _read(content)))):
            return file
    except BaseException:
        file.close()
        raise
    file.close()
    return None


def _read(content: bytes, errors: str = "surrogateescape") -> Iterator[str]:
    """What is no UTF-8 is kept as what `surrogateescape` makes of it."""
    pieces = (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
    return codecs.iterdecode(pieces, "utf-8", errors)


def _is_utf8(content: bytes) -> bool:
    try:
        return all(True for _ in _read(content, "strict"))
    except UnicodeDecodeError:
        return False
