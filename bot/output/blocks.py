"""Keys of several lines: private ones, which are hidden, and public ones, which only look like secrets."""

import re

_KEY = r"[A-Za-z0-9 ]{0,40}(?:PRIVATE KEY(?: BLOCK)?|SECRET KEY|Static key V1|SEED|USER JWT)[- ]----"
_BEGINS = re.compile(rf"----[- ]BEGIN {_KEY}|PuTTY-User-Key-File-\d+:")
_ENDS = re.compile(rf"----[- ]END {_KEY}|Private-MAC: [0-9a-f]+")
_PUBLIC_BEGINS = re.compile(r"-----BEGIN (?![A-Za-z0-9 ]*(?:PRIVATE|SECRET|Static|USER))[A-Z0-9 ]{0,40}-----")
#: A line within a key: one word, a header, or whatever ends with much of it.
_LINE = re.compile(r"\s*+(?:[\w-]++: .*|.*[\s|>:][A-Za-z0-9+/=]{40,}\s*+|\S*+\s*+)")


class KeyBlocks:
    """What of each line is a private key's, line by line."""

    def __init__(self) -> None:
        self.within = False
        self.public = False

    def hidden(self, line: str) -> list[tuple[int, int]]:
        """What of the line is part of a key."""
        spans, at = list[tuple[int, int]](), 0
        if self.within and not _LINE.fullmatch(line) and not _ENDS.search(line):
            self.within = False
        while True:
            if not self.within:
                begins = _BEGINS.search(line, at) if "----" in line or "PuTTY" in line else None
                if begins is None:
                    break
                start, at, self.within = begins.start(), begins.end(), True
            else:
                start = at
            ends = _ENDS.search(line, at)
            at = ends.end() if ends else len(line)
            self.within = ends is None
            spans.append((start, at))
            if self.within:
                return spans
        if "-----" in line and not spans:
            begins = _PUBLIC_BEGINS.search(line)
            self.public = begins is not None or (self.public and "-----END" not in line)
        elif self.public and not _LINE.fullmatch(line):
            self.public = False
        return spans
