"""What waits for an approval in a project's newest pipelines."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.circleci.errors import CircleCIError, Unauthorized
from bot.circleci.models import Pipeline, Workflow
from bot.finding.granted_runs import GrantedRuns
from bot.model.approval import HeldApproval, waiting_approvals
from bot.model.run import newest_attempts

#: How many of its newest pipelines are looked at.
_MOST = 10


@dataclass(frozen=True, slots=True)
class ProjectHolds:
    """The approvals that wait in a project, and the numbers of the pipelines that couldn't be read."""

    approvals: tuple[HeldApproval, ...]
    unread_numbers: tuple[int, ...] = ()


async def waiting_workflows(runs: GrantedRuns) -> list[tuple[Pipeline, tuple[Workflow, ...]]]:
    """The workflows on hold, each with its pipeline; of a protected branch only those of the newest."""
    found = await runs.workflows(await _candidates(runs, _MOST))
    held = [(it, _held(several)) for it, several in found]
    return [(pipeline, several) for pipeline, several in held if several]


async def project_holds(runs: GrantedRuns, most: int) -> ProjectHolds:
    """The approvals that wait in the newest pipelines, ``most`` of them; each is read by itself."""
    pipelines = await _candidates(runs, most)
    found = await asyncio.gather(*(_approvals(runs, each) for each in pipelines))
    return ProjectHolds(
        tuple(each for several in found for each in several or ()),
        tuple(it.number for it, several in zip(pipelines, found, strict=True) if several is None),
    )


async def _approvals(runs: GrantedRuns, pipeline: Pipeline) -> list[HeldApproval] | None:
    """None where CircleCI doesn't say."""
    try:
        [(_, workflows)] = await runs.workflows([pipeline])
        with_jobs = await runs.jobs(_held(workflows))
    except Unauthorized:
        raise
    except CircleCIError:
        return None
    if any(each.lost for each in workflows):
        return None
    waiting = [each for workflow, jobs in with_jobs for each in waiting_approvals(workflow, jobs)]
    return [HeldApproval(runs.called, pipeline, each) for each in waiting]


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
