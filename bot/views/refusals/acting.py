"""What was not done to a run: because of how it stands."""

from bot import lines
from bot.grammar import line
from bot.model.deed import (
    ApprovalReason,
    ApprovalRefused,
    CancelReason,
    CancelRefused,
    RerunReason,
    RerunRefused,
    RunDeed,
    StaleReason,
    StaleRun,
    Verb,
)
from bot.model.line import Line
from bot.model.message import Message
from bot.model.reference import ProjectName, Reference, Target
from bot.model.spans import Code, Text, TypedLine
from bot.views.parts.commit import on_ref
from bot.views.parts.status import status
from bot.views.parts.text import duration, one_line, short_commit, some_names
from bot.views.refusals.drawing import asker_message, pipeline_line

_DONE = {Verb.APPROVE: "approved", Verb.CANCEL: "canceled", Verb.REJECT: "rejected", Verb.RERUN: "rerun"}


def run_not_done(deed: RunDeed) -> str:
    """What did not happen."""
    done, run, item = _DONE[deed.verb], _run(deed), one_line(deed.item, 60)
    if not item:
        return f"{run} was not rerun." if deed.verb is Verb.RERUN else f"Nothing of {run} was {done}."
    of = "" if deed.verb is Verb.CANCEL else f" of {run}"
    return f"{item}{of} was not {done}."


def run_stale(fault: StaleRun) -> Message:
    deed = fault.deed
    pipeline = deed.pipeline
    match fault.reason:
        case StaleReason.OTHER_COMMIT:
            built = pipeline.revision
            now: Text = (" builds ", Code(short_commit(built))) if built else (" does not tell its commit",)
            shown = Code(short_commit(fault.commit))
            return _as_it_stands(deed, (_run(deed), *now, "; the message showed ", shown, "."))
        case StaleReason.NEWER_PIPELINE:
            newer = fault.newer or pipeline.number
            branch = Code(one_line(pipeline.branch or ""))
            why: Text = (f"{deed.called} #{newer} is newer, and ", branch)
            return _as_it_stands(deed, (*why, " is protected: only its newest pipeline goes on."), newer)
        case StaleReason.RERUN_SINCE:
            return _as_it_stands(deed, (f"{one_line(fault.workflow, 60)} of {_run(deed)} was rerun since.",))


def approval_refused(fault: ApprovalRefused) -> Message:
    name = one_line(fault.job, 60)
    match fault.reason:
        case ApprovalReason.APPROVED:
            why = f"{name} was approved already."
        case ApprovalReason.NOT_YET_ON_HOLD:
            why = f"{name} is not on hold yet."
        case ApprovalReason.NO_LONGER_ON_HOLD:
            why = f"{name} is not on hold any more."
        case ApprovalReason.WORKFLOW_ENDED:
            of = fault.workflow
            ended = f": {one_line(of.name, 60)} {status(of.status).verb}" if of else ""
            why = f"{name} waits no more{ended}."
        case ApprovalReason.OTHERS_WAIT:
            why = f"No approval job is called {name}; waiting: {some_names(fault.waiting)}."
        case ApprovalReason.NOTHING_WAITS:
            why = "Nothing in it waits for an approval."
        case ApprovalReason.WAITED_TOO_LONG:
            return _waited_too_long(fault)
    return _as_it_stands(fault.deed, (why,))


def _waited_too_long(fault: ApprovalRefused) -> Message:
    name, waited, limit = one_line(fault.deed.item, 60), duration(fault.waited), duration(fault.limit)
    why = f"{name} has waited for {waited}, and the policy lets nothing be approved after {limit}."
    return _instead(fault.deed, why, _trigger_line(fault.deed), "builds it anew")


def cancel_refused(fault: CancelRefused) -> Message:
    match fault.reason:
        case CancelReason.ENDED:
            why = "It has ended already."
        case CancelReason.NO_WORKFLOW:
            why = "It has no workflow that could be stopped."
        case CancelReason.NOT_BEGUN:
            why = "Only a job that has begun can be canceled by itself."
    if fault.deed.item:
        return asker_message((run_not_done(fault.deed),), (why,))
    return _as_it_stands(fault.deed, (why,))


def rerun_refused(fault: RerunRefused) -> Message:
    deed = fault.deed
    run = Reference.of_number(deed.called, deed.pipeline.number)
    match fault.reason:
        case RerunReason.NO_WORKFLOW:
            why = "It never started a workflow, so there is nothing to rerun."
            return _instead(deed, why, _trigger_line(deed), "starts a new pipeline")
        case RerunReason.SETUP_WORKFLOW:
            why = "It is a setup workflow, which continues a pipeline once and can't be rerun."
            return _instead(deed, why, _trigger_line(deed), "starts a new pipeline")
        case RerunReason.NOT_ENDED:
            does = "stops it first" if fault.alone else "stops all that runs of it first"
            return _instead(deed, "It has not ended yet.", line(lines.CANCEL, lines.CancelArgs(run)), does)
        case RerunReason.NOTHING_FAILED if fault.alone:
            again = line(lines.RERUN, lines.RerunArgs(run))
            return _instead(deed, "Nothing in it failed.", again, "runs all of it again")
        case RerunReason.NOTHING_FAILED:
            return _as_it_stands(deed, ("Nothing in it failed.",))
        case RerunReason.NOTHING_FAILED_YET:
            return _as_it_stands(deed, ("Nothing in it failed yet.",))
        case RerunReason.TOO_OFTEN:
            why = f"It was rerun {fault.most} times, and CircleCI allows no more."
            return _as_it_stands(deed, (why,))
        case RerunReason.NO_JOBS:
            return asker_message((run_not_done(deed),), ("It never began, and has no jobs.",))
        case RerunReason.NO_JOB_FAILED:
            why = "Nothing in it failed, and SSH is for jobs that are named."
            return asker_message((run_not_done(deed),), (why,), ("Add --jobs NAME.",))


def _as_it_stands(deed: RunDeed, why: Text, number: int | None = None) -> Message:
    """With the line that shows how it stands: that pipeline, or the one of this ``number``."""
    look = pipeline_line(deed.called, number or deed.pipeline.number)
    return asker_message((run_not_done(deed),), why, (TypedLine(look), " shows how it stands."))


def _instead(deed: RunDeed, why: str, typed: Line, does: str) -> Message:
    return asker_message((run_not_done(deed),), (why,), (TypedLine(typed), f" {does}."))


def _run(deed: RunDeed) -> str:
    """``web #812 on main``."""
    return f"{deed.called} #{deed.pipeline.number}{on_ref(deed.pipeline)}"


def _trigger_line(deed: RunDeed) -> Line:
    """The line that builds its branch or tag anew."""
    branch, name = deed.pipeline.branch, ProjectName(deed.called)
    tag = None if branch else deed.pipeline.tag
    return line(lines.TRIGGER, lines.TriggerArgs(Target(name, branch), tag=tag))
