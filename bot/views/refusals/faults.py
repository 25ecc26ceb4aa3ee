"""Each `bot.model.fault.Fault` in words: what happened, why, and the next line to type.

What can't be read is worded in `bot.views.refusals.misread`.
"""

import re
from functools import singledispatch

from bot import lines
from bot.grammar import line
from bot.model import fault
from bot.model.line import Line
from bot.model.message import Button, Confirm, Style
from bot.model.permission import Permission
from bot.model.reference import CHANNEL_TARGET, ProjectName, Reference, Target
from bot.model.spans import Bold, Code, Span, Text, Timestamp, UserMention
from bot.views.cards.access import channels, people
from bot.views.parts.text import capital, join_words, one_line
from bot.views.refusals import misread
from bot.views.refusals.wording import Wording, quote_code, ready_buttons, typed_line

#: The longest line that is worth typing: a longer one is in its button alone.
TYPED = 60
#: How many choices are listed; the first of them are buttons too.
_CHOICES = 10


_PROJECTS = line(lines.PROJECTS, lines.ProjectsArgs())


def _pipelines(called: str | None) -> Line:
    target = Target(ProjectName(called)) if called else CHANNEL_TARGET
    return line(lines.PIPELINES, lines.PipelinesArgs(target))


@singledispatch
def fault_words(error: fault.Fault, slash: str) -> Wording:
    """Say it; ``slash`` is the slash command as people type it."""
    raise TypeError(f"no words for {type(error).__name__}")


@fault_words.register
def _(error: fault.GrammarFault, slash: str) -> Wording:
    return misread.misread_words(error, slash)


@fault_words.register
def _(error: fault.Denied, slash: str) -> Wording:
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
        return Wording(((*first, " ", *instead),))
    action = None if error.permission is Permission.READ else error.permission
    look = line(lines.CAN, lines.CanArgs(action))
    return Wording((first, (typed_line(slash, look), " shows what you may do here.")), ready_buttons([look]))


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
    named = [each for each in error.branches if not each.startswith("!") and each.strip("*")][:_CHOICES]
    left_out = [each[1:] for each in error.branches if each.startswith("!")][:_CHOICES]
    if not named:
        names = join_words([(one_line(each),) for each in left_out or [error.ref or ""]])
        return ("a branch other than ", *names)
    but: Text = (
        (", but not ", *join_words([(Code(each),) for each in left_out], last=" or ")) if left_out else ()
    )
    return (*join_words([(quote_code(each),) for each in named], last=" or "), *but)


@fault_words.register
def _(error: fault.ForeignWorkspace, slash: str) -> Wording:
    first = "This bot answers only people of the workspace in which it is installed. Nothing was started."
    return Wording(((first,), ("Ask somebody of that workspace.",)))


@fault_words.register
def _(error: fault.GuestRefused, slash: str) -> Wording:
    if not error.sure:
        first = "Nothing was started: Slack did not tell whether you are a guest here, who may only read."
        return Wording(((first,), ("Type the line again in a minute.",)))
    first = "Guests of this workspace may read here, and not start, stop or change anything."
    return Wording(((first,), ("Ask a member of the workspace.",)))


@fault_words.register
def _(error: fault.NoProject, slash: str) -> Wording:
    first = "No project was named, and this channel has no default."
    offered = error.lines[:3] or (_PROJECTS,)
    told: list[Text] = [(first,), ("Type ", typed_line(slash, offered[0]), ".")]
    if error.default:
        told.append((typed_line(slash, error.default), " sets this channel's default."))
    return Wording(tuple(told), ready_buttons(dict.fromkeys([*offered, _PROJECTS])))


@fault_words.register
def _(error: fault.UnknownProject, slash: str) -> Wording:
    told: Text = ("No project is called ", quote_code(error.said), " here.")
    if error.suggestions:
        told = (*told, " Did you mean ", Bold(one_line(error.suggestions[0])), "?")
    rest: Text = (
        typed_line(slash, _PROJECTS),
        " lists those that can be seen; a slug such as ",
        Code("gh/acme/web"),
        " works too.",
    )
    return Wording((told, rest), ready_buttons([*error.lines, _PROJECTS]))


@fault_words.register
def _(error: fault.UnknownWord, slash: str) -> Wording:
    told: Text = (quote_code(error.said), f" is not {error.kind}.")
    if error.lines:
        told = (*told, " Did you mean ", typed_line(slash, error.lines[0]), "?")
    rest: Text = (f"Type {error.forms}; for example ", typed_line(slash, error.example), ".")
    return Wording((told, rest), ready_buttons(error.lines))


@fault_words.register
def _(error: fault.NothingHere, slash: str) -> Wording:
    within = f" in {one_line(error.project)}" if error.project else ""
    what: Text = (" ", quote_code(error.said)) if error.said else ()
    first: Text = (f"There is no {error.noun}", *what, f"{within}, or it can't be seen from here.")
    look = error.next or (_PROJECTS if error.noun == "project" else _pipelines(error.project))
    return Wording((first, (typed_line(slash, look), " shows what there is.")), ready_buttons([look]))


