"""A pipeline that was started from here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import TriggeredPipeline
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.grammar.kinds import PARAMETER, Value
from bot.model.line import Line
from bot.model.message import Button, Buttons, Lines, Message
from bot.model.reference import Reference, Target
from bot.model.run import Run
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Code, Emoji, Link, Text
from bot.views.cards.pipeline import PipelineCard, given_lines, pipeline_card
from bot.views.parts.commit import open_button
from bot.views.parts.text import join_facts, one_line
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


def trigger_card(result: TriggerCard) -> Message:
    """The card: what was started, on what; then, as soon as it is known, what it started or why not."""
    if result.run is not None and (result.confirmed or not result.waiting):
        return _known(result, result.run)
    return _young(result)


def _young(result: TriggerCard) -> Message:
    page = result.scene.web.pipeline(result.slug, result.started.number)
    name = f"{result.called} #{result.started.number}"
    heading = join_facts(
        [(Emoji("white_circle"), " ", Bold("Started")), (Link(page, name, bold=True),), _ref(result)]
    )
    reading = "CircleCI is reading the configuration."
    lines = [
        heading,
        *given_lines(_words(result)),
        *((_RECOVERED,) if result.recovered else ()),
        (reading if result.waiting else "CircleCI does not tell yet what it starts.",),
    ]
    return Message(
        text=(f"{name} was started{_on(result)}",),
        blocks=(Lines(tuple(lines)), _buttons(result, page), result.scene.asked(live=True)),
        depicts=triggered_pipeline(result),
        drawn_by=_line(result),
    )


def triggered_pipeline(result: TriggerCard) -> ShownThing:
    """The pipeline."""
    return ShownThing(Noun.PIPELINE, str(result.slug), result.started.id, result.started.number)


def _known(result: TriggerCard, run: Run) -> Message:
    """The pipeline's own card."""
    card = pipeline_card(PipelineCard(run, result.scene, given=_words(result)))
    card = replace(card, drawn_by=_line(result))
    first = card.blocks[0]
    if not result.recovered or not isinstance(first, Lines):
        return card
    return replace(card, blocks=(Lines((*first.lines, _RECOVERED)), *card.blocks[1:]))


def _line(result: TriggerCard) -> Line:
    """With all that it was given, by which its card is drawn again."""
    target, values = Target.of(result.slug, result.branch), tuple((result.parameters or {}).items())
    return line(lines.TRIGGER, lines.TriggerArgs(target, values, result.tag, result.definition))


def _words(result: TriggerCard) -> tuple[str, ...]:
    """The same as words of a line."""
    named = (f"--definition={result.definition}",) if result.definition else ()
    return (*(PARAMETER.write(each) for each in (result.parameters or {}).items()), *named)


def _ref(result: TriggerCard) -> Text:
    if result.tag:
        return ("tag ", Code(one_line(result.tag)))
    return (Code(one_line(result.branch)),) if result.branch else ()


def _on(result: TriggerCard) -> str:
    if result.tag:
        return f" for tag {one_line(result.tag)}"
    return f" on {one_line(result.branch)}" if result.branch else ""


def _buttons(result: TriggerCard, page: str) -> Buttons:
    look = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(result.started.id)))
    return Buttons((Button("Look again", look), open_button(page)))
