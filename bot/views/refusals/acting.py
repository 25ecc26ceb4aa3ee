"""What was not done to a run, a project or a component; and what nobody can tell whether it was."""

import re

from bot import lines
from bot.grammar import line
from bot.grammar.quoting import quote
from bot.model import deeds
from bot.model.deeds import ApprovalReason, CancelReason, RerunReason, RollbackReason, StaleReason, Verb
from bot.model.message import Button, Confirm, Message, Style
from bot.model.permission import Permission
from bot.model.reference import AT_HAND, Reference
from bot.model.spans import Code, Text, Timestamp, TypedLine, UserMention
from bot.views.cards.triggered import ROLLBACKS
from bot.views.lists.deploys import MARKERS
from bot.views.parts.status import status
from bot.views.parts.text import duration, join_words, one_line, short_commit
from bot.views.refusals.drawing import (
    LONGEST_TYPED,
    asker_message,
    earlier_rollback,
    name_choices,
    pipeline_line,
    quote_code,
    ready_buttons,
)

_NOT_DONE = {
    Verb.APPROVE: "Not approved.",
    Verb.CANCEL: "Not canceled.",
    Verb.REJECT: "Not rejected.",
    Verb.RERUN: "Not rerun.",
}

_NOT_ROLLED_BACK = "Not rolled back."

#: What it takes, for who is told no.
_NEEDS: Text = (
    "A rollback needs deploy markers, a rollback pipeline and CircleCI's GitHub App. How to set them up: ",
    ROLLBACKS,
    ".",
)

#: What can't be told, and what to try again would do if it had been done.
_UNKNOWN = {
    Permission.TRIGGER: ("started", "If it did start, this starts it twice."),
    Permission.RERUN: ("started", "If it did, this runs it twice."),
}
_ANY_UNKNOWN = ("gone through", "If it did, this changes nothing.")

_ID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def run_stale(error: deeds.StaleRun) -> Message:
    deed, number = error.deed, error.deed.pipeline.number
    match error.reason:
        case StaleReason.OTHER_COMMIT:
            built = deed.pipeline.revision
            if built:
                now: Text = (f"{_run(deed)} is on ", Code(short_commit(built)), " now")
            else:
                now = (f"CircleCI doesn't show {_run(deed)}'s commit",)
            why: Text = (*now, "; this message showed ", Code(short_commit(error.commit)), ".")
        case StaleReason.NEWER_PIPELINE:
            number = error.newer or number
            branch = Code(one_line(deed.pipeline.branch or ""))
            rule = " is protected: only its newest pipeline can be approved or rerun."
            why = (f"{deed.called} #{number} is newer, and ", branch, rule)
        case StaleReason.RERUN_SINCE:
            why = (f"{one_line(error.workflow, 60)} in {_run(deed)} has been rerun since.",)
    return asker_message((f"{_NOT_DONE[deed.verb]} ", *why), _where_it_is(deed, number))


def approval_refused(error: deeds.ApprovalRefused) -> Message:
    deed, name = error.deed, one_line(error.job, 60)
    next = _where_it_is(deed)
    match error.reason:
        case ApprovalReason.APPROVED:
            why = f"{name} was already approved."
        case ApprovalReason.NOT_YET_ON_HOLD:
            why = f"{name} isn't waiting yet."
        case ApprovalReason.NO_LONGER_ON_HOLD:
            why = f"{name} isn't waiting anymore."
        case ApprovalReason.WORKFLOW_ENDED:
            of = error.workflow
            ended = f": {one_line(of.name, 60)} {status(of.status).verb}" if of else ""
            why = f"{name} isn't waiting anymore{ended}."
        case ApprovalReason.OTHERS_WAIT:
            waiting = name_choices(error.waiting_names)
            why = f"{_run(deed)} has no approval called {name}. Waiting now: {waiting}."
        case ApprovalReason.NOTHING_WAITS:
            why = f"Nothing to {deed.verb.value}: {_run(deed)} isn't waiting for approval."
        case ApprovalReason.WAITED_TOO_LONG:
            waited, limit = duration(error.wait), duration(error.limit)
            why = f"{one_line(deed.item, 60)} has waited {waited}; the policy's limit is {limit}."
            next = _starts_anew(deed)
    if error.likely:
        next = ("Did you mean ", TypedLine(error.likely[0]), "?")
    return asker_message(why, next, buttons=ready_buttons(error.likely), choice=bool(error.likely))


