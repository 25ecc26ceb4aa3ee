"""What is meant can't be told, fits several things, or is not there: also what a job has not left behind."""

from collections.abc import Sequence
from dataclasses import replace

from bot import lines
from bot.circleci.models import Workflow
from bot.grammar import line
from bot.model import deeds, fault
from bot.model.fault import JobProduct, JobReason, NameKind
from bot.model.line import Line
from bot.model.message import Button, Message
from bot.model.reference import ProjectName, Reference, Target
from bot.model.spans import Bold, Code, Link, Text, TypedLine
from bot.views.lists.deploys import MARKERS
from bot.views.parts import buttons
from bot.views.parts.commit import job_phrase
from bot.views.parts.text import file_size, one_line, some_names
from bot.views.refusals.drawing import (
    LONGEST_TYPED,
    asker_message,
    not_of_kind,
    pipeline_line,
    quote_code,
    ready_buttons,
)

#: How many choices are listed; the first of them are buttons too.
_CHOICES = 10

_PROJECTS = line(lines.PROJECTS, lines.ProjectsArgs())


def project_missing(error: fault.NoProject) -> Message:
    offered = error.lines[:3] or (_PROJECTS,)
    default: Text = (TypedLine(error.default), " sets this channel's default.") if error.default else ()
    return asker_message(
        "No project was named, and this channel has no default.",
        ("Type ", TypedLine(offered[0]), "."),
        default,
        buttons=ready_buttons(dict.fromkeys([*offered, _PROJECTS])),
        choice=bool(error.lines),
    )


def project_unknown(error: fault.UnknownProject) -> Message:
    first: Text = ("No project is called ", quote_code(error.said), " here.")
    if error.suggestions:
        first = (*first, " Did you mean ", Bold(one_line(error.suggestions[0])), "?")
    slug = Code("gh/acme/web")
    rest: Text = (TypedLine(_PROJECTS), " lists those that can be seen; a slug such as ", slug, " works too.")
    offered = ready_buttons([*error.lines, _PROJECTS])
    return asker_message(first, rest, buttons=offered, choice=bool(error.lines))


def word_unknown(error: fault.UnknownWord) -> Message:
    first: Text = (quote_code(error.said), f" is not {error.kind}.")
    if error.lines:
        first = (*first, " Did you mean ", TypedLine(error.lines[0]), "?")
    rest: Text = (f"Type {error.forms}; for example ", TypedLine(error.example), ".")
    return asker_message(first, rest, buttons=ready_buttons(error.lines), choice=True)


def name_unknown(error: fault.UnknownName) -> Message:
    """With the names that there are, and the first of them as it is typed."""
    names, within, flag = error.names, error.within, ""
    match error.kind:
        case NameKind.COMPONENT:
            kind, has = "a component", f"{within} has {some_names(names)}"
        case NameKind.DEFINITION:
            kind, has = "a pipeline definition", f"{within} has {', '.join(names[:10])}"
            flag = "--definition "
        case NameKind.ENVIRONMENT:
            kind, has = "an environment", f"{within} is deployed to {some_names(names)}"
        case NameKind.JOB:
            kind, has, flag = "a job", f"{one_line(within, 60)} has {some_names(names, 8)}", "--jobs "
        case NameKind.NAMESPACE:
            kind, has = "a namespace", f"there are {some_names(names)}"
        case NameKind.VERSION:
            kind, has = "a version", f"the latest others are {some_names(names)}"
        case NameKind.WORKFLOW:
            kind, has, flag = "a workflow", f"{within} has {some_names(names, 10)}", "--workflow "
    return not_of_kind(error.said, kind, has, f"{flag}{names[0]}")


def nothing_here(error: fault.NothingHere) -> Message:
    """Also for what may not be seen: the same words, so that nobody learns that it exists."""
    pipelines = lines.PipelinesArgs(Target(ProjectName(error.project) if error.project else None))
    look = _PROJECTS if error.noun == "project" else line(lines.PIPELINES, pipelines)
    return _absent(error.noun, error.said, error.project, error.next_line or look)


def artifact_in_no_green_run(error: fault.NotInGreenRuns) -> Message:
    runs = "the newest green run" if error.run_count == 1 else f"the newest {error.run_count} green runs"
    return _absent("artifact", error.path, f"{runs} of {error.called} on {error.branch}", error.next_line)


def _absent(noun: str, said: str, within: str | None, look: Line) -> Message:
    what: Text = (" ", quote_code(said)) if said else ()
    there = f" in {one_line(within)}" if within else ""
    first: Text = (f"There is no {noun}", *what, f"{there}, or it can't be seen from here.")
    return _offer(first, look, "what there is")


def _offer(first: Text | str, look: Line, what: str) -> Message:
    """With the line that shows ``what``, as a button too."""
    return asker_message(first, (TypedLine(look), f" shows {what}."), buttons=ready_buttons([look]))


def definition_missing(error: fault.NoDefinition) -> Message:
    first = f"{error.called} has no pipeline definition that CircleCI's API can run."
    return asker_message(first, "Nothing was started.")


def deploys_missing(error: fault.NoDeploys) -> Message:
    return asker_message(
        f"CircleCI has no deploys of {error.called} to show: it answered “not found”.",
        "It has them on Cloud alone, and the bot's user must be allowed to see them.",
        (MARKERS, " tells how they come there."),
    )


def pipeline_never_started(error: fault.NeverStarted) -> Message:
    why = ", because of its configuration" if error.configuration else ""
    first = f"{one_line(error.project)} #{error.number} never started{why}. It has no {error.noun.value}."
    return _offer(first, pipeline_line(error.project, error.number), "the errors")


