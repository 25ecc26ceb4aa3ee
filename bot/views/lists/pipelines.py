"""A list of pipelines, the newest first."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.model.message import Message
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Text, Timestamp
from bot.views.parts.commit import commit_text, ref_code
from bot.views.parts.list_page import ListPage
from bot.views.parts.status import status
from bot.views.parts.text import count, join_facts, one_line
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class PipelineList(ListPage):
    """``mine``: only those that the bot started. ``branch``: of which alone, if of one."""

    slug: ProjectSlug
    called: str
    branch: str | None
    mine: bool
    runs: tuple[Run, ...]
    scene: Scene


def pipeline_list(result: PipelineList) -> Message:
    """One line a pipeline."""
    return result.listing(
        _title(result),
        result.scene.web.project(result.slug, result.branch),
        [_line(run, result) for run in result.runs],
        result.scene.footer(live=any(run.live(result.scene.at) for run in result.runs)),
        shows=tuple(ShownThing.of(run.pipeline) for run in result.runs),
    )


def _title(result: PipelineList) -> str:
    more = "" if result.first else "more "
    where = f" on {one_line(result.branch)}" if result.branch else ""
    if not result.runs:
        whose = " that the bot started" if result.mine else ""
        return f"{result.called} has no {more}pipelines{where}{whose}."
    kind = f"{count(len(result.runs), f'{more}pipeline')} of {result.called}"
    return f"{kind}{where}{', started by the bot' if result.mine else ''}, the newest first"


def _line(run: Run, result: PipelineList) -> Text:
    state, pipeline = status(run.status(result.scene.at)), run.pipeline
    return join_facts(
        (state.emoji, " ", Bold(state.word)),
        (result.scene.pipeline_link(pipeline),),
        () if result.branch else ref_code(pipeline),
        commit_text(pipeline, subject=50),
        (Timestamp(pipeline.created_at),),
    )
