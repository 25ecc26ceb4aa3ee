"""Where a thing is said to be: its project and number, or its id."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.model.reference import Reference
from bot.model.shown import Noun

#: What tells of a noun: itself, or else what is nearest to it.
NEAREST = {
    Noun.PIPELINE: (Noun.PIPELINE, Noun.WORKFLOW, Noun.JOB),
    Noun.WORKFLOW: (Noun.WORKFLOW, Noun.JOB, Noun.PIPELINE),
    Noun.JOB: (Noun.JOB, Noun.WORKFLOW, Noun.PIPELINE),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing is: its project and number, or its id."""

    noun: Noun
    project: ProjectSlug | None = None
    id: str | None = None
    number: int | None = None


def spot(reference: Reference, noun: Noun, project: ProjectSlug | None) -> Spot | None:
    """The most exact place that the reference tells for a ``noun``; None where it tells none.

    A page's address may name all three. A number of which it is not said whose tells no place.
    """
    named = {
        Noun.PIPELINE: (reference.pipeline_id, reference.pipeline_number),
        Noun.WORKFLOW: (reference.workflow_id, None),
        Noun.JOB: (reference.job_id, reference.job_number),
    }
    spots = (Spot(each, project, *named[each]) for each in NEAREST[noun])
    return next((each for each in spots if each.id or each.number is not None), None)
