"""What is asked before something is done whose line did not say it exactly: the full question."""

from collections.abc import Sequence

from bot.circleci.models import Job, Pipeline, Workflow
from bot.model.approval import WaitingApproval
from bot.model.deeds import EarlierRollback, RollbackDeed
from bot.model.fault import Fault
from bot.model.line import Line


class WriteQuestion(Fault):
    """Nothing was done: the asker is asked first."""


class ApproveQuestion(WriteQuestion):
    """Whether to let one approval job go on."""

    called: str
    pipeline: Pipeline
    waiting: WaitingApproval


class CancelQuestion(WriteQuestion):
    """Whether to stop these workflows."""

    called: str
    pipeline: Pipeline
    workflows: tuple[Workflow, ...]


class CancelJobQuestion(WriteQuestion):
    """Whether to stop the job of this name and number."""

    called: str
    pipeline: Pipeline
    name: str
    number: int


class RerunQuestion(WriteQuestion):
    """Whether to start a workflow again: all of it, what failed, or the jobs of these names, with SSH."""

    called: str
    pipeline: Pipeline
    workflow: Workflow
    jobs: Sequence[Job]
    from_failed: bool
    names: tuple[str, ...]
    ssh: bool


class TriggerQuestion(WriteQuestion):
    """Whether to start a pipeline of a branch or tag, with what is ``given``. ``line`` says exactly that."""

    line: Line
    called: str
    ref: str
    given: tuple[str, ...]


class RollbackQuestion(WriteQuestion):
    """Whether a component goes back from ``live`` to ``target``. ``line`` says exactly that.

    ``unreasoned``: nobody has said why, which the line still lacks. ``abandoned``: the version that was
    live before somebody rolled back to ``live``. ``earlier``: what somebody else did to it just before.
    """

    line: Line
    deed: RollbackDeed
    live: str
    target: str
    unreasoned: bool = False
    abandoned: str = ""
    earlier: EarlierRollback | None = None


class DefaultQuestion(WriteQuestion):
    """Whether a project becomes the channel's default one. ``line`` says exactly that."""

    line: Line
    called: str
