"""A whole file as it may be shared: of a text, without secrets. On disk, and never whole in memory."""

import codecs
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import SEEK_END
from itertools import chain
from tempfile import TemporaryFile
from typing import BinaryIO

from bot.output.apart import MaskedStream

#: What is read at once; of the first piece is told how a text is encoded.
_PIECE = 64 * 2**10
#: What moves a terminal's cursor or colours: the beginnings of control sequences, and backspaces.
_DRIVEN = re.compile("[\x08\x1b\x90-\x9f]")

#: Byte order marks; UTF-32's begins as that of UTF-16. https://www.unicode.org/faq/utf_bom.html
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
#: Of a text in two or four bytes a sign at least so many are ASCII, as spaces are, and at most so many
#: unseen.
_ASCII, _UNSEEN = 0.1, 0.02
#: A mainframe's text (EBCDIC), whose code pages differ in brackets alone, and how much of one is letters,
#: digits and spaces at least. Its lines end with NEL.
_MAINFRAME, _PLAIN, _NEL = "cp037", 0.6, "\x85"
#: How many control characters a text in UTF-8 has at most, as a list that they part, and any other.
_PARTED, _CONTROLS = 0.08, 0.01
#: In a text of single bytes some that has more, and the other way round at an end: one was added to another.
_WIDE, _NARROW = re.compile(rb"(?:[\t\n\r -~]\0{1,3}){8}"), re.compile(rb"[\t\n\r -~]{16}")
_CONTROL = bytes(each for each in range(32) if chr(each) not in "\t\n\v\f\r\b\x1b") + b"\x7f"


@dataclass(frozen=True, slots=True)
class MaskedFile:
    """``file``: what is shared, on disk, which whoever gets it closes. ``masked``: something is left out of
    it. ``text``: it could be read; where it could not, nobody knows what is in it.
    """

    file: BinaryIO
    masked: bool = False
    text: bool = True


def without_secrets(original: BinaryIO) -> MaskedFile:
    """The text without its secrets; where each sign had several bytes, or it is a mainframe's, in UTF-8.

    Where nothing is left out it is the ``original``, which else is closed.
    """
    with ExitStack() as unused:
        unused.callback(original.close)
        encoding = _encoding(original)
        if encoding is not None and (file := _masked(original, encoding)) is not None:
            return MaskedFile(file, masked=True)
        unused.pop_all()
        return MaskedFile(original, text=encoding is not None)


def _masked(original: BinaryIO, encoding: str) -> BinaryIO | None:
    """None where no secret was found."""
    driven = any(_DRIVEN.search(piece) for piece in _text(original, encoding))
    with ExitStack() as unused:
        file = unused.enter_context(TemporaryFile())
        # Without colours, which hide where a word begins.
        stream = MaskedStream(driven=driven)
        for piece in _through(stream, original, encoding):
            file.write(piece.encode("utf-8", "surrogateescape"))
        found = stream.found
        if driven and not found:  # a terminal does not show what was overwritten; the file still has it
            stream = MaskedStream(driven=False)
            found = any(stream.found for _ in _through(stream, original, encoding))
        if found:
            file.flush()  # so that it is known whether the disk took it
            unused.pop_all()
            return file
    return None


def _through(stream: MaskedStream, file: BinaryIO, encoding: str) -> Iterator[str]:
    yield from map(stream.feed, _text(file, encoding))
    yield stream.end()


def _text(file: BinaryIO, encoding: str) -> Iterator[str]:
    """What is no UTF-8, as Latin-1, is kept as what `surrogateescape` makes of it."""
    if encoding == "utf-8":
        return codecs.iterdecode(_pieces(file), encoding, "surrogateescape")
    text = codecs.iterdecode(_pieces(file), encoding, "replace")
    if encoding == _MAINFRAME:
        return (piece.replace(_NEL, "\n") for piece in text)
    return chain((next(text, "").removeprefix("\ufeff"),), text)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """From its beginning."""
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def _encoding(file: BinaryIO) -> str | None:
    """How a text is encoded, as its mark, zero bytes or spaces tell; None where it is none, or two in one."""
    sample = next(_pieces(file), b"")
    marked = next((each for mark, each in _MARKS.items() if sample.startswith(mark)), None)
    if marked is None and not any(b"\0" in piece for piece in _pieces(file)):
        return _MAINFRAME if _is_mainframes(sample) else "utf-8"
    if wide := marked or next((each for each in _MARKS.values() if _reads_as(sample, each)), None):
        return None if any(map(_NARROW.fullmatch, (sample[:16], _end(file)))) else wide
    controls = 1 - len(sample.translate(None, _CONTROL)) / len(sample)
    few = controls <= (_PARTED if _is_utf8(sample) else _CONTROLS)
    return "utf-8" if few and not any(map(_WIDE.search, _pieces(file))) else None


def _end(file: BinaryIO) -> bytes:
    file.seek(max(0, file.seek(0, SEEK_END) - 16))
    return file.read()


def _is_mainframes(sample: bytes) -> bool:
    """A space is an @ there, and letters are no ASCII."""
    if sample.count(b"@") <= sample.count(b" "):
        return False
    text = sample.decode(_MAINFRAME)
    plain = sum(sign.isascii() and (sign.isalnum() or sign == " ") for sign in text)
    return plain >= _PLAIN * len(text)


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as(sample: bytes, encoding: str) -> bool:
    whole = sample[: len(sample) // 4 * 4]
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(whole)
    except UnicodeDecodeError:
        return False
    ascii_signs = sum(sign.isascii() and sign != "\0" for sign in text)
    unseen = sum(not (sign.isprintable() or sign.isspace() or sign == "\x1b") for sign in text)
    return ascii_signs > _ASCII * len(text) and unseen <= _UNSEEN * len(text)
