"""A list of pipelines, the newest first."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.model.message import Message
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Text, Timestamp
from bot.views.parts.commit import cause_text, commit_text, ref_code
from bot.views.parts.list_page import ListPage
from bot.views.parts.status import status
from bot.views.parts.text import count, join_facts, one_line
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class PipelineList(ListPage):
    """``branch``: of which alone, if of one. ``mine``: only those that the asker asked the bot for; ``bot``:
    only those that the bot started."""

    slug: ProjectSlug
    called: str
    branch: str | None
    mine: bool
    bot: bool
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
    whose = " you started here" if result.mine else " the bot started" if result.bot else ""
    if not result.runs:
        return f"No {more}pipelines in {result.called}{where}{' that' if whose else ''}{whose}."
    kind = f"{count(len(result.runs), f'{more}pipeline')}{' that' if whose else ''}{whose}"
    return f"{kind} in {result.called}{where}, newest first"


def _line(run: Run, result: PipelineList) -> Text:
    """A commit's author stands with its oldest entry alone."""
    state, pipeline = status(run.status(result.scene.at)), run.pipeline
    oldest = [it.pipeline.number for it in result.runs if it.pipeline.revision == pipeline.revision][-1]
    return join_facts(
        (state.emoji, " ", Bold(state.word)),
        (result.scene.pipeline_link(pipeline),),
        () if result.branch else ref_code(pipeline),
        commit_text(pipeline, subject=50, whose=pipeline.number == oldest),
        cause_text(pipeline, run.asker),
        (Timestamp(pipeline.created_at),),
    )
