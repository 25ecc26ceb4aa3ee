"""What a terminal shows in the end: without colours, overwritten progress, and what can't be seen."""

import re

from bot.model.plain import printable
from bot.output.screen import MOVEMENT, Screen

_LONGEST_SEQUENCE = 4096

# Escape sequences. https://ecma-international.org/publications-and-standards/standards/ecma-48/
_STRING = r"[\]PX^_][^\x07\x1b\n]"
#: All that leave the text where it is, as colours, titles and modes; and what is none.
_INERT = re.compile(
    rf"\x1b(?:\[[\d;]*+m|(?!{MOVEMENT})(?:"
    r"\[[0-?]*+[ -/]*+[@-~]"
    rf"|{_STRING}{{0,{_LONGEST_SEQUENCE}}}+(?:\x07|\x1b\\)"
    r"|[ -/]++[0-~]"
    r"|[0-Z\\^-~]"
    r")?+)"
)
#: What may be the beginning of one, at the end of what there is.
_OPEN = re.compile(rf"\x1b(?:\[[0-?]*+[ -/]*+|{_STRING}*+\x1b?|[ -/]*+)\Z")
#: Their beginnings as one character each.
_SHORT = {ord(sign) + 0x40: f"\x1b{sign}" for sign in r"PX[\]^_"}


class Cleaner:
    """Cleans a stream: ``feed`` it, then ``end``. Holds what is on the screen."""

    def __init__(self) -> None:
        self._raw = ""
        self._screen = Screen()

    def feed(self, text: str) -> str:
        """What can't change any more."""
        raw = self._raw + (text if text.isascii() else text.translate(_SHORT))
        begun = _OPEN.search(raw, max(0, len(raw) - _LONGEST_SEQUENCE))
        whole = begun.start() if begun else len(raw)
        self._raw = raw[whole:]
        self._print(raw[:whole])
        return self._screen.settled()

    def end(self) -> str:
        """What was held back."""
        self._print(self._raw)
        self._raw = ""
        return self._screen.end()

    def _print(self, raw: str) -> None:
        text = _INERT.sub("", raw) if "\x1b" in raw else raw
        self._screen.print(printable(text, keep="\n\t\r\b\x1b"))


def clean_text(text: str) -> str:
    """A text that is whole."""
    cleaner = Cleaner()
    return cleaner.feed(text) + cleaner.end()
