"""As what a reference was read that does not say so itself."""

from dataclasses import dataclass

from bot import lines
from bot.grammar import line
from bot.model.line import Line
from bot.model.reference import Reference
from bot.model.shown import Noun


@dataclass(frozen=True, slots=True)
class Note:
    """``other``: the line about the other thing that is called so, where there is one."""

    meant: Reference
    other: Line | None = None


def number_line(noun: Noun, called: str, number: int) -> Line:
    """The line that shows a pipeline or a job by its number."""
    reference = Reference.of_number(called, number)
    if noun is Noun.JOB:
        return line(lines.JOB, lines.JobArgs(reference))
    return line(lines.PIPELINE, lines.PipelineArgs(reference))
