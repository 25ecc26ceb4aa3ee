"""Text ⇄ typed arguments.

A `Kind` reads one value, an `Arg` says where it stands in a line, a `Syntax` is how a command is typed.
`words` are split as prose is, where an apostrophe is a letter, and `edges` are what stands around them.
`parse` reads a line, `line` writes one, which is what a button carries; `suggest` tells which lines may be
meant where one can't be read.
"""

from bot.grammar.kinds import Arg, Kind
from bot.grammar.other_words import Meaning, OtherWords, commands_meant
from bot.grammar.parse import LIMIT, parse, says_exactly
from bot.grammar.suggest import about_project, about_reference, lines_like, unknown_name
from bot.grammar.syntax import Syntax, Syntaxes
from bot.grammar.write import BARE, line

__all__ = [
    "BARE",
    "LIMIT",
    "Arg",
    "Kind",
    "Meaning",
    "OtherWords",
    "Syntax",
    "Syntaxes",
    "about_project",
    "about_reference",
    "commands_meant",
    "line",
    "lines_like",
    "parse",
    "says_exactly",
    "unknown_name",
]
