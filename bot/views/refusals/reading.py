"""What can't be read of a line, and how it is typed; who may not do it, and what to do instead."""

from collections.abc import Mapping

from bot import lines
from bot.grammar import BARE, line
from bot.model import fault
from bot.model.bad_text import ValueReason
from bot.model.line import Line
from bot.model.message import Message
from bot.model.permission import Permission
from bot.model.spans import Code, Span, Text, TypedLine
from bot.views.cards.access import channels, people
from bot.views.parts.text import capital, join_words, one_line
from bot.views.refusals.drawing import asker_message, not_of_kind, quote_code, ready_buttons

#: How many branches are named.
_BRANCHES = 10

_WHY: Mapping[ValueReason, str] = {
    ValueReason.EMPTY: "it is empty",
    ValueReason.TOO_LONG: "it has more than {limit} characters",
    ValueReason.NO_FORM: "that is {forms}",
    ValueReason.MISSPELT: "that is {forms}; did you mean {shown}?",
    ValueReason.OUT_OF_RANGE: "it is a number from 1 to {limit:,}",
    ValueReason.NO_WINDOW: "it is 7, 30 or 90",
    ValueReason.NO_COMMIT: "it has 4 to 64 of the digits 0-9 and a-f",
    ValueReason.NO_MARK: "only the button of a list knows it",
    ValueReason.GAP_IN_NAMES: "those are names with commas between them, without empty ones",
    ValueReason.NO_ASSIGNMENT: "that is a name, = and a value, without spaces around =",
    ValueReason.PART_TOO_LONG: "its {shown} has more than {limit} characters",
    ValueReason.NO_ORGANIZATION: "that is its name, or a slug like gh/acme",
    ValueReason.NO_PROJECT: "that is a short name, a slug like gh/acme/web, or an address",
    ValueReason.FOREIGN_ADDRESS: "that address is neither CircleCI's nor a repository's",
    ValueReason.ADDRESS_WITHOUT_PROJECT: "that address does not tell the project",
    ValueReason.ADDRESS_OF_COMMIT: (
        "that is a commit's address, which tells no pipeline; its branch or number does"
    ),
    ValueReason.NUMBER_TOO_LONG: "its number has more than {limit} digits",
    ValueReason.REF_LENGTH: "it has between 1 and {limit} characters",
    ValueReason.REF_WITH_PREFIX: "it is the plain name, without refs/heads/ or refs/tags/",
    ValueReason.NO_REF: "git allows no such name",
    ValueReason.SWITCH_WITH_VALUE: "it stands alone, without a value",
    ValueReason.FLAG_TWICE: "{shown} is there twice",
    ValueReason.UNQUOTED: "with spaces in it, it stands in quotes",
}

_HELP = line(lines.HELP, lines.HelpArgs())
_STATUS = line(lines.STATUS, lines.StatusArgs())


def line_empty(error: fault.EmptyLine) -> Message:
    first: Text = ("Type what you want to know or do after ", TypedLine(BARE), ", for example ")
    rest: Text = (TypedLine(_HELP), " lists it all.")
    return asker_message((*first, TypedLine(_STATUS), "."), rest, buttons=ready_buttons([_HELP, _STATUS]))


def command_unknown(error: fault.UnknownCommand) -> Message:
    first: Text = ("There is no command ", quote_code(error.said), ".")
    if error.suggestions:
        first = (*first, " Did you mean ", TypedLine(error.suggestions[0]), "?")
    rest: Text = (TypedLine(_HELP), " lists what there is.")
    offered = ready_buttons([*error.suggestions[:3], _HELP])
    return asker_message(first, rest, buttons=offered, choice=bool(error.suggestions))


def quote_unclosed(error: fault.UnclosedQuote) -> Message:
    said = quote_code(error.said)
    return asker_message(("A quotation mark stays open in ", said, ". Type it again with a second one."))


def line_too_long(error: fault.LineTooLong) -> Message:
    much = f"That line has {error.length:,} characters, and {error.limit:,} are the most. Type a shorter one."
    return asker_message(much, (TypedLine(_HELP), " shows how lines look."))


def argument_missing(error: fault.MissingArgument) -> Message:
    first: Text = (Code(error.words), f" needs {one_line(error.argument, 60)}, for example ")
    return asker_message((*first, TypedLine(error.example), "."), _usage(error.usage))


