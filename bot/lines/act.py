"""Lines that have an effect."""

import re
from dataclasses import dataclass, field, replace
from typing import Annotated

from bot.grammar import Arg, Syntax, kinds
from bot.lines.arguments import ShownCommit
from bot.model.grammar_fault import Contradiction, ContradictionReason
from bot.model.reference import AT_HAND, Reference

APPROVAL = replace(kinds.NAME, name="approval", noun="an approval job", example="hold", spaced=True)


@dataclass(frozen=True, slots=True)
class ApproveArgs:
    workflow: Annotated[
        Reference, Arg(kinds.WORKFLOW_REFERENCE, "Which pipeline: #812, last, @branch or a link")
    ] = AT_HAND
    job: Annotated[str | None, Arg(APPROVAL, "Which approval, if several are waiting")] = None
    commit: ShownCommit = None


@dataclass(frozen=True, slots=True)
class CancelArgs:
    workflow: Annotated[
        Reference, Arg(kinds.WORKFLOW_REFERENCE, "Which pipeline or workflow: #812, last, @branch or a link")
    ] = AT_HAND
    only: Annotated[
        tuple[str, ...] | None,
        Arg(kinds.NAME_LIST, "Only these workflows, by id or name", flag="--only", several=True, hidden=True),
    ] = None
    commit: ShownCommit = None


@dataclass(frozen=True, slots=True)
class CancelJobArgs:
    job: Annotated[Reference, Arg(kinds.JOB_REFERENCE, "Which job: its number or a link")]


@dataclass(frozen=True, slots=True)
class RejectArgs:
    workflow: Annotated[
        Reference,
        Arg(kinds.WORKFLOW_REFERENCE, "Which pipeline or workflow: #812, last, @branch or a link"),
    ] = AT_HAND


#: What asks for the whole of a workflow, as in ``rerun #812 from the start``.
_WHOLE = frozenset({"start", "beginning", "scratch", "everything", "whole"})


@dataclass(frozen=True, slots=True)
class RerunArgs:
    workflow: Annotated[
        Reference,
        Arg(
            kinds.WORKFLOW_REFERENCE,
            "Which pipeline or workflow: #812, last failed, @branch or a link",
            words=frozenset({"only", "just"}),
        ),
    ] = AT_HAND
    failed: Annotated[
        bool, Arg(kinds.SWITCH, "Only failed jobs and what depends on them", flag="--failed")
    ] = False
    jobs: Annotated[
        tuple[str, ...] | None,
        Arg(
            kinds.NAME_LIST,
            "Only these jobs and what depends on them, e.g. e2e,lint",
            flag="--jobs",
            several=True,
        ),
    ] = None
    all: Annotated[bool, Arg(kinds.SWITCH, "All jobs, from the start", flag="--all", words=_WHOLE)] = False
    ssh: Annotated[bool, Arg(kinds.SWITCH, "Keep the failed or named jobs open for SSH", flag="--ssh")] = (
        False
    )
    commit: ShownCommit = None

    def __post_init__(self) -> None:
        """Said before any permission is asked for."""
        if self.failed and self.jobs:
            raise Contradiction(ContradictionReason.FAILED_AND_JOBS, parameter="jobs")
        failed = self.failed or (
            self.workflow.failed and self.workflow.exact
        )  # else the last failed is meant
        if failed and self.all:
            raise Contradiction(ContradictionReason.FAILED_AND_ALL, parameter="all")

    @property
    def from_failed(self) -> bool:
        """Only what failed: wherever the line says so."""
        return self.failed or (self.workflow.failed and not self.all and not self.jobs)


COMPONENT = replace(kinds.NAME, name="component", noun="a component", example="web")
ENVIRONMENT = replace(kinds.NAME, name="environment", noun="an environment", example="production")
VERSION = replace(kinds.NAME, name="version", noun="a version", example="v1.2.0")
NAMESPACE = replace(kinds.NAME, name="namespace", noun="a namespace", example="default")
#: Up to the next flag or the end.
_BECAUSE = re.compile(r"(?:because|since|cause|cos|reason:) (.+)", re.DOTALL)
REASON = replace(
    kinds.NAME, name="reason", noun="a reason", example="Checkout fails", spaced=True, phrase=_BECAUSE
)
#: A project, but as what the line is about: this channel's where none is named.
PROJECT_NAMED = replace(kinds.PROJECT_REFERENCE, read=lambda text: Reference(kinds.PROJECT_NAME.read(text)))


