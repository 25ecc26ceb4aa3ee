"""Redrawn lines: as a terminal shows them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.output.clean import Cleaner, clean_text
from bot.output.screen import COLUMNS, ROWS

UP, ERASE = "\x1b[1A", "\x1b[2K"


def test_a_line_of_progress_is_one_line() -> None:
    frames = "".join(f"{UP * (number > 1)}{ERASE}step {number}/60\n" for number in range(1, 61))
    seen = clean_text(f"Pulling images\n{frames}Error: pull failed\n")
    assert seen == "Pulling images\nstep 60/60\nError: pull failed\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\x1b[3A", ""),
        ("\x1b[3F", ""),
        ("\x1b[1A\x1b[2A\x1b[1G", ""),
        ("\x1b8", "\x1b7"),
        ("\x1b[u", "\x1b[s"),
    ],
)
def test_a_block_that_is_drawn_again_is_seen_once_however_much_came_before(before: str, after: str) -> None:
    """What saves the place does so before the first frame, what goes up does so before each other."""
    log = "".join(f"line {number}\n" for number in range(3 * ROWS))
    frames = "".join(
        (before if number else after) + "".join(f"\x1b[K{name}: {number} of 20\n" for name in "abc")
        for number in range(21)
    )
    assert clean_text(log + frames + "\x1b[1mdone\n") == f"{log}a: 20 of 20\nb: 20 of 20\nc: 20 of 20\ndone\n"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("100 of 200\rdone", "doneof 200"),
        ("100 of 200\r\x1b[Kdone", "done"),
        ("abcdef\x1b[3D\x1b[K", "abc"),
        ("abcdef\x1b[3D\x1b[1K", "    ef"),
        ("abc\x1b[2Kd", "   d"),
        ("abcdef\x1b[3G\x1b[2Xz", "abz ef"),
        ("a\nb\x1b[Cc\x1b[A!", "a  !\nb c"),
        ("a\n\tb\rx", "a\nx       b"),
        ("a\tb\nc\x1b[A\r\t!", "a       !\nc"),
        ("one\ntwo\nthree\x1b[2A\r\x1b[Jnew", "new"),
        ("one\ntwo\nthree\x1b[2;2H\x1b[J", "one\nt"),
        ("one\ntwo\nthree\x1b[2;2H\x1b[1J", "\n  o\nthree"),
        ("one\ntwo\x1b[H\x1b[2J\x1b[3Jnew\n", "new\n"),
        ("one\ntwo\x1b[1;1fO\x1b[2dT", "One\ntTo"),
        ("one\x1b[Etwo\x1b[Bthree", "one\ntwo\n   three"),
        ("one\x1bEtwo\x1bDthree\x1bM!", "one\ntwo     !\n   three"),
        ("a\x1b[9Ab", "ab"),
        ("a\x1b[9Dbc\x1b[s!\x1b[uc", "bcc"),
        ("\x1b[0;5Hx\x1b[;3Hy", "  y x"),
        ("gone\x1b[?25l\x1b[?2026h\x1b[38;5;4m\r\x1b[0Kshown", "shown"),
    ],
)
def test_what_moves_and_erases_does_so(raw: str, seen: str) -> None:
    assert clean_text(raw) == seen


def test_what_has_left_the_screen_stays() -> None:
    log = "".join(f"{number}\n" for number in range(2 * ROWS))
    assert clean_text(f"{log}\x1b[999Atop").startswith("0\n1\n")
    assert clean_text(f"{log}\x1b[H\x1b[Jnew").split("\n")[-2:] == [str(ROWS), "new"]


def test_no_cursor_makes_an_output_long() -> None:
    assert len(clean_text("\x1b[999999999Cx\x1b[999999999Bx\x1b[999999999;999999999Hx")) < 3 * COLUMNS


@pytest.mark.parametrize(
    "driven", ["x\x1b[A", "x\x1b[2A\x1b[B", "\x1b[Ax\n", "x\x1b[s\x1b[u", "\x1b[Jx\n", "\x1b[9Cx\t\b"]
)
def test_much_redrawing_is_bounded(driven: str) -> None:
    cleaner = Cleaner()
    text = driven * (100_000 // len(driven))
    size = sum(len(cleaner.feed(text[at : at + 65_536])) for at in range(0, len(text), 65_536))
    assert size + len(cleaner.end()) <= 3 * len(text)


# Against the simplest terminal there is: a table of characters

_TOKEN = re.compile(r"\x1b(?:(\[)([\d;]*))?(.)|(.)", re.DOTALL)
CONTROLS = st.builds(
    "\x1b[{}{}".format,
    st.sampled_from(["", "0", "1", "2", "3", "12", "2;3", ";2", "1;"]),
    st.sampled_from("ABCDEFGHJKXdfsu`"),
) | st.sampled_from(["\x1b7", "\x1b8", "\x1bD", "\x1bE", "\x1bM", "\r", "\b", "\t", "\n", "\r\n"])
DRAWN = st.lists(CONTROLS | st.text("abc ", min_size=1, max_size=9), max_size=30).map("".join)


class Table:
    """Every character at its place."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}
        self.row = self.column = 0
        self.saved = (0, 0)

    def show(self, text: str) -> list[str]:
        for bracket, numbers, final, sign in _TOKEN.findall(text):
            if sign:
                self.sign(sign)
            else:
                self.obey(bracket + final, [int(each or 0) for each in numbers.split(";")])
        said = [row for (row, _), cell in self.cells.items() if cell != " "]
        return [self.line(row) for row in range(max([self.row, *said]) + 1)]

    def line(self, row: int) -> str:
        length = max((column + 1 for at, column in self.cells if at == row), default=0)
        return "".join(self.cells.get((row, column), " ") for column in range(length)).rstrip()

    def sign(self, sign: str) -> None:
        match sign:
            case "\n":
                self.row, self.column = self.row + 1, 0
            case "\r":
                self.column = 0
            case "\b":
                self.column = max(0, self.column - 1)
            case "\t":
                self.column += 8 - self.column % 8
            case _:
                self.cells[self.row, self.column] = sign
                self.column += 1

    def obey(self, control: str, numbers: list[int]) -> None:
        row, column, first = self.row, self.column, numbers[0]
        by, across = max(1, first), max(1, *numbers[1:2], 1)
        low = min(row + by, ROWS - 1)
        to = {
            "[A": (row - by, column),
            "[F": (row - by, 0),
            "M": (row - 1, column),
            "[B": (low, column),
            "[E": (low, 0),
            "D": (row + 1, column),
            "E": (row + 1, 0),
            "[C": (row, column + by),
            "[D": (row, column - by),
            "[G": (row, by - 1),
            "[`": (row, by - 1),
            "[H": (by - 1, across - 1),
            "[f": (by - 1, across - 1),
            "[d": (by - 1, column),
            "[u": self.saved,
            "8": self.saved,
        }
        if control in to:
            self.row, self.column = (max(0, each) for each in to[control])
        elif control in ("[s", "7"):
            self.saved = (row, column)
        else:
            erased = {
                "[X": lambda r, c: r == row and column <= c < column + by,
                "[K": lambda r, c: r == row and within(first, c, column),
                "[J": lambda r, c: first < 3 and within(first, (r, c), (row, column)),
            }[control]
            self.cells = {at: cell for at, cell in self.cells.items() if not erased(*at)}


def within(kind: int, place: Any, cursor: Any) -> bool:
    """What is erased: from the cursor on, up to it, or all."""
    return kind == 2 or (kind == 0 and place >= cursor) or (kind == 1 and place <= cursor)


@given(DRAWN)
def test_it_is_what_a_terminal_shows(text: str) -> None:
    assert [line.expandtabs(8).rstrip() for line in clean_text(text).split("\n")] == Table().show(text)
