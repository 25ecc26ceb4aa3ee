"""What is worth telling of a run, once each, by what it is now: how it came to be so doesn't matter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.circleci.models import Workflow
from bot.model.approval import WaitingApproval
from bot.model.run import FAILED_STATUSES, Run


class Happening(StrEnum):
    """What became of a run, or of a part of it."""

    WAITS = "waits"
    FAILED = "failed"
    PASSED = "passed"
    FIXED = "fixed"  # passed, after it was told that it failed
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell. ``keys``: told once these are. ``approvals``: those that wait.

    ``workflows``: those that failed.
    """

    happening: Happening
    keys: tuple[str, ...]
    approvals: tuple[WaitingApproval, ...] = ()
    workflows: tuple[Workflow, ...] = ()


def news_of(run: Run, at: datetime, told: Collection[str] = ()) -> tuple[News, ...]:
    """What is to be told of it now, but for what was ``told`` already.

    A workflow that CircleCI runs again by itself has not failed before its last attempt.
    """
    return tuple(each for each in (_failures(run, at, told), *_waits(run, told), _end(run, at, told)) if each)


def known_news(run: Run, at: datetime) -> tuple[str, ...]:
    """The keys of all that who sees the run now need not be told."""
    return tuple(key for each in news_of(run, at) for key in each.keys)


def heard_without_notice(key: str) -> bool:
    """Whether an edit of the answer tells it well enough, to who asked for it a moment ago."""
    return key.startswith(("errored:", "ended:canceled:"))


def is_end(key: str) -> bool:
    """Whether it tells how all of a run has ended."""
    return key.startswith("ended:")


def failed_ids(key: str) -> Sequence[str]:
    """The ends of the ids of the workflows, or of the pipeline, of whose failure this or a notice tells."""
    kind, _, ids = key.removeprefix("notice:").partition(":")
    return [each[-12:] for each in ids.split(",")] if kind in ("failed", "errored") else []


def failure_key(workflow: Workflow) -> str:
    return f"failed:{workflow.id}"


def approval_key(approval: WaitingApproval) -> str:
    return f"waits:{approval.job.id}"


def _failures(run: Run, at: datetime, told: Collection[str]) -> News | None:
    if run.never_started:
        key = f"errored:{run.pipeline.id}"
        return None if key in told else News(Happening.FAILED, (key,))
    new = tuple(each for each in failing_workflows(run, at) if failure_key(each) not in told)
    return News(Happening.FAILED, tuple(map(failure_key, new)), workflows=new) if new else None


def failing_workflows(run: Run, at: datetime) -> tuple[Workflow, ...]:
    """Those whose newest attempt failed, and that CircleCI does not run again by itself."""
    failed = [each for each in run.newest if each.status in FAILED_STATUSES]
    return tuple(each for each in failed if not run.goes_on(each, at))


def _waits(run: Run, told: Collection[str]) -> list[News]:
    """One for each, since each is approved by itself."""
    return [
        News(Happening.WAITS, (key,), approvals=(each,))
        for each in run.approvals
        if (key := approval_key(each)) not in told
    ]


def _end(run: Run, at: datetime, told: Collection[str]) -> News | None:
    """Passed or canceled as a whole; that it failed is told of the workflow."""
    if run.live(at) or run.failed or not run.newest:
        return None
    status = run.status(at)
    key = f"ended:{status}:{','.join(each.id[-12:] for each in run.newest)}"
    if status not in ("success", "canceled") or key in told:
        return None
    if status == "canceled":
        return News(Happening.CANCELED, (key,))
    failed_before = any(each.startswith("failed:") for each in told)
    return News(Happening.FIXED if failed_before else Happening.PASSED, (key,))
