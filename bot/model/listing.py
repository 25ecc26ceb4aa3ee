"""How many of something can't be asked for."""

from bot.model.grammar_fault import GrammarFault
from bot.model.line import Line


class OneAtATime(GrammarFault):
    """A command is about one thing, and ``said`` of them were asked for.

    ``corrected``: the whole line about the newest, if that can be read.
    """

    words: str
    said: str
    usage: Line
    corrected: Line | None = None


class FixedListLength(GrammarFault):
    """A list has ten entries at a time, and what was ``said`` asks for more or fewer.

    ``corrected``: the whole line without it, if that can be read.
    """

    words: str
    said: str
    usage: Line
    corrected: Line | None = None
