"""A list of pipelines, the newest first."""

from dataclasses import dataclass

from bot.circleci.models import PipelineCause
from bot.circleci.slug import ProjectSlug
from bot.model.message import Message
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Code, Text, Timestamp
from bot.views.parts.commit import cause_text, commit_text
from bot.views.parts.list_page import ListPage
from bot.views.parts.phone import short_entry
from bot.views.parts.status import status
from bot.views.parts.text import count, join_facts, name_ends, one_line, seen_here, short_sentence
from bot.views.scene import Scene

#: Characters of a branch, of one that leaves no room for a subject beside it, and of a subject.
_REF, _SHORT_REF, _SUBJECT = 30, 18, 50


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
    """``web's last 10 pipelines on main``."""
    number, where = len(result.runs), f" on {one_line(result.branch)}" if result.branch else ""
    whose = " that you started here" if result.mine else " that the bot started" if result.bot else ""
    if not number:
        seen = f" and{seen}" if (seen := seen_here(result.limited)) and whose else seen
        return f"No {'' if result.first else 'more '}pipelines in {result.called}{where}{whose}{seen}."
    if not result.first:
        return f"{count(number, 'more pipeline')} in {result.called}{where}{whose}"
    last = "last pipeline" if number == 1 else f"last {count(number, 'pipeline')}"
    return f"{result.called}'s {last}{where}{whose}"


def _line(run: Run, result: PipelineList) -> Text:
    """What happened to what, then as much of the commit as a phone shows on two lines.

    A commit's author stands with its oldest entry alone.
    """
    pipeline, head = run.pipeline, _head(run, result, _REF)
    oldest = [it.pipeline.number for it in result.runs if it.pipeline.revision == pipeline.revision][-1]
    whose = pipeline.number == oldest
    subject, cause = short_sentence(pipeline.subject or "", _SUBJECT), cause_text(pipeline, run.asker)
    when: Text = (Timestamp(pipeline.created_at),)
    fuller = (
        (commit_text(pipeline, subject=_SUBJECT, whose=whose), cause, when),
        (subject, f"by {one_line(pipeline.author, 40)}" if pipeline.author and whose else "", cause, when),
        (subject, cause, when),
        (short_sentence(subject, _SUBJECT // 2), cause, when),
        *([(cause, when)] if cause and pipeline.cause is not PipelineCause.PUSH else ()),
        (subject, when),
        (short_sentence(subject, _SUBJECT // 2), when),
    )
    short = _head(run, result, _SHORT_REF)
    several = [join_facts(head, *facts) for facts in fuller]
    several += [join_facts(short, *facts) for facts in fuller[-2:]]
    return short_entry(*several, join_facts(head, when))


def _head(run: Run, result: PipelineList, most: int) -> Text:
    """What happened, and to what: ``most``: how many characters of the branch."""
    state, pipeline = status(run.status(result.scene.at)), run.pipeline
    ref = "" if result.branch else pipeline.branch or pipeline.tag
    return join_facts(
        (state.emoji, " ", Bold(state.word)),
        (result.scene.pipeline_link(pipeline),),
        (Code(name_ends(ref, most)),) if ref else (),
        "rollback" if run.is_rollback else "",
    )
