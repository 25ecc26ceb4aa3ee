"""What became of a write, said later than it was known."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.line import Line
from bot.model.message import Button, Buttons, Confirm, Lines, Message, Small
from bot.model.spans import Text, Timestamp
from bot.views.parts.buttons import LONGEST_QUESTION, pipeline_button
from bot.views.parts.text import one_line
from bot.views.refusals.drawing import asker_message, short_line


@dataclass(frozen=True, slots=True)
class OwedCard:
    """``typed``, as it was asked, was done ``at`` then, or nothing was started: then ``line`` does it again.

    ``called``, ``number``: of the pipeline that was started. ``about``: its id, or of what was acted on.
    """

    typed: Line
    line: Line
    at: datetime
    done: bool
    called: str = ""
    number: int | None = None
    about: str | None = None


def owed_card(result: OwedCard) -> Message:
    """One sentence: to all where something was done, else to who asked."""
    typed, at = short_line(result.typed), Timestamp(result.at)
    if not result.done:
        ask = Confirm("Try again?", one_line(result.line, LONGEST_QUESTION), yes="Try again")
        nothing: Text = ("Nothing was started by ", typed, " (", at, "). Send it again if you still want it.")
        return asker_message(nothing, buttons=(Button("Try again", line=result.line, confirm=ask),))
    started = f"{result.called} #{result.number} was started".lstrip()
    what: Text = (started,) if result.number is not None else (typed, " went through")
    text: Text = (*what, " (", at, ").")
    row = (Buttons((pipeline_button(result.about, "Details"),)),) if result.about else ()
    return Message(text, (Lines((text,)), *row))


def with_lateness(message: Message, at: datetime) -> Message:
    """With when that was done which the message tells of."""
    late = Small(("done ", Timestamp(at), ", and told late"))
    return replace(message, blocks=(*message.blocks, late))
