"""At which hours a channel hears nothing, and what it was not told then."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import lines
from bot.grammar import line
from bot.model.message import Audience, Button, Buttons, Lines, Message
from bot.model.quiet import HeldNotice, QuietHours
from bot.model.spans import Bold, Code, Link, Text, Timestamp, TypedLine
from bot.model.subscription import Event
from bot.views.parts.status import status
from bot.views.parts.text import bullets, count, join_facts, one_line
from bot.views.scene import Scene

#: How many of what was held back are named, what matters most; the rest is a count.
_NAMED = 10
_MATTERS = (Event.FAILED, Event.ON_HOLD, Event.FIXED, Event.CANCELED)

_WORDS = {
    Event.FAILED: ("failed", "Failed"),
    Event.FIXED: ("success", "Fixed"),
    Event.SUCCEEDED: ("success", "Passed"),
    Event.ON_HOLD: ("on_hold", "Waiting for approval"),
    Event.CANCELED: ("canceled", "Canceled"),
    Event.STARTED: ("running", "Started"),
}


@dataclass(frozen=True, slots=True)
class QuietCard:
    """``hours`` None: it has none. ``breaks``: failures of default branches are posted all the same.

    ``changed``: just now.
    """

    hours: QuietHours | None
    breaks: bool
    scene: Scene
    changed: bool = False


@dataclass(frozen=True, slots=True)
class HeldDigest:
    """What was held back, the oldest first, each with what its project is called.

    And as what it is told: an event, or a status.
    """

    notices: Sequence[tuple[str, HeldNotice, str]]
    scene: Scene


def quiet_card(result: QuietCard) -> Message:
    """When it is quiet, and what becomes of what happens then."""
    it, scene = result.hours, result.scene
    audience = Audience.CHANNEL if result.changed else Audience.ASKER
    footer = scene.footer(what="changed" if result.changed else None)
    if it is None:
        usage = line(lines.QUIET, lines.QuietArgs(lines.HOURS.read(lines.HOURS.example)))
        none: Text = ("This channel has no quiet hours.",)
        more: Text = ("To set some: ", TypedLine(usage))
        return Message(none, (Lines((none, more)), footer), audience)
    hours, zone = _hours(it), it.zone
    told: Text = ("Quiet hours here: ", Bold(hours), f" ({zone}).")
    end = it.end(scene.at) if it.covers(scene.at) else None
    now: Text = ("Quiet now, until ", Timestamp(end), ". ") if end else ()
    but = " Failures of default branches are posted at once." if result.breaks else ""
    then: Text = (*now, f"Notices are held back and posted as one message afterwards.{but}")
    off = Button("No quiet hours", line(lines.QUIET, lines.QuietArgs(off=True)))
    return Message(
        (f"Quiet hours here: {hours} ({zone})",), (Lines((told, then)), Buttons((off,)), footer), audience
    )


def _hours(it: QuietHours) -> str:
    """A day before others' times has all of its own: ``Mon, Tue, Wed 12:00-13:00`` may be meant otherwise."""
    timed = [at for at, each in enumerate(it.spans) if not each.is_whole]
    last = timed[-1] if timed else 0
    several = ((each, " all day" if each.is_whole and at < last else "") for at, each in enumerate(it.spans))
    return ", ".join(f"{each}{whole}" for each, whole in several)


def held_digest(result: HeldDigest) -> Message:
    """One message for all of it, with its count."""
    title = f"{count(len(result.notices), 'notice')} held back until now"
    first = sorted(result.notices, key=lambda each: _MATTERS.index(each[2]) if each[2] in _MATTERS else 9)
    named = [each for each in result.notices if each in first[:_NAMED]]
    several = [_row(*each, result.scene) for each in named]
    left = len(result.notices) - len(several)
    more: list[Text] = [(f"+ {left:,} more",)] if left else []
    return Message((title,), (Lines(((Bold(title),), *bullets([*several, *more]))), result.scene.footer()))


def _row(called: str, it: HeldNotice, now: str, scene: Scene) -> Text:
    name, word = _WORDS[Event(now)] if now in _WORDS else (now, status(now).full)
    page = Link(scene.web.pipeline(it.project, it.number), f"{called} #{it.number}")
    return join_facts(
        (status(name).emoji, " ", Bold(word)), (page,), (Code(one_line(it.branch, 60)),) if it.branch else ()
    )