@dataclass(frozen=True, slots=True)
class RollbackArgs:
    component: Annotated[
        str | None, Arg(COMPONENT, "The component, e.g. web; without one, the choice is asked")
    ] = None
    environment: Annotated[str | None, Arg(ENVIRONMENT, "The environment, e.g. production")] = None
    version: Annotated[
        str | None, Arg(VERSION, "Which version to go back to; without one, the previous one")
    ] = None
    reason: Annotated[
        str | None,
        Arg(REASON, "Why; recorded in CircleCI and the audit", flag="--reason"),
    ] = None
    project: Annotated[
        Reference, Arg(PROJECT_NAMED, "The component's project", flag="--project", rare=True)
    ] = AT_HAND
    live: Annotated[str | None, Arg(VERSION, "Only if this version is live", flag="--live", hidden=True)] = (
        None
    )
    namespace: Annotated[
        str | None, Arg(NAMESPACE, "The namespace, if there are several", flag="--namespace", rare=True)
    ] = None


@dataclass(frozen=True, slots=True)
class TriggerArgs:
    target: Annotated[
        Reference, Arg(kinds.BRANCH_REFERENCE, "Which project and branch; without one, the default branch")
    ] = AT_HAND
    parameters: Annotated[
        tuple[tuple[str, kinds.Value], ...],
        Arg(kinds.PARAMETER, "The pipeline's parameters, e.g. environment=staging", rest=True),
    ] = field(default=(), repr=False)  # what they are set to may be secrets
    tag: Annotated[str | None, Arg(kinds.TAG, "A tag instead of a branch", flag="--tag")] = None
    definition: Annotated[
        str | None, Arg(kinds.NAME, "The pipeline definition, by name", flag="--definition", rare=True)
    ] = None
    anyway: Annotated[
        bool,
        Arg(kinds.SWITCH, "Even with parameters that aren't declared", flag="--anyway", hidden=True),
    ] = False

    def __post_init__(self) -> None:
        """Said before any permission is asked for."""
        if self.tag and self.target.branch:
            raise Contradiction(ContradictionReason.BRANCH_AND_TAG, parameter="tag")
        names = [name for name, _ in self.parameters]
        if twice := [name for name in names if names.count(name) > 1]:
            raise Contradiction(ContradictionReason.PARAMETER_TWICE, twice[0], parameter="parameters")


APPROVE = Syntax("approve", ApproveArgs, ("approve", "approve #811", "approve web@main"), acts=True)
CANCEL = Syntax("cancel", CancelArgs, ("cancel", "cancel #813", "cancel web@main"), acts=True)
CANCEL_JOB = Syntax("cancel job", CancelJobArgs, ("cancel job 5266", "cancel job web#5266"), acts=True)
REJECT = Syntax("reject", RejectArgs, ("reject", "reject #811"), acts=True)
RERUN = Syntax(
    "rerun",
    RerunArgs,
    ("rerun last failed", "rerun #812 --failed", "rerun #812 --jobs e2e --ssh"),
    acts=True,
)
ROLLBACK = Syntax(
    "rollback",
    RollbackArgs,
    (
        'rollback web production --reason "Checkout fails"',
        'rollback web production v2.4.0-802 --reason "Checkout fails"',
        'rollback android stores --reason "It crashes at start" --project mobile',
    ),
    acts=True,
)
TRIGGER = Syntax(
    "trigger",
    TriggerArgs,
    (
        "trigger web@main",
        "trigger web@main environment=staging",
        "trigger web --tag v2.4.1",
        'trigger mobile --definition "Store release"',
    ),
    acts=True,
)
