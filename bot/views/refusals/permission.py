"""Who may not do it, who may, and what to do instead."""

from bot import lines
from bot.grammar import line
from bot.model.fault import Denied, ForeignWorkspace, GuestRefused
from bot.model.message import Message
from bot.model.permission import Permission
from bot.model.spans import Code, Span, Text, TypedLine
from bot.views.cards.access import channels, people
from bot.views.parts.text import capital, join_words, one_line
from bot.views.refusals.drawing import asker_message, quote_code, ready_buttons

#: How many branches are named.
_BRANCHES = 10


def permission_denied(fault: Denied) -> Message:
    what: list[Span] = [capital(fault.permission.gerund)]
    if fault.ref:
        what += [" ", quote_code(fault.ref), *((f" of {one_line(fault.project)}",) if fault.project else ())]
    elif fault.project:
        what.append(f" {one_line(fault.project)}")
    if fault.who:
        first: Text = (*what, " is for ", *people(fault.who), " in this channel.")
    else:
        first = (*what, " is not allowed in this channel.")
    if instead := _instead(fault):
        return asker_message((*first, " ", *instead))
    asked = None if fault.permission is Permission.READ else fault.permission
    can = line(lines.CAN, lines.CanArgs(asked))
    return asker_message(
        first, (TypedLine(can), " shows what you may do here."), buttons=ready_buttons([can])
    )


def _instead(fault: Denied) -> Text:
    """What the asker can do: ask elsewhere, take another branch, ask somebody."""
    others = _others(fault) if fault.open_refs and fault.ref else ()
    if fault.elsewhere:
        there: Text = ("You may in ", *channels(fault.elsewhere))
        return (*there, *((", or here on ", *others) if others else ()), ".")
    if others:
        return ("Ask there, or use " if fault.who else "Use ", *others, ".")
    return ("Ask there.",) if fault.who else ()


def _others(fault: Denied) -> Text:
    """The branches that are open: by the patterns that say so, else all but the one that was refused."""
    named = [each for each in fault.branches if not each.startswith("!") and each.strip("*")][:_BRANCHES]
    left_out = [each[1:] for each in fault.branches if each.startswith("!")][:_BRANCHES]
    if not named:
        names = join_words([(one_line(each),) for each in left_out or [fault.ref or ""]])
        return ("a branch other than ", *names)
    but: Text = (
        (", but not ", *join_words([(Code(each),) for each in left_out], last=" or ")) if left_out else ()
    )
    return (*join_words([(quote_code(each),) for each in named], last=" or "), *but)


def workspace_foreign(fault: ForeignWorkspace) -> Message:
    first = "This bot answers only people of the workspace in which it is installed. Nothing was started."
    return asker_message((first,), ("Ask somebody of that workspace.",))


def guest_refused(fault: GuestRefused) -> Message:
    if not fault.sure:
        first = "Nothing was started: Slack did not tell whether you are a guest here, who may only read."
        return asker_message((first,), ("Type the line again in a minute.",))
    first = "Guests of this workspace may read here, and not start, stop or change anything."
    return asker_message((first,), ("Ask a member of the workspace.",))
