"""The end of a stream, in bounded memory."""

from collections import deque

from bot.model.spool import OutputEnd


class Tail:
    """Keeps the last ``lines`` lines, of at most ``characters`` characters together."""

    def __init__(self, lines: int, characters: int) -> None:
        self._lines = lines
        self._characters = characters
        self._kept = ""
        self._before = 0  # lines that ended before what is kept
        self._within = False  # what is kept begins within a line

    def feed(self, text: str) -> None:
        self._kept += text
        beyond = len(self._kept) - 2 * self._characters
        if beyond > 2 * self._characters:  # a while, so that not each piece is copied
            self._before += self._kept.count("\n", 0, beyond)
            self._within = self._kept[beyond - 1] != "\n"
            self._kept = self._kept[beyond:]

    def skip(self, lines: int) -> None:
        """Let go of what was fed; so many lines more came before what follows."""
        self._before += self._kept.count("\n") + lines
        self._kept, self._within = "", False

    def end(self) -> OutputEnd:
        """Empty lines at the very end are left out."""
        text = self._kept.rstrip("\n")
        if not text:
            return OutputEnd("", self._before)
        beyond = max(0, len(text) - self._characters)
        before = self._before + text.count("\n", 0, beyond)
        cut = text[beyond - 1] != "\n" if beyond else self._within
        lines = text[beyond:].split("\n")
        surplus = max(len(lines) - self._lines, int(cut and len(lines) > 1))
        return OutputEnd("\n".join(lines[surplus:]), before + surplus, cut and not surplus)


class StreamEnd:
    """The last ``characters`` of a stream as it came, where all before them is not looked at any more.

    ``skipped``: how many lines were let go. What is kept then begins with a line, if it has several.
    """

    def __init__(self, characters: int) -> None:
        self._characters = characters
        self._pieces: deque[str] = deque()
        self._size = 0
        self.skipped = 0
        self._cut = False

    def feed(self, text: str) -> None:
        self._pieces.append(text)
        self._size += len(text)
        while self._size - len(self._pieces[0]) >= self._characters:
            gone = self._pieces.popleft()
            self._size -= len(gone)
            self.skipped += gone.count("\n")
            self._cut = True

    def end(self) -> str:
        text = "".join(self._pieces)
        if not self._cut or "\n" not in text:
            return text
        self.skipped += 1
        return text.partition("\n")[2]
