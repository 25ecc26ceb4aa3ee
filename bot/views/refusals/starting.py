"""What was not started or rolled back, and the calls that CircleCI refused."""

from bot import lines
from bot.grammar import line
from bot.model.fault import (
    CallRefused,
    RollbackDeed,
    RollbackReason,
    RollbackRefused,
    RunDeed,
    TriggerDeed,
)
from bot.model.message import Message
from bot.model.reference import ProjectName, Reference, Target
from bot.model.spans import Code, Text, TypedLine
from bot.views.cards.triggered import ROLLBACKS
from bot.views.lists.deploys import MARKERS
from bot.views.parts.text import some_names
from bot.views.refusals.acting import run_not_done
from bot.views.refusals.drawing import asker_message

#: What it takes, for who is told no.
_NEEDS: Text = (
    "A rollback needs deploy markers, a rollback pipeline and CircleCI's GitHub App: ",
    ROLLBACKS,
    " says how to set them up.",
)


def call_refused(fault: CallRefused) -> Message:
    """CircleCI's own words, with what may be behind them."""
    says = f"CircleCI says: {fault.message or fault.status or ''}"
    match fault.deed:
        case RunDeed() as deed:
            return asker_message((run_not_done(deed),), (says,))
        case TriggerDeed() as deed:
            return _trigger_refused(deed, says, fault.status)
        case RollbackDeed() as deed:
            return _rollback_call_refused(deed, says, fault.status)


def _trigger_refused(deed: TriggerDeed, says: str, status: int | None) -> Message:
    ref: Text = (Code(deed.ref), " of ") if deed.ref else ()
    what: Text = (*ref, f"{deed.called} was not triggered; nothing was started.")
    if status == 404:
        return asker_message(what, *_trigger_not_found(deed))
    pipelines = line(lines.PIPELINES, lines.PipelinesArgs(Target(ProjectName(deed.called))))
    return asker_message(what, (says,), (TypedLine(pipelines), " shows what was built lately."))


def _trigger_not_found(deed: TriggerDeed) -> tuple[Text, Text]:
    """CircleCI says 404 to missing rights and to undeclared parameters; token and project were just good."""
    answered, called, sent = "CircleCI answered “not found”", deed.called, deed.parameters
    if not sent:
        why = f"{answered}: the bot's user may see {called}, and perhaps not trigger it."
        return (why,), (TypedLine(line(lines.ME, lines.MeArgs())), " shows who that is.")
    which = "the parameter" if len(sent) == 1 else "one of the parameters"
    why = (
        f"{answered}: perhaps the configuration does not declare {which} {some_names(sent)}, "
        "or the bot's user may not trigger it."
    )
    newest = lines.ConfigArgs(Reference(project=ProjectName(called)), source=True)
    return (why,), (TypedLine(line(lines.CONFIG, newest)), " shows the newest configuration.")


def _rollback_call_refused(deed: RollbackDeed, says: str, status: int | None) -> Message:
    what, plain = _not_rolled_back(deed), says.rstrip(".")
    if status == 409:
        why = f"{plain}. Another deploy or rollback may be under way."
        return asker_message(what, (why,), _what_is_live(deed))
    if status == 404:
        says = f"{plain}. {deed.called} may have no rollback pipeline, or not for the bot's user."
    return asker_message(what, (says,), _NEEDS)


def rollback_refused(fault: RollbackRefused) -> Message:
    deed, live = fault.deed, [Code(each) for each in fault.live]
    next: Text = _what_is_live(deed)
    match fault.reason:
        case RollbackReason.NO_IDS:
            why: Text = (
                f"CircleCI does not tell the ids of {deed.called}, without which nothing can be rolled back.",
            )
            next = ()
        case RollbackReason.NO_MARKERS:
            why = (f"{deed.called} has no deploy markers, so CircleCI does not know what is deployed where.",)
            next = (MARKERS, " says how to set them.")
        case RollbackReason.NO_DEPLOYS:
            why = (f"CircleCI has no deploys of {deed.called}, or the bot's user may not see them.",)
        case RollbackReason.NEVER_DEPLOYED:
            why = (f"CircleCI knows no version of {deed.component} that was deployed.",)
        case RollbackReason.NOTHING_LIVE:
            why = ("Nothing is live there.",)
        case RollbackReason.SEVERAL_LIVE:
            why = (f"{some_names(fault.live)} are live at once; CircleCI's page has the choice.",)
        case RollbackReason.OTHER_LIVE:
            why = (*live, " is live now, and no longer ", Code(fault.shown), ".")
        case RollbackReason.LIVE_ALREADY:
            why = (*live, " is live already.")
        case RollbackReason.NONE_BEFORE:
            why = ("No other version was live there before.",)
    return asker_message(_not_rolled_back(deed), why, next)


def _not_rolled_back(deed: RollbackDeed) -> Text:
    return (f"{deed.component} in {deed.environment} was not rolled back; nothing was started.",)


def _what_is_live(deed: RollbackDeed) -> Text:
    deploys = line(lines.DEPLOYS, lines.DeploysArgs(ProjectName(deed.called)))
    return (TypedLine(deploys), " shows what is live.")
