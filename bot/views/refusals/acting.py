"""What was not done to a run, a project or a component; and what nobody can tell whether it was."""

import re

from bot import lines
from bot.grammar import line
from bot.model import deeds
from bot.model.deeds import ApprovalReason, CancelReason, RerunReason, RollbackReason, StaleReason, Verb
from bot.model.line import Line
from bot.model.message import Button, Confirm, Message, Style
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference, Target
from bot.model.spans import Code, Text, Timestamp, TypedLine, UserMention
from bot.views.cards.triggered import ROLLBACKS
from bot.views.lists.deploys import MARKERS
from bot.views.parts.commit import on_ref
from bot.views.parts.status import status
from bot.views.parts.text import duration, one_line, short_commit, some_names
from bot.views.refusals.drawing import LONGEST_TYPED, asker_message, pipeline_line

_DONE = {Verb.APPROVE: "approved", Verb.CANCEL: "canceled", Verb.REJECT: "rejected", Verb.RERUN: "rerun"}

#: What it takes, for who is told no.
_NEEDS: Text = (
    "A rollback needs deploy markers, a rollback pipeline and CircleCI's GitHub App: ",
    ROLLBACKS,
    " says how to set them up.",
)

#: What can't be told, and what to try again would do if it had been done.
_UNKNOWN = {
    Permission.TRIGGER: ("it started", "If it did start, it starts twice."),
    Permission.RERUN: ("it was rerun", "If it was, it runs twice."),
    Permission.APPROVE: ("it was approved", "If it was, nothing more happens."),
    Permission.CANCEL: ("it was canceled", "If it was, nothing more happens."),
    Permission.CONFIGURE: ("it was changed", "If it was, nothing more happens."),
}

_ID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def run_stale(error: deeds.StaleRun) -> Message:
    deed, number = error.deed, error.deed.pipeline.number
    match error.reason:
        case StaleReason.OTHER_COMMIT:
            built = deed.pipeline.revision
            now: Text = (" builds ", Code(short_commit(built))) if built else (" does not tell its commit",)
            why: Text = (_run(deed), *now, "; the message showed ", Code(short_commit(error.commit)), ".")
        case StaleReason.NEWER_PIPELINE:
            number = error.newer or number
            branch = Code(one_line(deed.pipeline.branch or ""))
            rule = " is protected: only its newest pipeline goes on."
            why = (f"{deed.called} #{number} is newer, and ", branch, rule)
        case StaleReason.RERUN_SINCE:
            why = (f"{one_line(error.workflow, 60)} of {_run(deed)} was rerun since.",)
    return asker_message(_run_not_done(deed), why, _how_it_stands(deed, number))


def approval_refused(error: deeds.ApprovalRefused) -> Message:
    deed, name = error.deed, one_line(error.job, 60)
    next = _how_it_stands(deed)
    match error.reason:
        case ApprovalReason.APPROVED:
            why = f"{name} was approved already."
        case ApprovalReason.NOT_YET_ON_HOLD:
            why = f"{name} is not on hold yet."
        case ApprovalReason.NO_LONGER_ON_HOLD:
            why = f"{name} is not on hold any more."
        case ApprovalReason.WORKFLOW_ENDED:
            of = error.workflow
            ended = f": {one_line(of.name, 60)} {status(of.status).verb}" if of else ""
            why = f"{name} waits no more{ended}."
        case ApprovalReason.OTHERS_WAIT:
            why = f"No approval job is called {name}; waiting: {some_names(error.waiting_names)}."
        case ApprovalReason.NOTHING_WAITS:
            why = "Nothing in it waits for an approval."
        case ApprovalReason.WAITED_TOO_LONG:
            waited, limit = duration(error.wait), duration(error.limit)
            rule = f"the policy lets nothing be approved after {limit}."
            why = f"{one_line(deed.item, 60)} has waited for {waited}, and {rule}"
            next = (TypedLine(_trigger_line(deed)), " builds it anew.")
    return asker_message(_run_not_done(deed), why, next)


def cancel_refused(error: deeds.CancelRefused) -> Message:
    match error.reason:
        case CancelReason.ENDED:
            why = "It has ended already."
        case CancelReason.NO_WORKFLOW:
            why = "It has no workflow that could be stopped."
        case CancelReason.NOT_BEGUN:
            why = "Only a job that has begun can be canceled by itself."
    next = () if error.deed.item else _how_it_stands(error.deed)
    return asker_message(_run_not_done(error.deed), why, next)


