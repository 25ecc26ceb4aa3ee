"""What became of a write, said later than it was known."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.line import Line
from bot.model.message import Buttons, Lines, Message, Small
from bot.model.spans import Text, Timestamp
from bot.views.parts.buttons import pipeline_button
from bot.views.refusals.drawing import asker_message, short_line


@dataclass(frozen=True, slots=True)
class OwedCard:
    """``typed``, as it was asked, was ``done`` at that moment, or nothing was started.

    ``called``, ``number``: of the pipeline that was started. ``about``: its id, or of what was acted on.
    """

    typed: Line
    at: datetime
    done: bool
    called: str = ""
    number: int | None = None
    about: str | None = None


def owed_card(result: OwedCard) -> Message:
    """One sentence: to all where something was done, else to who asked."""
    typed, at = short_line(result.typed), Timestamp(result.at)
    if not result.done:
        again = "). Send it again if you still want it."
        return asker_message(("Nothing was started by ", typed, " (", at, again))
    started = f"{result.called} #{result.number} was started".lstrip()
    what: Text = (started,) if result.number is not None else (typed, " went through")
    text: Text = (*what, " (", at, ").")
    row = (Buttons((pipeline_button(result.about, "Details"),)),) if result.about else ()
    return Message(text, (Lines((text,)), *row))


def with_lateness(message: Message, at: datetime) -> Message:
    """With when that was done which the message tells of."""
    late = Small(("done ", Timestamp(at), ", and told late"))
    return replace(message, blocks=(*message.blocks, late))
