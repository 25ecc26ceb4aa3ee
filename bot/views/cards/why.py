"""Why a run failed: the answer first, then the evidence, since when, and what to do."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot import lines
from bot.circleci.models import Workflow
from bot.grammar import line
from bot.model.diagnosis import Cause, Diagnosis, GreenComparison
from bot.model.line import Line
from bot.model.message import Audience, Block, Button, Buttons, File, Message, Small, Style
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES, Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Link, Text, Timestamp, TypedLine
from bot.views.cards.culprit import culprit_evidence, culprit_heading, culprit_phrase
from bot.views.cards.pipeline import headline, part_headline
from bot.views.parts import buttons
from bot.views.parts.commit import (
    cause_text,
    commit_text,
    on_ref,
    open_button,
    ref_code,
    shown_job,
    shown_workflow,
)
from bot.views.parts.status import error_blocks, first_error, status
from bot.views.parts.text import count, duration, join_facts, left_out, one_line, paragraph, some_names
from bot.views.scene import Scene

#: How many jobs are named as new or gone.
NAMES = 4
_INDENT = "      "


@dataclass(frozen=True, slots=True)
class WhyCard:
    diagnosis: Diagnosis
    scene: Scene


def why_card(result: WhyCard) -> Message:
    """What is known so far: it is drawn again as more comes."""
    it, scene = result.diagnosis, result.scene
    failed = any(each.cause is not Cause.NONE for each in it.culprits)
    bad = bool(failed or it.run.pipeline.errors or it.focus.status(scene.at) in FAILED_STATUSES)
    small: list[Block] = [Small((f"Reading {some_names(it.pending_parts, 4)}.",))] if it.pending_parts else []
    small += [Small((f"CircleCI did not tell {some_names(it.unread_parts, 6)}.",))] if it.unread_parts else []
    # where a part of the run is explained
    elsewhere = [
        each.name
        for each in it.run.newest
        if it.named_part and each.name != it.named_part.attempt.name and each.status in FAILED_STATUSES
    ]
    last: Text = (TypedLine(_last_failed(it)), " looks at the last run that failed.")
    return Message(
        (_sentence(it, scene),),
        (
            *_story(it, scene),
            *([] if bad else paragraph(_so_far(it, scene), last)),
            *paragraph(f"In the same run {some_names(elsewhere)} failed." if elsewhere else ""),
            *(paragraph(*_since(it, scene), _compared(it.comparison)) if it.streak else ()),
            *small,
            _buttons(it, scene, bad=bad),
            scene.footer(live=bool(it.pending_parts)),
        ),
        Audience.THREAD,
        depicts=_about(it),
        shows=(ShownThing.of(it.run.pipeline),),
        files=_files(it),
    )


def _sentence(it: Diagnosis, scene: Scene) -> str:
    """The answer, as a notification tells it."""
    name = f"{it.run.called} #{it.run.pipeline.number}{on_ref(it.run.pipeline)}"
    newer = f"; its newest attempt {status(it.newer_attempt.status).verb}" if it.newer_attempt else ""
    if it.culprits:
        return f"{culprit_phrase(it.culprits[0])}{_more(it)} ({name}){newer}"
    if error := first_error(it.run.pipeline):
        return f"{name} never started: {error}"
    if it.unbegun_workflows:
        return f"{some_names([each.name for each in it.unbegun_workflows])} could not begin ({name}){newer}"
    of = f"{one_line(it.named_part.attempt.name, 60)} of " if it.named_part else ""
    return f"{of}{name} {status(it.focus.status(scene.at)).verb}{newer}"


def _more(it: Diagnosis) -> str:
    """How many jobs failed besides the first."""
    more = len(it.culprits) - 1 + it.other_count if it.culprits[0].cause is not Cause.NONE else 0
    return f", and {count(more, 'more job')}" if more > 0 else ""


def _story(it: Diagnosis, scene: Scene) -> list[Block]:
    """The answer in the first line; below it each job that is to blame, or why there is none."""
    pipeline = it.run.pipeline
    if not it.culprits:
        told = paragraph(_headline(it, scene), _newer(it, scene), *_unbegun(it, scene))
        return [*told, *error_blocks(pipeline)]
    link = scene.pipeline_link(pipeline, it.run.called)
    live = "still running" if any(not each.terminal for each in it.focus.newest) else ""
    blocks: list[Block] = []
    for at, culprit in enumerate(it.culprits):
        head = culprit_heading(culprit, it, scene)
        first = join_facts((*head, _more(it)), (link,), ref_code(pipeline), live)
        lines, below = culprit_evidence(culprit, it)
        top = [head] if at else [first, _newer(it, scene)]
        blocks += [*paragraph(*top, *lines), *below]
    return [*blocks, *paragraph(left_out(it.other_count, "more job"))]


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
    link = Link(scene.workflow(it.run.pipeline, it.newer_attempt), "the newest")
    verb = status(it.newer_attempt.status).verb
    return ("An older attempt: ", link, f" of {one_line(it.newer_attempt.name, 60)} {verb}.")


def _unbegun(it: Diagnosis, scene: Scene) -> list[Text]:
    """Workflows without a job that failed, as one that names a context which there is not."""
    why = " failed without a failed job: CircleCI could not begin it. Why is on its page alone."
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
    run, nothing = it.focus, "Nothing in it has failed."
    match run.status(scene.at):
        case "unread" if it.pending_parts:
            return "It has more workflows than one look tells; they are being read."
        case "unread":
            return "Nothing has failed in the workflows that were read."
        case "success":
            newest = () if it.newer_attempt else run.newest
            failed = [each.name for each in newest if _has_failed(it.run, each.name)]
            again = f"An earlier attempt of {some_names(failed)} failed; the newest passed."
            return again if failed else nothing
        case "not_run" if not run.workflows:
            return "It has no workflow: the configuration's filters leave none for this branch or tag."
        case "pending":
            return "No workflow has started yet."
    return "Nothing has failed so far." if run.live(scene.at) else nothing


def _has_failed(run: Run, name: str) -> bool:
    return any(old.status in FAILED_STATUSES for old in run.attempts(name))


def _files(it: Diagnosis) -> tuple[File, ...]:
    """The whole output, while it is at hand."""
    for culprit in it.culprits:
        if culprit.end is not None and (spool := culprit.end.spool) is not None:
            number, cut = culprit.job.job_number, ", its beginning" if spool.cut else ""
            title = f"Output of {one_line(culprit.job.name, 60)}, job {number}{cut}"
            return (File(f"output-{it.run.called.replace('/', '-')}-{number}.txt", spool.file, title),)
    return ()


def _since(it: Diagnosis, scene: Scene) -> list[Text]:
    """The first red run and its commit, the last green one, how many runs since."""
    since = it.streak
    if since is None or not since.red or since.first_red is None:
        return []
    first, green, run = since.first_red, since.last_green, it.run
    of = f" of {one_line(run.pipeline.branch)}" if run.pipeline.branch else ""
    if not green and not since.complete:
        runs = f" All {count(since.runs, 'run')} that were read failed." if since.runs > 1 else ""
        return [(Bold("Red for long"), f": the last green run{of} is further back than is read.{runs}")]
    never = "" if green else ", and none has been green"
    start: Text = (Bold("First red run"), of, never)
    if first.pipeline.number != run.pipeline.number:
        link, when = scene.pipeline_link(first.pipeline, run.called), Timestamp(first.pipeline.created_at)
        start = (Bold("Red since "), link, ", ", when, f": {count(since.runs, 'run')}{of}{never}")
    began = join_facts(commit_text(first.pipeline, subject=60), cause_text(first.pipeline, first.asker))
    lines: list[Text] = [start, (_INDENT, "began with ", *began) if began else ()]
    if green:
        link, when = scene.pipeline_link(green.pipeline, run.called), Timestamp(green.pipeline.created_at)
        lines.append((_INDENT, "last green: ", link, ", ", when))
    return lines


def _compared(compared: GreenComparison | None) -> Text:
    """What is different from the last green run."""
    if compared is None:
        return ()
    apart, ran = timedelta(), ""
    if compared.seconds is not None and compared.green_seconds is not None:
        apart = timedelta(seconds=compared.seconds - compared.green_seconds)
    if abs(apart) >= timedelta(seconds=1):
        word = "longer" if apart > timedelta() else "shorter"
        ran = f"{one_line(compared.job, 60)} ran {duration(abs(apart))} {word} than then"
    told = join_facts(
        ran,
        f"new: {some_names(compared.new_jobs, NAMES)}" if compared.new_jobs else "",
        f"gone: {some_names(compared.gone_jobs, NAMES)}" if compared.gone_jobs else "",
    )
    return (_INDENT, *told) if told else ()


def _buttons(it: Diagnosis, scene: Scene, *, bad: bool) -> Buttons:
    """What to do: rerun, rerun with SSH; the output, the tests and the job's page.

    Nothing is done with an older attempt: it leads to the newest. Once one has rerun it, those buttons go.
    """
    run, pipeline = it.focus, it.run.pipeline
    page = scene.workflow(pipeline, it.named_part.attempt) if it.named_part else scene.pipeline(pipeline)
    # what could not begin can't be rerun
    items = buttons.rerun_buttons(run)[:1] if it.culprits and not it.newer_attempt else []
    menu = list[Button]()
    for culprit in it.culprits[:1]:
        number, workflow = culprit.job.job_number, culprit.workflow
        if number is None:
            continue
        if items and culprit.job.status in FAILED_STATUSES and workflow.terminal:
            jobs = run.jobs.get(workflow.id, ())
            items.append(buttons.rerun_ssh_button(pipeline, run.called, workflow, jobs))
        page = scene.job(pipeline, workflow.id, number)
        menu += buttons.evidence_buttons(pipeline.project_slug, number)
    items += [_newest(it.newer_attempt)] if it.newer_attempt else []
    items = [replace(each, once=each.confirm is not None) for each in items]
    if items:
        items[0] = replace(items[0], style=Style.PRIMARY)
    if not bad:
        items.append(Button("Why did the last one fail?", _last_failed(it)))
    menu.append(buttons.pipeline_button(pipeline.id))
    return Buttons((*items, open_button(page)), more=tuple(menu))


def _newest(newer: Workflow) -> Button:
    if newer.status in FAILED_STATUSES | {"unauthorized"}:
        return buttons.why_button(Reference.of_id(newer.id), "Why did the newest fail?")
    return buttons.workflow_button(newer.id, "Newest attempt")
