"""A pipeline's configuration, as files."""

from dataclasses import dataclass

from bot.circleci.models import Pipeline
from bot.model.message import Audience, File, Lines, Message
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Text
from bot.model.spool import Spool
from bot.views.parts.commit import on_ref, ref_code
from bot.views.parts.text import count, join_facts
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class ConfigCard:
    """``source``: the file as it was written, rather than as CircleCI compiled it. ``files``: each masked and
    on disk, by what it is; ``lines``: of the first, where there is one.
    """

    pipeline: Pipeline
    called: str
    source: bool
    files: tuple[tuple[str, Spool], ...]
    lines: int
    scene: Scene


def config_card(result: ConfigCard) -> Message:
    """The configuration goes into the thread, whole."""
    pipeline, called = result.pipeline, result.called
    kind = "source" if result.source else "compiled"
    name = f"{called} #{pipeline.number}"
    stem = "".join(c if c.isalnum() or c in "-_." else "-" for c in f"{called}-{pipeline.number}")
    page = result.scene.pipeline(pipeline)
    files = tuple(
        File(f"{stem}-{word.replace(' ', '-')}.yml", spool.file, f"{name}, {word}", page)
        for word, spool in result.files
    )
    said = f"No {kind} config for {name}"
    told: Text = (Bold(f"CircleCI has no {kind} config"), " for this pipeline.")
    if files:
        said = f"Config of {name}{on_ref(pipeline)}, {kind}"
        told = (Bold("Config"), f", {kind}, {count(result.lines, 'line')}")
    heading = join_facts(told, (result.scene.pipeline_link(pipeline, called),), ref_code(pipeline))
    blocks = (Lines((heading,)), result.scene.footer())
    return Message((said,), blocks, Audience.THREAD, ShownThing.of(pipeline), files=files)
