"""What somebody may have meant who typed a command that does not exist."""

import re
from collections.abc import Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.grammar.kinds import PIPELINE_REFERENCE
from bot.grammar.syntax import Syntax
from bot.model.line import Line
from bot.model.reference import Reference

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
        reference = PIPELINE_REFERENCE.read(" ".join(words))
    except ValueError:
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
