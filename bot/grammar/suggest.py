"""What somebody may have meant who typed a command that does not exist, or a project that can't be told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from rapidfuzz.distance import OSA

from bot.grammar import kinds
from bot.grammar.reference import HEX
from bot.grammar.syntax import Syntax
from bot.grammar.write import line
from bot.model.bad_text import BadText
from bot.model.fault import UnknownProject
from bot.model.grammar_fault import Contradiction
from bot.model.line import Line
from bot.model.reference import ProjectName, Reference

_A = TypeVar("_A")

_MOST = 3
# More letters than ever differ.
_FAR = 3

# A word that looks like no command: web@main, #812, an address, an id.
_NOT_A_WORD = re.compile(r".*[@#/\d]|last\b", re.IGNORECASE)


def lines_like(line: str, words: Sequence[str], syntaxes: Sequence[Syntax[Any]]) -> tuple[Line, ...]:
    """Whole lines that may have been meant, the likeliest first, with the rest of what was typed kept."""
    known = [syntax.words for syntax in syntaxes]
    if thing := thing_line(line.strip(), words, known):
        return (thing,)
    found: dict[Line, int] = {}
    for width in {len(each.split()) for each in known}:
        said = " ".join(words[:width]).lower()
        fit = [each for each in syntaxes if len(each.words.split()) == width]
        rest = "".join(f" {each}" for each in line.strip().split(maxsplit=width)[width:])
        for each, slips in _like(said, fit).items():
            found[Line(each + rest)] = slips
    return tuple(sorted(found, key=lambda each: found[each])[:_MOST])


def _like(said: str, syntaxes: Sequence[Syntax[Any]]) -> dict[str, int]:
    """The commands of which it is a slip, or the beginning; with how many letters differ."""
    near = {each: slip_count(said, each.words) for each in syntaxes}
    begun = [each for each in syntaxes if len(said) > 1 and each.words.startswith(said)]
    if len(begun) == 1 and near[begun[0]] is None and len(said) >= (4 if begun[0].acts else 2):
        near[begun[0]] = 2
    reads = [slips for each, slips in near.items() if slips is not None and not each.acts]
    nearest = min(reads, default=_FAR)
    return {
        each.words: slips
        for each, slips in near.items()
        if slips is not None and (not each.acts or slips < nearest)
    }


def slip_count(said: str, known: str) -> int | None:
    """How many letters differ, if it is so few that the one may be a slip of the other."""
    shorter = min(len(said), len(known))
    slips = OSA.distance(said, known, score_cutoff=2)
    return slips if slips <= min(2, shorter // 3 or shorter // 2) else None


def thing_line(line: str, words: Sequence[str], known: Sequence[str]) -> Line | None:
    """The line to look at what was named without saying what to do with it."""
    if not _NOT_A_WORD.match(words[0]):
        return None
    try:
        reference = kinds.PIPELINE_REFERENCE.read(" ".join(words))
    except (BadText, Contradiction):
        return None
    if reference.words and not all(map(HEX.fullmatch, reference.words)):
        return None
    command = _command(reference)
    return Line(f"{command} {line}") if command in known else None


def _command(reference: Reference) -> str:
    if reference.job_number is not None or reference.job_id:
        return "job"
    if reference.workflow_id:
        return "workflow"
    return "pipeline" if reference.names_run or reference.words else "status"


def about_project(syntax: Syntax[_A], args: _A, project: str) -> Line:
    """The line that says ``args``, about the project of this name."""
    for parameter in syntax.parameters:
        if parameter.names:
            meant = replace(getattr(args, parameter.name), project=ProjectName(project))
            return line(syntax, args, **{parameter.name: meant})
    return line(syntax, args)


def about_reference(syntax: Syntax[_A], args: _A, reference: Reference) -> Line:
    """The line that says ``args``, about this; its words stand where a text follows, if one does."""
    behind = syntax.behind
    naming = next((each for each in syntax.parameters if each.names), None)
    if naming is None:
        raise TypeError(f"{syntax.words} takes no reference")
    if behind is None:
        return line(syntax, args, **{naming.name: reference})
    text = " ".join(reference.words) or (getattr(args, behind.name) if behind.required else behind.default)
    return line(syntax, args, **{naming.name: replace(reference, words=()), behind.name: text})


def unknown_name(syntax: Syntax[_A], args: _A, unknown: UnknownProject) -> UnknownProject:
    """With the lines that may be meant by a name that is no project's here."""
    if naming := syntax.naming:
        named = getattr(args, naming.name)
        words = tuple(each for each in named.words if each != unknown.said)
        args = replace(cast(Any, args), **{naming.name: replace(named, words=words)})
    unknown.lines = tuple(about_project(syntax, args, each) for each in unknown.suggestions)
    return unknown
