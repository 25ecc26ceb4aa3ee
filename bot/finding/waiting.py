"""What waits for an approval in a project's newest pipelines."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.circleci.models import Pipeline, Workflow
from bot.finding.granted_runs import GrantedRuns
from bot.model.approval import HeldApproval, waiting_approvals
from bot.model.run import newest_attempts

#: How many of its newest pipelines are looked at.
_MOST = 10


@dataclass(frozen=True, slots=True)
class ProjectHolds:
    """The approvals that wait in a project; not ``whole`` where something couldn't be read, as is noted."""

    approvals: tuple[HeldApproval, ...]
    whole: bool = True


async def waiting_workflows(runs: GrantedRuns) -> list[tuple[Pipeline, tuple[Workflow, ...]]]:
    """The workflows on hold, each with its pipeline; of a protected branch only those of the newest."""
    found = await runs.workflows(await _candidates(runs, _MOST))
    held = [(it, _held(several)) for it, several in found]
    return [(pipeline, several) for pipeline, several in held if several]


async def project_holds(runs: GrantedRuns, most: int) -> ProjectHolds:
    """The approvals that wait in the newest pipelines, ``most`` of them."""
    found = await runs.workflows(await _candidates(runs, most))
    held = [(pipeline, each) for pipeline, several in found for each in _held(several)]
    jobs = {each.id: several for each, several in await runs.known_jobs([each for _, each in held])}
    return ProjectHolds(
        tuple(
            HeldApproval(runs.called, pipeline, each)
            for pipeline, workflow in held
            for each in waiting_approvals(workflow, jobs.get(workflow.id, ()))
        ),
        len(jobs) == len(held) and not any(each.lost for _, several in found for each in several),
    )


async def _candidates(runs: GrantedRuns, most: int) -> Sequence[Pipeline]:
    """The newest pipelines that may be approved: of a protected branch only the newest."""
    async for pipelines in runs.pages():
        newest: dict[str | None, Pipeline] = {}
        for each in pipelines:
            newest.setdefault(each.branch, each)
        protects = runs.access.protects
        return [it for it in pipelines if newest[it.branch] is it or not protects(it.branch)][:most]
    return []


def _held(workflows: Sequence[Workflow]) -> tuple[Workflow, ...]:
    return tuple(each for each in newest_attempts(workflows) if each.status == "on_hold" and not each.lost)
