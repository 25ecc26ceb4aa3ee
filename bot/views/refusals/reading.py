"""What can't be read of a line, and how it is typed; who may not do it, and what to do instead."""

from bot import lines
from bot.grammar import BARE, line
from bot.model import fault, grammar_fault
from bot.model.bad_text import ValueReason
from bot.model.message import Message
from bot.model.permission import Permission
from bot.model.spans import Code, Span, Text, TypedLine
from bot.views.cards.access import channels, people
from bot.views.parts.text import capital, join_words, one_line
from bot.views.refusals.drawing import asker_message, quote_code, ready_buttons
from bot.views.refusals.value import bad_value_text

#: How many branches are named.
_BRANCHES = 10

_HELP = line(lines.HELP, lines.HelpArgs())
_STATUS = line(lines.STATUS, lines.StatusArgs())
_LISTS_THEM: Text = (TypedLine(_HELP), " lists them.")


def line_empty(error: grammar_fault.EmptyLine) -> Message:
    first: Text = ("Type a command after ", TypedLine(BARE), ", for example ", TypedLine(_STATUS), ".")
    return asker_message(first, _LISTS_THEM, buttons=ready_buttons([_HELP, _STATUS]))


def command_unknown(error: grammar_fault.UnknownCommand) -> Message:
    first: Text = ("There's no ", quote_code(error.said), " command.")
    ready = ready_buttons([*error.suggestions[:3], _HELP])
    if not error.suggestions:
        return asker_message(first, _LISTS_THEM, buttons=ready)
    return asker_message((*first, " Did you mean ", TypedLine(error.suggestions[0]), "?"), buttons=ready)


def quote_unclosed(error: grammar_fault.UnclosedQuote) -> Message:
    return asker_message(("Unclosed quote in ", quote_code(error.said), "."))


def line_too_long(error: grammar_fault.LineTooLong) -> Message:
    return asker_message(f"That line is too long ({error.length:,} of {error.limit:,} characters).")


def argument_missing(error: grammar_fault.MissingArgument) -> Message:
    """What is missing, as a question; then the line that has it."""
    asked: Text = (Code(error.flag), " needs a value.") if error.flag else (_question(error),)
    return asker_message((*asked, " For example ", TypedLine(error.example), "."))


def _question(error: grammar_fault.MissingArgument) -> str:
    match error.words, error.parameter:
        case "rollback", "component":
            return "Roll back what?"
        case "rollback", "environment":
            return "Roll back where?"
        case "rollback", "reason":
            return "Roll back why?"
        case "artifact", "path":
            return "Which artifact?"
    return f"Which {one_line(error.argument, 60).strip('<>')}?"


def argument_surplus(error: grammar_fault.SurplusArgument) -> Message:
    after = quote_code(error.after or error.words)
    first: Text = ("I don't understand ", quote_code(error.said), " after ", after, ".")
    if error.suggestion is None:
        return asker_message(first, _explained(error.words))
    ready = ready_buttons([error.suggestion])
    return asker_message((*first, " Try ", TypedLine(error.suggestion), "."), buttons=ready)


def flag_unknown(error: grammar_fault.UnknownFlag) -> Message:
    first: Text = (Code(error.words), " doesn't have ", quote_code(error.said), ".")
    if not error.suggestion:
        return asker_message(first, _explained(error.words))
    ready = ready_buttons([error.corrected] if error.corrected else [])
    return asker_message((*first, " Did you mean ", Code(error.suggestion), "?"), buttons=ready)


def value_bad(error: grammar_fault.BadValue) -> Message:
    if error.reason is ValueReason.ADDRESS_OF_ORGANIZATION:
        red = line(lines.RED, lines.RedArgs(error.shown.partition("/")[2]))
        projects = line(lines.PROJECTS, lines.ProjectsArgs())
        return asker_message(bad_value_text(error), buttons=ready_buttons([red, projects]))
    return asker_message(bad_value_text(error))


def arguments_contradict(error: grammar_fault.Contradiction) -> Message:
    match error.reason:
        case grammar_fault.ContradictionReason.FAILED_AND_JOBS:
            return asker_message(("Use ", Code("--failed"), " or ", Code("--jobs"), ", not both."))
        case grammar_fault.ContradictionReason.BRANCH_AND_TAG:
            return asker_message("Name a branch or a tag, not both.")
        case grammar_fault.ContradictionReason.PARAMETER_TWICE:
            return asker_message((quote_code(error.name), " is given twice."))
        case grammar_fault.ContradictionReason.FAILED_AND_ALL:
            return asker_message(("Use ", Code("--failed"), " or ", Code("--all"), ", not both."))
        case grammar_fault.ContradictionReason.TWO_NAMES:
            first, second = map(quote_code, error.names)
            return asker_message(("Name one: ", first, " or ", second, "."))


def _explained(words: str) -> Text:
    """Where a command is explained."""
    return (TypedLine(line(lines.HELP, lines.HelpArgs(words))), " explains it.")


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
