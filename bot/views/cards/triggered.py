"""A pipeline that was started from here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.circleci.models import Triggered
from bot.circleci.slug import ProjectSlug
from bot.grammar.kinds import PARAMETER, Value
from bot.model.message import (
    Bold,
    Button,
    Buttons,
    Card,
    Code,
    Emoji,
    Lines,
    Link,
    Message,
    Noun,
    Shown,
    Text,
)
from bot.model.run import Run
from bot.views.cards.pipeline import Looked, given, seen
from bot.views.parts.scene import Scene, opens
from bot.views.parts.text import joined, one_line, said

_RECOVERED = ("CircleCI's answer was lost; this is the pipeline that was started.",)


@dataclass(frozen=True, slots=True)
class Started:
    """``run``: what became of it, once that was looked at. ``definition``: the pipeline definition's name.

    ``recovered``: the answer was lost, and the pipeline was found afterwards.
    """

    started: Triggered
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


def triggered(result: Started) -> Message:
    """The card: what was started, on what; then, as soon as it is known, what it started or why not."""
    if result.run is not None and (result.run.workflows or result.run.pipeline.errors or not result.waiting):
        return _known(result, result.run)
    return _young(result)


def _young(result: Started) -> Message:
    page = result.scene.web.pipeline(result.slug, result.started.number)
    name = f"{result.called} #{result.started.number}"
    heading = joined(
        [(Emoji("white_circle"), " ", Bold("Started")), (Link(page, name, bold=True),), _ref(result)]
    )
    reading = "CircleCI is reading the configuration."
    lines = [
        heading,
        *given(_words(result)),
        *((_RECOVERED,) if result.recovered else ()),
        (reading if result.waiting else "CircleCI does not tell yet what it starts.",),
    ]
    return Message(
        text=(f"{name} was started{_on(result)}",),
        blocks=(Lines(tuple(lines)), _buttons(result, page), result.scene.asked(live=True)),
        depicts=shown(result),
        card=Card(given=_words(result)),
    )


def shown(result: Started) -> Shown:
    """The pipeline."""
    return Shown(Noun.PIPELINE, str(result.slug), result.started.id, result.started.number)


def _known(result: Started, run: Run) -> Message:
    """The pipeline's own card."""
    card = seen(Looked(run, result.scene, given=_words(result)))
    first = card.blocks[0]
    if not result.recovered or not isinstance(first, Lines):
        return card
    return replace(card, blocks=(Lines((*first.lines, _RECOVERED)), *card.blocks[1:]))


def _words(result: Started) -> tuple[str, ...]:
    """The same as words of a line."""
    named = (f"--definition={result.definition}",) if result.definition else ()
    return (*(PARAMETER.write(each) for each in (result.parameters or {}).items()), *named)


def _ref(result: Started) -> Text:
    if result.tag:
        return ("tag ", Code(one_line(result.tag)))
    return (Code(one_line(result.branch)),) if result.branch else ()


def _on(result: Started) -> str:
    if result.tag:
        return f" for tag {one_line(result.tag)}"
    return f" on {one_line(result.branch)}" if result.branch else ""


def _buttons(result: Started, page: str) -> Buttons:
    return Buttons((Button("Look again", line=said("pipeline", result.started.id)), opens(page)))
