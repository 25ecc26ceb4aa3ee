"""What a line means, in a form in which two of them can be compared."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from inspect import signature
from typing import Any

from bot.commands import COMMANDS
from bot.grammar import parse
from bot.model.fault import Fault
from bot.model.reference import ProjectName, Reference
from bot.slack.inbound.text import normalize

SYNTAXES = tuple(command.syntax for command in COMMANDS)
#: The projects that are known where the line is typed, and what stands before a line.
PROJECTS = frozenset({"web", "api", "mobile", "gh/acme/web", "gh/acme/api", "acme/web"})
PREFIXES = frozenset({"/ci", "ci", "@ringmaster", "ringmaster"})
_TOLD = {"projects": PROJECTS, "prefixes": PREFIXES}
_KNOWN = {name: told for name, told in _TOLD.items() if name in signature(parse).parameters}
_parse: Any = parse


def arguments(line: str) -> tuple[str, Any]:
    """The command and its arguments, of a line as a button carries it. Raises a `Fault`."""
    syntax, args = _parse(line, SYNTAXES, **_KNOWN)
    return syntax.words, args


def meant(text: str) -> tuple[str, object]:
    """What a typed text means, whatever it looked like: the command with its values, or the kind of fault."""
    try:
        words, args = arguments(normalize(text))
    except Fault as fault:
        return type(fault).__name__, getattr(fault, "said", "")
    return words, values(args)


def values(args: Any) -> object:
    """Values without how they were typed."""
    match args:
        case Reference() | ProjectName():
            return {each.name: values(getattr(args, each.name)) for each in _told(args)}
        case tuple():
            return tuple(map(values, args))
        case Mapping():
            return {name: values(value) for name, value in args.items()}
    if is_dataclass(args) and not isinstance(args, type):
        return {each.name: values(getattr(args, each.name)) for each in fields(args)}
    return args


def _told(args: Any) -> list[Any]:
    """Of a project that is known by nothing else, what was typed is what it is."""
    only_said = isinstance(args, ProjectName) and args.slug is None
    return [each for each in fields(args) if only_said or each.name != "said"]
