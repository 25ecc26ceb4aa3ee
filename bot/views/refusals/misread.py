"""Each `GrammarFault` in words: what can't be read of a line, and how it is typed."""

from functools import singledispatch

from bot import lines
from bot.grammar import line
from bot.model import fault
from bot.model.spans import Code, Text
from bot.views.parts.text import capital, one_line
from bot.views.refusals.wording import Wording, quote_code, ready_buttons, typed_line

_HELP = line(lines.HELP, lines.HelpArgs())


@singledispatch
def misread_words(error: fault.GrammarFault, slash: str) -> Wording:
    """Say it; ``slash`` is the slash command as people type it."""
    raise TypeError(f"no words for {type(error).__name__}")


@misread_words.register
def _(error: fault.EmptyLine, slash: str) -> Wording:
    first: Text = (
        "Type what you want to know or do after ",
        Code(slash),
        ", for example ",
        typed_line(slash, "status"),
        ".",
    )
    return Wording(
        (first, (typed_line(slash, "help"), " lists it all.")),
        ready_buttons([_HELP, line(lines.STATUS, lines.StatusArgs())]),
    )


@misread_words.register
def _(error: fault.UnknownCommand, slash: str) -> Wording:
    lines: list[Text] = [("There is no command ", quote_code(error.said), ".")]
    if error.suggestions:
        lines[0] = (*lines[0], " Did you mean ", typed_line(slash, error.suggestions[0]), "?")
    lines.append((typed_line(slash, "help"), " lists what there is."))
    return Wording(tuple(lines), ready_buttons([*error.suggestions[:3], _HELP]))


@misread_words.register
def _(error: fault.UnclosedQuote, slash: str) -> Wording:
    return Wording(
        (("A quotation mark stays open in ", quote_code(error.said), ". Type it again with a second one."),)
    )


@misread_words.register
def _(error: fault.LineTooLong, slash: str) -> Wording:
    much = f"That line has {error.length:,} characters, and {error.limit:,} are the most. Type a shorter one."
    return Wording(((much,), (typed_line(slash, "help"), " shows how lines look.")))


@misread_words.register
def _(error: fault.MissingArgument, slash: str) -> Wording:
    first: Text = (Code(error.words), f" needs {one_line(error.argument, 60)}, for example ")
    return Wording(((*first, typed_line(slash, error.example), "."), _usage(error.usage, slash)))


@misread_words.register
def _(error: fault.SurplusArgument, slash: str) -> Wording:
    return Wording(
        ((quote_code(error.said), " is more than ", Code(error.words), " takes."), _usage(error.usage, slash))
    )


@misread_words.register
def _(error: fault.UnknownFlag, slash: str) -> Wording:
    first: Text = (Code(error.words), " has no ", quote_code(error.said), ".")
    if error.suggestion:
        first = (*first, " Did you mean ", Code(error.suggestion), "?")
    return Wording(
        (first, _usage(error.usage, slash)), ready_buttons([error.corrected] if error.corrected else [])
    )


@misread_words.register
def _(error: fault.BadValue, slash: str) -> Wording:
    if not error.said.strip():
        return Wording(((f"{capital(error.kind)} can't be empty. It looks like ", Code(error.example), "."),))
    why = one_line(error.why, 200).rstrip(".")
    first: Text = (quote_code(error.said), f" is not {error.kind}{': ' + why if why else ''}. It looks like ")
    return Wording(((*first, Code(error.example), "."),))


def _usage(usage: str, slash: str) -> Text:
    return ("Type ", typed_line(slash, usage), ".")
