"""A file is shared without its secrets, and otherwise as it is."""

import tracemalloc
from io import BytesIO
from tempfile import TemporaryFile
from zlib import compress

import pytest
from pytest_mock import MockerFixture

from bot.output import whole
from bot.output.whole import MaskedFile, without_secrets

TOKEN = b"ghp_" + b"a1B2c3D4e5" * 4
PLAIN = "Größe of it\n".encode()


def hidden(content: bytes) -> bytes | None:
    masked = without_secrets(original := BytesIO(content))
    assert original.closed == masked.masked
    with masked.file as file:
        file.seek(0)
        return file.read() if masked.masked else None


@pytest.mark.parametrize(
    "around", [b"", b"\n", PLAIN, b"\xef\xbb\xbf\r\n", b"\0 ", b"caf\xe9 \xff\n"], ids=repr
)
def test_of_a_text_everything_but_its_secrets_stays(around: bytes) -> None:
    content = around + b" " + TOKEN + b" " + around
    assert hidden(content) == content.replace(TOKEN, b"[masked]")


@pytest.mark.parametrize("content", [b"", PLAIN, PLAIN * 10_000, b"\x1b[31mred\x1b[0m", b"caf\xe9 [masked]"])
def test_what_has_no_secrets_is_shared_as_it_is(content: bytes) -> None:
    original = BytesIO(content)
    assert without_secrets(original) == MaskedFile(original)
    assert original.getvalue() == content


LINES = "Lösung für alle\n" * 300
LEAK = "password: Gr4nite-owl\n"


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "mark"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", [LINES, "Всё хорошо, 3 теста\n" * 300, ""], ids=["German", "Russian", "little"]
)
def test_a_text_of_several_bytes_a_sign_is_masked_and_becomes_utf_8(
    encoding: str, mark: str, text: str
) -> None:
    content = (mark + text + LEAK + text).encode(encoding)
    assert hidden(content) == (text + "password: [masked]\n" + text).encode()
    assert hidden((mark + text + "fine\n").encode(encoding)) is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("times", [1, 30])
def test_what_is_of_two_encodings_is_no_text_that_could_be_read(encoding: str, times: int) -> None:
    narrow, wide = b"All is well\n" * 500 * times, ("All is well\n" * 500).encode(encoding)
    for content in (narrow + LEAK.encode(encoding), wide + LEAK.encode(), narrow + wide):
        assert not without_secrets(BytesIO(content)).text


@pytest.mark.parametrize("encoding", ["cp037", "cp500", "cp1140"])
@pytest.mark.parametrize("end", ["\x85", "\n"], ids=["NEL", "LF"])
@pytest.mark.parametrize("text", ["", "//STEP1 EXEC PGM=IEFBR14, COND=(0,NE)\n" * 100], ids=["short", "long"])
def test_a_text_of_a_mainframe_is_masked_and_becomes_utf_8(encoding: str, end: str, text: str) -> None:
    content = (text + "STEP ENDED\n" + LEAK + "DB_PASSWORD=owl7Granite\n" + text).replace("\n", end)
    shown = text + "STEP ENDED\npassword: [masked]\nDB_PASSWORD=[masked]\n" + text
    assert hidden(content.encode(encoding)) == shown.encode()
    assert hidden((text + "all is fine\n").replace("\n", end).encode(encoding)) is None


@pytest.mark.parametrize("encoding", ["latin-1", "cp1251", "koi8-r", "shift_jis", "gbk", "euc-kr", "big5"])
def test_a_text_in_another_encoding_is_no_mainframes(encoding: str) -> None:
    words = "Grüße äöü @ana @ben @cho me@a.example" if encoding == "latin-1" else "Всё хорошо @ana @ben @cho"
    content = f"{words}\n".encode(encoding, "ignore") * 200
    assert hidden(content + LEAK.encode() + content) == content + b"password: [masked]\n" + content


@pytest.mark.parametrize("broken", [b"\0", b"\x00\xd8", b"\xff"])
def test_a_text_that_is_damaged_is_masked(broken: bytes) -> None:
    latin = (LINES + LEAK).encode("latin-1")
    assert b"owl" not in (hidden(latin + broken + latin) or b"owl")
    wide = b"\xff\xfe" + (LINES + LEAK).encode("utf-16-le")
    assert b"owl" not in (hidden(wide + broken) or b"owl")


def test_what_is_no_text_is_shared_as_it_is_and_known_to_be_unread() -> None:
    packed = BytesIO(b"\x89PNG\r\n\x1a\n\0" + TOKEN + compress(PLAIN * 100))
    assert without_secrets(packed) == MaskedFile(packed, text=False)


@pytest.mark.parametrize("at", [0, 65_500, 65_530, 65_536, 131_000])
def test_a_secret_anywhere_in_a_large_file_is_masked(at: int) -> None:
    before, after = ("é x\n" * 40_000).encode()[:at], b" y\n" * 40_000
    assert hidden(before + b" " + TOKEN + b" " + after) == before + b" [masked] " + after


def test_a_secret_in_colour_is_masked_and_the_colours_are_left_out() -> None:
    assert hidden(b"\x1b[31m" + TOKEN + b"\x1b[0m is refused\n") == b"[masked] is refused\n"


@pytest.mark.parametrize("over", [b"\r\x1b[2Kdone\n", b"\b" * len(TOKEN) + b"\x1b[Kdone\n"])
def test_a_secret_that_a_terminal_overwrites_is_not_in_the_file_either(over: bytes) -> None:
    assert hidden(TOKEN + over) == b"done\n"


def test_what_a_terminal_leaves_of_a_secret_is_masked_too() -> None:
    assert hidden(TOKEN + b"\r\x1b[Cdone\n") == b"[masked]\n"


def test_files_that_could_not_be_written_are_not_left_open(mocker: MockerFixture) -> None:
    class Full(BytesIO):
        def write(self, data: object) -> int:
            raise OSError("the disk is full")

    original, masked = BytesIO(TOKEN), Full()
    mocker.patch.object(whole, "TemporaryFile", return_value=masked)

    with pytest.raises(OSError, match="full"):
        without_secrets(original)

    assert original.closed
    assert masked.closed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_large_file_is_never_whole_in_memory(encoding: str) -> None:
    without_secrets(BytesIO(TOKEN)).file.close()  # what is made once
    with TemporaryFile() as original:
        original.write((LINES * 600 + LEAK).encode(encoding))
        size = original.tell()
        tracemalloc.start()
        masked = without_secrets(original)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert masked.masked
    masked.file.close()
    assert peak < size / 2
