"""A message that can't be kept true says since when; where it can't be drawn, its owner is told, once."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.message import Audience, Buttons, Lines, Message, Small, without_acts
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import ChannelMention, Code, Emoji, Text, Timestamp
from bot.views.parts.buttons import pipeline_button
from bot.views.parts.text import one_line
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class UnkeptCard:
    """``channel``: where it stands. ``reason``: Slack's word for why it can't be edited."""

    run: Run
    channel: str
    reason: str
    scene: Scene


def unkept_card(result: UnkeptCard) -> Message:
    run, scene = result.run, result.scene
    link = scene.pipeline_link(run.pipeline, run.called, bold=True)
    told: Text = (link, " is no longer updated in ", ChannelMention(result.channel), ": Slack says ")
    why: Text = (Code(one_line(result.reason, 60)), ".")
    text = f"{run.called} #{run.pipeline.number} is no longer updated in its channel: {result.reason}"
    row = Buttons((pipeline_button(run.pipeline.id),))
    return Message(
        (text,), (Lines(((*told, *why),)), row), Audience.ASKER, depicts=ShownThing.of(run.pipeline)
    )


def outdated_message(stood: Message, since: datetime) -> Message:
    """The message as it was then, without buttons that have an effect."""
    text = (*stood.text, ", not up to date")
    return replace(without_acts(stood), text=text, blocks=(*without_acts(stood).blocks, Small(_since(since))))


def lost_message(run: str, since: datetime) -> Message:
    """In its place, where nobody knows any more what it said. ``run``: the id of what it depicts."""
    return Message(
        ("Not up to date",), (Lines((_since(since),)), Buttons((pipeline_button(run, "Details"),)))
    )


def _since(at: datetime) -> Text:
    when = Timestamp(at, clock=True, day=True)
    return (Emoji("warning"), " Not up to date since ", when, ": CircleCI doesn't say how it is.")
