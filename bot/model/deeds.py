"""What is done to a run, a project or a component, and why it was not done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.circleci.models import Pipeline, Workflow
from bot.model.approval import WaitingApproval
from bot.model.fault import Fault
from bot.model.line import Line
from bot.model.permission import Permission


class Verb(StrEnum):
    """What is done to a run."""

    APPROVE = "approve"
    CANCEL = "cancel"
    REJECT = "reject"
    RERUN = "rerun"


@dataclass(frozen=True, slots=True)
class RunDeed:
    """Something done to a run; ``item``: to its workflow or job of this name, where one is meant."""

    verb: Verb
    called: str
    pipeline: Pipeline
    item: str = ""


@dataclass(frozen=True, slots=True)
class TriggerDeed:
    """A pipeline of ``ref``, a branch or tag, is started. ``parameters``: the names of those that it gets."""

    called: str
    ref: str | None
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RollbackDeed:
    """A component of a project that goes back to an earlier version."""

    called: str
    component: str
    environment: str


Deed: TypeAlias = RunDeed | TriggerDeed | RollbackDeed


class StaleReason(StrEnum):
    """How what is there differs from what was shown."""

    OTHER_COMMIT = "other commit"
    NEWER_PIPELINE = "newer pipeline"
    RERUN_SINCE = "rerun since"


class StaleRun(Fault):
    """What is there is not what was shown, or no longer the newest.

    ``commit``: the one that was shown; ``newer``: the number of the newer pipeline of a protected branch;
    ``workflow``: the name of the one that was rerun.
    """

    deed: RunDeed
    reason: StaleReason
    commit: str = ""
    newer: int | None = None
    workflow: str = ""


class ApprovalReason(StrEnum):
    """Why nothing is approved, or rejected."""

    APPROVED = "approved"
    NOT_YET_ON_HOLD = "not yet on hold"
    NO_LONGER_ON_HOLD = "no longer on hold"
    WORKFLOW_ENDED = "workflow ended"
    OTHERS_WAIT = "others wait"
    NOTHING_WAITS = "nothing waits"
    WAITED_TOO_LONG = "waited too long"


class ApprovalRefused(Fault):
    """``job``: the approval's name; ``workflow``: its own, which ended; ``waiting_names``: of those that do.

    ``wait``, ``limit``: how long it did, and how long the policy allows.
    """

    deed: RunDeed
    reason: ApprovalReason
    job: str = ""
    workflow: Workflow | None = None
    waiting_names: tuple[str, ...] = ()
    wait: timedelta = timedelta()
    limit: timedelta = timedelta()
    likely: tuple[Line, ...] = ()


class CancelReason(StrEnum):
    """Why nothing is canceled."""

    ENDED = "ended"
    NO_WORKFLOW = "no workflow"
    NOT_BEGUN = "not begun"


class CancelRefused(Fault):
    """Of a workflow, of all that is under way, or of one job: then the deed has an item."""

    deed: RunDeed
    reason: CancelReason


class RerunReason(StrEnum):
    """Why a workflow is not rerun."""

    NO_WORKFLOW = "no workflow"
    SETUP_WORKFLOW = "setup workflow"
    NOT_ENDED = "not ended"
    NOTHING_FAILED = "nothing failed"
    NOTHING_FAILED_YET = "nothing failed yet"
    NO_JOB_FAILED = "no job failed"  # with SSH, which is for jobs that are named
    NO_JOBS = "no jobs"
    TOO_OFTEN = "too often"


class RerunRefused(Fault):
    """``alone``: no other workflow of the run is like it. ``most``: how often one can be rerun.

    ``job``: the name of one that could be rerun.
    """

    deed: RunDeed
    reason: RerunReason
    alone: bool = False
    most: int = 0
    job: str = ""


class RollbackReason(StrEnum):
    """Why there is no way back."""

    NO_IDS = "no ids"
    NO_DEPLOYS = "no deploys"
    NO_MARKERS = "no markers"
    NEVER_DEPLOYED = "never deployed"
    NOTHING_LIVE = "nothing live"
    SEVERAL_LIVE = "several live"
    OTHER_LIVE = "other live"
    LIVE_ALREADY = "live already"
    NONE_BEFORE = "none before"


@dataclass(frozen=True, slots=True)
class EarlierRollback:
    """Somebody rolled the same thing back a few minutes ago: from ``live`` to ``target``, as was wanted."""

    user: str
    at: datetime
    live: str
    target: str


class RollbackRefused(Fault):
    """``live_versions``, and ``shown_version``: the one that was said to be. ``earlier``: why it isn't."""

    deed: RollbackDeed
    reason: RollbackReason
    live_versions: tuple[str, ...] = ()
    shown_version: str = ""
    earlier: EarlierRollback | None = None


class SeveralApprovals(Fault):
    """Several approval jobs of a run wait, of which any may be meant."""

    called: str
    pipeline: Pipeline
    approvals: tuple[WaitingApproval, ...]


class SeveralRejections(Fault):
    """Several workflows wait for approvals: each with its own, and the line that is about it alone."""

    choices: tuple[tuple[Workflow, tuple[WaitingApproval, ...], Line], ...]


class SeveralReruns(Fault):
    """Several workflows of a run can be rerun: all of it, what ``failed`` or these ``jobs``, with ``ssh``."""

    called: str
    pipeline: Pipeline
    workflows: tuple[Workflow, ...]
    failed: bool = False
    jobs: tuple[str, ...] = ()
    ssh: bool = False


class CallRefused(Fault):
    """CircleCI refused the call: its ``message``, and the HTTP ``status`` where it answered with an error."""

    deed: Deed
    message: str
    status: int | None = None


class NotRecorded(Fault):
    """The store can't be written: nothing was started."""


class NotBegun(Fault):
    """``line`` was asked at ``at``, but the bot stopped before it began, and now it is too late."""

    line: Line
    at: datetime


class AlreadyAsked(Fault):
    """This very wish was already taken up by ``user`` at ``at``.

    ``open``: what comes of it is still to be seen; ``lost``: it can't be told what came of it. ``line``: does
    it again, as people type it, and ``look`` shows what came of it.
    """

    user: str
    at: datetime
    open: bool = False
    lost: bool = False
    line: Line | None = None
    look: Line | None = None


class OutcomeUnknown(Fault):
    """The answer was lost, and looking did not tell. ``line`` tries again, as who may do ``permission``."""

    line: Line
    project: str
    permission: Permission


class Busy(Fault):
    """Too much is under way here; nothing was started."""
