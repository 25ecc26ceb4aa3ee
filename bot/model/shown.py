"""What a message shows, and where it stands once it is posted."""

from dataclasses import dataclass
from enum import StrEnum

from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug


class Noun(StrEnum):
    """What an id names."""

    PIPELINE = "pipeline"
    WORKFLOW = "workflow"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class ShownThing:
    """A thing of CircleCI's that a message shows, so that it can be referred to afterwards.

    ``project`` is a project slug, ``id`` a UUID, ``number`` the pipeline's or the job's number.
    """

    noun: Noun
    project: str
    id: str | None = None
    number: int | None = None

    @classmethod
    def of(cls, pipeline: Pipeline) -> "ShownThing":
        """A pipeline that is shown."""
        return cls(Noun.PIPELINE, str(pipeline.project_slug), pipeline.id, pipeline.number)


def deploys_topic(slug: ProjectSlug) -> str:
    """The topic of messages that tell which versions of a project are live."""
    return f"deploys:{slug}"


def is_topic(key: str) -> bool:
    """Whether this is no run's id."""
    return ":" in key
