"""Lines as tools print them, with made-up secrets and without: what is masked of them.

In the files a secret stands in ‹›, ⏎ is a line's end, and {w36} are 36 signs by chance: no scanner takes them
for a leak. x is hexadecimal, w letters and digits, u and l of one case, d digits, b base64, s of addresses.
"""

import random
import re
import string
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from bot.output.mask import Masker, mask_secrets

HERE = Path(__file__).parent
SECRET, HARMLESS = (sorted((HERE / name).glob("*.txt")) for name in ("secret_lines", "harmless_lines"))
_SIGNS = {
    "x": "0123456789abcdef",
    "w": string.ascii_letters + string.digits,
    "u": string.ascii_uppercase + string.digits,
    "l": string.ascii_lowercase + string.digits,
    "d": string.digits,
    "b": string.ascii_letters + string.digits + "+/",
    "s": string.ascii_letters + string.digits + "-_",
}
_CHANCE = re.compile(r"\{(?:uuid|([xwuldbs])(\d+))\}")
_SECRET = re.compile(r"‹(.*?)›", re.DOTALL)
#: What of a key with several lines may be shown: its frame.
_FRAME = re.compile(r"-----|PuTTY|Encryption|Comment|Private-")


def lines(file: Path) -> Iterator[str]:
    chance = random.Random(file.name)

    def filled(found: re.Match[str]) -> str:
        if found[1] is None:
            return str(UUID(int=chance.getrandbits(128), version=4))
        signs, size = _SIGNS[found[1]], int(found[2])
        word = "".join(chance.choices(signs, k=size))
        # No sign at the end: no service gives those, and they end a word.
        return f"a{word[1:-1]}7" if found[1] in "bs" and size > 2 else word

    for line in file.read_text(encoding="utf-8").splitlines():
        yield _CHANCE.sub(filled, line).replace("⏎", "\n")


def plain(line: str) -> str:
    return line.replace("‹", "").replace("›", "")


def parts(line: str) -> list[str]:
    """Of each secret of a line what must not get through."""
    several = [part for each in _SECRET.findall(line) for part in each.split("\n")]
    return [part for part in several if part.strip() and not _FRAME.match(part)]


def test_there_are_many() -> None:
    assert sum(len(list(lines(file))) for file in SECRET) >= 2_250
    assert sum(len(list(lines(file))) for file in HARMLESS) >= 1_920


@pytest.mark.parametrize("file", SECRET, ids=lambda file: file.stem)
def test_no_secret_gets_through(file: Path) -> None:
    through = [line for line in lines(file) if any(part in mask_secrets(plain(line)) for part in parts(line))]
    assert not through, "\n".join(through)


@pytest.mark.parametrize("file", HARMLESS, ids=lambda file: file.stem)
def test_what_is_harmless_stays(file: Path) -> None:
    lost = [f"{line}\n    {masked}" for line in lines(file) if (masked := mask_secrets(line)) != line]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("file", [*SECRET, *HARMLESS], ids=lambda file: file.stem)
@pytest.mark.parametrize("between", ["\n----\n", "\n"], ids=["apart", "together"])
@pytest.mark.parametrize("size", [1, 61, 4_096])
def test_pieces_make_no_difference(file: Path, between: str, size: int) -> None:
    text = between.join(map(plain, lines(file)))
    masker = Masker()
    pieces = [masker.feed(text[at : at + size]) for at in range(0, len(text), size)]
    assert "".join(pieces) + masker.end() == mask_secrets(text)


@pytest.mark.parametrize("file", SECRET, ids=lambda file: file.stem)
def test_what_is_masked_is_not_masked_again(file: Path) -> None:
    for line in map(mask_secrets, map(plain, lines(file))):
        assert mask_secrets(line) == line


@pytest.mark.parametrize("file", SECRET, ids=lambda file: file.stem)
def test_no_secret_gets_through_in_a_line_without_end(file: Path) -> None:
    """What is known by its shape or its name; not what stands in a line of its own."""
    through = list[str]()
    for line in lines(file):
        if "\n" in line or line.startswith(("://", "AUTH", "setx", "set")) or not line.isascii():
            continue
        text = f"{'x y ' * 9_000}\n" + plain(line)
        if any(part in mask_secrets(text) for part in parts(line)):
            through.append(line)
    assert not through, "\n".join(through)
