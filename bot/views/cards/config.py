"""A pipeline's configuration, as files."""

from dataclasses import dataclass

from bot.circleci.models import Pipeline, PipelineConfig
from bot.model.message import Audience, Buttons, File, Lines, Message
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Link, Text
from bot.views.parts.commit import on_ref, open_button, ref_code
from bot.views.parts.text import count, join_facts
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class ConfigCard:
    """``source``: the file as it was written, rather than as CircleCI compiled it."""

    pipeline: Pipeline
    called: str
    config: PipelineConfig
    source: bool
    scene: Scene


def config_card(result: ConfigCard) -> Message:
    """The configuration goes into the thread, whole."""
    pipeline, config = result.pipeline, result.config
    kind = "source" if result.source else "compiled"
    name = f"{result.called} #{pipeline.number}"
    page = result.scene.pipeline(pipeline)
    texts = (
        (kind, config.source if result.source else config.compiled),
        (f"setup {kind}", (config.setup_config if result.source else config.compiled_setup_config) or ""),
    )
    stem = "".join(c if c.isalnum() or c in "-_." else "-" for c in f"{result.called}-{pipeline.number}")
    files = tuple(
        File(f"{stem}-{word.replace(' ', '-')}.yml", text.encode(), title=f"{name}, {word}")
        for word, text in texts
        if text
    )
    lines = count(len(texts[0][1].splitlines()), "line")
    told: Text = (Bold("Configuration"), f", {kind}, {lines}")
    if not files:
        told = (Bold(f"CircleCI has no {kind} configuration"), " of this pipeline.")
    return Message(
        text=(
            f"Configuration of {name}{on_ref(pipeline)}, {kind}"
            if files
            else f"No {kind} configuration of {name}",
        ),
        blocks=(
            Lines((join_facts([told, (Link(page, name),), ref_code(pipeline)]),)),
            Buttons((open_button(page),)),
            result.scene.asked(),
        ),
        audience=Audience.THREAD,
        depicts=ShownThing.of(pipeline),
        files=files,
    )
