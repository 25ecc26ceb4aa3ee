"""A whole file as it may be shared: of a text, without secrets."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

from bot.output.clean import Cleaner
from bot.output.mask import Masker, through

_PIECE = 64 * 2**10
#: What moves a terminal's cursor or colours: the beginnings of control sequences, and backspaces.
_DRIVEN = re.compile(rb"[\x08\x1b]|\xc2[\x90-\x9f]")

#: Byte order marks; UTF-32's begins as that of UTF-16. https://www.unicode.org/faq/utf_bom.html
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
#: What is looked at to tell how a text is encoded.
_SAMPLE = 64 * 2**10
#: Of a text in two or four bytes a sign at least so many are ASCII, as spaces are, and at most so many
#: unseen.
_ASCII, _UNSEEN = 0.1, 0.02
#: How many control characters a text in UTF-8 has at most, as a list that they part, and any other.
_PARTED, _CONTROLS = 0.08, 0.01
_CONTROL = bytes(each for each in range(32) if chr(each) not in "\t\n\v\f\r\b\x1b") + b"\x7f"


@dataclass(frozen=True, slots=True)
class MaskedFile:
    """``file``: what is shared in place of the original, on disk, which whoever gets it closes; None where
    nothing was found. ``text``: it could be read; where it could not, nobody knows what is in it.
    """

    file: BinaryIO | None
    text: bool = True


def without_secrets(content: bytes) -> MaskedFile:
    """The text without its secrets; where each sign had several bytes, in UTF-8."""
    encoding = _encoding(content)
    if encoding is None:
        return MaskedFile(None, text=False)
    if encoding != "utf-8":
        content = content.decode(encoding, "replace").removeprefix("\ufeff").encode()
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
            return MaskedFile(file)
    except BaseException:
        file.close()
        raise
    file.close()
    return MaskedFile(None)


def _read(content: bytes) -> Iterator[str]:
    """What is no UTF-8, as Latin-1, is kept as what `surrogateescape` makes of it."""
    pieces = (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
    return codecs.iterdecode(pieces, "utf-8", "surrogateescape")


def _encoding(content: bytes) -> str | None:
    """How a text is encoded, as its mark or its zero bytes tell; None where it is none, as what is packed."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    if b"\0" not in content:
        return "utf-8"
    sample = content[:_SAMPLE]
    wide = next((each for each in _MARKS.values() if _reads_as(sample, each)), None)
    controls = 1 - len(sample.translate(None, _CONTROL)) / len(sample)
    few = controls <= (_PARTED if _is_utf8(sample) else _CONTROLS)
    return wide or ("utf-8" if few else None)


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
