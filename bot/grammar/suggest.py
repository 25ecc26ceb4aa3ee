"""What somebody may have meant who typed a command that does not exist, or a project that can't be told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.grammar import kinds
from bot.grammar.syntax import Syntax
from bot.grammar.write import line
from bot.model.bad_text import BadText
from bot.model.fault import UnknownProject
from bot.model.grammar_fault import Contradiction
from bot.model.line import Line
from bot.model.reference import ProjectName, Reference

_A = TypeVar("_A")

_MOST = 3
_LIKE = 65

# A word that looks like no command: web@main, #812, an address, an id.
_NOT_A_WORD = re.compile(r".*[@#/\d]|last\b", re.IGNORECASE)


def lines_like(line: str, words: Sequence[str], syntaxes: Sequence[Syntax[Any]]) -> tuple[Line, ...]:
    """Whole lines that may have been meant, the likeliest first, with the rest of what was typed kept."""
    known = [syntax.words for syntax in syntaxes]
    if about := _about(line.strip(), words, known):
        return (about,)
    scored: dict[Line, float] = {}
    for width in {len(each.split()) for each in known}:
        said = " ".join(words[:width]).lower()
        fit = [each for each in known if len(each.split()) == width]
        rest = "".join(f" {each}" for each in line.strip().split(maxsplit=width)[width:])
        for match, score, _ in process.extract(said, fit, scorer=_alike, score_cutoff=_LIKE, limit=_MOST):
            scored[Line(match + rest)] = score
    return tuple(sorted(scored, key=lambda each: -scored[each])[:_MOST])


def _alike(said: str, known: str, **_: object) -> float:
    """How alike two words are; the beginning of a word counts as nearly the word."""
    if len(said) > 1 and known.startswith(said):
        return 90.0
    return 100 * OSA.normalized_similarity(said, known)


def _about(line: str, words: Sequence[str], known: Sequence[str]) -> Line | None:
    """The line to look at what was named without saying what to do with it."""
    if not _NOT_A_WORD.match(words[0]):
        return None
    try:
        reference = kinds.PIPELINE_REFERENCE.read(" ".join(words))
    except (BadText, Contradiction):
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
    text = " ".join(reference.words) or behind.default
    return line(syntax, args, **{naming.name: replace(reference, words=()), behind.name: text})


def unknown_name(syntax: Syntax[_A], args: _A, unknown: UnknownProject) -> UnknownProject:
    """With the lines that may be meant by a name that is no project's here."""
    if naming := syntax.naming:
        named = getattr(args, naming.name)
        words = tuple(each for each in named.words if each != unknown.said)
        args = replace(cast(Any, args), **{naming.name: replace(named, words=words)})
    unknown.lines = tuple(about_project(syntax, args, each) for each in unknown.suggestions)
    return unknown
