"""What can't be asked of a list."""

from bot.model.grammar_fault import GrammarFault
from bot.model.line import Line


class FixedListLength(GrammarFault):
    """A list has ten entries at a time, and the flag ``said`` asks for more or fewer.

    ``line``: the whole line without it, if that can be read.
    """

    words: str
    said: str
    usage: Line
    line: Line | None = None
