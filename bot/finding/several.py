"""What several runs are meant by, where a line acts on one: those that it may be."""

from bot.finding.choice import Again, is_in
from bot.finding.granted_runs import GrantedRuns
from bot.model.fault import OneRunALine
from bot.model.permission import Permission
from bot.model.reference import NamedState, Reference
from bot.model.run import newest_attempts

#: In which state a run is to which this can be done.
_STATES = {
    Permission.APPROVE: (NamedState.WAITING,),
    Permission.CANCEL: (NamedState.RUNNING, NamedState.WAITING),
    Permission.FOLLOW: (NamedState.RUNNING, NamedState.WAITING),
    Permission.RERUN: (NamedState.FAILED,),
}
#: How many are offered.
_MOST = 4


async def each_alone(runs: GrantedRuns, reference: Reference, again: Again) -> OneRunALine:
    """The newest to which it can be done, each with its line: of a protected branch only its newest."""
    access, branches, choices = runs.access, set[str | None](), []
    async for pipeline, workflows in runs.search():
        superseded = access.protects(pipeline.branch) and pipeline.branch in branches
        branches.add(pipeline.branch)
        fits = any(is_in(each, newest_attempts(workflows)) for each in _STATES.get(runs.permission, ()))
        slug, built = pipeline.project_slug, (pipeline.branch, pipeline.tag)
        if fits and not superseded and access.allows(runs.permission, slug, *built):
            alone = Reference.of_number(runs.called, pipeline.number, reference.state)
            choices.append((f"#{pipeline.number} on {pipeline.branch or pipeline.tag}", again(alone)))
        if len(choices) == _MOST:
            break
    return OneRunALine(runs.called, tuple(choices))
