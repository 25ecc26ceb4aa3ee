"""What the asker can act on. Facts only: `bot.views.refusals` turns them into words."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import dataclass_transform

from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reference import NamedState


@dataclass_transform(eq_default=False, field_specifiers=(field,))
class Fault(Exception):
    """The root. Each kind is a dataclass of facts (not frozen: Python sets a traceback on it)."""

    def __init_subclass__(cls) -> None:
        dataclass(eq=False)(cls)


class Denied(Fault):
    """The policy says no. ``project``: the asker's own word for it (None: in general); ``ref``: what decided.

    ``who`` can do it here, ``people`` where they are few; ``elsewhere``: channels where the asker can;
    ``open_refs``: others are open here, by the patterns ``branches`` (``!`` excludes). ``unread``: those of
    ``who`` of whom Slack did not tell who is in them; ``named_by``: of a ref that is neither, the pattern
    with which a rule would name it. For the log: ``slug`` and ``asked_ref``, of which
    project and branch or tag it was asked, and ``rules``, those that let others do it here. ``asked``: the
    words of the command that asked."""

    permission: Permission
    project: str | None = None
    ref: str | None = None
    who: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    open_refs: bool = False
    branches: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    named_by: str = ""
    slug: str | None = None
    asked_ref: str | None = None
    rules: tuple[str, ...] = ()
    asked: str = ""


class ForeignWorkspace(Fault):
    """The asker belongs to another workspace than the bot."""


class SharedChannel(Fault):
    """People of another organization are in it, and the policy doesn't name it."""

    channel: str


class SharingUnknown(Fault):
    """Slack didn't say whether people of another organization are in it, and the policy doesn't name it."""


class NoPolicy(Fault):
    """The policy file is missing or wrong, and none was right before: nothing is allowed."""


class GuestRefused(Fault):
    """The asker is a guest, who may read but not change anything. ``sure`` False: Slack did not tell."""

    sure: bool = True


class NoProject(Fault):
    """None was named. ``choices``: those for which the line may work here, each with the line about it.

    ``default``: the line that sets the channel's.
    """

    choices: tuple[tuple[str, Line], ...] = ()
    default: Line | None = None


class UnknownProject(Fault):
    """A word that is neither a short name nor a slug. ``lines``: the whole lines that may be meant."""

    said: str
    suggestions: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


class UnknownWord(Fault):
    """No ``kind`` ("an action"), no project. ``lines``: what may be meant."""

    said: str
    kind: str
    example: Line
    lines: tuple[Line, ...] = ()


class NameKind(StrEnum):
    """What has a name within something else."""

    COMPONENT = "component"
    DEFINITION = "pipeline definition"
    ENVIRONMENT = "environment"
    JOB = "job"
    NAMESPACE = "namespace"
    VERSION = "version"
    WORKFLOW = "workflow"


class UnknownName(Fault):
    """``names``: what there is instead ``within`` something; ``choices``: of those each with its line."""

    kind: NameKind
    said: str
    names: tuple[str, ...]
    within: str = ""
    choices: tuple[tuple[str, Line], ...] = ()


class NothingHere(Fault):
    """No such thing, or one that may not be seen here. ``next_line``: the line that shows those there are.

    ``likely``: lines that may be meant.
    """

    noun: str
    said: str
    project: str | None = None
    next_line: Line | None = None
    likely: tuple[Line, ...] = ()


class ProjectRenamed(NothingHere):
    """The policy has a project, ``said``, under a name that it has no longer at CircleCI."""


class NotSubscribed(Fault):
    """The channel hears nothing of it; None: of anything."""

    called: str | None = None
    branch: str | None = None


class NoLogin(Fault):
    """The policy doesn't tell what CircleCI calls this ``person``, by their id. ``typed``: with a login."""

    person: str
    typed: Line


class NotFollowed(Fault):
    """No message of this pipeline, or of any, is kept true where that was asked. ``me``: in person."""

    me: bool
    called: str = ""
    number: int | None = None


class NoneInState(Fault):
    """Of the newest pipelines that can be seen, of which ``count`` were looked at, none is in this state.

    ``limited``: there may be some that can't be seen.
    """

    state: NamedState
    called: str
    branch: str | None
    count: int
    limited: bool = False


class NotInGreenRuns(Fault):
    """The newest green runs of a branch, of which so many were looked through, left no such artifact.

    ``limited``: there may be some that can't be seen.
    """

    path: str
    called: str
    branch: str | None
    run_count: int
    next_line: Line
    limited: bool = False


class NoDefinition(Fault):
    """The project has no pipeline definition that CircleCI's API can run."""

    called: str


class NoDeploys(Fault):
    """CircleCI tells nothing of what the project deploys."""

    called: str


class NeverStarted(Fault):
    """Errors kept the pipeline from starting, and if ``configuration``, that one's."""

    project: str
    number: int
    configuration: bool = True


class Ambiguous(Fault):
    """Several fit: ``choices`` are (label, whole line), never a guess."""

    noun: str
    choices: tuple[tuple[str, Line], ...]


class OneRunALine(Fault):
    """Several runs of a project are meant: ``choices`` are those that it may be, each with its line."""

    called: str
    choices: tuple[tuple[str, Line], ...]


class SeveralSteps(Fault):
    """Several steps of a job fit: each with its name, CircleCI's number and the line that is about it."""

    steps: tuple[tuple[str, int, Line], ...]


class JobProduct(StrEnum):
    """What a job leaves behind."""

    ARTIFACTS = "artifacts"
    OUTPUT = "output"
    TESTS = "test results"


class JobReason(StrEnum):
    """Why a job has nothing of a sort."""

    APPROVAL = "approval"
    NOT_BEGUN = "not begun"
    RUNNING = "running"
    NO_STEPS = "no steps"


class NoJobBegun(Fault):
    """No job of the pipeline has begun."""

    called: str
    number: int


class JobsGone(Fault):
    """CircleCI has the jobs of these workflows no more."""

    workflows: tuple[str, ...]


class JobHasNone(Fault):
    """The job of this ``name`` has no ``product``."""

    product: JobProduct
    reason: JobReason
    name: str


class NoSuchStep(Fault):
    """No step of the job is called so: ``steps`` are those that it has; ``likely``: lines with one."""

    job: str
    said: str
    steps: tuple[str, ...]
    likely: tuple[Line, ...] = ()


class NoSuchRun(Fault):
    """The step ran in parallel ``runs`` times, and ``run`` is none of those."""

    step: str
    run: int
    runs: int


class DiskFull(Fault):
    """The disk of the bot's own machine has no room for what was asked for."""


class DiskUnwritable(Fault):
    """The disk of the bot's own machine does not take what was asked for."""


class ArtifactTooLarge(Fault):
    """In bytes; ``size`` None: CircleCI did not say. ``page``: the address of the job's page."""

    path: str
    limit: int
    size: int | None
    page: str


class RowsUnread(Fault):
    """What the bot has recorded can't be read just now."""
