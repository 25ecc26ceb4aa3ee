"""Lines that have an effect."""

from dataclasses import dataclass, replace
from typing import Annotated

from bot.grammar import Arg, Syntax, kinds
from bot.lines.arguments import ShownCommit
from bot.model.grammar_fault import Contradiction, ContradictionReason
from bot.model.reference import AT_HAND, Reference

APPROVAL = replace(kinds.NAME, name="approval", noun="an approval job", example="hold", spaced=True)


@dataclass(frozen=True, slots=True)
class ApproveArgs:
    workflow: Annotated[
        Reference,
        Arg(kinds.WORKFLOW_REFERENCE, "Of what: #812, last, @branch, an address; else this thread's"),
    ] = AT_HAND
    job: Annotated[str | None, Arg(APPROVAL, "Which approval job, where several wait")] = None
    commit: ShownCommit = None


@dataclass(frozen=True, slots=True)
class CancelArgs:
    workflow: Annotated[
        Reference, Arg(kinds.WORKFLOW_REFERENCE, "What: #812, last, @branch, an address; else this thread's")
    ] = AT_HAND
    only: Annotated[
        tuple[str, ...] | None,
        Arg(kinds.NAME_LIST, "Of several workflows these, by id", flag="--only", several=True, hidden=True),
    ] = None
    commit: ShownCommit = None


@dataclass(frozen=True, slots=True)
class CancelJobArgs:
    job: Annotated[Reference, Arg(kinds.JOB_REFERENCE, "Which one: 155, an address, an id")]


@dataclass(frozen=True, slots=True)
class RejectArgs:
    workflow: Annotated[
        Reference,
        Arg(kinds.WORKFLOW_REFERENCE, "What waits: #812, last, @branch, an address; else this thread's"),
    ] = AT_HAND


#: What asks for the whole of a workflow, as in ``rerun #812 from the start``.
_WHOLE = frozenset({"start", "beginning", "scratch", "everything", "whole"})


@dataclass(frozen=True, slots=True)
class RerunArgs:
    workflow: Annotated[
        Reference,
        Arg(kinds.WORKFLOW_REFERENCE, "Which: #812, last failed, @branch, an address; else this thread's"),
    ] = AT_HAND
    failed: Annotated[
        bool, Arg(kinds.SWITCH, "Only what failed, and what depends on it", flag="--failed")
    ] = False
    jobs: Annotated[
        tuple[str, ...] | None,
        Arg(kinds.NAME_LIST, "Only these jobs, by their names", flag="--jobs", several=True),
    ] = None
    all: Annotated[
        bool, Arg(kinds.SWITCH, "All of it, from the start, though it failed", flag="--all", words=_WHOLE)
    ] = False
    ssh: Annotated[
        bool, Arg(kinds.SWITCH, "Keep the jobs open for SSH; those that failed, unless named", flag="--ssh")
    ] = False
    commit: ShownCommit = None

    def __post_init__(self) -> None:
        """Said before any permission is asked for."""
        if self.failed and self.jobs:
            raise Contradiction(ContradictionReason.FAILED_AND_JOBS, parameter="jobs")
        if self.failed and self.all:
            raise Contradiction(ContradictionReason.FAILED_AND_ALL, parameter="all")

    @property
    def from_failed(self) -> bool:
        """Only what failed: wherever the line says so."""
        return self.failed or (self.workflow.failed and not self.all and not self.jobs)


COMPONENT = replace(kinds.NAME, name="component", noun="a component", example="web")
ENVIRONMENT = replace(kinds.NAME, name="environment", noun="an environment", example="production")
VERSION = replace(kinds.NAME, name="version", noun="a version", example="v1.2.0")
NAMESPACE = replace(kinds.NAME, name="namespace", noun="a namespace", example="default")
REASON = replace(kinds.NAME, name="reason", noun="a reason", example="Checkout fails", spaced=True)
#: A project, but as what the line is about: this channel's where none is named.
PROJECT_NAMED = replace(kinds.PROJECT_REFERENCE, read=lambda text: Reference(kinds.PROJECT_NAME.read(text)))


@dataclass(frozen=True, slots=True)
class RollbackArgs:
    component: Annotated[str, Arg(COMPONENT, "What is rolled back")]
    environment: Annotated[str, Arg(ENVIRONMENT, "Where")]
    reason: Annotated[str, Arg(REASON, "Why: CircleCI and the audit keep it", flag="--reason")]
    version: Annotated[str | None, Arg(VERSION, "To which version; else the one that was live before")] = None
    project: Annotated[
        Reference, Arg(PROJECT_NAMED, "Of which project; else this channel's", flag="--project")
    ] = AT_HAND
    live: Annotated[
        str | None, Arg(VERSION, "Which version was live when it was asked", flag="--live", hidden=True)
    ] = None
    namespace: Annotated[
        str | None, Arg(NAMESPACE, "In which namespace, where there are several", flag="--namespace")
    ] = None


@dataclass(frozen=True, slots=True)
class TriggerArgs:
    target: Annotated[
        Reference,
        Arg(kinds.BRANCH_REFERENCE, "What to build; else this channel's project, its default branch"),
    ] = AT_HAND
    parameters: Annotated[
        tuple[tuple[str, kinds.Value], ...], Arg(kinds.PARAMETER, "The pipeline's parameters", rest=True)
    ] = ()
    tag: Annotated[str | None, Arg(kinds.TAG, "Build this tag instead of a branch", flag="--tag")] = None
    definition: Annotated[
        str | None, Arg(kinds.NAME, "Which of the project's pipeline definitions", flag="--definition")
    ] = None

    def __post_init__(self) -> None:
        """Said before any permission is asked for."""
        if self.tag and self.target.branch:
            raise Contradiction(ContradictionReason.BRANCH_AND_TAG, parameter="tag")
        names = [name for name, _ in self.parameters]
        if twice := [name for name in names if names.count(name) > 1]:
            raise Contradiction(ContradictionReason.PARAMETER_TWICE, twice[0], parameter="parameters")


APPROVE = Syntax("approve", ApproveArgs, ("approve", "approve #812", "approve web@main hold"))
CANCEL = Syntax("cancel", CancelArgs, ("cancel", "cancel #813", "cancel web@main"))
CANCEL_JOB = Syntax("cancel job", CancelJobArgs, ("cancel job 155", "cancel job web#155"))
REJECT = Syntax("reject", RejectArgs, ("reject", "reject #811"))
RERUN = Syntax(
    "rerun", RerunArgs, ("rerun --failed", "rerun #812 --failed", "rerun last failed --jobs e2e --ssh")
)
ROLLBACK = Syntax(
    "rollback",
    RollbackArgs,
    (
        'rollback web production --reason "Checkout fails"',
        'rollback web production v2.4.0 --reason "Checkout fails"',
        'rollback android stores --reason "It crashes at start" --project mobile',
    ),
)
TRIGGER = Syntax(
    "trigger",
    TriggerArgs,
    (
        "trigger web",
        "trigger web@main environment=staging",
        "trigger web --tag v2.4.1",
        'trigger mobile --definition "Store release"',
    ),
)
