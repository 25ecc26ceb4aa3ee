"""What can't be read of a line, and how it is typed."""

from bot import lines
from bot.grammar import BARE, line
from bot.model.fault import (
    BadValue,
    Contradiction,
    ContradictionReason,
    EmptyLine,
    LineTooLong,
    MissingArgument,
    SurplusArgument,
    UnclosedQuote,
    UnknownCommand,
    UnknownFlag,
)
from bot.model.line import Line
from bot.model.message import Message
from bot.model.spans import Code, Text, TypedLine
from bot.views.parts.text import capital, one_line
from bot.views.refusals.drawing import asker_message, quote_code, ready_buttons

_HELP = line(lines.HELP, lines.HelpArgs())
_STATUS = line(lines.STATUS, lines.StatusArgs())


def line_empty(fault: EmptyLine) -> Message:
    first: Text = (
        "Type what you want to know or do after ",
        TypedLine(BARE),
        ", for example ",
        TypedLine(_STATUS),
    )
    rest: Text = (TypedLine(_HELP), " lists it all.")
    return asker_message((*first, "."), rest, buttons=ready_buttons([_HELP, _STATUS]))


def command_unknown(fault: UnknownCommand) -> Message:
    first: Text = ("There is no command ", quote_code(fault.said), ".")
    if fault.suggestions:
        first = (*first, " Did you mean ", TypedLine(fault.suggestions[0]), "?")
    rest: Text = (TypedLine(_HELP), " lists what there is.")
    return asker_message(first, rest, buttons=ready_buttons([*fault.suggestions[:3], _HELP]))


def quote_unclosed(fault: UnclosedQuote) -> Message:
    return asker_message(
        ("A quotation mark stays open in ", quote_code(fault.said), ". Type it again with a second one.")
    )


def line_too_long(fault: LineTooLong) -> Message:
    much = f"That line has {fault.length:,} characters, and {fault.limit:,} are the most. Type a shorter one."
    return asker_message((much,), (TypedLine(_HELP), " shows how lines look."))


def argument_missing(fault: MissingArgument) -> Message:
    first: Text = (Code(fault.words), f" needs {one_line(fault.argument, 60)}, for example ")
    return asker_message((*first, TypedLine(fault.example), "."), _usage(fault.usage))


def argument_surplus(fault: SurplusArgument) -> Message:
    first: Text = (quote_code(fault.said), " is more than ", Code(fault.words), " takes.")
    return asker_message(first, _usage(fault.usage))


def flag_unknown(fault: UnknownFlag) -> Message:
    first: Text = (Code(fault.words), " has no ", quote_code(fault.said), ".")
    if fault.suggestion:
        first = (*first, " Did you mean ", Code(fault.suggestion), "?")
    ready = ready_buttons([fault.corrected] if fault.corrected else [])
    return asker_message(first, _usage(fault.usage), buttons=ready)


def value_bad(fault: BadValue) -> Message:
    return not_of_kind(fault.said, fault.kind, fault.why, fault.example)


def not_of_kind(said: str, kind: str, why: str, example: str) -> Message:
    """A value that is no ``kind`` ("a job"), because of ``why``, with one that is."""
    if not said.strip():
        return asker_message((f"{capital(kind)} can't be empty. It looks like ", Code(example), "."))
    why = one_line(why, 200).rstrip(".")
    first: Text = (quote_code(said), f" is not {kind}{': ' + why if why else ''}. It looks like ")
    return asker_message((*first, Code(example), "."))


def arguments_contradict(fault: Contradiction) -> Message:
    match fault.reason:
        case ContradictionReason.FAILED_AND_JOBS:
            both: Text = ("A rerun is of what failed or of the jobs that are named; this says both.",)
        case ContradictionReason.BRANCH_AND_TAG:
            both = ("A pipeline builds a branch or a tag; this names both.",)
        case ContradictionReason.PARAMETER_TWICE:
            both = (Code(fault.name), " is there twice, and a parameter has one value.")
        case ContradictionReason.TWO_BRANCHES:
            return asker_message(("This names two branches.",), ("Name one.",))
    return asker_message(both, ("Nothing was started.",))


def _usage(usage: Line) -> Text:
    return ("Type ", TypedLine(usage), ".")
