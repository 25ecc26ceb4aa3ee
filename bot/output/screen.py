"""A terminal's screen: its last lines can still change, what has left it at the top can't.

It has no right edge, as nobody knows how wide the one was for which a program drew.
"""

import re

#: How many lines can still change, and the furthest column that a cursor moves to where nothing is printed.
ROWS, COLUMNS = 50, 512
#: A line that goes on for longer is given out in pieces.
LONGEST_LINE = 32 * 2**10

#: What, behind an escape, moves the cursor or erases. https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
MOVEMENT = r"(?:\[[\d;]{0,20}[A-HJKXdfsu`]|[78DEM])"
_DRIVER = re.compile(rf"(\x1b{MOVEMENT}|\r+|[\b]+)")
#: A line is emptied, and again and again.
_WIPE = r"(?:\x1b\[2K(?:\r|\x1b\[[01]?G)|\r\x1b\[0?K)"
_WIPED = re.compile(rf"{_WIPE}(?:[^\n\r\b\x1b]*+{_WIPE})*")
_TAB = 8

#: A line as it was printed; once something in it was overwritten, its characters.
_Row = str | list[str]


class Screen:
    """Takes what is printed, in pieces; ``settled`` gives out what can't change any more."""

    def __init__(self) -> None:
        self._gone: list[str] = []
        self._rows: list[_Row] = [""]
        self._row = self._column = 0
        self._saved = (0, 0)

    def print(self, text: str) -> None:
        """``text`` has no control characters but tabs, line feeds, returns, backspaces and `MOVEMENT`."""
        if "\r" in text:
            text = _without_frames(text.replace("\r\n", "\n"))
        if "\x1b" not in text and "\r" not in text and "\b" not in text:
            self._write(text)
            return
        for at, part in enumerate(_DRIVER.split(text)):
            if at % 2:
                self._obey(part)
            elif part:
                self._write(part)

    def settled(self) -> str:
        """The lines that have left the screen since; of a line that is too long, all so far."""
        self._scroll(self._top)
        if len(self._rows[self._row]) > LONGEST_LINE:
            above = self._rows[: self._row + 1]
            self._gone.append("\n".join(map(_text, above)))
            self._rows = ["", *self._rows[self._row + 1 :]]
            self._row = self._column = 0
        gone = "".join(self._gone)
        self._gone.clear()
        return gone

    def end(self) -> str:
        """What is on the screen, up to the cursor or the last line that says something."""
        rows = list(map(_text, self._rows))
        while len(rows) - 1 > self._row and not rows[-1].strip():
            rows.pop()
        return "\n".join(rows)

    def _scroll(self, lines: int) -> None:
        self._gone += [f"{_text(row)}\n" for row in self._rows[:lines]]
        del self._rows[:lines]
        self._row -= lines
        self._saved = (max(0, self._saved[0] - lines), self._saved[1])

    @property
    def _top(self) -> int:
        return max(0, len(self._rows) - ROWS)

    def _write(self, text: str) -> None:
        below = self._row < len(self._rows) - 1
        if not below and (at := _off_screen(text)):  # most of it is never looked at again
            over = text.index("\n") + 1
            self._put(text[: over - 1])
            self._scroll(len(self._rows))
            self._gone.append(text[over:at])
            self._rows, self._row, self._column = [""], 0, 0
            text = text[at:]
        first, *others = text.split("\n")
        self._put(first)
        if others and not below:
            self._rows += others
            self._row += len(others)
            self._column = _width(others[-1])
            return
        for each in others:
            self._move(self._row + 1, 0)
            self._put(each)

    def _put(self, text: str) -> None:
        """Within one line, from the cursor on."""
        row = self._rows[self._row]
        if self._column == _width(row) and isinstance(row, str):
            self._rows[self._row] = row = row + text
            self._column = _width(row)
            return
        for at, part in enumerate(text.split("\t")):
            if at:
                self._column += _TAB - self._column % _TAB
            if part:
                cells = self._cells()
                cells += " " * (self._column - len(cells))
                cells[self._column : self._column + len(part)] = part
                self._column += len(part)

    def _cells(self) -> list[str]:
        row = self._rows[self._row]
        if isinstance(row, str):
            self._rows[self._row] = row = list(row.expandtabs(_TAB))
        return row

    def _move(self, row: int, column: int) -> None:
        """Down to new lines; not up beyond the screen, and not far to where nothing is."""
        self._row = max(self._top, row)
        self._rows += [""] * (self._row + 1 - len(self._rows))
        self._column = max(0, min(column, max(COLUMNS, self._column)))

    def _obey(self, control: str) -> None:
        row, column, last = self._row, self._column, self._top + ROWS - 1
        if control[0] == "\r":
            self._column = 0
        elif control[0] == "\b":
            self._column = max(0, column - len(control))
        elif control[1:2] == "[":
            self._follow(control[-1], [int(each or 0) for each in control[2:-1].split(";")])
        elif control == "\x1b7":
            self._saved = (row, column)
        elif control == "\x1b8":
            self._move(*self._saved)
        elif control == "\x1bM":
            self._move(row - 1, column)
        elif control in ("\x1bD", "\x1bE"):
            self._move(min(row + 1, last + 1), column if control == "\x1bD" else 0)

    def _follow(self, final: str, numbers: list[int]) -> None:
        """A control sequence by its last letter."""
        row, column, first = self._row, self._column, numbers[0]
        by, last = max(1, first), self._top + ROWS - 1
        match final:
            case "A" | "F":
                self._move(row - by, column if final == "A" else 0)
            case "B" | "E":
                self._move(min(row + by, last), column if final == "B" else 0)
            case "C":
                self._move(row, column + by)
            case "D":
                self._move(row, column - by)
            case "G" | "`":
                self._move(row, by - 1)
            case "d":
                self._move(min(self._top + by - 1, last), column)
            case "H" | "f":
                across = max(1, numbers[1]) if len(numbers) > 1 else 1
                self._move(min(self._top + by - 1, last), across - 1)
            case "s":
                self._saved = (row, column)
            case "u":
                self._move(*self._saved)
            case "X":
                self._erase(column, column + by)
            case "K":
                self._erase_line(first)
            case "J":
                self._erase_screen(first)

    def _erase(self, start: int, end: int | None = None) -> None:
        cells = self._cells()
        if end is None or end >= len(cells):
            del cells[start:]
        else:
            cells[start:end] = " " * (end - start)

    def _erase_line(self, kind: int) -> None:
        """From the cursor on, up to it, or all of it."""
        if kind == 2:
            self._rows[self._row] = ""
            if self._column:
                self._rows[self._row] = []  # the cursor stays where it is
        elif kind == 1:
            self._erase(0, self._column + 1)
        elif kind == 0:
            self._erase(self._column)

    def _erase_screen(self, kind: int) -> None:
        if kind > 2:
            return  # what has left the screen
        self._erase_line(kind)
        others = range(self._top, self._row) if kind else range(0)
        for at in (*others, *(range(self._row + 1, len(self._rows)) if kind != 1 else ())):
            self._rows[at] = ""


def _without_frames(text: str) -> str:
    """Without what would be overwritten at once, as most of a progress bar: the screen ends up the same."""
    text = _WIPED.sub("\r\x1b[K", text)
    return "\n".join(_last_frame(line) if "\r" in line else line for line in text.split("\n"))


def _last_frame(line: str) -> str:
    if not {"\x1b", "\b", "\t"}.isdisjoint(line):
        return line
    first, *frames = line.split("\r")
    kept, longest = list[str](), -1
    for each in reversed(frames):
        if len(each) > longest:
            kept.append(each)
            longest = len(each)
    return "\r".join([first, *reversed(kept)])


def _off_screen(text: str) -> int:
    """How much of it has left the screen, in characters, once all of it is printed."""
    at = len(text)
    for _ in range(ROWS):
        if (at := text.rfind("\n", 0, at)) < 0:
            return 0
    return at + 1


def _width(row: _Row) -> int:
    """In columns."""
    return len(row.expandtabs(_TAB)) if isinstance(row, str) and "\t" in row else len(row)


def _text(row: _Row) -> str:
    """What was drawn ends with what is seen."""
    return row if isinstance(row, str) else "".join(row).rstrip(" ")
