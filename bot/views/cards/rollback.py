"""A rollback that was started."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.models import Pipeline, Rollback
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.model.message import Button, Buttons, Message
from bot.model.reference import ProjectName
from bot.model.run import Run
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Code, Emoji, Link, Text
from bot.views.parts.buttons import pipeline_button
from bot.views.parts.commit import open_button
from bot.views.parts.text import join_facts, one_line, paragraph
from bot.views.scene import Scene

#: Where CircleCI tells how the way back is prepared.
ROLLBACKS = Link("https://circleci.com/docs/guides/deploy/set-up-rollbacks/", "CircleCI's documentation")


@dataclass(frozen=True, slots=True)
class RollbackCard:
    """A rollback was started. ``pipeline``: the one that does it, once it was looked at.

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

    @property
    def run(self) -> Run | None:
        """Of the rollback pipeline nothing more is drawn."""
        return None

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
    whose = f" of {result.called}" if result.called != component else ""
    lost = "CircleCI's answer was lost; this is the rollback that was started."
    sign: Text = (Emoji("white_circle"), " ", Bold("Rollback started"))
    told = paragraph(
        join_facts(sign, (Link(page, name, bold=True),)),
        (Bold(component), " in ", Bold(environment), " goes back from ", Code(live), " to ", Code(target)),
        f"Reason: {one_line(result.reason, 255)}",
        _doing(result),
        lost if result.recovered else "",
    )
    look = (pipeline_button(id, "Look at the pipeline"),) if id else ()
    live_now = Button("What is live?", line(lines.DEPLOYS, lines.DeploysArgs(ProjectName.of(result.slug))))
    return Message(
        text=(f"{component}{whose} is being rolled back in {environment}, to {target}",),
        blocks=(*told, Buttons((*look, live_now, open_button(page))), result.scene.asked()),
        depicts=rollback_pipeline(result) if id else None,
    )


def rollback_pipeline(result: RollbackCard) -> ShownThing:
    """The rollback pipeline; without an id where it is not done by a pipeline."""
    number = result.pipeline.number if result.pipeline else None
    return ShownThing(Noun.PIPELINE, str(result.slug), result.rollback.pipeline_id, number)


def _doing(result: RollbackCard) -> Text:
    if result.rollback.pipeline_id:
        return ("CircleCI runs the rollback pipeline; the version is live once that has passed.",)
    kind = one_line(result.rollback.rollback_type, 40)
    id: Text = (" under the id ", Code(one_line(result.rollback.id, 60))) if result.rollback.id else ()
    return ("CircleCI took it up", *((" as ", Code(kind)) if kind else ()), *id, ".")
