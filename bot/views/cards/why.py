"""Why a run failed, on one screen of a phone: the answer, since when, the evidence, what to do.

All the rest goes into its thread, once everything is read.
"""

from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import Workflow
from bot.grammar import line
from bot.model.diagnosis import Cause, Diagnosis
from bot.model.line import Line
from bot.model.message import Audience, Block, Button, Buttons, File, Message, Small, Style
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES, Run
from bot.model.shown import ShownThing
from bot.model.spans import Link, Text, TypedLine, UserMention
from bot.views.cards.culprit import (
    culprit_details,
    culprit_evidence,
    culprit_heading,
    culprit_phrase,
    culprit_reasons,
    other_culprit,
)
from bot.views.cards.pipeline import headline, part_headline
from bot.views.cards.since import compared_lines, since_lines
from bot.views.parts import buttons
from bot.views.parts.commit import on_ref, ref_code, shown_job, shown_workflow
from bot.views.parts.phone import SCREEN, screen_rows
from bot.views.parts.status import error_blocks, first_error, status
from bot.views.parts.text import count, join_facts, left_out, one_line, paragraph, some_names
from bot.views.scene import Scene

#: Lines of a phone for the evidence in the thread.
_DETAILS = 3 * SCREEN


@dataclass(frozen=True, slots=True)
class WhyCard:
    diagnosis: Diagnosis
    scene: Scene


def why_card(result: WhyCard) -> Message:
    """What is known so far: it is drawn again as more comes."""
    it, scene = result.diagnosis, result.scene
    failed = any(each.cause is not Cause.NONE for each in it.culprits)
    bad = bool(failed or it.run.pipeline.errors or it.focus.status(scene.at) in FAILED_STATUSES)
    loading = f"Loading {some_names(it.pending_parts, 4)}…" if it.pending_parts else ""
    missed = f"Couldn't load {some_names(it.unread_parts, 6)}." if it.unread_parts else ""
    last: Text = (TypedLine(_last_failed(it)), " explains the last failure.")
    above: tuple[Block, ...] = (*_story(it, scene), *paragraph(*since_lines(it, scene)))
    below: tuple[Block, ...] = (
        *([] if bad else paragraph(_so_far(it, scene), last)),
        *paragraph(_elsewhere(it)),
        *(Small((each,)) for each in (loading, missed) if each),
        _buttons(it, scene, bad=bad),
        scene.footer(live=bool(it.pending_parts)),
    )
    evidence, shown = list[Block](), 0
    if it.culprits:
        room = SCREEN - screen_rows((*above, *below))
        evidence, shown = culprit_evidence(it.culprits[0], it, scene, room)
    return Message(
        (_sentence(it, scene),),
        (*above, *evidence, *below),
        Audience.THREAD,
        depicts=_about(it),
        shows=(ShownThing.of(it.run.pipeline),),
        thread=() if it.pending_parts else _details(it, scene, shown),
        files=_files(it),
    )


def _details(it: Diagnosis, scene: Scene, shown: int) -> tuple[Message, ...]:
    """What has no room on the screen; first the answer, where it was not known at first.

    ``shown``: of how many failures the message above has told.
    """
    sentence = _sentence(it, scene)
    late: Text = (UserMention(scene.user), " ", sentence) if it.headline_late else ()
    blocks: list[Block] = [*paragraph(late)]
    if it.culprits:
        blocks += culprit_details(it.culprits[0], it, scene, shown, _DETAILS)
        blocks += [block for each in it.culprits[1:] for block in other_culprit(each, it, scene)]
        blocks += paragraph(left_out(it.other_count, "more job"))
    blocks += paragraph(*compared_lines(it, scene))
    text = sentence if it.headline_late else f"Details: {sentence}"
    return (Message((text,), tuple(blocks), Audience.THREAD, depicts=_about(it)),) if blocks else ()


def _sentence(it: Diagnosis, scene: Scene) -> str:
    """The answer, as a notification tells it."""
    name = f"{it.run.called} #{it.run.pipeline.number}{on_ref(it.run.pipeline)}"
    newer = f"; its newest attempt {status(it.newer_attempt.status).verb}" if it.newer_attempt else ""
    if it.culprits:
        return f"{culprit_phrase(it.culprits[0])}{_more(it)} ({name}){newer}"
    if error := first_error(it.run.pipeline):
        return f"{name} never started: {error}"
    if it.unbegun_workflows:
        return f"{some_names([each.name for each in it.unbegun_workflows])} couldn't start ({name}){newer}"
    of = f"{one_line(it.named_part.attempt.name, 60)} in " if it.named_part else ""
    return f"{of}{name} {status(it.focus.status(scene.at)).verb}{newer}"


def _more(it: Diagnosis) -> str:
    """How many jobs failed besides the first."""
    more = len(it.culprits) - 1 + it.other_count if it.culprits[0].cause is not Cause.NONE else 0
    return f", and {count(more, 'more job')}" if more > 0 else ""


def _story(it: Diagnosis, scene: Scene) -> list[Block]:
    """The answer in the first line, and what it means; or why there is no job to blame."""
    pipeline = it.run.pipeline
    if not it.culprits:
        told = paragraph(_headline(it, scene), _newer(it, scene), *_unbegun(it, scene))
        return [*told, *error_blocks(pipeline)]
    culprit, link = it.culprits[0], scene.pipeline_link(pipeline, it.run.called)
    live = "still running" if any(not each.terminal for each in it.focus.newest) else ""
    head = (*culprit_heading(culprit, it, scene), _more(it))
    first = join_facts(head, (link,), ref_code(pipeline), live)
    return [*paragraph(first, _newer(it, scene), *culprit_reasons(culprit, it))]


