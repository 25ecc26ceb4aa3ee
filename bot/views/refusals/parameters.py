"""Parameters of a pipeline that CircleCI would refuse: asked about before anything starts."""

from bot import lines
from bot.grammar import kinds, line
from bot.model.message import Button, Confirm, Message
from bot.model.parameters import (
    LooseWords,
    MistakenParameters,
    ParameterMistake,
    ParameterReason,
    ParameterType,
    TriggerOffer,
)
from bot.model.spans import Code, Text, TypedLine
from bot.views.lists.parameters import MOST_VALUES, accepted_values
from bot.views.parts.commit import on_ref
from bot.views.parts.text import one_line, some_names
from bot.views.refusals.drawing import LONGEST_TYPED, asker_message, quote_code, ready_buttons

_HELP_TRIGGER = line(lines.HELP, lines.HelpArgs(lines.TRIGGER.words))

#: How many mistakes are told.
_MISTAKES = 6
#: The longest label that phones show whole.
_LABEL = 30


def parameters_mistaken(error: MistakenParameters) -> Message:
    """Each mistake with its remedy; the line without them as a button, and the line as it was beside it."""
    told = [_mistake(each, error.called) for each in error.mistakes[:_MISTAKES]]
    if len(error.mistakes) > _MISTAKES:
        told.append((f"+ {len(error.mistakes) - _MISTAKES:,} more",))
    ready: Text = ()
    if error.mended and len(error.mended.typed) <= LONGEST_TYPED:
        ready = ("Try ", TypedLine(error.mended.typed), ".")
    denied: Text = ()
    if error.denied_ref:
        denied = ("You can't trigger ", quote_code(error.denied_ref), f" of {error.called} here.")
    return asker_message(denied, *told, ready, _as_of(error), buttons=_buttons(error))


def _mistake(mistake: ParameterMistake, called: str) -> Text:
    name, meant = quote_code(mistake.name), mistake.meant
    match mistake.reason:
        case ParameterReason.VALUE:
            return _misfit(mistake)
        case ParameterReason.DECLARED_LATER:
            return (
                name,
                f" isn't a parameter of {called}'s setup config, only of the config it continues with.",
            )
        case ParameterReason.BRANCH:
            return (
                "A branch goes after ",
                Code("@"),
                ", not in ",
                Code(f"{one_line(mistake.name, 60)}="),
                ".",
            )
        case ParameterReason.TAG:
            return (
                "A tag goes after ",
                Code("--tag"),
                ", not in ",
                Code(f"{one_line(mistake.name, 60)}="),
                ".",
            )
        case ParameterReason.PROJECT:
            return (
                "The project goes right after the command, not in ",
                Code(f"{one_line(mistake.name, 60)}="),
                ".",
            )
        case ParameterReason.UNKNOWN:
            first: Text = (f"{called} has no parameter ", name, ".")
            if meant is None:
                return first
            first = (*first, " Did you mean ", quote_code(meant.name), "?")
            return (*first, " ", *_misfit(mistake)) if mistake.misfit else first


def _misfit(mistake: ParameterMistake) -> Text:
    """What the parameter takes, and how what was given is typed so."""
    meant, mended = mistake.meant, mistake.mended
    if meant is None:
        return ()
    name, can_be = quote_code(meant.name), accepted_values(meant)
    typed: Text = ()
    if mended is not None:
        typed = (": ", Code(one_line(kinds.PARAMETER.write((meant.name, mended)), 100)))
    if meant.type is ParameterType.ENUM:
        return (name, f" can be {can_be}.")
    return (name, f" takes {can_be}", *(typed or _sample(mistake)), ".")


def _sample(mistake: ParameterMistake) -> Text:
    """A value that it takes, where none can be told from what was given: its default."""
    meant = mistake.meant
    if meant is None or not meant.default or meant.type is not ParameterType.INTEGER:
        return ()
    return (", like ", Code(f"{meant.name}={one_line(meant.default, 40)}"))


def _as_of(error: MistakenParameters) -> str:
    """By which pipeline's configuration, and what that declares."""
    if error.declaration is None:
        return "Nothing was started."
    pipeline, names = error.declaration.pipeline, [each.name for each in error.declaration.parameters]
    as_of = f"as of #{pipeline.number}{on_ref(pipeline)}"
    if not names:
        return f"Nothing was started. {error.called} takes no parameters {as_of}."
    return f"Nothing was started. {error.called}'s parameters {as_of}: {some_names(names, MOST_VALUES)}."


def _buttons(error: MistakenParameters) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if error.mended:
        ask = Confirm(
            f"Trigger {one_line(error.mended.called, 40)}?", _effect(error.mended), "Trigger", "Not now"
        )
        buttons.append(Button(_label(error, error.mended), error.mended.line, confirm=ask))
    if error.anyway:
        text = f"CircleCI will probably reject these parameters. {_effect(error.anyway)}"
        title = f"Trigger {one_line(error.anyway.called, 40)} anyway?"
        ask = Confirm(title, text, "Trigger anyway", "Not now")
        buttons.append(Button("Trigger anyway", error.anyway.line, confirm=ask))
    if error.declaration and error.declaration.parameters:
        buttons.append(Button("Parameters", error.help))
    return tuple(buttons)


def _label(error: MistakenParameters, mended: TriggerOffer) -> str:
    """What is mended, where that is one thing."""
    if len(error.mistakes) > 1:
        return "Trigger with all corrected"
    mistake = error.mistakes[0]
    if mistake.mended is None:
        return one_line(f"Trigger {mended.branch or mended.tag or mended.called}", _LABEL)
    meant = mistake.meant.name if mistake.meant else mistake.name
    return one_line(f"Use {kinds.PARAMETER.write((meant, mistake.mended))}", _LABEL)


def _effect(offer: TriggerOffer) -> str:
    """``Starts web on main at its newest commit, with environment=staging.``"""
    given = " ".join(map(kinds.PARAMETER.write, offer.parameters))
    gets = f"with {one_line(given, 100)}" if given else "without parameters"
    newest = " at its newest commit" if offer.branch else ""
    return f"Starts {one_line(offer.called, 40)}{on_ref(offer)}{newest}, {gets}."


def words_loose(error: LooseWords) -> Message:
    first: Text = (quote_code(error.said), " isn't a parameter. ")
    if error.likely and not error.corrected:
        rest: Text = ("Did you mean ", TypedLine(error.likely[0]), "?")
    elif not error.quotable:
        help_button = ready_buttons([_HELP_TRIGGER])
        return asker_message(
            (*first, TypedLine(_HELP_TRIGGER), " shows how to give parameters."), buttons=help_button
        )
    elif " " in error.assignment:
        rest = ("Quote values with spaces: ", Code(one_line(error.assignment, 100)), ".")
    else:
        rest = ("Leave no spaces around ", Code("="), ": ", Code(one_line(error.assignment, 100)), ".")
    ready = ready_buttons([*([error.corrected] if error.corrected else ()), *error.likely])
    return asker_message((*first, *rest), buttons=ready, choice=True)
