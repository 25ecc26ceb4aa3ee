"""Just before a call: whether what is there is still what the message showed.

https://circleci.com/docs/workflows/#approve-a-job
"""

from datetime import timedelta

from bot.circleci.models import Workflow
from bot.finding.finder import Finder
from bot.finding.found import FoundPipeline, FoundWorkflows
from bot.model.approval import WaitingApproval
from bot.model.fault import ApprovalReason, ApprovalRefused, RunDeed, StaleReason, StaleRun, Verb


async def every_attempt(find: Finder, found: FoundWorkflows) -> tuple[Workflow, ...]:
    """Every workflow of the pipeline."""
    return await find.attempts(FoundPipeline(found.pipeline, found.called, found.workflows))


def require_commit(found: FoundWorkflows, commit: str | None, deed: RunDeed) -> None:
    """It builds the commit that was shown. Raises `StaleRun`; ``deed`` is what is not done then."""
    built = found.pipeline.revision
    if commit is None or (built is not None and built.startswith(commit.lower())):
        return
    raise StaleRun(deed, StaleReason.OTHER_COMMIT, commit=commit)


async def require_newest(find: Finder, found: FoundWorkflows, deed: RunDeed) -> None:
    """No newer pipeline of a protected branch exists. Raises `StaleRun`."""
    pipeline = found.pipeline
    if not find.access.protects(pipeline.branch):
        return
    page = await find.circleci.list_pipelines(pipeline.project_slug, branch=pipeline.branch)
    newest = max((each.number for each in page.items), default=pipeline.number)
    if newest > pipeline.number:
        raise StaleRun(deed, StaleReason.NEWER_PIPELINE, newer=newest)


def require_latest(workflow: Workflow, every: tuple[Workflow, ...], deed: RunDeed) -> None:
    """It was not rerun since. Raises `StaleRun`."""
    if any(it.name == workflow.name and it.created_at > workflow.created_at for it in every):
        raise StaleRun(deed, StaleReason.RERUN_SINCE, workflow=workflow.name)


def require_young(
    held: WaitingApproval, waited: timedelta, limit: timedelta | None, found: FoundWorkflows
) -> None:
    """It has not waited longer than the policy allows. Raises `ApprovalRefused`."""
    if limit is not None and waited > limit:
        deed = RunDeed(Verb.APPROVE, found.called, found.pipeline, held.job.name)
        raise ApprovalRefused(deed, ApprovalReason.WAITED_TOO_LONG, waited=waited, limit=limit)