def _elsewhere(it: Diagnosis) -> str:
    """What else failed, where a part of the run is explained."""
    named = it.named_part.attempt.name if it.named_part else None
    others = [each.name for each in it.run.newest if each.name != named and each.status in FAILED_STATUSES]
    return f"Also failed: {some_names(others)}." if named and others else ""


def _headline(it: Diagnosis, scene: Scene) -> Text:
    """As a pipeline's; where a workflow was named, with its own status."""
    if it.named_part is None:
        return headline(it.run, scene)
    attempt, pipeline = it.named_part.attempt, it.run.pipeline
    link = Link(scene.workflow(pipeline, attempt), one_line(attempt.name, 60), bold=True)
    return part_headline(it.focus.status(scene.at), link, pipeline, it.run.called, scene)


def _newer(it: Diagnosis, scene: Scene) -> Text:
    """What became of it, where an older attempt is explained."""
    if it.newer_attempt is None:
        return ()
    link = Link(scene.workflow(it.run.pipeline, it.newer_attempt), "the newest one")
    return ("This is an older attempt; ", link, f" {status(it.newer_attempt.status).verb}.")


def _unbegun(it: Diagnosis, scene: Scene) -> list[Text]:
    """Workflows without a job that failed, as one that names a context which there is not."""
    why = " failed before any job started. Only its page in CircleCI says why."
    return [
        (Link(scene.workflow(it.run.pipeline, each), one_line(each.name, 60)), why)
        for each in it.unbegun_workflows
    ]


def _about(it: Diagnosis) -> ShownThing:
    for culprit in it.culprits[:1]:
        return shown_job(it.run.pipeline, culprit.job)
    if it.named_part is not None:
        return shown_workflow(it.run.pipeline, it.named_part.attempt.id)
    return ShownThing.of(it.run.pipeline)


def _last_failed(it: Diagnosis) -> Line:
    return line(lines.WHY, lines.WhyArgs(Reference.of_last_failed(it.run.called)))


def _so_far(it: Diagnosis, scene: Scene) -> str:
    """What there is to say of a run that has not failed."""
    run, nothing = it.focus, "No failures."
    match run.status(scene.at):
        case "unread" if it.pending_parts:
            return "Loading more workflows…"
        case "unread":
            return "No failures in the workflows loaded so far."
        case "success":
            newest = () if it.newer_attempt else run.newest
            failed = [each.name for each in newest if _has_failed(it.run, each.name)]
            again = f"An earlier attempt of {some_names(failed)} failed; the newest passed."
            return again if failed else nothing
        case "not_run" if not run.workflows:
            ref = "tag" if run.pipeline.tag else "branch"
            return f"No workflow ran: the config's filters exclude this {ref}."
        case "lost":
            return "No failures in the workflows that loaded."
        case "pending":
            return "No workflows yet."
    return "No failures so far." if run.live(scene.at) else nothing


def _has_failed(run: Run, name: str) -> bool:
    return any(old.status in FAILED_STATUSES for old in run.attempts(name))


def _files(it: Diagnosis) -> tuple[File, ...]:
    """The whole output, while it is at hand."""
    for culprit in it.culprits:
        if culprit.end is not None and (spool := culprit.end.spool) is not None:
            number, cut = culprit.job.job_number, ", beginning only" if spool.cut else ""
            title = f"Output of {one_line(culprit.job.name, 60)}, job {number}{cut}"
            return (
                File(
                    f"output-{it.run.called.replace('/', '-')}-{number}.txt", spool.file, title, beside=True
                ),
            )
    return ()


def _buttons(it: Diagnosis, scene: Scene, *, bad: bool) -> Buttons:
    """What to do: rerun, see the log, rerun with SSH; in the menu its tests, artifacts and pipeline.

    Nothing is done with an older attempt: it leads to the newest. Once one has rerun it, those buttons go.
    """
    run, pipeline = it.focus, it.run.pipeline
    # what could not begin can't be rerun
    items = buttons.rerun_buttons(run, scene.at)[:1] if it.culprits and not it.newer_attempt else []
    menu = list[Button]()
    for culprit in it.culprits[:1]:
        number, workflow = culprit.job.job_number, culprit.workflow
        if number is None:
            continue
        ssh = bool(items) and culprit.job.status in FAILED_STATUSES and workflow.terminal
        if culprit.job.status != "unauthorized":  # nothing of it ran
            log, tests, artifacts = buttons.evidence_buttons(pipeline.project_slug, number)
            items.append(log)
            menu += [*([tests] if culprit.results is None or culprit.results.tests else []), artifacts]
        if ssh:
            jobs = run.jobs.get(workflow.id, ())
            items.append(buttons.rerun_ssh_button(pipeline, run.called, workflow, jobs))
    items += [_newest(it.newer_attempt)] if it.newer_attempt else []
    items = [replace(each, once=each.confirm is not None) for each in items]
    if items:
        items[0] = replace(items[0], style=Style.PRIMARY)
    if not bad:
        items.append(Button("Last failure", _last_failed(it)))
    pipeline_button = buttons.pipeline_button(pipeline.id)
    return Buttons((*items, pipeline_button)) if not menu else Buttons(tuple(items), (*menu, pipeline_button))


def _newest(newer: Workflow) -> Button:
    if newer.status in FAILED_STATUSES:
        return buttons.why_button(Reference.of_id(newer.id), "Newest attempt: why?")
    return buttons.workflow_button(newer.id, "Newest attempt")
