"""What somebody may have meant who typed a command that does not exist, or a project that can't be told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from rapidfuzz.distance import OSA

from bot.grammar import kinds
from bot.grammar.reference import likely_reference
from bot.grammar.syntax import Syntax
from bot.grammar.write import line
from bot.model.bad_text import BadText
from bot.model.fault import UnknownProject, UnknownWord
from bot.model.line import Line
from bot.model.reference import ProjectName, Reference, Target

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
    except BadText:
        return None
    command = _command(reference)
    return Line(f"{command} {line}") if command in known else None


def _command(reference: Reference) -> str:
    if reference.job is not None or reference.job_id:
        return "job"
    if reference.workflow_id:
        return "workflow"
    exact = reference.number, reference.pipeline_id, reference.id, reference.start
    if any(exact) or reference.last:
        return "pipeline"
    return "status"


def about_project(syntax: Syntax[_A], args: _A, project: str) -> Line:
    """The line that says ``args``, about the project of this name."""
    name = ProjectName(project)
    for parameter in syntax.parameters:
        match getattr(args, parameter.name):
            case Target() as target:
                return line(syntax, args, **{parameter.name: replace(target, project=name)})
            case Reference() as meant:
                return line(syntax, args, **{parameter.name: replace(meant, said="", project=name)})
            case ProjectName() | None if parameter.arg.kind == kinds.PROJECT_NAME:
                return line(syntax, args, **{parameter.name: name})
    return line(syntax, args)


def about_reference(syntax: Syntax[_A], args: _A, reference: Reference) -> Line:
    """The line that says ``args``, about this pipeline, workflow or job."""
    for parameter in syntax.parameters:
        if isinstance(getattr(args, parameter.name), Reference):
            return line(syntax, args, **{parameter.name: reference})
    raise TypeError(f"{syntax.words} takes no reference")


def unknown_name(syntax: Syntax[_A], args: _A, unknown: UnknownProject) -> UnknownProject | UnknownWord:
    """What to say of a name that is no project's here, with the lines that may be meant.

    A word that stands alone where a pipeline, a workflow or a job is asked for need not be a project.
    """
    unknown.lines = tuple(about_project(syntax, args, each) for each in unknown.suggestions)
    for parameter in syntax.parameters:
        value = getattr(args, parameter.name)
        if isinstance(value, Reference) and value.said == unknown.said:
            kind, last = parameter.arg.kind, Reference("last", last=True)
            likely = likely_reference(unknown.said)
            lines = [line(syntax, args, **{parameter.name: likely})] if likely else []
            example = line(syntax, args, **{parameter.name: last})
            return UnknownWord(unknown.said, kind.noun, kind.forms, example, (*lines, *unknown.lines))
    return unknown