def rerun_refused(error: deeds.RerunRefused) -> Message:
    deed = error.deed
    run = Reference.of_number(deed.called, deed.pipeline.number)
    next = _how_it_stands(deed)
    anew: Text = (TypedLine(_trigger_line(deed)), " starts a new pipeline.")
    match error.reason:
        case RerunReason.NO_WORKFLOW:
            why, next = "It never started a workflow, so there is nothing to rerun.", anew
        case RerunReason.SETUP_WORKFLOW:
            why, next = "It is a setup workflow, which continues a pipeline once and can't be rerun.", anew
        case RerunReason.NOT_ENDED:
            why, what = "It has not ended yet.", "it" if error.alone else "all that runs of it"
            next = (TypedLine(line(lines.CANCEL, lines.CancelArgs(run))), f" stops {what} first.")
        case RerunReason.NOTHING_FAILED:
            why = "Nothing in it failed."
            if error.alone:
                next = (TypedLine(line(lines.RERUN, lines.RerunArgs(run))), " runs all of it again.")
        case RerunReason.NOTHING_FAILED_YET:
            why = "Nothing in it failed yet."
        case RerunReason.TOO_OFTEN:
            why = f"It was rerun {error.most} times, and CircleCI allows no more."
        case RerunReason.NO_JOBS:
            why, next = "It never began, and has no jobs.", ()
        case RerunReason.NO_JOB_FAILED:
            why, next = "Nothing in it failed, and SSH is for jobs that are named.", ("Add --jobs NAME.",)
    return asker_message(_run_not_done(deed), why, next)


def rollback_refused(error: deeds.RollbackRefused) -> Message:
    deed, live = error.deed, [Code(each) for each in error.live_versions]
    next = _what_is_live(deed)
    match error.reason:
        case RollbackReason.NO_IDS:
            without = "without which nothing can be rolled back"
            why: Text | str = f"CircleCI does not tell the ids of {deed.called}, {without}."
            next = ()
        case RollbackReason.NO_MARKERS:
            why = f"{deed.called} has no deploy markers, so CircleCI does not know what is deployed where."
            next = (MARKERS, " says how to set them.")
        case RollbackReason.NO_DEPLOYS:
            why = f"CircleCI has no deploys of {deed.called}, or the bot's user may not see them."
        case RollbackReason.NEVER_DEPLOYED:
            why = f"CircleCI knows no version of {deed.component} that was deployed."
        case RollbackReason.NOTHING_LIVE:
            why = "Nothing is live there."
        case RollbackReason.SEVERAL_LIVE:
            why = f"{some_names(error.live_versions)} are live at once; CircleCI's page has the choice."
        case RollbackReason.OTHER_LIVE:
            why = (*live, " is live now, and no longer ", Code(error.shown_version), ".")
        case RollbackReason.LIVE_ALREADY:
            why = (*live, " is live already.")
        case RollbackReason.NONE_BEFORE:
            why = "No other version was live there before."
    return asker_message(_not_rolled_back(deed), why, next)


def call_refused(error: deeds.CallRefused) -> Message:
    """CircleCI's own words, with what may be behind them."""
    says = f"CircleCI says: {error.message or error.status or ''}"
    match error.deed:
        case deeds.RunDeed() as deed:
            return asker_message(_run_not_done(deed), says)
        case deeds.TriggerDeed() as deed:
            return _trigger_refused(deed, says, error.status)
        case deeds.RollbackDeed() as deed:
            return _rollback_call_refused(deed, says, error.status)


def _trigger_refused(deed: deeds.TriggerDeed, says: str, status: int | None) -> Message:
    ref: Text = (Code(deed.ref), " of ") if deed.ref else ()
    what: Text = (*ref, f"{deed.called} was not triggered; nothing was started.")
    if status == 404:
        return asker_message(what, *_trigger_not_found(deed))
    pipelines = line(lines.PIPELINES, lines.PipelinesArgs(Target(ProjectName(deed.called))))
    return asker_message(what, says, (TypedLine(pipelines), " shows what was built lately."))


def _trigger_not_found(deed: deeds.TriggerDeed) -> tuple[str, Text]:
    """CircleCI says 404 to missing rights and to undeclared parameters; token and project were just good."""
    answered, called, sent = "CircleCI answered “not found”", deed.called, deed.parameters
    if not sent:
        why = f"{answered}: the bot's user may see {called}, and perhaps not trigger it."
        return why, (TypedLine(line(lines.ME, lines.MeArgs())), " shows who that is.")
    which = "the parameter" if len(sent) == 1 else "one of the parameters"
    declared = f"perhaps the configuration does not declare {which} {some_names(sent)}"
    newest = lines.ConfigArgs(Reference(project=ProjectName(called)), source=True)
    shows: Text = (TypedLine(line(lines.CONFIG, newest)), " shows the newest configuration.")
    return f"{answered}: {declared}, or the bot's user may not trigger it.", shows


