"""What is meant can't be told, or is not there."""

from dataclasses import dataclass
from enum import StrEnum

from bot.circleci.models import Pipeline, Workflow
from bot.model.approval import WaitingApproval
from bot.model.fault.root import Fault
from bot.model.line import Line
from bot.model.shown import Noun


class ReferenceFault(Fault):
    """The thing that is meant can't be told."""


@dataclass(eq=False)
class NoProject(ReferenceFault):
    """No project was named, and the channel has no default.

    ``lines``: what was asked, with projects that work here; ``default``: the line that sets the channel's
    default, where the asker may.
    """

    lines: tuple[Line, ...] = ()
    default: Line | None = None


@dataclass(eq=False)
class UnknownProject(ReferenceFault):
    """A word that is neither a short name nor a slug. ``lines``: the whole lines that may be meant."""

    said: str
    suggestions: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(eq=False)
class UnknownWord(ReferenceFault):
    """A word that is no ``kind`` ("a pipeline"), and no project's name either.

    ``forms``: what can be typed; ``example``: a line that works; ``lines``: those that may be meant.
    """

    said: str
    kind: str
    forms: str
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


@dataclass(eq=False)
class UnknownName(ReferenceFault):
    """Nothing of the sort is called so: ``names`` are those that there are, ``within`` what has them.

    ``parameter``: the field of the command's arguments that says it.
    """

    kind: NameKind
    said: str
    names: tuple[str, ...]
    parameter: str
    within: str = ""


@dataclass(eq=False)
class NothingHere(ReferenceFault):
    """No such thing: ``noun`` that was looked for, ``said`` how it was referred to, in ``project``.

    Also what is said where the channel may not see the project, so that nobody learns that it exists.
    ``next``: a line that shows what there is instead, where there is a nearer one than the pipelines.
    """

    noun: str
    said: str
    project: str | None = None
    next: Line | None = None


@dataclass(eq=False)
class NotInGreenRuns(ReferenceFault):
    """The newest green runs of a branch, of which so many were looked through, left no such artifact."""

    path: str
    called: str
    branch: str | None
    looked: int
    next: Line


@dataclass(eq=False)
class NoDefinition(ReferenceFault):
    """The project has no pipeline definition that CircleCI's API can run."""

    called: str


@dataclass(eq=False)
class NoDeploys(ReferenceFault):
    """CircleCI tells nothing of what the project deploys."""

    called: str


@dataclass(eq=False)
class NeverStarted(ReferenceFault):
    """The pipeline has no ``noun``: errors kept it from starting, and if ``configuration``, that one's."""

    noun: Noun
    project: str
    number: int
    configuration: bool = True


@dataclass(eq=False)
class PipelinesNumber(ReferenceFault):
    """A job is asked for, and no job has this number, but a pipeline of the project has."""

    project: str
    number: int


@dataclass(eq=False)
class NotShown(ReferenceFault):
    """Nothing was named, and this thread is about no ``noun``; or no id shown here starts so."""

    noun: Noun
    said: str
    example: Line


@dataclass(eq=False)
class Ambiguous(ReferenceFault):
    """Several fit: ``choices`` are (label, whole line), to choose from; never a guess."""

    noun: str
    said: str
    choices: tuple[tuple[str, Line], ...]


@dataclass(eq=False)
class SeveralApprovals(ReferenceFault):
    """Several approval jobs of a run wait, and ``said`` fits them all."""

    said: str
    called: str
    pipeline: Pipeline
    waiting: tuple[WaitingApproval, ...]


@dataclass(eq=False)
class SeveralHeld(ReferenceFault):
    """Several workflows wait for approvals: each with its own, and the line that is about it alone."""

    said: str
    held: tuple[tuple[Workflow, tuple[WaitingApproval, ...], Line], ...]


@dataclass(eq=False)
class SeveralReruns(ReferenceFault):
    """Several workflows of a run can be rerun: all of it, what ``failed`` or these ``jobs``, with ``ssh``."""

    said: str
    called: str
    pipeline: Pipeline
    workflows: tuple[Workflow, ...]
    failed: bool = False
    jobs: tuple[str, ...] = ()
    ssh: bool = False


@dataclass(eq=False)
class SeveralSteps(ReferenceFault):
    """Several steps of a job fit: each with its name, CircleCI's number and the line that is about it."""

    said: str
    steps: tuple[tuple[str, int, Line], ...]