def cancel_refused(error: deeds.CancelRefused) -> Message:
    deed = error.deed
    name = one_line(deed.item, 60) or _run(deed)
    match error.reason:
        case CancelReason.ENDED:
            why = f"{name} had already finished."
        case CancelReason.NO_WORKFLOW:
            why = f"Nothing to cancel: {name} has no workflows."
        case CancelReason.NOT_BEGUN:
            why = f"{name} hasn't started. Cancel its workflow instead."
    return asker_message(why, () if deed.item else _where_it_is(deed))


def rerun_refused(error: deeds.RerunRefused) -> Message:
    deed = error.deed
    run = Reference.of_number(deed.called, deed.pipeline.number)
    name, next = one_line(deed.item, 60) or _run(deed), _where_it_is(deed)
    match error.reason:
        case RerunReason.NO_WORKFLOW:
            why, next = f"Nothing to rerun: {name} has no workflows.", _starts_anew(deed)
        case RerunReason.SETUP_WORKFLOW:
            why, next = "Setup workflows can't be rerun.", _starts_anew(deed)
        case RerunReason.NOT_ENDED:
            why, what = "It's still running.", "it" if error.alone else "everything in it"
            next = (TypedLine(line(lines.CANCEL, lines.CancelArgs(run))), f" stops {what} first.")
        case RerunReason.NOTHING_FAILED:
            whole = line(lines.RERUN, lines.RerunArgs(run))
            all_of_it: Text = (TypedLine(whole), " reruns all of it.")
            return asker_message(f"Nothing failed in {name}.", all_of_it, buttons=ready_buttons([whole]))
        case RerunReason.NOTHING_FAILED_YET:
            why = f"Nothing has failed in {name} yet."
        case RerunReason.TOO_OFTEN:
            why = f"{name} has been rerun {error.most} times, the most CircleCI allows."
        case RerunReason.NO_JOBS:
            why, next = f"Nothing to rerun: {name} has no jobs.", ()
        case RerunReason.NO_JOB_FAILED:
            why = "Nothing failed."
            next = ("To rerun with SSH anyway, add ", Code(f"--jobs {quote(error.job or 'NAME')}"), ".")
    return asker_message(why, next)


def rollback_refused(error: deeds.RollbackRefused) -> Message:
    deed, live = error.deed, [Code(each) for each in error.live_versions]
    next = _what_is_live(deed)
    match error.reason:
        case RollbackReason.NO_IDS:
            why: Text = (f"CircleCI doesn't show {deed.called}'s ids, which a rollback needs.",)
            next = ()
        case RollbackReason.NO_MARKERS:
            why = (f"{deed.called} has no deploy markers, so CircleCI doesn't know what's deployed.",)
            next = ("How to add them: ", MARKERS, ".")
        case RollbackReason.NO_DEPLOYS:
            why = (f"CircleCI has no deploys for {deed.called}, or the bot's user can't see them.",)
        case RollbackReason.NEVER_DEPLOYED:
            why = (f"{deed.component} has never been deployed.",)
        case RollbackReason.NOTHING_LIVE:
            why = (f"Nothing is live in {deed.environment}.",)
        case RollbackReason.SEVERAL_LIVE:
            several = name_choices(error.live_versions)
            why = (f"Several versions are live ({several}). Choose one on CircleCI's page.",)
        case RollbackReason.OTHER_LIVE:
            why = (*live, " is live now, not ", Code(error.shown_version), ".")
            next = earlier_rollback(error.earlier) or next
        case RollbackReason.LIVE_ALREADY:
            why = (*live, " is already live.")
        case RollbackReason.NONE_BEFORE:
            why = ("Nothing to go back to.",)
    return asker_message((f"{_NOT_ROLLED_BACK} ", *why), next)


def call_refused(error: deeds.CallRefused) -> Message:
    """CircleCI's own words, with what may be behind them."""
    message = one_line(error.message, 300).rstrip(".")
    rejected = (
        f"CircleCI rejected this: {message}." if message else f"CircleCI rejected this ({error.status})."
    )
    match error.deed:
        case deeds.RunDeed() as deed:
            return asker_message(f"{_NOT_DONE[deed.verb]} {rejected}", _where_it_is(deed))
        case deeds.TriggerDeed() as deed:
            return _trigger_refused(deed, rejected, error.status)
        case deeds.RollbackDeed() as deed:
            return _rollback_call_refused(deed, rejected, error.status)


def _trigger_refused(deed: deeds.TriggerDeed, rejected: str, status: int | None) -> Message:
    if status == 404:
        return asker_message(*_trigger_not_found(deed))
    pipelines = line(lines.PIPELINES, lines.PipelinesArgs(Reference.of_project(deed.called)))
    return asker_message(
        f"{rejected} Nothing was started.", (TypedLine(pipelines), " lists the newest pipelines.")
    )


