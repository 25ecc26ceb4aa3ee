"""What a reference pointed at, and what is within it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.circleci.client import CircleCI
from bot.circleci.errors import NotFound
from bot.circleci.models import Job, JobById, JobDetails, Pipeline, Workflow
from bot.finding.choice import candidates
from bot.finding.granted_runs import GrantedRuns
from bot.finding.lookup import Thing
from bot.model.fault import NothingHere
from bot.model.run import newest_attempts
from bot.model.shown import Noun
from bot.reading.runs import jobs_of


@dataclass(frozen=True, slots=True)
class Location:
    """What a reference pointed at. ``project``: where it named one. ``workflows``: read on the way."""

    thing: Thing
    project: GrantedRuns | None = None
    workflows: tuple[Workflow, ...] | None = None


async def with_workflows(circleci: CircleCI, located: Location) -> Location:
    """With all attempts of a pipeline."""
    if located.workflows is not None or not isinstance(located.thing, Pipeline):
        return located
    return replace(located, workflows=await circleci.list_workflows(located.thing.id))


async def workflows_within(circleci: CircleCI, located: Location) -> tuple[Workflow, ...]:
    """The workflows among which the one is that is meant."""
    match located.thing:
        case Workflow() as workflow:
            return (workflow,)
        case JobDetails(latest_workflow=of):
            return (await circleci.get_workflow(_known(of.id if of else None)),)
        case JobById(workflow_id=id):
            return (await circleci.get_workflow(_known(id)),)
        case Pipeline():
            return newest_attempts((await with_workflows(circleci, located)).workflows or ())


async def jobs_within(circleci: CircleCI, located: Location, *, failed: bool) -> list[tuple[Job, str]]:
    """The jobs among which the one is that is meant, each with its workflow's id."""
    match located.thing:
        case JobById(job_number=None, id=id, workflow_id=of):
            several = await circleci.list_jobs(_known(of))
            return [(job, _known(of)) for job in several if job.id == id]
        case JobDetails() | JobById():
            return []
    those = candidates(await workflows_within(circleci, located), failed=failed)
    return [(job, each.id) for each, several in await jobs_of(circleci, those) for job in several]


def _known(id: str | None) -> str:
    if id is None:
        raise NotFound(404, "CircleCI does not say to which workflow it belongs")
    return id


@contextmanager
def looking(noun: Noun | None, said: str, called: str | None = None) -> Iterator[None]:
    """What CircleCI does not know is told as nothing here; ``noun`` None: the project itself."""
    try:
        yield
    except NotFound as error:
        if noun is None:
            raise NothingHere("project", called or said) from error
        raise NothingHere(noun.value, said, called) from error