def number_is_a_pipelines(error: fault.PipelinesNumber) -> Message:
    first = f"No job of {one_line(error.project)} has the number {error.number}; a pipeline has it."
    return _offer(first, pipeline_line(error.project, error.number), "that pipeline")


def nothing_shown(error: fault.NotShown) -> Message:
    """No thing was named in a thread about none, or an id was begun that was not shown here."""
    noun = error.noun.value
    if error.said:
        first: Text = (f"No {noun} that was shown here starts with ", quote_code(error.said), ".")
    else:
        first = (f"Which {noun} is meant? None was named, and this is no thread about one.",)
    return asker_message(first, ("Type ", TypedLine(error.example), "."))


def several_fit(error: fault.Ambiguous) -> Message:
    return _choice(error.noun, error.said, [Button(label, line=typed) for label, typed in error.choices])


def several_approvals_wait(error: deeds.SeveralApprovals) -> Message:
    several = len({each.workflow.id for each in error.approvals}) > 1
    offered = [
        replace(
            buttons.approve_button(error.pipeline, error.called, each),
            label=f"{each.job.name} of {each.workflow.name}" if several else each.job.name,
        )
        for each in error.approvals
    ]
    return _choice("approval", error.said, offered)


def several_workflows_held(error: deeds.SeveralRejections) -> Message:
    offered = [
        Button(f"{workflow.name}, held by {some_names([each.job.name for each in held])}", line=typed)
        for workflow, held, typed in error.choices
    ]
    return _choice("workflow", error.said, offered)


def several_workflows_to_rerun(error: deeds.SeveralReruns) -> Message:
    offered = [replace(_rerun_button(error, each), label=each.name) for each in error.workflows]
    return _choice("workflow", error.said, offered)


def _rerun_button(error: deeds.SeveralReruns, workflow: Workflow) -> Button:
    pipeline, called = error.pipeline, error.called
    if error.jobs:
        return buttons.rerun_jobs_button(pipeline, called, workflow, error.jobs, ssh=error.ssh)
    if error.ssh:
        return buttons.rerun_ssh_button(pipeline, called, workflow, ())
    button = buttons.rerun_failed_button if error.failed else buttons.rerun_start_button
    return button(pipeline, called, workflow, ())


def several_steps_fit(error: fault.SeveralSteps) -> Message:
    offered = [Button(f"{one_line(name, 60)}, step {at}", line=typed) for name, at, typed in error.steps]
    return _choice("step", error.said, offered)


def _choice(noun: str, said: str, offered: Sequence[Button]) -> Message:
    """The choices as lines and as buttons, which ask first where they are to: never a guess."""
    what: Text = (" ", quote_code(said)) if said else ()
    listed: list[Text] = [(f"Several {noun}s fit", *what, ". Choose one:")]
    for each in offered[:_CHOICES]:
        short: Text = ("  ", TypedLine(each.line)) if each.line and len(each.line) <= LONGEST_TYPED else ()
        listed.append((Bold(one_line(each.label, 60)), *short))
    if len(offered) > _CHOICES:
        listed.append((f"+ {len(offered) - _CHOICES:,} more",))
    ready = tuple(replace(each, label=one_line(each.label, 70)) for each in offered[:_CHOICES])
    return asker_message(*listed, buttons=ready, choice=True)


def no_job_begun(error: fault.NoJobBegun) -> Message:
    return asker_message(f"No job of {error.called} #{error.number} has begun yet.")


def job_has_none(error: fault.JobHasNone) -> Message:
    product, job = error.product, error.job
    later: Text = ()
    match error.reason:
        case JobReason.APPROVAL:
            first = f"{error.name} is an approval, and has no {product.value}."
        case JobReason.NO_STEPS:
            first = f"CircleCI has no steps of {one_line(error.name, 60)}, so there is no output."
        case JobReason.NOT_BEGUN if job:
            printed = ", so nothing was printed" if product is JobProduct.OUTPUT else ""
            first = f"{job_phrase(job)} has not begun yet{printed}."
        case JobReason.NOT_BEGUN:
            first = f"{error.name} has not begun yet, and has no {product.value}."
        case JobReason.RUNNING if job:
            first = f"{job_phrase(job)} is still running."
            logs = lines.LogsArgs(Reference.of_number(job.pipeline.project_slug, job.number))
            later = ("When it has ended: ", TypedLine(line(lines.LOGS, logs)), ".")
        case JobReason.RUNNING:
            first = f"{one_line(error.name, 60)} is still running."
    return asker_message(first, later)


def step_unknown(error: fault.NoSuchStep) -> Message:
    first: Text = (f"{one_line(error.job, 60)} has no step ", quote_code(error.said), ".")
    return asker_message(first, f"It has: {some_names(error.steps, 10)}.")


def parallel_run_unknown(error: fault.NoSuchRun) -> Message:
    has = f"It has {error.runs:,}." if error.runs > 1 else "It has one run only."
    return asker_message(f"{one_line(error.step, 60)} of {error.job} has no run {error.run:,}.", has)


def artifact_too_large(error: fault.ArtifactTooLarge) -> Message:
    much = f"has {file_size(error.size)}" if error.size else "is larger"
    first = f"{error.path} {much}; {file_size(error.limit)} are the most that the bot shares."
    page = Link(error.page, "The job's page in CircleCI")
    return asker_message(f"{first} Nothing was shared.", (page, " has it."))
