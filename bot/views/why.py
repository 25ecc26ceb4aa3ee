"""Why a run failed: the answer first, then the evidence, since when, and what to do."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.model.message import (
    Audience,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    File,
    Lines,
    Link,
    Message,
    Noun,
    Shown,
    Small,
    Style,
    Text,
    When,
)
from bot.model.run import FAILED, Run
from bot.model.target import Reference
from bot.views import offers
from bot.views.culprit import evidence, heading, phrase
from bot.views.diagnosis import Compared, Diagnosis
from bot.views.errors import error_word, errors
from bot.views.pipeline import headline
from bot.views.scene import Scene, commit, on, opens, ref
from bot.views.status import status
from bot.views.text import count, duration, joined, named, one_line, said

#: How many jobs are named as new or gone.
NAMES = 4
_INDENT = "      "


@dataclass(frozen=True, slots=True)
class Explained:
    diagnosis: Diagnosis
    scene: Scene


def explained(result: Explained) -> Message:
    """What is known so far: it is drawn again as more comes."""
    it, scene = result.diagnosis, result.scene
    pipeline = it.run.pipeline
    bad = bool(it.culprits or pipeline.errors or it.run.status(scene.at) in FAILED)
    told = [*_story(it, scene), *([] if bad else [Lines(tuple(_not_failed(it, scene)))])]
    if it.since and (lines := [*_since(it, scene), *_compared(it.compared)]):
        told.append(Lines(tuple(lines)))
    told += [Small((f"Reading {named(it.reading, 4)}.",))] if it.reading else []
    told += [Small((f"CircleCI did not tell {named(it.missing, 6)}.",))] if it.missing else []
    return Message(
        (_sentence(it, scene),),
        (*told, _buttons(it, scene, bad=bad), scene.asked(live=bool(it.reading))),
        Audience.THREAD,
        depicts=_about(it),
        shows=(Shown(Noun.PIPELINE, str(pipeline.project_slug), pipeline.id, pipeline.number),),
        files=_files(it),
    )


def _sentence(it: Diagnosis, scene: Scene) -> str:
    """The answer, as a notification tells it."""
    name = f"{it.run.called} #{it.run.pipeline.number}{on(it.run.pipeline)}"
    if it.culprits:
        return f"{phrase(it.culprits[0])}{_more(it)} ({name})"
    if it.run.pipeline.errors:
        first = it.run.pipeline.errors[0]
        why = error_word(first.type, first.message)
        return f"{name} never started: {why[:1].lower()}{why[1:]}"
    if it.unbegun:
        return f"{named([each.name for each in it.unbegun])} could not begin ({name})"
    return f"{name} {status(it.run.status(scene.at)).verb}"


def _more(it: Diagnosis) -> str:
    more = len(it.culprits) - 1 + it.others
    return f", and {count(more, 'more job')}" if more > 0 else ""


def _story(it: Diagnosis, scene: Scene) -> list[Block]:
    """The answer in the first line; below it each job that is to blame, or why there is none."""
    if not it.culprits:
        lines = [headline(it.run, scene), *_unbegun(it, scene)]
        return [Lines(tuple(lines)), *errors(it.run.pipeline)]
    link = Link(scene.pipeline(it.run.pipeline), f"{it.run.called} #{it.run.pipeline.number}")
    live = ("still running",) if any(not each.terminal for each in it.run.newest) else ()
    blocks: list[Block] = []
    for at, culprit in enumerate(it.culprits):
        head = heading(culprit, it, scene)
        first = joined([(*head, _more(it)), (link,), ref(it.run.pipeline), live])
        lines, below = evidence(culprit, it)
        blocks += [Lines((head if at else first, *lines)), *below]
    if it.others:
        blocks.append(Lines(((f"+ {count(it.others, 'more job')}",),)))
    return blocks


def _unbegun(it: Diagnosis, scene: Scene) -> list[Text]:
    """Workflows without a job that failed, as one that names a context which there is not."""
    return [
        (
            Link(scene.workflow(it.run.pipeline, each), one_line(each.name, 60)),
            " failed without a failed job: CircleCI could not begin it. Why is on its page alone.",
        )
        for each in it.unbegun
    ]


def _about(it: Diagnosis) -> Shown:
    pipeline = it.run.pipeline
    project = str(pipeline.project_slug)
    for culprit in it.culprits[:1]:
        return Shown(Noun.JOB, project, culprit.job.id, culprit.job.job_number)
    return Shown(Noun.PIPELINE, project, pipeline.id, pipeline.number)


def _not_failed(it: Diagnosis, scene: Scene) -> list[Text]:
    last = said("why", "last", "failed", it.run.called)
    return [(_so_far(it, scene),), (Code(last), " looks at the last run that failed.")]


def _so_far(it: Diagnosis, scene: Scene) -> str:
    """What there is to say of a run that has not failed."""
    match it.run.status(scene.at):
        case "unread" if it.reading:
            return "It has more workflows than one look tells; they are being read."
        case "unread":
            return "Nothing has failed in the workflows that were read."
        case "success":
            return _passed(it.run)
        case "not_run" if not it.run.workflows:
            return "It has no workflow: the configuration's filters leave none for this branch or tag."
        case "pending":
            return "No workflow has started yet."
    return "Nothing has failed so far." if it.run.live(scene.at) else "Nothing in it has failed."


def _passed(run: Run) -> str:
    """Whether it did so at once."""
    again = [each for each in run.newest if any(old.status in FAILED for old in run.attempts(each.name))]
    if not again:
        return "Nothing in it has failed."
    return f"An earlier attempt of {named([each.name for each in again])} failed; the newest passed."


def _files(it: Diagnosis) -> tuple[File, ...]:
    """The whole output, while it is at hand."""
    for culprit in it.culprits:
        if culprit.end is not None and culprit.end.spool is not None:
            number = culprit.job.job_number
            cut = ", its beginning" if culprit.end.spool.cut else ""
            title = f"Output of {one_line(culprit.job.name, 60)}, job {number}{cut}"
            name = f"output-{it.run.called.replace('/', '-')}-{number}.txt"
            return (File(name, culprit.end.spool.file, title),)
    return ()


def _since(it: Diagnosis, scene: Scene) -> list[Text]:
    """The first red run and its commit, the last green one, how many runs since."""
    since = it.since
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
        link = Link(scene.pipeline(first.pipeline), f"{run.called} #{first.pipeline.number}")
        when = When(first.pipeline.created_at)
        start = (Bold("Red since "), link, ", ", when, f": {count(since.runs, 'run')}{of}{never}")
    began = commit(first.pipeline, subject=60)
    lines: list[Text] = [start, *([(_INDENT, "began with ", *began)] if began else [])]
    if green:
        link = Link(scene.pipeline(green.pipeline), f"{run.called} #{green.pipeline.number}")
        lines.append((_INDENT, "last green: ", link, ", ", When(green.pipeline.created_at)))
    return lines


def _compared(compared: Compared | None) -> list[Text]:
    """What is different from the last green run."""
    if compared is None:
        return []
    parts: list[Text] = []
    if compared.took is not None and compared.then is not None:
        apart = timedelta(seconds=compared.took - compared.then)
        word = "longer" if apart > timedelta() else "shorter"
        if abs(apart) >= timedelta(seconds=1):
            parts.append((f"{one_line(compared.job, 60)} ran {duration(abs(apart))} {word} than then",))
    if compared.new:
        parts.append((f"new: {named(compared.new, NAMES)}",))
    if compared.gone:
        parts.append((f"gone: {named(compared.gone, NAMES)}",))
    return [(_INDENT, *joined(parts))] if parts else []


def _buttons(it: Diagnosis, scene: Scene, *, bad: bool) -> Buttons:
    """What to do: rerun, rerun with SSH; the output, the tests and the job's page."""
    run, pipeline = it.run, it.run.pipeline
    items, menu = list[Button](), list[Button]()
    page = scene.pipeline(pipeline)
    again = offers.rerun(run) if it.culprits else []  # what could not begin can't be rerun
    items += again[:1]
    for culprit in it.culprits[:1]:
        number = culprit.job.job_number
        if again and number is not None and culprit.job.status in FAILED and culprit.workflow.terminal:
            jobs = run.jobs.get(culprit.workflow.id, ())
            items.append(offers.rerun_ssh(pipeline, run.called, culprit.workflow, jobs))
        if number is not None:
            page = scene.job(pipeline, culprit.workflow.id, number)
            reference = Reference.of_job(pipeline.project_slug, number).said
            menu.append(Button("Log", line=said("logs", reference)))
            menu.append(Button("Tests", line=said("tests", reference)))
            menu.append(Button("Artifacts", line=said("artifacts", reference)))
    if items:
        items[0] = replace(items[0], style=Style.PRIMARY)
    if not bad:
        items.append(Button("Why did the last one fail?", line=said("why", "last", "failed", run.called)))
    menu.append(Button("Pipeline", line=said("pipeline", pipeline.id)))
    return Buttons((*items, opens(page)), more=tuple(menu))
