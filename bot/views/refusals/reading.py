"""What can't be read of a line, and how it is typed."""

from bot import lines
from bot.grammar import BARE, line
from bot.model import grammar_fault
from bot.model.bad_text import ValueReason
from bot.model.message import Message
from bot.model.spans import Code, Text, TypedLine
from bot.views.parts.text import one_line
from bot.views.refusals.drawing import asker_message, quote_code, ready_buttons
from bot.views.refusals.value import bad_value_text

_HELP = line(lines.HELP, lines.HelpArgs())
_STATUS = line(lines.STATUS, lines.StatusArgs())
_LISTS_THEM: Text = (TypedLine(_HELP), " lists them.")


def line_empty(error: grammar_fault.EmptyLine) -> Message:
    first: Text = ("Type a command after ", TypedLine(BARE), ", for example ", TypedLine(_STATUS), ".")
    return asker_message(first, _LISTS_THEM, buttons=ready_buttons([_HELP, _STATUS]))


def slash_command_other(error: grammar_fault.OtherSlashCommand) -> Message:
    heard, own = Code(one_line(error.heard, 40)), Code(error.own)
    first: Text = ("This came as ", heard, ", but the bot only listens to ", own, ".")
    setting = Code("SLASH_COMMAND")
    remedy: Text = ("The bot's admin needs to set ", setting, " to ", heard, " and restart the bot.")
    return asker_message(first, remedy, "Until then, mention the bot instead.")


def command_unknown(error: grammar_fault.UnknownCommand) -> Message:
    first: Text = ("There's no ", quote_code(error.said), " command.")
    ready = ready_buttons([*error.suggestions[:3], _HELP])
    if not error.suggestions:
        return asker_message(first, _LISTS_THEM, buttons=ready)
    meant: Text = (" Did you mean ", TypedLine(error.suggestions[0]), "?")
    return asker_message((*first, *meant), buttons=ready, choice=True)


def quote_unclosed(error: grammar_fault.UnclosedQuote) -> Message:
    return asker_message(("Unclosed quote in ", quote_code(error.said), "."))


def name_lost(error: grammar_fault.NameLost) -> Message:
    """Within code Slack leaves names alone."""
    return asker_message(
        "Slack turned the name after @ into an id, so what you typed is lost.",
        "Format the line as code to keep the name, or type a space after @.",
    )


def line_too_long(error: grammar_fault.LineTooLong) -> Message:
    return asker_message(f"That line is too long ({error.length:,} of {error.limit:,} characters).")


def argument_missing(error: grammar_fault.MissingArgument) -> Message:
    """What is missing, as a question; then the line that has it."""
    asked: Text = (Code(error.flag), " needs a value.") if error.flag else (_question(error),)
    return asker_message((*asked, " For example ", TypedLine(error.example), "."))


def _question(error: grammar_fault.MissingArgument) -> str:
    match error.words, error.parameter:
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
    return asker_message(first, _explained(error.words))


def flag_unknown(error: grammar_fault.UnknownFlag) -> Message:
    first: Text = (Code(error.words), " doesn't have ", quote_code(error.said), ".")
    ready = ready_buttons([error.corrected] if error.corrected else [])
    if error.corrected and not error.suggestion:
        return asker_message((*first, " Try ", TypedLine(error.corrected), "."), buttons=ready, choice=True)
    if not error.suggestion:
        return asker_message(first, _explained(error.words))
    return asker_message((*first, " Did you mean ", Code(error.suggestion), "?"), buttons=ready, choice=True)


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
            one: Text = ("Name one: ", first, " or ", second, ".")
            return asker_message(one, buttons=ready_buttons(error.lines), choice=True)


def _explained(words: str) -> Text:
    """Where a command is explained."""
    return (TypedLine(line(lines.HELP, lines.HelpArgs(words))), " explains it.")
