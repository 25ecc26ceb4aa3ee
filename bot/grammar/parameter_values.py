"""A line as others than who typed it may see it: without what parameters are set to."""

from collections.abc import Sequence
from typing import Any

from bot.grammar.kinds import PARAMETER
from bot.grammar.parse import parse
from bot.grammar.syntax import Syntax
from bot.grammar.words import split
from bot.model.fault import Fault
from bot.model.line import Line

#: What stands for a value.
LEFT_OUT = "…"


def without_parameter_values(typed: Line, syntaxes: Sequence[Syntax[Any]]) -> Line | None:
    """``trigger web note=…``. None where it can't be read any more, so that nobody can tell."""
    try:
        syntax, args = parse(typed, syntaxes)
    except Fault:
        return None
    lists = [each.name for each in syntax.parameters if each.arg.kind is PARAMETER]
    values = {name: value for each in lists for name, value in getattr(args, each)}
    words = []
    for word in split(typed):
        name, sign, _ = word.text.partition("=")
        if sign and values.pop(name, None) is not None:
            words.append(f"{name}={LEFT_OUT}")
        else:
            words.append(typed[word.start : word.end])
    return None if values else Line(" ".join(words))