def argument_surplus(error: fault.SurplusArgument) -> Message:
    first: Text = (quote_code(error.said), " is more than ", Code(error.words), " takes.")
    return asker_message(first, _usage(error.usage))


def flag_unknown(error: fault.UnknownFlag) -> Message:
    first: Text = (Code(error.words), " has no ", quote_code(error.said), ".")
    if error.suggestion:
        first = (*first, " Did you mean ", Code(error.suggestion), "?")
    ready = ready_buttons([error.corrected] if error.corrected else [])
    return asker_message(first, _usage(error.usage), buttons=ready, choice=True)


def value_bad(error: fault.BadValue) -> Message:
    why = _WHY[error.reason].format(limit=error.limit, shown=error.shown, forms=error.forms)
    return not_of_kind(error.said, error.kind, why, error.example)


def arguments_contradict(error: fault.Contradiction) -> Message:
    match error.reason:
        case fault.ContradictionReason.FAILED_AND_JOBS:
            both: Text = ("A rerun is of what failed or of the jobs that are named; this says both.",)
        case fault.ContradictionReason.BRANCH_AND_TAG:
            both = ("A pipeline builds a branch or a tag; this names both.",)
        case fault.ContradictionReason.PARAMETER_TWICE:
            both = (Code(error.name), " is there twice, and a parameter has one value.")
        case fault.ContradictionReason.TWO_BRANCHES:
            return asker_message("This names two branches.", "Name one.")
    return asker_message(both, "Nothing was started.")


def _usage(usage: Line) -> Text:
    return ("Type ", TypedLine(usage), ".")


def permission_denied(error: fault.Denied) -> Message:
    what: list[Span] = [capital(error.permission.gerund)]
    if error.ref:
        what += [" ", quote_code(error.ref), *((f" of {one_line(error.project)}",) if error.project else ())]
    elif error.project:
        what.append(f" {one_line(error.project)}")
    if error.who:
        first: Text = (*what, " is for ", *people(error.who), " in this channel.")
    else:
        first = (*what, " is not allowed in this channel.")
    if instead := _instead(error):
        return asker_message((*first, " ", *instead))
    asked = None if error.permission is Permission.READ else error.permission
    can = line(lines.CAN, lines.CanArgs(asked))
    shows: Text = (TypedLine(can), " shows what you may do here.")
    return asker_message(first, shows, buttons=ready_buttons([can]))


def _instead(error: fault.Denied) -> Text:
    """What the asker can do: ask elsewhere, take another branch, ask somebody."""
    others = _others(error) if error.open_refs and error.ref else ()
    if error.elsewhere:
        there: Text = ("You may in ", *channels(error.elsewhere))
        return (*there, *((", or here on ", *others) if others else ()), ".")
    if others:
        return ("Ask there, or use " if error.who else "Use ", *others, ".")
    return ("Ask there.",) if error.who else ()


def _others(error: fault.Denied) -> Text:
    """The branches that are open: by the patterns that say so, else all but the one that was refused."""
    named = [each for each in error.branches if not each.startswith("!") and each.strip("*")][:_BRANCHES]
    left_out = [each[1:] for each in error.branches if each.startswith("!")][:_BRANCHES]
    if not named:
        names = join_words([(one_line(each),) for each in left_out or [error.ref or ""]])
        return ("a branch other than ", *names)
    excluded = join_words([(Code(each),) for each in left_out], last=" or ")
    but: Text = (", but not ", *excluded) if left_out else ()
    return (*join_words([(quote_code(each),) for each in named], last=" or "), *but)


def workspace_foreign(error: fault.ForeignWorkspace) -> Message:
    first = "This bot answers only people of the workspace in which it is installed. Nothing was started."
    return asker_message(first, "Ask somebody of that workspace.")


def guest_refused(error: fault.GuestRefused) -> Message:
    if not error.sure:
        first = "Nothing was started: Slack did not tell whether you are a guest here, who may only read."
        return asker_message(first, "Type the line again in a minute.")
    first = "Guests of this workspace may read here, and not start, stop or change anything."
    return asker_message(first, "Ask a member of the workspace.")
