"""The runs that are followed, those of the newest message first."""

from dataclasses import dataclass, replace

from bot import lines
from bot.grammar import line
from bot.model.message import Audience, Lines, Message
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Text, Timestamp, TypedLine
from bot.views.parts.buttons import button_row
from bot.views.parts.commit import ref_code
from bot.views.parts.list_page import ListPage
from bot.views.parts.status import status
from bot.views.parts.text import bullets, count, join_facts, short_sentence
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class FollowingList(ListPage):
    """One page of the ``total`` that are followed here; ``me``: in the asker's direct messages."""

    runs: tuple[Run, ...]
    total: int
    me: bool
    scene: Scene


def following_list(result: FollowingList) -> Message:
    """One line each."""
    where = "in your direct messages" if result.me else "here"
    if not result.runs and result.first:
        usage = line(lines.FOLLOW, lines.FollowArgs(me=result.me))
        told: Text = (
            f"No pipelines are followed {where}. ",
            TypedLine(usage),
            " posts a card that stays up to date.",
        )
        return Message(told, (Lines((told,)),), Audience.ASKER)
    pipelines = count(result.total, "pipeline")
    title = f"{pipelines} followed {where}" if result.first else f"More pipelines followed {where}"
    message = result.message(
        title,
        Lines(((Bold(title),), *bullets(_row(each, result.scene) for each in result.runs))),
        *button_row(result.next_buttons),
        result.scene.footer(live=True),
        shows=tuple(ShownThing.of(each.pipeline) for each in result.runs),
    )
    return replace(message, audience=Audience.ASKER) if result.me else message


def _row(run: Run, scene: Scene) -> Text:
    state, pipeline = status(run.status(scene.at)), run.pipeline
    return join_facts(
        (state.emoji, " ", Bold(state.word)),
        (scene.pipeline_link(pipeline, run.called),),
        ref_code(pipeline),
        short_sentence(pipeline.subject or "", 40),
        (Timestamp(pipeline.created_at),),
    )
