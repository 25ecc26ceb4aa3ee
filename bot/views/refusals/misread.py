"""Each `GrammarFault` in words: what can't be read of a line, and how it is typed."""

from functools import singledispatch

from bot.model import fault
from bot.model.message import Code, Text
from bot.views.parts.text import capital, one_line
from bot.views.refusals.wording import Said, quoted, ready, typed


@singledispatch
def words(error: fault.GrammarFault, slash: str) -> Said:
    """Say it; ``slash`` is the slash command as people type it."""
    raise TypeError(f"no words for {type(error).__name__}")


@words.register
def _(error: fault.EmptyLine, slash: str) -> Said:
    line = (
        "Type what you want to know or do after ",
        Code(slash),
        ", for example ",
        typed(slash, "status"),
        ".",
    )
    return Said((line, (typed(slash, "help"), " lists it all.")), ready(["help", "status"]))


@words.register
def _(error: fault.UnknownCommand, slash: str) -> Said:
    lines: list[Text] = [("There is no command ", quoted(error.said), ".")]
    if error.suggestions:
        lines[0] = (*lines[0], " Did you mean ", typed(slash, error.suggestions[0]), "?")
    lines.append((typed(slash, "help"), " lists what there is."))
    return Said(tuple(lines), ready([*error.suggestions[:3], "help"]))


@words.register
def _(error: fault.UnclosedQuote, slash: str) -> Said:
    return Said(
        (("A quotation mark stays open in ", quoted(error.said), ". Type it again with a second one."),)
    )


@words.register
def _(error: fault.LineTooLong, slash: str) -> Said:
    much = f"That line has {error.length:,} characters, and {error.limit:,} are the most. Type a shorter one."
    return Said(((much,), (typed(slash, "help"), " shows how lines look.")))


@words.register
def _(error: fault.MissingArgument, slash: str) -> Said:
    first: Text = (Code(error.words), f" needs {one_line(error.argument, 60)}, for example ")
    return Said(((*first, typed(slash, error.example), "."), _usage(error.usage, slash)))


@words.register
def _(error: fault.SurplusArgument, slash: str) -> Said:
    return Said(
        ((quoted(error.said), " is more than ", Code(error.words), " takes."), _usage(error.usage, slash))
    )


@words.register
def _(error: fault.UnknownFlag, slash: str) -> Said:
    line: Text = (Code(error.words), " has no ", quoted(error.said), ".")
    if error.suggestion:
        line = (*line, " Did you mean ", Code(error.suggestion), "?")
    return Said((line, _usage(error.usage, slash)), ready([error.corrected] if error.corrected else []))


@words.register
def _(error: fault.BadValue, slash: str) -> Said:
    if not error.said.strip():
        return Said(((f"{capital(error.kind)} can't be empty. It looks like ", Code(error.example), "."),))
    why = one_line(error.why, 200).rstrip(".")
    line: Text = (quoted(error.said), f" is not {error.kind}{': ' + why if why else ''}. It looks like ")
    return Said(((*line, Code(error.example), "."),))


def _usage(usage: str, slash: str) -> Text:
    return ("Type ", typed(slash, usage), ".")
