"""What became of a run, told in the thread of its card."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import Workflow
from bot.grammar import line
from bot.model.approval import WaitingApproval
from bot.model.diagnosis import Diagnosis
from bot.model.message import Audience, Buttons, Message, Small, Style
from bot.model.news import Happening, News
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Emoji, Text, UserMention
from bot.views.cards.culprit import culprit_heading, culprit_phrase
from bot.views.cards.notice import NoticeCard
from bot.views.cards.pipeline import pipeline_sentence
from bot.views.parts import buttons
from bot.views.parts.commit import on_ref
from bot.views.parts.status import error_blocks, status
from bot.views.parts.text import (
    join_facts,
    join_words,
    mentions,
    one_line,
    paragraph,
    run_took,
    some_names,
)
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class NewsCard:
    """``askers``: the Slack users who asked for its cards there. ``diagnosis``: of what failed.

    ``notice``: what the channel wants to hear of, which is told with it, or alone.
    """

    news: News | None
    run: Run
    scene: Scene
    askers: tuple[str, ...] = ()
    diagnosis: Diagnosis | None = None
    notice: NoticeCard | None = None


def news_card(result: NewsCard) -> Message:
    """In a sentence, with what can be done; whoever asked, and who is to look, is mentioned once."""
    message, note, whom = _drawn(result), "", list[str]()
    if result.notice is not None:
        note, whom = result.notice.note, [it for it in result.notice.whom if it not in result.askers]
    told, *rest = message.blocks
    asked: Text = ("asked by ", *join_words([(UserMention(each),) for each in result.askers]))
    return replace(
        message,
        text=(*message.text, *((f". {note}",) if note else ())),
        blocks=(
            told,
            *paragraph(note, mentions(whom)),
            *rest,
            *((Small(asked),) if result.askers else ()),
        ),
        audience=Audience.THREAD,
        depicts=ShownThing.of(result.run.pipeline),
    )


def _drawn(result: NewsCard) -> Message:
    match result.news:
        case None:
            now = status(result.run.status(result.scene.at))
            return Message((f"{_phrase(result.run)} {now.verb}",), paragraph(now.heading))
        case News(Happening.WAITS, approvals=[waiting]):
            return _waits(waiting, result.run)
        case News(Happening.FAILED, workflows=workflows):
            return _failed(workflows, result)
        case News(happening):
            return _ended(happening, result.run)


def _waits(waiting: WaitingApproval, run: Run) -> Message:
    pipeline = run.pipeline
    name, then = one_line(waiting.job.name, 60), some_names(waiting.next_job_names)
    button = replace(buttons.approve_button(pipeline, run.called, waiting), style=Style.PRIMARY)
    after = f"{then} {'runs' if len(waiting.next_job_names) == 1 else 'run'} next" if then else ""
    told = paragraph(join_facts(status("on_hold").heading, (Bold(name),), after))
    text = f"{name} waits for approval: {_phrase(run)}"
    about = lines.ApproveArgs(Reference.of_id(waiting.workflow.id), waiting.job.name)
    return Message((text,), (*told, Buttons((button,))), drawn_by=line(lines.APPROVE, about))


def _failed(workflows: Sequence[Workflow], result: NewsCard) -> Message:
    run, it = result.run, result.diagnosis
    culprits = it.culprits if it else ()
    told: list[Text] = [culprit_heading(each, it, result.scene) for each in culprits] if it else []
    if not told:
        told = [(status(each.status).emoji, " ", Bold(one_line(each.name, 60))) for each in workflows]
    sentence = (
        f"{culprit_phrase(culprits[0])} ({_phrase(run)})"
        if culprits
        else pipeline_sentence(run, result.scene)
    )
    why = replace(buttons.why_button(Reference.of_id(run.pipeline.id)), style=Style.PRIMARY)
    several = () if run.never_started else (why, *buttons.rerun_buttons(run, result.scene.at))
    row = buttons.button_row(several)
    return Message((sentence,), (*paragraph(*told), *error_blocks(run.pipeline), *row))


_ENDS = {
    Happening.PASSED: ("white_check_mark", "Passed", "passed"),
    Happening.FIXED: ("white_check_mark", "Fixed", "passed now"),
    Happening.CANCELED: ("no_entry_sign", "Canceled", "was canceled"),
}


def _ended(happening: Happening, run: Run) -> Message:
    sign, word, verb = _ENDS[happening]
    return Message(
        (f"{_phrase(run)} {verb}",),
        paragraph(join_facts((Emoji(sign), " ", Bold(word)), run_took(run))),
    )


def _phrase(run: Run) -> str:
    return f"{run.called} #{run.pipeline.number}{on_ref(run.pipeline)}"
