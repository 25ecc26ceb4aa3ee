"""What became of a wish that can't be taken up, or of which nobody can tell what came of it."""

import re

from bot import lines
from bot.grammar import line
from bot.model.deed import AlreadyAsked, Busy, NotBegun, NotRecorded, OutcomeUnknown
from bot.model.message import Button, Confirm, Message, Style
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference, Target
from bot.model.spans import Text, Timestamp, TypedLine, UserMention
from bot.views.parts.text import one_line
from bot.views.refusals.drawing import LONGEST_TYPED, asker_message

_ID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

#: What can't be told, and what to try again would do if it had been done.
_UNKNOWN = {
    Permission.TRIGGER: ("it started", "If it did start, it starts twice."),
    Permission.RERUN: ("it was rerun", "If it was, it runs twice."),
    Permission.APPROVE: ("it was approved", "If it was, nothing more happens."),
    Permission.CANCEL: ("it was canceled", "If it was, nothing more happens."),
    Permission.CONFIGURE: ("it was changed", "If it was, nothing more happens."),
}


def not_recorded(fault: NotRecorded) -> Message:
    first = "Nothing was started: the bot's database can't be written, and nothing is done unrecorded."
    return asker_message((first,), ("Type the line again in a minute.",))


def not_begun(fault: NotBegun) -> Message:
    first: Text = ("The bot stopped before it began ", TypedLine(fault.line), ", which was asked ")
    return asker_message(
        (*first, Timestamp(fault.at), ". Nothing was started."), ("Type it again if it is still wanted.",)
    )


def already_taken_up(fault: AlreadyAsked) -> Message:
    first: Text = (UserMention(fault.user), " asked for this already, ", Timestamp(fault.at))
    if fault.lost:
        told = ". CircleCI's answer was lost, so that nobody can tell whether it was done."
        return asker_message((*first, told), ("Look how it stands, then type the line yourself.",))
    next = "If that is refused, ask again." if fault.open else "Type the line yourself to do it again."
    return asker_message((*first, ". It is done once."), (next,))


def outcome_unknown(fault: OutcomeUnknown) -> Message:
    """What is there comes first; to try again asks."""
    whether, twice = _UNKNOWN.get(fault.permission, _UNKNOWN[Permission.TRIGGER])
    first = f"I can't tell whether {whether}: CircleCI's answer was lost. Look before you try again."
    newest: Text = ()
    if about := _ID.search(fault.line):
        look = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(about[0])))
    else:
        project = ProjectName(fault.project) if fault.project else None
        look = line(lines.PIPELINES, lines.PipelinesArgs(Target(project)))
        newest = (TypedLine(look), " shows the newest.")
    again: Text = (
        ("To try again, type ", TypedLine(fault.line), ".") if len(fault.line) <= LONGEST_TYPED else ()
    )
    ask = Confirm("Try again?", f"{one_line(fault.line, 200)}\n{twice}", yes="Try again")
    there = Button("What is there?", line=look, style=Style.PRIMARY)
    return asker_message(
        (first,), newest, again, buttons=(there, Button("Try again", line=fault.line, confirm=ask))
    )


def too_busy(fault: Busy) -> Message:
    return asker_message(("Too much is under way. Nothing was started; type the line again in a minute.",))