def _trigger_not_found(deed: deeds.TriggerDeed) -> tuple[Text, Text]:
    """CircleCI says 404 to missing rights and to undeclared parameters; token and project were just good."""
    said, may_not = "CircleCI said “not found”:", f"the bot's user can't trigger {deed.called}."
    if not deed.parameters:
        return (f"{said} probably {may_not}",), (
            TypedLine(line(lines.ME, lines.MeArgs())),
            " shows who that is.",
        )
    which = join_words([(quote_code(each),) for each in deed.parameters], last=" or ")
    newest = lines.ConfigArgs(Reference.of_project(deed.called), source=True)
    shows: Text = (TypedLine(line(lines.CONFIG, newest)), " shows the newest config.")
    return (f"{said} either the config doesn't declare ", *which, f", or {may_not}"), shows


def _rollback_call_refused(deed: deeds.RollbackDeed, rejected: str, status: int | None) -> Message:
    first, perhaps, next = f"{_NOT_ROLLED_BACK} {rejected}", "", _NEEDS
    if status == 409:
        perhaps, next = " Another deploy or rollback may be running.", _what_is_live(deed)
    if status == 404:
        perhaps = f" {deed.called} may have no rollback pipeline, or none that the bot's user can use."
    return asker_message(f"{first}{perhaps}", next)


def not_recorded(error: deeds.NotRecorded) -> Message:
    return asker_message("Nothing was started: the bot can't write to its database. Try again in a minute.")


def not_begun(error: deeds.NotBegun) -> Message:
    first: Text = ("The bot restarted before it got to ", TypedLine(error.line), " (", Timestamp(error.at))
    return asker_message((*first, "). Nothing was started; send it again if you still want it."))


def already_taken_up(error: deeds.AlreadyAsked) -> Message:
    who, at = UserMention(error.user), Timestamp(error.at)
    if error.lost:
        check: Text = (": ", TypedLine(error.look), ".") if error.look else (".",)
        lost = ", and CircleCI's answer was lost. Check whether it went through"
        return asker_message((who, " tried this ", at, lost, *check))
    if error.open:
        return asker_message((who, " already asked for this ", at, ", and it's still in progress."))
    again: Text = (" To do it again: ", TypedLine(error.line), ".") if error.line else ()
    return asker_message((who, " already did this ", at, ".", *again))


def _typed(error: deeds.AlreadyAsked) -> Text:
    return (TypedLine(error.line),) if error.line else ("the line yourself",)


def outcome_unknown(error: deeds.OutcomeUnknown) -> Message:
    """To check comes first; to try again asks."""
    happened, twice = _UNKNOWN.get(error.permission, _ANY_UNKNOWN)
    first = f"CircleCI's answer was lost, so this might have {happened}. Check before you try again."
    told: list[Text] = []
    if about := _ID.search(error.line):
        look = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(about[0])))
    else:
        project = Reference.of_project(error.project) if error.project else AT_HAND
        look = line(lines.PIPELINES, lines.PipelinesArgs(project))
        told.append((TypedLine(look), " lists the newest pipelines."))
        if len(error.line) <= LONGEST_TYPED:
            told.append(("To try again: ", TypedLine(error.line), "."))
    ask = Confirm("Try again?", f"{one_line(error.line, 200)}\n{twice}", yes="Try again", no="Not now")
    check = Button("Check", line=look, style=Style.PRIMARY)
    retry = Button("Try again", line=error.line, confirm=ask)
    return asker_message(first, *told, buttons=(check, retry))


def too_busy(error: deeds.Busy) -> Message:
    return asker_message("The bot is busy. Nothing was started; try again in a minute.")


def _run(deed: deeds.RunDeed) -> str:
    """``web #812``."""
    return f"{deed.called} #{deed.pipeline.number}"


def _where_it_is(deed: deeds.RunDeed, number: int | None = None) -> Text:
    """Of that pipeline, or of the one of this ``number``."""
    look = pipeline_line(deed.called, number or deed.pipeline.number)
    return (TypedLine(look), " shows where it is now.")


def _starts_anew(deed: deeds.RunDeed) -> Text:
    """With the line that builds its branch or tag anew."""
    branch = deed.pipeline.branch
    tag = None if branch else deed.pipeline.tag
    anew = line(lines.TRIGGER, lines.TriggerArgs(Reference.of_project(deed.called, branch), tag=tag))
    return (TypedLine(anew), " starts a new pipeline.")


def _what_is_live(deed: deeds.RollbackDeed) -> Text:
    deploys = line(lines.DEPLOYS, lines.DeploysArgs(Reference.of_project(deed.called)))
    return (TypedLine(deploys), " shows what's live.")
