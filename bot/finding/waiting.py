"""What waits for an approval in a project's newest pipelines."""

from bot.circleci.models import Pipeline, Workflow
from bot.finding.granted_runs import GrantedRuns
from bot.model.run import newest_attempts

#: How many of its newest pipelines are looked at.
_MOST = 10


async def waiting_workflows(runs: GrantedRuns) -> list[tuple[Pipeline, tuple[Workflow, ...]]]:
    """The workflows on hold, each with its pipeline; of a protected branch only those of the newest."""
    async for pipelines in runs.pages():
        newest: dict[str | None, Pipeline] = {}
        for each in pipelines:
            newest.setdefault(each.branch, each)
        fit = [
            each for each in pipelines if newest[each.branch] is each or not runs.access.protects(each.branch)
        ]
        found = await runs.workflows(fit[:_MOST])
        held = [(it, tuple(filter(_waits, newest_attempts(several)))) for it, several in found]
        return [(pipeline, several) for pipeline, several in held if several]
    return []


def _waits(workflow: Workflow) -> bool:
    return workflow.status == "on_hold"
