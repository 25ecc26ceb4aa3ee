"""A pipeline's configuration, as files."""

from dataclasses import dataclass

from bot.circleci.models import Pipeline, PipelineConfig
from bot.model.message import Audience, File, Lines, Message
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Text
from bot.output import safe
from bot.views.parts.commit import on_ref, ref_code
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
    pipeline, config, called = result.pipeline, result.config, result.called
    kind, main, setup = "compiled", config.compiled, config.compiled_setup_config
    if result.source:
        kind, main, setup = "source", config.source, config.setup_config
    name = f"{called} #{pipeline.number}"
    stem = "".join(c if c.isalnum() or c in "-_." else "-" for c in f"{called}-{pipeline.number}")
    page = result.scene.pipeline(pipeline)
    files = tuple(
        File(f"{stem}-{word.replace(' ', '-')}.yml", safe(text).encode(), f"{name}, {word}", page)
        for word, text in ((kind, main), (f"setup {kind}", setup))
        if text
    )
    said = f"No {kind} config for {name}"
    told: Text = (Bold(f"CircleCI has no {kind} config"), " for this pipeline.")
    if files:
        said = f"Config of {name}{on_ref(pipeline)}, {kind}"
        told = (Bold("Config"), f", {kind}, {count(len(main.splitlines()), 'line')}")
    heading = join_facts(told, (result.scene.pipeline_link(pipeline, called),), ref_code(pipeline))
    blocks = (Lines((heading,)), result.scene.footer())
    return Message((said,), blocks, Audience.THREAD, ShownThing.of(pipeline), files=files)
