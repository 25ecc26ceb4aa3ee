"""Why a run failed: the job and its step, the tests, how the output ends, since when, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.circleci.models import Test
from bot.model.message import (
    Audience,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    CodeBlock,
    Emoji,
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
from bot.model.results import Results
from bot.model.run import FAILED, Run
from bot.model.target import Reference
from bot.output import shown
from bot.views import offers
from bot.views.diagnosis import Cause, Compared, Culprit, Diagnosis
from bot.views.errors import errors
from bot.views.pipeline import headline, job_word
from bot.views.scene import Scene, commit, on, opens
from bot.views.status import status
from bot.views.tests import beginning
from bot.views.text import count, duration, joined, named, one_line, said

#: How many failed tests have a line, and how many jobs are named as new or gone.
TESTS, NAMES = 5, 4


@dataclass(frozen=True, slots=True)
class Explained:
    diagnosis: Diagnosis
    scene: Scene


def explained(result: Explained) -> Message:
    """What is known so far: it is drawn again as more comes."""
    it, scene = result.diagnosis, result.scene
    run, pipeline = it.run, it.run.pipeline
    bad = bool(it.culprits or pipeline.errors or run.status(scene.at) in FAILED)
    told: list[Block] = [Lines((headline(run, scene),))]
    told += errors(pipeline)
    for culprit in it.culprits:
        told += _culprit(culprit, it, scene)
    if it.others:
        told.append(Lines(((f"+ {count(it.others, 'more job')} of the same kind",),)))
    if not bad:
        told.append(Lines((_not_failed(run, scene),)))
    told += [Lines((*_since(it, scene), *_compared(it.compared)))] if it.since else []
    told += [Small((f"Reading {named(it.reading, 4)}.",))] if it.reading else []
    told += [Small((f"CircleCI did not tell {named(it.missing, 4)}.",))] if it.missing else []
    return Message(
        (_sentence(it, scene),),
        (*told, _buttons(it, scene, bad=bad), scene.asked(live=bool(it.reading))),
        Audience.THREAD,
        depicts=_about(it),
        shows=(Shown(Noun.PIPELINE, str(pipeline.project_slug), pipeline.id, pipeline.number),),
        files=_files(it),
    )


def _sentence(it: Diagnosis, scene: Scene) -> str:
    run = it.run
    name = f"{run.called} #{run.pipeline.number}{on(run.pipeline)}"
    if not it.culprits:
        return f"{name} {status(run.status(scene.at)).verb}"
    first = it.culprits[0]
    step = f" in “{one_line(shown(first.step.name), 60)}”" if first.step else ""
    return f"{name} failed: {one_line(first.job.name, 60)} {job_word(first.job)}{step}"


def _about(it: Diagnosis) -> Shown:
    pipeline = it.run.pipeline
    project = str(pipeline.project_slug)
    for culprit in it.culprits[:1]:
        return Shown(Noun.JOB, project, culprit.job.id, culprit.job.job_number)
    return Shown(Noun.PIPELINE, project, pipeline.id, pipeline.number)


def _not_failed(run: Run, scene: Scene) -> Text:
    name = f"{run.called} #{run.pipeline.number}"
    now = run.status(scene.at)
    if now == "unread":
        return (f"{name} has more workflows than one look tells; they are being read.",)
    last = said("why", "last", "failed", run.called)
    return (f"{name} has not failed. ", Code(last), " looks at the last run that did.")


def _culprit(culprit: Culprit, it: Diagnosis, scene: Scene) -> list[Block]:
    """One job: where it failed and why, its failed tests, and how its output ends."""
    blocks: list[Block] = [Lines((_job(culprit, it, scene), *_reason(culprit)))]
    if culprit.results is not None and culprit.results.failed:
        blocks += _tests(culprit.results, it.flaky)
    if culprit.picked or (culprit.end and culprit.end.text):
        blocks += _output(culprit)
    return blocks


def _job(culprit: Culprit, it: Diagnosis, scene: Scene) -> Text:
    job, name = culprit.job, one_line(culprit.job.name, 60)
    where = (
        scene.job(it.run.pipeline, culprit.workflow.id, job.job_number)
        if job.job_number is not None
        else None
    )
    link = Link(where, name, bold=True) if where else Bold(name)
    of = f" of {one_line(culprit.workflow.name, 60)}"
    took = duration(job.stopped_at - job.started_at) if job.stopped_at and job.started_at else ""
    state = status(job.status)
    return joined([(state.emoji, " ", link, of, f" {job_word(job)}"), (f"after {took}",) if took else ()])


def _reason(culprit: Culprit) -> list[Text]:
    """What kind of failure it is, in words, and the command that failed."""
    action, step = culprit.action, culprit.step
    lines: list[Text] = []
    match culprit.cause:
        case Cause.INFRASTRUCTURE:
            lines.append(("CircleCI's infrastructure failed, not the job itself: a rerun may pass.",))
        case Cause.TIMEOUT:
            lines.append(("It took longer than it may, or printed nothing for too long.",))
        case Cause.CANCELED:
            lines.append(("Somebody canceled it; nothing in it failed.",))
        case Cause.UNAUTHORIZED:
            lines.append(("It uses a restricted context, which whoever started or approved it may not use.",))
        case Cause.UNKNOWN if culprit.job.status not in ("unauthorized", "canceled"):
            lines.append(("CircleCI does not tell which of its steps failed.",))
    if step is not None and action is not None:
        code = f" ended with exit code {action.exit_code}" if action.exit_code else " failed"
        killed = " (killed: perhaps out of memory)" if action.exit_code == 137 else ""
        took = f" after {duration(action.took)}" if action.took else ""
        run = f", in parallel run {action.index + 1}" if len(step.actions) > 1 else ""
        lines.append((Bold(one_line(shown(step.name), 80)), f"{code}{killed}{took}{run}"))
        if command := one_line(
            shown(action.bash_command or "").removeprefix("#!/bin/bash -eo pipefail"), 200
        ):
            lines.append((Code(command),))
    return lines


def _tests(results: Results, flaky: Mapping[str, int] | None) -> list[Block]:
    least = "at least " if results.cut else ""
    blocks: list[Block] = [
        Lines(((Bold(f"{len(results.failed):,} of {least}{count(results.total, 'test')} failed"),),))
    ]
    for test in results.failed[:TESTS]:
        blocks.append(Lines((_test(test, flaky),)))
        if message := beginning(test.message):
            blocks.append(CodeBlock(message))
    if len(results.failed) > TESTS:
        blocks.append(Lines(((f"+ {count(len(results.failed) - TESTS, 'more failed test')}",),)))
    return blocks


def _test(test: Test, flaky: Mapping[str, int] | None) -> Text:
    times = (flaky or {}).get(test.name, 0)
    known = (f"known as flaky: {count(times, 'time')} in 14 days",) if times else ()
    new = ("not known as flaky",) if flaky is not None and not times else ()
    place = test.file or test.classname
    name: Text = (Emoji("x"), " ", Bold(one_line(test.name, 120) or "a test without a name"))
    return joined([name, (Code(one_line(place, 80)),) if place else (), known or new])


def _output(culprit: Culprit) -> list[Block]:
    """The lines that tell of errors, where CircleCI picks them; else the end of all."""
    end = culprit.end
    if culprit.picked:
        return [Lines((("The lines of the output that tell of errors:",),)), CodeBlock(culprit.picked)]
    if end is None:
        return []
    before = f", after {count(end.before, 'line')}" if end.before else ""
    return [Lines(((f"How the output ends{before}:",),)), CodeBlock(end.text)]


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
    at_least = "" if since.complete or green else "at least "
    if first.pipeline.number == run.pipeline.number:
        start: Text = ("This is the first red run",)
    else:
        link = Link(scene.pipeline(first.pipeline), f"{run.called} #{first.pipeline.number}")
        start = (
            f"Red since {at_least}",
            link,
            ", ",
            When(first.pipeline.created_at),
            f": {count(since.runs, 'run')}",
        )
    branch = f" of {one_line(run.pipeline.branch)}" if run.pipeline.branch else ""
    lines: list[Text] = [joined([(Bold("Since when"),), (*start, branch)])]
    if first.pipeline.number != run.pipeline.number or green:
        lines.append(("      began with ", *commit(first.pipeline, subject=60)))
    if green:
        link = Link(scene.pipeline(green.pipeline), f"{run.called} #{green.pipeline.number}")
        lines.append(("      last green: ", link, ", ", When(green.pipeline.created_at)))
    return lines


def _compared(compared: Compared | None) -> list[Text]:
    """What is different from the last green run."""
    if compared is None:
        return []
    parts: list[Text] = []
    if compared.took is not None and compared.then is not None:
        took, apart = timedelta(seconds=compared.took), timedelta(seconds=compared.took - compared.then)
        word = "longer" if apart > timedelta() else "shorter"
        more = f", {duration(abs(apart))} {word}" if abs(apart) >= timedelta(seconds=1) else ", as long"
        parts.append((f"took {duration(took)}{more} than then",))
    if compared.new:
        parts.append((f"new: {named(compared.new, NAMES)}",))
    if compared.gone:
        parts.append((f"gone: {named(compared.gone, NAMES)}",))
    return [("      ", *joined([(one_line(compared.workflow, 60),), *parts]))] if parts else []


def _buttons(it: Diagnosis, scene: Scene, *, bad: bool) -> Buttons:
    """What to do: rerun, rerun with SSH; the output, the tests and the job's page."""
    run, pipeline = it.run, it.run.pipeline
    items, menu = list[Button](), list[Button]()
    page = scene.pipeline(pipeline)
    again = offers.rerun(run)
    items += [*again[:1]] if bad else []
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
        items[0] = Button(items[0].label, items[0].line, style=Style.PRIMARY, confirm=items[0].confirm)
    if not bad:
        items.append(Button("Why did the last one fail?", line=said("why", "last", "failed", run.called)))
    menu.append(Button("Pipeline", line=said("pipeline", pipeline.id)))
    return Buttons((*items, opens(page)), more=tuple(menu))
