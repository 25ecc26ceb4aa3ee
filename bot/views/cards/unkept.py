"""A message that can't be kept true any more: its owner is told, once."""

from dataclasses import dataclass

from bot.model.message import Audience, Buttons, Lines, Message
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import ChannelMention, Code, Text
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