@fault_words.register
def _(error: fault.NeverStarted, slash: str) -> Wording:
    called = f"{one_line(error.project)} #{error.number}"
    why = ", because of its configuration" if error.configuration else ""
    look = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_number(error.project, error.number)))
    first = f"{called} never started{why}. It has no {error.noun.value}."
    return Wording(((first,), (typed_line(slash, look), " shows the errors.")), ready_buttons([look]))


@fault_words.register
def _(error: fault.PipelinesNumber, slash: str) -> Wording:
    called = one_line(error.project)
    look = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_number(error.project, error.number)))
    first = f"No job of {called} has the number {error.number}; a pipeline has it."
    return Wording(((first,), (typed_line(slash, look), " shows that pipeline.")), ready_buttons([look]))


@fault_words.register
def _(error: fault.Ambiguous, slash: str) -> Wording:
    what: Text = (" ", quote_code(error.said)) if error.said else ()
    told: list[Text] = [(f"Several {error.noun}s fit", *what, ". Choose one:")]
    for label, choice in error.choices[:_CHOICES]:
        short: Text = ("  ", typed_line(slash, choice)) if len(choice) <= TYPED else ()
        told.append((Bold(one_line(label, 60)), *short))
    if len(error.choices) > _CHOICES:
        told.append((f"+ {len(error.choices) - _CHOICES:,} more",))
    asks = (*error.asks, *[None] * (len(error.choices) - len(error.asks)))
    buttons = zip(error.choices[:_CHOICES], asks, strict=False)
    return Wording(
        tuple(told),
        tuple(Button(one_line(label, 70), choice, confirm=ask) for (label, choice), ask in buttons),
    )


@fault_words.register
def _(error: fault.NotShown, slash: str) -> Wording:
    if error.said:
        told: Text = (f"No {error.noun.value} that was shown here starts with ", quote_code(error.said), ".")
    else:
        told = (f"Which {error.noun.value} is meant? None was named, and this is no thread about one.",)
    return Wording((told, ("Type ", typed_line(slash, error.example), ".")))


@fault_words.register
def _(error: fault.NotPossible, slash: str) -> Wording:
    typing: Text = (typed_line(slash, error.line), f" {error.does}.") if error.line else ()
    return Wording(tuple(line for line in (error.what, error.why, error.next, typing) if line))


@fault_words.register
def _(error: fault.NotRecorded, slash: str) -> Wording:
    first = "Nothing was started: the bot's database can't be written, and nothing is done unrecorded."
    return Wording(((first,), ("Type the line again in a minute.",)))


@fault_words.register
def _(error: fault.NotBegun, slash: str) -> Wording:
    first: Text = ("The bot stopped before it began ", typed_line(slash, error.line), ", which was asked ")
    return Wording(
        ((*first, Timestamp(error.at), ". Nothing was started."), ("Type it again if it is still wanted.",))
    )


@fault_words.register
def _(error: fault.AlreadyAsked, slash: str) -> Wording:
    first: Text = (UserMention(error.user), " asked for this already, ", Timestamp(error.at))
    if error.lost:
        lost = ". CircleCI's answer was lost, so that nobody can tell whether it was done."
        return Wording(((*first, lost), ("Look how it stands, then type the line yourself.",)))
    told: Text = (*first, ". It is done once.")
    next = "If that is refused, ask again." if error.open else "Type the line yourself to do it again."
    return Wording((told, (next,)))


_ID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

#: What can't be told, and what to try again would do if it had been done.
_UNKNOWN = {
    Permission.TRIGGER: ("it started", "If it did start, it starts twice."),
    Permission.RERUN: ("it was rerun", "If it was, it runs twice."),
    Permission.APPROVE: ("it was approved", "If it was, nothing more happens."),
    Permission.CANCEL: ("it was canceled", "If it was, nothing more happens."),
    Permission.CONFIGURE: ("it was changed", "If it was, nothing more happens."),
}


@fault_words.register
def _(error: fault.OutcomeUnknown, slash: str) -> Wording:
    about = _ID.search(error.line)
    look = _pipelines(error.project)
    if about:
        look = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(about[0])))
    whether, twice = _UNKNOWN.get(error.permission, _UNKNOWN[Permission.TRIGGER])
    ask = Confirm("Try again?", f"{one_line(error.line, 200)}\n{twice}", yes="Try again")
    first = f"I can't tell whether {whether}: CircleCI's answer was lost. Look before you try again."
    again: Text = (
        ("To try again, type ", typed_line(slash, error.line), ".") if len(error.line) <= TYPED else ()
    )
    newest: Text = (typed_line(slash, look), " shows the newest.") if not about else ()
    return Wording(
        tuple(line for line in ((first,), newest, again) if line),
        (
            Button("What is there?", line=look, style=Style.PRIMARY),
            Button("Try again", line=error.line, confirm=ask),
        ),
    )


@fault_words.register
def _(error: fault.Busy, slash: str) -> Wording:
    return Wording((("Too much is under way. Nothing was started; type the line again in a minute.",),))
