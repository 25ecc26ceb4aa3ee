"""A pipeline that was started from here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import TriggeredPipeline
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.grammar.kinds import Value
from bot.model.message import Buttons, Lines, Message
from bot.model.reference import Target
from bot.model.run import Run
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Emoji, Link, Text
from bot.views.cards.pipeline import PipelineCard, given_lines, pipeline_card
from bot.views.parts.buttons import pipeline_button
from bot.views.parts.commit import on_ref, open_button, ref_code
from bot.views.parts.text import join_facts, paragraph
from bot.views.scene import Scene

_RECOVERED = ("CircleCI's answer was lost; this is the pipeline that was started.",)


@dataclass(frozen=True, slots=True)
class TriggerCard:
    """``run``: what became of it, once that was looked at. ``definition``: the pipeline definition's name.

    ``recovered``: the answer was lost, and the pipeline was found afterwards.
    """

    started: TriggeredPipeline
    slug: ProjectSlug
    called: str
    scene: Scene
    branch: str | None = None
    tag: str | None = None
    parameters: Mapping[str, Value] | None = None
    definition: str | None = None
    run: Run | None = None
    waiting: bool = True
    recovered: bool = False

    @property
    def confirmed(self) -> bool:
        """Whether it is known what it starts, or why nothing."""
        if self.run is None:
            return False
        pipeline = self.run.pipeline
        return bool(self.run.workflows or pipeline.errors or pipeline.state == "errored")

    @property
    def settled(self) -> bool:
        return self.confirmed

    def given_up(self) -> "TriggerCard":
        return replace(self, waiting=False)

    @property
    def args(self) -> lines.TriggerArgs:
        """All that it was given, by which its card is drawn again."""
        target, values = Target.of(self.slug, self.branch), tuple((self.parameters or {}).items())
        return lines.TriggerArgs(target, values, self.tag, self.definition)


def trigger_card(result: TriggerCard) -> Message:
    """The card: what was started, on what; then, as soon as it is known, what it started or why not."""
    drawn_by = line(lines.TRIGGER, result.args)
    if result.run is not None and (result.confirmed or not result.waiting):
        card = pipeline_card(PipelineCard(result.run, result.scene, given=result.args))
        first = card.blocks[0]
        if result.recovered and isinstance(first, Lines):
            card = replace(card, blocks=(Lines((*first.lines, _RECOVERED)), *card.blocks[1:]))
        return replace(card, drawn_by=drawn_by)
    number, name = result.started.number, f"{result.called} #{result.started.number}"
    page = result.scene.web.pipeline(result.slug, number)
    sign: Text = (Emoji("white_circle"), " ", Bold("Started"))
    waiting = "CircleCI is reading the configuration."
    told = paragraph(
        join_facts(sign, (Link(page, name, bold=True),), ref_code(result)),
        *given_lines(result.args),
        _RECOVERED if result.recovered else "",
        waiting if result.waiting else "CircleCI does not tell yet what it starts.",
    )
    buttons = Buttons((pipeline_button(result.started.id, "Look again"), open_button(page)))
    return Message(
        text=(f"{name} was started{on_ref(result)}",),
        blocks=(*told, buttons, result.scene.asked(live=True)),
        depicts=triggered_pipeline(result),
        drawn_by=drawn_by,
    )


def triggered_pipeline(result: TriggerCard) -> ShownThing:
    """The pipeline."""
    return ShownThing(Noun.PIPELINE, str(result.slug), result.started.id, result.started.number)
