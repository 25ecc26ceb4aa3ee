"""Text ⇄ typed arguments.

A `Kind` reads one value, an `Arg` says where it stands in a line, a `Syntax` is how a command is typed.
`parse` reads a line, `line` writes one, which is what a button carries; `misnamed` and `about_project` tell
which lines may be meant where the project can't be told.
"""

from bot.grammar.kinds import Arg, Kind
from bot.grammar.misnamed import about_project, about_reference, unknown_name
from bot.grammar.parse import LIMIT, parse
from bot.grammar.syntax import Parameter, Syntax
from bot.grammar.write import BARE, line

__all__ = [
    "BARE",
    "LIMIT",
    "Arg",
    "Kind",
    "Parameter",
    "Syntax",
    "about_project",
    "about_reference",
    "line",
    "parse",
    "unknown_name",
]