def _rollback_call_refused(deed: deeds.RollbackDeed, says: str, status: int | None) -> Message:
    plain = says.rstrip(".")
    if status == 409:
        why = f"{plain}. Another deploy or rollback may be under way."
        return asker_message(_not_rolled_back(deed), why, _what_is_live(deed))
    if status == 404:
        says = f"{plain}. {deed.called} may have no rollback pipeline, or not for the bot's user."
    return asker_message(_not_rolled_back(deed), says, _NEEDS)


def not_recorded(error: deeds.NotRecorded) -> Message:
    first = "Nothing was started: the bot's database can't be written, and nothing is done unrecorded."
    return asker_message(first, "Type the line again in a minute.")


def not_begun(error: deeds.NotBegun) -> Message:
    first: Text = ("The bot stopped before it began ", TypedLine(error.line), ", which was asked ")
    first = (*first, Timestamp(error.at), ". Nothing was started.")
    return asker_message(first, "Type it again if it is still wanted.")


def already_taken_up(error: deeds.AlreadyAsked) -> Message:
    first: Text = (UserMention(error.user), " asked for this already, ", Timestamp(error.at))
    if error.lost:
        told = ". CircleCI's answer was lost, so that nobody can tell whether it was done."
        look: Text = ("Look how it stands, then type ", *_typed(error), ".")
        return asker_message((*first, told), look)
    next: Text = ("To do it again, type ", *_typed(error), ".")
    if error.open:
        next = ("If that is refused, ask again.",)
    return asker_message((*first, ". It is done once."), next)


def _typed(error: deeds.AlreadyAsked) -> Text:
    return (TypedLine(error.line),) if error.line else ("the line yourself",)


def outcome_unknown(error: deeds.OutcomeUnknown) -> Message:
    """What is there comes first; to try again asks."""
    whether, twice = _UNKNOWN.get(error.permission, _UNKNOWN[Permission.TRIGGER])
    first = f"I can't tell whether {whether}: CircleCI's answer was lost. Look before you try again."
    newest: Text = ()
    if about := _ID.search(error.line):
        look = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(about[0])))
    else:
        project = ProjectName(error.project) if error.project else None
        look = line(lines.PIPELINES, lines.PipelinesArgs(Target(project)))
        newest = (TypedLine(look), " shows the newest.")
    short = len(error.line) <= LONGEST_TYPED
    again: Text = ("To try again, type ", TypedLine(error.line), ".") if short else ()
    ask = Confirm("Try again?", f"{one_line(error.line, 200)}\n{twice}", yes="Try again")
    there = Button("What is there?", line=look, style=Style.PRIMARY)
    retry = Button("Try again", line=error.line, confirm=ask)
    return asker_message(first, newest, again, buttons=(there, retry))


def too_busy(error: deeds.Busy) -> Message:
    return asker_message("Too much is under way. Nothing was started; type the line again in a minute.")


def _run_not_done(deed: deeds.RunDeed) -> str:
    done, run, item = _DONE[deed.verb], _run(deed), one_line(deed.item, 60)
    if not item:
        return f"{run} was not rerun." if deed.verb is Verb.RERUN else f"Nothing of {run} was {done}."
    of = "" if deed.verb is Verb.CANCEL else f" of {run}"
    return f"{item}{of} was not {done}."


def _run(deed: deeds.RunDeed) -> str:
    """``web #812 on main``."""
    return f"{deed.called} #{deed.pipeline.number}{on_ref(deed.pipeline)}"


def _how_it_stands(deed: deeds.RunDeed, number: int | None = None) -> Text:
    """Of that pipeline, or of the one of this ``number``."""
    look = pipeline_line(deed.called, number or deed.pipeline.number)
    return (TypedLine(look), " shows how it stands.")


def _trigger_line(deed: deeds.RunDeed) -> Line:
    """The line that builds its branch or tag anew."""
    branch, name = deed.pipeline.branch, ProjectName(deed.called)
    tag = None if branch else deed.pipeline.tag
    return line(lines.TRIGGER, lines.TriggerArgs(Target(name, branch), tag=tag))


def _not_rolled_back(deed: deeds.RollbackDeed) -> str:
    return f"{deed.component} in {deed.environment} was not rolled back; nothing was started."


def _what_is_live(deed: deeds.RollbackDeed) -> Text:
    deploys = line(lines.DEPLOYS, lines.DeploysArgs(ProjectName(deed.called)))
    return (TypedLine(deploys), " shows what is live.")
