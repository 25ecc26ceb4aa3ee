"""What a terminal shows in the end: without colours, overwritten progress, and what can't be seen."""

import re

from bot.model.plain import printable

#: A line that goes on for longer is given out in pieces.
LONGEST_LINE = 32 * 2**10
_LONGEST_SEQUENCE = 4096

# Escape sequences. https://ecma-international.org/publications-and-standards/standards/ecma-48/
_STRING = r"[\]PX^_][^\x07\x1b\n]"
_AGAIN = re.compile(r"\x1b\[(?:[01]?G|2K)")  # back to the line's beginning
_SEQUENCE = re.compile(
    r"\x1b(?:"
    r"\[[0-?]*+[ -/]*+[@-~]"
    rf"|{_STRING}{{0,{_LONGEST_SEQUENCE}}}+(?:\x07|\x1b\\)"
    r"|[ -/]++[0-~]"
    r"|[0-Z\\^-~]"
    r")"
)
#: What may be the beginning of one, at the end of what there is.
_OPEN = re.compile(rf"\x1b(?:\[[0-?]*+[ -/]*+|{_STRING}*+\x1b?|[ -/]*+)\Z")
#: Their beginnings as one character each.
_SHORT = {ord(sign) + 0x40: f"\x1b{sign}" for sign in r"PX[\]^_"}


class Cleaner:
    """Cleans a stream: ``feed`` it, then ``end``. Holds a line until it is over or too long."""

    def __init__(self) -> None:
        self._raw = ""
        self._line = ""

    def feed(self, text: str) -> str:
        """What can't change any more."""
        raw = self._raw + (text if text.isascii() else text.translate(_SHORT))
        begun = _OPEN.search(raw, max(0, len(raw) - _LONGEST_SEQUENCE))
        whole = begun.start() if begun else len(raw)
        self._raw = raw[whole:]
        return self._settled(raw[:whole])

    def end(self) -> str:
        """What was held back."""
        settled = self._settled(self._raw)
        return settled + _shown(self._line)

    def _settled(self, raw: str) -> str:
        text = self._line + (_SEQUENCE.sub("", _AGAIN.sub("\r", raw)) if "\x1b" in raw else raw)
        over = text.rfind("\n") + 1
        settled, line = text[:over], text[over:]
        if len(line) > LONGEST_LINE and "\r" in line:
            line = _last_state(line) + "\r" * line.endswith("\r")
        if len(line) > LONGEST_LINE:
            settled, line = text[:over] + line, ""
        self._line = line
        return _shown(settled)


def clean_text(text: str) -> str:
    """A text that is whole."""
    cleaner = Cleaner()
    return cleaner.feed(text) + cleaner.end()


def _shown(text: str) -> str:
    if "\r" in text or "\b" in text:
        text = "\n".join(_last_state(line) for line in text.split("\n"))
    return printable(text, keep="\n\t")


def _last_state(line: str) -> str:
    """What stands there after the last return to the line's beginning, and after all backspaces."""
    line = line.rstrip("\r")
    line = line[line.rfind("\r") + 1 :]
    if "\b" not in line:
        return line
    kept: list[str] = []
    for sign in line:
        if sign != "\b":
            kept.append(sign)
        elif kept:
            kept.pop()
    return "".join(kept)
