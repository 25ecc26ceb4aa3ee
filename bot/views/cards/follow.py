"""A run is followed, or no more."""

from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import Pipeline
from bot.grammar import line
from bot.model.message import Audience, Button, Buttons, Lines, Message
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.spans import Bold, Link, Text
from bot.views.cards.pipeline import PipelineCard, pipeline_card
from bot.views.parts.commit import on_ref, ref_code
from bot.views.parts.text import join_facts
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class FollowCard(PipelineCard):
    """A pipeline is followed from now on; ``me``: its asker is told of it in direct messages."""

    me: bool = False


@dataclass(frozen=True, slots=True)
class JoinedCard:
    """A run has its card there already, at this ``address``: its asker is told of it, too."""

    run: Run
    scene: Scene
    address: str
    me: bool = False


@dataclass(frozen=True, slots=True)
class UnfollowedCard:
    """Nothing more is told of it here; ``me``: in its asker's direct messages."""

    pipeline: Pipeline
    called: str
    scene: Scene
    me: bool = False


def follow_card(result: FollowCard | JoinedCard) -> Message:
    """The run's card; of one that has ended, that it has. What failed may be rerun in CircleCI still."""
    if isinstance(result, JoinedCard):
        return _joined(result)
    ended = "" if result.run.live(result.scene.at) else "It has already ended."
    card = pipeline_card(replace(result, note=ended))
    card = replace(card, live=card.live or result.run.failed)
    return replace(card, audience=Audience.DIRECT) if result.me else card


def _joined(result: JoinedCard) -> Message:
    pipeline, called = result.run.pipeline, result.run.called
    where = "in your direct messages" if result.me else "here"
    about = join_facts(
        (Bold(f"Already {where}"),), (result.scene.pipeline_link(pipeline, called),), ref_code(pipeline)
    )
    goes_on = result.run.live(result.scene.at)
    then = " stays up to date. You're mentioned in its thread." if goes_on else " says how it ended."
    told: Text = (Link(result.address, "Its card"), then)
    text = f"{called} #{pipeline.number}{on_ref(pipeline)} already has a card {where}"
    return Message((text,), (Lines((about, told)),), Audience.ASKER)


def unfollowed_card(result: UnfollowedCard) -> Message:
    pipeline = result.pipeline
    where = "in your direct messages" if result.me else "here"
    about = join_facts(
        (Bold("Unfollowed"),), (result.scene.pipeline_link(pipeline, result.called),), ref_code(pipeline)
    )
    told: Text = (f"Its cards {where} stay as they are now.",)
    again = line(lines.FOLLOW, lines.FollowArgs(Reference.of_id(pipeline.id), result.me))
    return Message(
        (f"{result.called} #{pipeline.number}{on_ref(pipeline)} is no longer followed {where}",),
        (Lines((about, told)), Buttons((Button("Follow again", again),)), result.scene.footer()),
        Audience.ASKER if result.me else Audience.CHANNEL,
    )
