"""Just before a call: whether what is there is still what the message showed.

https://circleci.com/docs/workflows/#approve-a-job
"""

from datetime import timedelta

from bot.circleci.models import Workflow
from bot.finding.granted_run import GrantedRun
from bot.model.approval import WaitingApproval
from bot.model.deeds import ApprovalReason, ApprovalRefused, RunDeed, StaleReason, StaleRun, Verb


def require_commit(found: GrantedRun, commit: str | None, deed: RunDeed) -> None:
    """It builds the commit that was shown. Raises `StaleRun`; ``deed`` is what is not done then."""
    built = found.pipeline.revision
    if commit is None or (built is not None and built.startswith(commit.lower())):
        return
    raise StaleRun(deed, StaleReason.OTHER_COMMIT, commit=commit)


async def require_newest(found: GrantedRun, deed: RunDeed) -> None:
    """No newer pipeline of a protected branch exists. Raises `StaleRun`."""
    if (newer := await found.newer()) is not None:
        raise StaleRun(deed, StaleReason.NEWER_PIPELINE, newer=newer.number)


def require_latest(workflow: Workflow, every: tuple[Workflow, ...], deed: RunDeed) -> None:
    """It was not rerun since. Raises `StaleRun`."""
    if any(it.name == workflow.name and it.created_at > workflow.created_at for it in every):
        raise StaleRun(deed, StaleReason.RERUN_SINCE, workflow=workflow.name)


def require_young(
    held: WaitingApproval, waited: timedelta, limit: timedelta | None, found: GrantedRun
) -> None:
    """It has not waited longer than the policy allows. Raises `ApprovalRefused`."""
    if limit is not None and waited > limit:
        deed = RunDeed(Verb.APPROVE, found.called, found.pipeline, held.job.name)
        raise ApprovalRefused(deed, ApprovalReason.WAITED_TOO_LONG, wait=waited, limit=limit)
