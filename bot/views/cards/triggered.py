"""What was started from here: a pipeline, or a rollback."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import Pipeline, Rollback, TriggeredPipeline
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.grammar.kinds import Value
from bot.model.message import Button, Buttons, Message
from bot.model.news import known_news
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.shown import Noun, ShownThing, deploys_topic
from bot.model.spans import Bold, Code, Emoji, Link, Text
from bot.views.cards.pipeline import PipelineCard, given_lines, pipeline_card
from bot.views.parts.buttons import pipeline_button
from bot.views.parts.commit import on_ref, ref_code
from bot.views.parts.status import status
from bot.views.parts.text import join_facts, join_words, one_line, paragraph, run_took
from bot.views.scene import Scene

#: Where CircleCI tells how the way back is prepared.
ROLLBACKS = Link("https://circleci.com/docs/guides/deploy/set-up-rollbacks/", "CircleCI's documentation")


@dataclass(frozen=True, slots=True)
class TriggerCard:
    """``run``: what became of it, once that was looked at. ``definition``: the pipeline definition's name.

    ``recovered``: the answer was lost, and the pipeline was found afterwards.
    """

    new_pipeline: TriggeredPipeline
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
        run = self.run
        return bool(run and (run.workflows or run.pipeline.errors or run.pipeline.state == "errored"))

    @property
    def settled(self) -> bool:
        return self.confirmed

    def given_up(self) -> "TriggerCard":
        return replace(self, waiting=False)

    @property
    def args(self) -> lines.TriggerArgs:
        """All that it was given, by which its card is drawn again."""
        target, values = Reference.of(self.slug, self.branch), tuple((self.parameters or {}).items())
        return lines.TriggerArgs(target, values, self.tag, self.definition)


def trigger_card(result: TriggerCard) -> Message:
    """The card: what was started, on what; then, as soon as it is known, what it started or why not."""
    lost = "CircleCI's answer was lost, but this pipeline started." if result.recovered else ""
    if result.run is not None and (result.confirmed or not result.waiting):
        return pipeline_card(PipelineCard(result.run, result.scene, trigger_args=result.args, note=lost))
    number, name = result.new_pipeline.number, f"{result.called} #{result.new_pipeline.number}"
    page = result.scene.web.pipeline(result.slug, number)
    sign: Text = (Emoji("white_circle"), " ", Bold("Started"))
    told = paragraph(
        join_facts(sign, (Link(page, name, bold=True),), ref_code(result)),
        *given_lines(result.args),
        lost,
        "Reading the config…" if result.waiting else "No workflows yet.",
    )
    buttons = Buttons((pipeline_button(result.new_pipeline.id, "Refresh"),))
    return Message(
        text=(f"{name} was started{on_ref(result)}",),
        blocks=(*told, buttons, result.scene.footer(live=True)),
        depicts=triggered_pipeline(result),
        drawn_by=line(lines.TRIGGER, result.args),
        live=True,
    )


def triggered_pipeline(result: TriggerCard) -> ShownThing:
    """The pipeline."""
    return ShownThing(Noun.PIPELINE, str(result.slug), result.new_pipeline.id, result.new_pipeline.number)


@dataclass(frozen=True, slots=True)
class RollbackCard:
    """A rollback was started. ``pipeline``: the one that does it, once it was looked at; ``run``: how it is.

    ``recovered``: the answer was lost, and the rollback was found afterwards.
    """

    rollback: Rollback
    slug: ProjectSlug
    called: str
    component: str
    environment: str
    live: str
    target: str
    reason: str
    scene: Scene
    pipeline: Pipeline | None = None
    recovered: bool = False
    run: Run | None = None

    @property
    def args(self) -> lines.RollbackArgs:
        """What was wished, as the line that draws its card again."""
        about = Reference.of(self.slug)
        return lines.RollbackArgs(
            self.component, self.environment, self.target, self.reason, about, self.live
        )

    @property
    def confirmed(self) -> bool:
        """Whether the pipeline that does it is known."""
        return self.pipeline is not None

    @property
    def settled(self) -> bool:
        return self.confirmed or self.rollback.pipeline_id is None

    def given_up(self) -> "RollbackCard":
        return self


def rollback_card(result: RollbackCard) -> Message:
    """What goes back to what, and what does it."""
    pipeline, id = result.pipeline, result.rollback.pipeline_id
    page = result.scene.pipeline(pipeline) if pipeline else result.scene.web.project(result.slug)
    name = f"{result.called} #{pipeline.number}" if pipeline else result.called
    component, environment = one_line(result.component, 60), one_line(result.environment, 60)
    live, target = one_line(result.live, 60), one_line(result.target, 60)
    whose = f" ({result.called})" if result.called != component else ""
    lost = "CircleCI's answer was lost, but the rollback started."
    state = status(result.run.status(result.scene.at)) if result.run and result.run.workflows else None
    sign: Text = (Emoji("white_circle"), " ", Bold("Rollback started"))
    if state is not None:
        sign = (state.emoji, " ", Bold(f"Rollback {state.verb}"))
    told = paragraph(
        join_facts(sign, (Link(page, name, bold=True),), run_took(result.run) if result.run else ""),
        (Bold(component), " in ", Bold(environment), " goes back from ", Code(live), " to ", Code(target)),
        f"Reason: {one_line(result.reason, 255)}",
        _doing(result),
        lost if result.recovered else "",
    )
    look = (pipeline_button(id, "Pipeline"),) if id else ()
    live_now = Button("What's live?", line(lines.DEPLOYS, lines.DeploysArgs(Reference.of(result.slug))))
    return Message(
        text=(f"{component}{whose} in {environment} is being rolled back to {target}",),
        blocks=(*told, Buttons((*look, live_now)), result.scene.footer()),
        depicts=rollback_pipeline(result) if id else None,
        drawn_by=line(lines.ROLLBACK, result.args) if id else None,
        live=id is not None and (result.run is None or result.run.live(result.scene.at)),
        told=known_news(result.run, result.scene.at) if result.run else (),
        topic=deploys_topic(result.slug),
    )


def rollback_pipeline(result: RollbackCard) -> ShownThing:
    """The rollback pipeline; without an id where it is not done by a pipeline."""
    number = result.pipeline.number if result.pipeline else None
    return ShownThing(Noun.PIPELINE, str(result.slug), result.rollback.pipeline_id, number)


def _doing(result: RollbackCard) -> Text:
    if result.run is not None and not result.run.live(result.scene.at):
        return (Code(one_line(result.target, 60)), " is live now.") if result.run.passed else ()
    if result.rollback.pipeline_id:
        return (
            "The rollback pipeline is running; ",
            Code(one_line(result.target, 60)),
            " is live once it passes.",
        )
    kind, id = one_line(result.rollback.rollback_type, 40), one_line(result.rollback.id or "", 60)
    told = join_words([*([(Code(kind),)] if kind else []), *([("id ", Code(id))] if id else [])], ", ")
    return ("CircleCI accepted it", *((" (", *told, ")") if told else ()), ".")
